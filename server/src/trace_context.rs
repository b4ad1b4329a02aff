//! W3C trace context: a page has a trace, and the calls of its islands are part of it.

use std::fmt::Write as _;

/// Where a span stands: its trace and its own id, in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) trace: String,
    pub(crate) id: String,
}

impl Span {
    /// A trace of its own. Ids are random, so that nothing can be read out of them.
    pub(crate) fn fresh() -> Self {
        Self { trace: random_digits(16), id: random_digits(8) }
    }

    /// The header value that hands the span on.
    pub(crate) fn traceparent(&self) -> String {
        format!("00-{}-{}-01", self.trace, self.id)
    }

    /// Reads a header value; anything but the form of version 00 is nothing.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (version, trace, id, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_hex = |text: &str, length: usize| {
            text.len() == length
                && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        };
        let is_zero = |text: &str| text.bytes().all(|byte| byte == b'0');
        let good = version == "00"
            && parts.next().is_none()
            && is_hex(trace, 32)
            && is_hex(id, 16)
            && is_hex(flags, 2)
            && !is_zero(trace)
            && !is_zero(id);
        good.then(|| Self { trace: trace.to_owned(), id: id.to_owned() })
    }
}

fn random_digits(bytes: usize) -> String {
    let mut digits = String::with_capacity(2 * bytes);
    for _ in 0..bytes {
        let _ = write!(digits, "{:02x}", random_byte());
    }
    digits
}

/// The standard library's own random keys are enough for ids that protect nothing.
fn random_byte() -> u8 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0_u8).to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_handed_on_and_read_again() {
        let span = Span::fresh();
        assert_eq!(Span::parse(&span.traceparent()), Some(span.clone()));
        assert_ne!(Span::fresh().trace, span.trace);
    }

    #[test]
    fn anything_else_is_no_trace() {
        let (trace, id) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        for text in [
            String::new(),
            "-".repeat(1_000),
            format!("01-{trace}-{id}-01"),
            format!("00-{trace}-{id}"),
            format!("00-{trace}-{id}-01-more"),
            format!("00-{}-{id}-01", "0".repeat(32)),
            format!("00-{trace}-{}-01", "0".repeat(16)),
            format!("00-{}-{id}-01", trace.to_uppercase()),
            format!("00-{trace}\r\n-{id}-01"),
            format!("00-{}-{id}-01", "é".repeat(16)),
        ] {
            assert_eq!(Span::parse(&text), None, "{text}");
        }
        clario_proofs::proves(&["AL-13"]);
    }
}
