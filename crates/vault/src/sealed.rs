//! The envelope of a secret at rest: AES-256-GCM, bound to the one place it was sealed for.
//!
//! Layout: `"v1" || kid (4) || nonce (12) || ciphertext || tag (16)`. The additional data names the
//! key and the place, so that a value copied to another row, field or workspace does not open.

use std::fmt;

use aes_gcm::aead::{Aead, Generate, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

const VERSION: &[u8; 2] = b"v1";
const KID: usize = 4;
const NONCE: usize = 12;
const TAG: usize = 16;
const HEAD: usize = VERSION.len() + KID + NONCE;

/// The bytes of a key; wiped when dropped.
pub(crate) type KeyBytes = Zeroizing<[u8; 32]>;

/// Names a key without telling anything about it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kid([u8; KID]);

impl Kid {
    /// Makes a key id of its four bytes.
    pub const fn new(bytes: [u8; KID]) -> Self {
        Self(bytes)
    }

    /// The four bytes.
    pub const fn bytes(self) -> [u8; KID] {
        self.0
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Kid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Kid({self})")
    }
}

/// Where a sealed value belongs; it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The workspace or account that owns the value.
    pub tenant: &'a str,
    /// Table of the database.
    pub table: &'static str,
    /// Primary key of the row.
    pub row: &'a str,
    /// Column of the table.
    pub field: &'static str,
    /// Version of the plaintext's format.
    pub schema: u32,
    /// Counts the replacements of this value, so that an older one does not open in its place.
    pub revision: u64,
}

impl Place<'_> {
    /// Every part carries its length: no two places share their additional data.
    fn additional_data(&self, kid: Kid) -> Vec<u8> {
        let schema = self.schema.to_be_bytes();
        let revision = self.revision.to_be_bytes();
        let parts: [&[u8]; 8] = [
            b"ac/v1",
            &kid.0,
            self.tenant.as_bytes(),
            self.table.as_bytes(),
            self.row.as_bytes(),
            self.field.as_bytes(),
            &schema,
            &revision,
        ];
        let mut data = Vec::new();
        for part in parts {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part);
        }
        data
    }
}

/// A sealed value, the only form in which a secret is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

/// Why a sealed value does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The bytes are not an envelope of a known version.
    #[error("a sealed value is not in a known format")]
    Malformed,
    /// It was sealed with a key that is not here.
    #[error("a sealed value needs the key {0}, which is not in the key ring")]
    UnknownKey(Kid),
    /// It was altered, or belongs to another place, or another key carries this id.
    #[error("a sealed value was altered or does not belong where it was found")]
    Refused,
}

impl Sealed {
    /// Takes stored bytes, which must have the shape of an envelope.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, OpenError> {
        if bytes.len() < HEAD + TAG || !bytes.starts_with(VERSION) {
            return Err(OpenError::Malformed);
        }
        Ok(Self(bytes))
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Which key it was sealed with.
    pub fn kid(&self) -> Kid {
        let mut kid = [0; KID];
        kid.copy_from_slice(&self.0[VERSION.len()..VERSION.len() + KID]);
        Kid(kid)
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sealed(key {}, {} bytes)", self.kid(), self.0.len())
    }
}

/// Encrypts under a fresh random nonce.
pub(crate) fn seal(
    key: &KeyBytes,
    kid: Kid,
    place: &Place<'_>,
    plaintext: &[u8],
) -> Result<Sealed, OpenError> {
    let nonce = Nonce::generate();
    let payload = Payload { msg: plaintext, aad: &place.additional_data(kid) };
    let ciphertext = cipher(key).encrypt(&nonce, payload).map_err(|_| OpenError::Refused)?;
    let mut envelope = Vec::with_capacity(HEAD + ciphertext.len());
    envelope.extend_from_slice(VERSION);
    envelope.extend_from_slice(&kid.0);
    envelope.extend_from_slice(&nonce);
    envelope.extend_from_slice(&ciphertext);
    Ok(Sealed(envelope))
}

/// Decrypts, provided that key, place and bytes are those of the sealing.
pub(crate) fn open(
    key: &KeyBytes,
    place: &Place<'_>,
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (head, ciphertext) = sealed.0.split_at(HEAD);
    let nonce = Nonce::try_from(&head[VERSION.len() + KID..]).map_err(|_| OpenError::Malformed)?;
    let payload = Payload { msg: ciphertext, aad: &place.additional_data(sealed.kid()) };
    cipher(key).decrypt(&nonce, payload).map(Zeroizing::new).map_err(|_| OpenError::Refused)
}

fn cipher(key: &KeyBytes) -> Aes256Gcm {
    Aes256Gcm::new((&**key).into())
}

/// Fills an array with random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
