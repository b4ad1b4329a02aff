//! The terms of use a person accepts on signing up.

use std::fmt::Write as _;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// What the document is called where an acceptance is kept.
pub(crate) const DOCUMENT: &str = "terms";

/// A version of the terms.
#[derive(Debug)]
pub struct Terms {
    /// Its number.
    pub version: u32,
    /// Its text, in Markdown with headings, paragraphs and lists.
    pub text: &'static str,
    /// SHA-256 of the text, 64 hexadecimal digits.
    pub hash: String,
}

static CURRENT: LazyLock<Terms> = LazyLock::new(|| {
    let text = include_str!("../../../policy/terms/1.md");
    let hash = Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    });
    Terms { version: 1, text, hash }
});

/// The version that new accounts accept.
pub fn current() -> &'static Terms {
    &CURRENT
}
