//! What verifying an audit log found, in a sentence.

use clario_backend::{Break, Flawed, Verified};
use std::fmt::Write as _;

/// Says whether the log is whole, or where it was altered.
pub(super) fn standing(verified: &Verified) -> String {
    let Some((seq, flaw)) = verified.broken else {
        let signed = match verified.signed {
            Some(seq) if seq == verified.entries => "The head is signed.".to_owned(),
            Some(seq) => {
                format!("Entries up to {seq} are signed; the next signature follows within the hour.")
            }
            None => "The first signature follows within the hour.".to_owned(),
        };
        let entries = match verified.entries {
            1 => "The one entry stands".to_owned(),
            entries => format!("All {entries} entries stand"),
        };
        return format!("{entries} as they were written. {signed}");
    };
    let how = match flaw {
        Flawed::Chain(Break::Order) => "an entry before it is missing",
        Flawed::Chain(Break::Entry) => "it is not what was written",
        Flawed::Chain(Break::Person) => "a name or words in it were altered",
        Flawed::Chain(Break::Checkpoint) => "a signed checkpoint says that something else stood there",
        Flawed::Signature => "the signature of its checkpoint is not that of this installation",
    };
    format!("The log was altered: at entry {seq}, {how}. Tell the operator, and keep a copy of the log.")
}

/// Bytes as hexadecimal digits.
pub(super) fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_finding_says_what_it_means() {
        let whole = Verified {
            entries: 12,
            head: [0; 32],
            broken: None,
            signed: Some(10),
            public_key: String::new(),
        };
        assert!(standing(&whole).starts_with("All 12 entries stand as they were written. Entries up to 10"));
        let signed = Verified { signed: Some(12), ..whole.clone() };
        assert!(standing(&signed).ends_with("The head is signed."));
        let altered = Verified { broken: Some((7, Flawed::Chain(Break::Entry))), ..whole };
        assert!(
            standing(&altered).starts_with("The log was altered: at entry 7, it is not what was written.")
        );
    }
}
