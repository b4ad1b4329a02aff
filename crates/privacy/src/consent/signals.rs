//! What a browser asks for on behalf of its user, in the headers of each request.

/// The opt-out signals of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signals {
    /// Global Privacy Control: an opt-out.
    pub gpc: bool,
    /// Do Not Track: nothing that is optional.
    pub dnt: bool,
}

impl Signals {
    /// Reads the field lines of `Sec-GPC` and `DNT`, without the white space around their values.
    ///
    /// Only the value `1` means anything; whatever else is sent is ignored, and one line that says `1` is enough
    /// (<https://www.w3.org/TR/gpc/>).
    pub fn read<'a>(
        gpc: impl IntoIterator<Item = &'a [u8]>,
        dnt: impl IntoIterator<Item = &'a [u8]>,
    ) -> Self {
        Self { gpc: gpc.into_iter().any(|line| line == b"1"), dnt: dnt.into_iter().any(|line| line == b"1") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_that_is_exactly_one_is_an_opt_out() {
        for (lines, expected) in [
            (&[][..], false),
            (&["1"][..], true),
            (&["0"], false),
            (&[""], false),
            (&["true"], false),
            (&[" 1"], false),
            (&["1 "], false),
            (&["1,1"], false),
            (&["1, 1"], false),
            (&["?1"], false),
            (&["\u{661}"], false),
            (&["11"], false),
            (&["0", "1"], true),
            (&["1", "0"], true),
            (&["1", "1"], true),
            (&["0", "0"], false),
        ] {
            let lines = || lines.iter().map(|line| line.as_bytes());
            assert_eq!(Signals::read(lines(), []).gpc, expected, "{:?}", lines().collect::<Vec<_>>());
            assert_eq!(Signals::read([], lines()).dnt, expected, "{:?}", lines().collect::<Vec<_>>());
        }
        assert!(!Signals::read([&b"\xff\xfe"[..]], []).gpc, "what is no text is no signal");
        let long = vec![b'1'; 1_000_000];
        assert!(!Signals::read([&long[..]], []).gpc);
    }
}
