//! The texts as they were published, and the digests that tell an edited one.

use super::hex;
use super::version::digest;
use serde::Deserialize;

/// The files of one version.
pub(super) struct Frozen {
    pub(super) number: u32,
    pub(super) files: &'static [(&'static str, &'static str)],
}

/// Every published version.
pub(super) const VERSIONS: &[Frozen] = &[Frozen {
    number: 1,
    files: &[
        ("banner-with-google.en.txt", include_str!("../../../../policy/1/banner-with-google.en.txt")),
        ("banner.en.txt", include_str!("../../../../policy/1/banner.en.txt")),
        ("clauses.toml", include_str!("../../../../policy/1/clauses.toml")),
        ("version.toml", include_str!("../../../../policy/1/version.toml")),
    ],
}];
/// Every published version of the terms of use.
const TERMS: &[(&str, &str)] = &[("terms/1.md", include_str!("../../../../policy/terms/1.md"))];
const LOCK: &str = include_str!("../../../../policy/lock.toml");

/// A published text is not what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The file, from the folder `policy`.
    pub file: String,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for Edited {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "policy/{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for Edited {}

/// What was published, as digests.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lock {
    /// The fingerprint of each version, by its number.
    pub(super) fingerprint: std::collections::BTreeMap<String, String>,
    /// The SHA-256 of each file, by its path.
    pub(super) file: std::collections::BTreeMap<String, String>,
}

pub(super) fn lock() -> Result<Lock, Edited> {
    toml::from_str(LOCK)
        .map_err(|error| Edited { file: "lock.toml".to_owned(), reason: error.message().to_owned() })
}

/// Every frozen file with its path from the folder `policy`.
pub(super) fn files() -> impl Iterator<Item = (String, &'static str)> {
    let versions = VERSIONS.iter().flat_map(|version| {
        version.files.iter().map(|(name, text)| (format!("{}/{name}", version.number), *text))
    });
    versions.chain(TERMS.iter().map(|(name, text)| ((*name).to_owned(), *text)))
}

/// Compares texts with the digests of the lock.
pub(super) fn compare<'a>(files: impl Iterator<Item = (String, &'a str)>, lock: &Lock) -> Result<(), Edited> {
    let mut count = 0;
    for (file, text) in files {
        count += 1;
        match lock.file.get(&file) {
            Some(known) if *known == hex(&digest(text.as_bytes())) => {}
            Some(_) => {
                let reason =
                    "this text was edited after it was published; put it back and write a new version";
                return Err(Edited { file, reason: reason.to_owned() });
            }
            None => {
                let reason = "this text stands in no lock; `cargo xtask promises --lock` prints its line";
                return Err(Edited { file, reason: reason.to_owned() });
            }
        }
    }
    if count == lock.file.len() {
        return Ok(());
    }
    Err(Edited { file: "lock.toml".to_owned(), reason: "it names a text that is gone".to_owned() })
}

/// The lock as it has to be for the texts as they are now.
pub fn lock_text() -> String {
    use std::fmt::Write as _;
    let mut text =
        String::from("# Digests of what was published: SHA-256 of each text, and of what is material.\n\n");
    text.push_str("[fingerprint]\n");
    for frozen in VERSIONS {
        if let Ok(version) = super::version::read(frozen) {
            let _ = writeln!(text, "{} = \"{}\"", frozen.number, hex(&version.fingerprint));
        }
    }
    text.push_str("\n[file]\n");
    for (file, published) in files() {
        let _ = writeln!(text, "\"{file}\" = \"{}\"", hex(&digest(published.as_bytes())));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_are_those_that_were_published() {
        assert_eq!(compare(files(), &lock().expect("a lock")), Ok(()));
    }

    #[test]
    fn an_edited_a_new_and_a_lost_text_are_named() {
        let lock = lock().expect("a lock");
        let edited = files().map(|(file, text)| {
            let text = if file == "1/banner.en.txt" { "We count everything." } else { text };
            (file, text)
        });
        assert_eq!(compare(edited, &lock).unwrap_err().file, "1/banner.en.txt");
        let more = files().chain(std::iter::once(("2/clauses.toml".to_owned(), "")));
        assert_eq!(compare(more, &lock).unwrap_err().file, "2/clauses.toml");
        assert_eq!(compare(files().skip(1), &lock).unwrap_err().file, "lock.toml");
    }
}
