//! The key of one workspace or account, which seals its fields and is itself stored only wrapped.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::sealed::{self, KeyBytes, Kid, OpenError, Place, Sealed};

/// How many values one data key may seal: far below the 2^32 at which random nonces become unsafe.
pub const SEALINGS_PER_KEY: u64 = 1 << 28;

/// Why a value was not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The data key has sealed as much as it may: a new one is due.
    #[error("the data key has sealed as many values as it may")]
    WornOut,
    /// The operating system gave no random bytes, or the value is too long to seal.
    #[error("the value could not be sealed")]
    Failed,
}

/// Seals the fields of one workspace.
pub struct DataKey {
    kid: Kid,
    key: KeyBytes,
}

impl DataKey {
    /// Makes a new random key.
    pub fn generate() -> Result<Self, SealError> {
        let kid = Kid::new(sealed::random().map_err(|_| SealError::Failed)?);
        let key = Zeroizing::new(sealed::random().map_err(|_| SealError::Failed)?);
        Ok(Self { kid, key })
    }

    /// Seals a value for one place. `nth` counts the sealings of this key, from 1.
    pub fn seal(&self, place: &Place<'_>, plaintext: &[u8], nth: u64) -> Result<Sealed, SealError> {
        if nth > SEALINGS_PER_KEY {
            return Err(SealError::WornOut);
        }
        sealed::seal(&self.key, self.kid, place, plaintext).map_err(|_| SealError::Failed)
    }

    /// Opens a value that this key sealed for this place.
    pub fn open(&self, place: &Place<'_>, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        if sealed.kid() != self.kid {
            return Err(OpenError::UnknownKey(sealed.kid()));
        }
        sealed::open(&self.key, place, sealed)
    }

    /// A keyed hash (HMAC-SHA-256) of a value for one use. It cannot be made or tried without this key.
    pub fn mac(&self, purpose: &str, value: &[u8]) -> Result<[u8; 32], SealError> {
        // The key that encrypts does nothing else, so the hash has a key derived from it.
        let mut derive =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&*self.key).map_err(|_| SealError::Failed)?;
        derive.update(b"ac/mac/v1|");
        derive.update(purpose.as_bytes());
        let key = Zeroizing::new(<[u8; 32]>::from(derive.finalize().into_bytes()));
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&*key).map_err(|_| SealError::Failed)?;
        mac.update(value);
        Ok(mac.finalize().into_bytes().into())
    }

    /// Id and key, in the form in which they are wrapped.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(36));
        bytes.extend_from_slice(&self.kid.bytes());
        bytes.extend_from_slice(&*self.key);
        bytes
    }

    /// The reverse of [`DataKey::to_bytes`].
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (kid, key) = bytes.split_at_checked(4)?;
        Some(Self { kid: Kid::new(kid.try_into().ok()?), key: Zeroizing::new(key.try_into().ok()?) })
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DataKey({})", self.kid)
    }
}
