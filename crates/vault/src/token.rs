//! A random secret that somebody carries for us: in the cookie of a session, in the link of a letter.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::data_key::SealError;
use crate::{hex, sealed};

/// 256 random bits; wiped when dropped, and shown only on purpose.
pub struct Token(Zeroizing<[u8; 32]>);

impl Token {
    /// Makes a new one.
    pub fn random() -> Result<Self, SealError> {
        Ok(Self(Zeroizing::new(sealed::random().map_err(|_| SealError::Failed)?)))
    }

    /// Reads what came back; whether we ever gave it out is another question.
    pub fn parse(text: &str) -> Option<Self> {
        hex::decode(text).map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The token as it is given out: 64 hexadecimal digits.
    pub fn to_text(&self) -> Zeroizing<String> {
        hex::encode(&*self.0)
    }

    /// What is stored of it: its SHA-256. There are 2^256 tokens, so nobody finds one by its hash.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(*self.0).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_as_it_went_and_shows_itself_to_nobody() {
        let token = Token::random().unwrap();
        let text = token.to_text();
        assert_eq!(text.len(), 64);
        assert_eq!(Token::parse(&text).unwrap().hash(), token.hash());
        assert_ne!(Token::random().unwrap().hash(), token.hash());
        assert_eq!(format!("{token:?}"), "Token");
        let huge = "a".repeat(1_000_000);
        for other in ["", "x", &text[1..], &format!("{}g", &text[1..]), &format!("{}é", &text[2..]), &huge] {
            assert!(Token::parse(other).is_none());
        }
    }
}
