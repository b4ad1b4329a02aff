//! Chains of hashes: every link covers the one before and carries the length of each part, so no two share their bytes.

use sha2::{Digest, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// What the first link of a chain follows.
pub const FIRST: Hash = [0; 32];

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// An entry is missing or stands elsewhere.
    Order,
    /// An entry is not what was hashed.
    Entry,
    /// A person or words of an entry are not what was committed to.
    Person,
    /// A checkpoint names another hash for this entry, or an entry that is not there.
    Checkpoint,
}

/// SHA-256 of the hash before and of all parts, each as `length:bytes,`.
pub(crate) fn link(before: &Hash, parts: &[&[u8]]) -> Hash {
    let mut digest = Sha256::new();
    digest.update(before);
    for part in parts {
        let mut digits = [0; 20];
        digest.update(decimal(part.len(), &mut digits));
        digest.update(b":");
        digest.update(part);
        digest.update(b",");
    }
    digest.finalize().into()
}

/// A length in decimal digits, without a text being made for it.
fn decimal(mut number: usize, digits: &mut [u8; 20]) -> &[u8] {
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b"0123456789"[number % 10];
        number /= 10;
        if number == 0 {
            return &digits[at..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_the_digest_of_the_one_before_and_of_counted_parts() {
        let long = vec![b'x'; 12_345];
        let expected: Hash = {
            let mut digest = Sha256::new();
            digest.update(FIRST);
            digest.update("0:,3:abc,12345:");
            digest.update(&long);
            digest.update(",");
            digest.finalize().into()
        };
        assert_eq!(link(&FIRST, &[b"", b"abc", &long]), expected);
        assert_ne!(link(&FIRST, &[b"ab", b"c"]), link(&FIRST, &[b"a", b"bc"]));
        assert_ne!(link(&FIRST, &[b"a"]), link(&[1; 32], &[b"a"]));
    }
}
