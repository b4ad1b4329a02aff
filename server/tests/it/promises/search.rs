//! Finds a string in bytes, whatever usual form it was written in.

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};
use std::path::PathBuf;

/// A text in every form it is looked for; see [`forms_of`].
pub(crate) fn forms(text: &str) -> Vec<Vec<u8>> {
    forms_of(text.as_bytes())
}

/// Bytes in every form they are looked for: as they are, hexadecimal, base64 at each of the three alignments in both
/// alphabets, percent-encoded, and, if they are text, as in forms, escaped as in JSON, and in both orders of UTF-16.
pub(crate) fn forms_of(bytes: &[u8]) -> Vec<Vec<u8>> {
    let written = |each: &dyn Fn(u8) -> String| -> String { bytes.iter().map(|byte| each(*byte)).collect() };
    let mut found = vec![
        bytes.to_vec(),
        written(&|byte| format!("{byte:02x}")).into_bytes(),
        written(&|byte| format!("{byte:02X}")).into_bytes(),
        written(&|byte| format!("%{byte:02x}")).into_bytes(),
        written(&|byte| format!("%{byte:02X}")).into_bytes(),
        url::form_urlencoded::byte_serialize(bytes).collect::<String>().into_bytes(),
    ];
    if let Ok(text) = std::str::from_utf8(bytes) {
        let quoted = serde_json::Value::from(text).to_string();
        found.extend([
            json_escaped(text).into_bytes(),
            quoted.as_bytes()[1..quoted.len() - 1].to_vec(),
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ]);
    }
    for shift in 0..3 {
        let shifted: Vec<u8> = std::iter::repeat_n(0, shift).chain(bytes.iter().copied()).collect();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let text = engine.encode(&shifted);
            // The characters at both ends depend on what stands around the string.
            found.push(text.as_bytes()[(shift * 8).div_ceil(6)..text.len() - 1].to_vec());
        }
    }
    found.sort();
    found.dedup();
    found
}

fn json_escaped(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut all, unit| {
        let _ = write!(all, "\\u{unit:04x}");
        all
    })
}

/// Strings to look for, all at once: their forms, each with the name of its string.
pub(crate) struct Wanted<N> {
    forms: AhoCorasick,
    names: Vec<N>,
}

/// Bytes that a form needs at least, so that it does not stand anywhere by chance.
const SHORTEST: usize = 8;

impl<N: Copy + Ord> Wanted<N> {
    fn new<'t>(strings: impl IntoIterator<Item = (N, &'t str)>) -> Self {
        Self::of_forms(
            strings
                .into_iter()
                .flat_map(|(name, text)| forms(text).into_iter().map(move |form| (name, form))),
        )
    }

    /// Looks for exactly these bytes.
    pub(crate) fn of_forms(forms: impl IntoIterator<Item = (N, Vec<u8>)>) -> Self {
        let (names, forms): (Vec<N>, Vec<Vec<u8>>) = forms.into_iter().unzip();
        assert!(forms.iter().all(|form| form.len() >= SHORTEST), "every form is long enough to be rare");
        Self { forms: AhoCorasick::new(forms).expect("an automaton"), names }
    }

    /// The names of the strings that the bytes hold.
    pub(crate) fn found_in(&self, bytes: &[u8]) -> BTreeSet<N> {
        self.forms.find_overlapping_iter(bytes).map(|found| self.names[found.pattern()]).collect()
    }
}

/// Whether the bytes hold the string in one of its forms.
pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    !Wanted::new([("it", text)]).found_in(bytes).is_empty()
}

/// The files that hold one of the named strings, as a sentence each.
pub(crate) fn leaks<'a>(
    files: &[(PathBuf, Vec<u8>)],
    strings: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<String> {
    leaks_of(files, &Wanted::new(strings))
}

/// The same for forms that were made before.
pub(crate) fn leaks_of<N: Copy + Ord + Debug>(
    files: &[(PathBuf, Vec<u8>)],
    wanted: &Wanted<N>,
) -> Vec<String> {
    files
        .iter()
        .flat_map(|(path, bytes)| {
            wanted.found_in(bytes).into_iter().map(|name| format!("{name:?} in {}", path.display()))
        })
        .collect()
}

#[test]
fn a_string_is_found_in_every_form_and_at_every_alignment() {
    let secret = "zqCanary+of/the?tour";
    let mut places: Vec<Vec<u8>> = ["", "x", "xy"]
        .iter()
        .map(|before| STANDARD_NO_PAD.encode(format!("{before}{secret}tail")).into())
        .collect();
    places.push(URL_SAFE_NO_PAD.encode(format!("x{secret}tail")).into());
    places.push(secret.bytes().flat_map(|byte| [byte, 0]).collect());
    places.push(secret.bytes().flat_map(|byte| [0, byte]).collect());
    places.push(url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>().into());
    places.push(secret.bytes().fold(String::new(), |all, byte| format!("{all}{byte:02X}")).into());
    places.push(json_escaped(secret).into());
    for place in places {
        let whole = [b"before ".as_slice(), &place, b" after"].concat();
        assert!(holds(&whole, secret), "{}", String::from_utf8_lossy(&whole));
    }
    assert!(!holds(b"zqCanary+of/the?tou", secret));
}
