//! The operator's keys: one that wraps new data keys, and older ones that still open.

use std::fmt;
use std::fmt::Write as _;

use zeroize::Zeroizing;

use crate::data_key::{DataKey, SealError};
use crate::hex;
use crate::sealed::{self, KeyBytes, Kid, OpenError, Place, Sealed};

/// What a key check value says when it is opened.
const CHECK: &[u8] = b"AltaClario key check";

const CHECK_PLACE: Place<'static> =
    Place { tenant: "", table: "key_check", row: "", field: "sealed", schema: 1, revision: 0 };

/// Why the text of a key file is no key ring. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    /// A line is not `primary` or `older`, an id of 8 and a key of 64 hexadecimal digits.
    #[error("line {line} is not \"primary ID KEY\" or \"older ID KEY\"")]
    Line {
        /// Number of the line, from 1.
        line: usize,
    },
    /// A key has the wrong length.
    #[error("the key in line {line} is not 32 bytes, written as 64 hexadecimal digits")]
    Length {
        /// Number of the line, from 1.
        line: usize,
    },
    /// Two lines have the same id or the same key.
    #[error("line {line} repeats the id or the key of another line")]
    Duplicate {
        /// Number of the line, from 1.
        line: usize,
    },
    /// There is not exactly one primary key.
    #[error("there must be exactly one primary key")]
    Primary,
}

/// The keys of an installation: one primary, any number of older ones that only open.
pub struct KeyRing {
    primary: (Kid, KeyBytes),
    older: Vec<(Kid, KeyBytes)>,
}

impl KeyRing {
    /// Makes a ring of one new random key.
    pub fn generate() -> Result<Self, SealError> {
        Ok(Self { primary: random_key()?, older: Vec::new() })
    }

    /// Puts a new random primary key in front; the present one stays to open what it wrapped.
    pub fn renew(self) -> Result<Self, SealError> {
        let mut older = vec![self.primary];
        older.extend(self.older);
        Ok(Self { primary: random_key()?, older })
    }

    /// Reads the text of a key file: one key a line, `#` starts a comment.
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        let mut primary = None;
        let mut older: Vec<(Kid, KeyBytes)> = Vec::new();
        for (index, content) in text.lines().enumerate() {
            let line = index + 1;
            let content = content.split('#').next().unwrap_or_default();
            let words: Vec<&str> = content.split_whitespace().collect();
            let [role, kid, key] = words[..] else {
                if words.is_empty() {
                    continue;
                }
                return Err(KeyRingError::Line { line });
            };
            let kid = Kid::new(hex::decode(kid).ok_or(KeyRingError::Line { line })?);
            let key = Zeroizing::new(hex::decode(key).ok_or(KeyRingError::Length { line })?);
            if primary.iter().chain(&older).any(|(id, other)| *id == kid || *other == key) {
                return Err(KeyRingError::Duplicate { line });
            }
            match role {
                "primary" if primary.is_none() => primary = Some((kid, key)),
                "primary" => return Err(KeyRingError::Primary),
                "older" => older.push((kid, key)),
                _ => return Err(KeyRingError::Line { line }),
            }
        }
        Ok(Self { primary: primary.ok_or(KeyRingError::Primary)?, older })
    }

    /// The text of a key file. It holds the keys in the clear.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(512 + 96 * self.older.len()));
        text.push_str(
            "# The key ring of this AltaClario installation. Whoever has this file and the database\n",
        );
        text.push_str("# can read the stored credentials. Without it they are lost. Back it up elsewhere.\n");
        write_key(&mut text, "primary", &self.primary);
        for key in &self.older {
            write_key(&mut text, "older", key);
        }
        text
    }

    /// The id of the key that wraps.
    pub fn primary(&self) -> Kid {
        self.primary.0
    }

    /// The ids of the keys that only open.
    pub fn older(&self) -> Vec<Kid> {
        self.older.iter().map(|(kid, _)| *kid).collect()
    }

    /// Takes an older key out for good. The primary key stays, whatever its id.
    #[must_use]
    pub fn without(mut self, kid: Kid) -> Self {
        self.older.retain(|(id, _)| *id != kid);
        self
    }

    /// Whether a key is in the ring.
    pub fn holds(&self, kid: Kid) -> bool {
        self.key(kid).is_some()
    }

    /// Wraps a data key with the primary key.
    pub fn wrap(&self, data_key: &DataKey, place: &Place<'_>) -> Result<Sealed, SealError> {
        let (kid, key) = &self.primary;
        sealed::seal(key, *kid, place, &data_key.to_bytes()).map_err(|_| SealError::Failed)
    }

    /// Unwraps a data key with whichever key wrapped it.
    pub fn unwrap(&self, wrapped: &Sealed, place: &Place<'_>) -> Result<DataKey, OpenError> {
        let key = self.key(wrapped.kid()).ok_or(OpenError::UnknownKey(wrapped.kid()))?;
        DataKey::from_bytes(&sealed::open(key, place, wrapped)?).ok_or(OpenError::Malformed)
    }

    /// A value to store beside the data, by which the primary key is recognised at the next start.
    pub fn check_value(&self) -> Result<Sealed, SealError> {
        let (kid, key) = &self.primary;
        sealed::seal(key, *kid, &CHECK_PLACE, CHECK).map_err(|_| SealError::Failed)
    }

    /// Tells whether the ring holds the very key that made a check value.
    ///
    /// `UnknownKey` and `Refused` both mean a wrong key file; that a key passes here and a value
    /// still does not open means that the value was damaged.
    pub fn recognises(&self, check_value: &Sealed) -> Result<(), OpenError> {
        let kid = check_value.kid();
        let key = self.key(kid).ok_or(OpenError::UnknownKey(kid))?;
        if *sealed::open(key, &CHECK_PLACE, check_value)? == CHECK { Ok(()) } else { Err(OpenError::Refused) }
    }

    fn key(&self, kid: Kid) -> Option<&KeyBytes> {
        std::iter::once(&self.primary).chain(&self.older).find(|(id, _)| *id == kid).map(|(_, key)| key)
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyRing(primary {}, {} older)", self.primary.0, self.older.len())
    }
}

fn random_key() -> Result<(Kid, KeyBytes), SealError> {
    let kid = Kid::new(sealed::random().map_err(|_| SealError::Failed)?);
    Ok((kid, Zeroizing::new(sealed::random().map_err(|_| SealError::Failed)?)))
}

fn write_key(text: &mut String, role: &str, (kid, key): &(Kid, KeyBytes)) {
    let _ = write!(text, "{role} {kid} ");
    text.push_str(&hex::encode(&**key));
    text.push('\n');
}
