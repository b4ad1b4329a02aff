//! A key that marks texts: whoever has it makes and checks marks, and nobody else can.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::data_key::SealError;
use crate::sealed::{self, KeyBytes};

/// A key for HMAC-SHA-256. Wiped when dropped.
pub struct MacKey(KeyBytes);

impl MacKey {
    /// Makes a new random key.
    pub fn generate() -> Result<Self, SealError> {
        Ok(Self(Zeroizing::new(sealed::random().map_err(|_| SealError::Failed)?)))
    }

    /// Takes the 32 bytes of a key that was kept sealed.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The 32 bytes, to be sealed.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_vec())
    }

    /// The mark of some parts for a purpose. Each part carries its length, so no two lists share a mark.
    pub fn mark(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(purpose, parts).finalize().into_bytes().into()
    }

    /// Whether this key made a mark for these parts, in a time that tells nothing.
    pub fn recognises(&self, purpose: &str, parts: &[&[u8]], mark: &[u8]) -> bool {
        self.mac(purpose, parts).verify_slice(mark).is_ok()
    }

    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.0).expect("a key of any length will do");
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

impl fmt::Debug for MacKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MacKey")
    }
}

/// Random bytes of the operating system, for what must not be guessed.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], SealError> {
    sealed::random().map_err(|_| SealError::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_known_by_its_key_its_purpose_and_its_parts_alone() {
        let key = MacKey::generate().unwrap();
        let mark = key.mark("form", &[b"one", b"two"]);
        assert!(key.recognises("form", &[b"one", b"two"], &mark));
        let kept = MacKey::from_bytes(&key.to_bytes()).unwrap();
        assert!(kept.recognises("form", &[b"one", b"two"], &mark), "a key that was put away is the same key");
        assert!(!key.recognises("function", &[b"one", b"two"], &mark));
        assert!(!key.recognises("form", &[b"onet", b"wo"], &mark));
        assert!(!key.recognises("form", &[b"one"], &mark));
        assert!(!key.recognises("form", &[b"one", b"two"], &mark[..31]));
        assert!(!MacKey::generate().unwrap().recognises("form", &[b"one", b"two"], &mark));
        for bit in 0..256 {
            let mut altered = mark;
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(!key.recognises("form", &[b"one", b"two"], &altered), "bit {bit}");
        }
    }

    #[test]
    fn a_key_shows_nothing_and_has_32_bytes() {
        assert_eq!(format!("{:?}", MacKey::generate().unwrap()), "MacKey");
        assert!(MacKey::from_bytes(&[0; 31]).is_none());
    }
}
