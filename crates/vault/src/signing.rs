//! Signatures of the installation: whoever has the public key can check them without asking us.

use std::fmt;

use ed25519_dalek::{Signature as Ed25519, Signer, SigningKey as Secret, VerifyingKey};
use zeroize::Zeroizing;

use crate::data_key::SealError;
use crate::sealed;

/// A signature: 64 bytes of Ed25519.
pub type Signature = [u8; 64];

/// Signs for the installation. Stored only sealed.
pub struct SigningKey(Secret);

impl SigningKey {
    /// Makes a new random key.
    pub fn generate() -> Result<Self, SealError> {
        let seed = Zeroizing::new(sealed::random().map_err(|_| SealError::Failed)?);
        Ok(Self(Secret::from_bytes(&seed)))
    }

    /// Reads the bytes that were sealed.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let seed: Zeroizing<[u8; 32]> = Zeroizing::new(bytes.try_into().ok()?);
        Some(Self(Secret::from_bytes(&seed)))
    }

    /// The bytes to seal.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The half that may be known.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a message, as RFC 8032 says.
    pub fn sign(&self, message: &[u8]) -> Signature {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey({:?})", self.public())
    }
}

/// The public half of a signing key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Takes 32 bytes; whether they are a key shows when something is verified.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether this key signed this message.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let (Ok(key), Ok(signature)) = (VerifyingKey::from_bytes(&self.0), signature.try_into()) else {
            return false;
        };
        key.verify_strict(message, &Ed25519::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        let byte = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        std::array::from_fn(byte)
    }

    /// RFC 8032, section 7.1, test 2.
    #[test]
    fn it_signs_as_the_standard_does() {
        let key = SigningKey::from_bytes(&bytes::<32>(
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        ))
        .unwrap();
        assert_eq!(
            key.public().to_string(),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        );
        let signature = bytes::<64>(concat!(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ));
        assert_eq!(key.sign(&[0x72]), signature);
    }

    #[test]
    fn another_message_another_key_or_one_flipped_bit_is_no_signature() {
        let key = SigningKey::generate().unwrap();
        let signature = key.sign(b"the head of a chain");
        assert!(key.public().verifies(b"the head of a chain", &signature));
        assert!(!key.public().verifies(b"the head of a chair", &signature));
        assert!(!SigningKey::generate().unwrap().public().verifies(b"the head of a chain", &signature));
        for bit in 0..512 {
            let mut altered = signature;
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(!key.public().verifies(b"the head of a chain", &altered), "bit {bit}");
        }
        assert!(!key.public().verifies(b"the head of a chain", &signature[..63]));
    }

    #[test]
    fn a_key_comes_back_from_its_bytes_and_does_not_show_them() {
        let key = SigningKey::generate().unwrap();
        let again = SigningKey::from_bytes(&*key.to_bytes()).unwrap();
        assert_eq!(again.public(), key.public());
        let secret = crate::hex::encode(&*key.to_bytes());
        assert!(!format!("{key:?}").contains(secret.as_str()));
        assert!(SigningKey::from_bytes(&[1; 31]).is_none());
    }
}
