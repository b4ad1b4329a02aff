//! What is sealed of a letter: where it goes and what it says.

use secrecy::zeroize::Zeroizing;

/// A written letter. It has no `Debug`, since it holds an address and links that open things.
pub(crate) struct Content {
    /// The address of the recipient.
    pub(crate) address: String,
    /// The subject, one line.
    pub(crate) subject: String,
    /// The letter as plain text.
    pub(crate) text: String,
    /// The letter as HTML.
    pub(crate) html: String,
}

impl Content {
    /// The four parts, each after its length (4 bytes, big end first).
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let parts = [&self.address, &self.subject, &self.text, &self.html];
        let mut bytes = Zeroizing::new(Vec::with_capacity(parts.iter().map(|part| part.len() + 4).sum()));
        for part in parts {
            bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or_default().to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }

    /// The reverse of [`Content::to_bytes`].
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (address, rest) = part(bytes)?;
        let (subject, rest) = part(rest)?;
        let (text, rest) = part(rest)?;
        let (html, rest) = part(rest)?;
        rest.is_empty().then_some(Self { address, subject, text, html })
    }
}

fn part(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (part, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some((String::from_utf8(part.to_vec()).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again_and_nothing_else_is() {
        let content = Content {
            address: "jörg@bücher.example".to_owned(),
            subject: String::new(),
            text: "a\nb".to_owned(),
            html: "<p>a</p>".to_owned(),
        };
        let bytes = content.to_bytes();
        let read = Content::from_bytes(&bytes).expect("what was written");
        assert_eq!(
            (read.address, read.subject, read.text, read.html),
            (content.address, content.subject, content.text, content.html)
        );
        for end in 0..bytes.len() {
            assert!(Content::from_bytes(&bytes[..end]).is_none(), "{end} bytes");
        }
        let mut longer = bytes.to_vec();
        longer.push(0);
        assert!(Content::from_bytes(&longer).is_none());
    }
}
