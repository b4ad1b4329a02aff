//! The published versions of the privacy policy: their sentences, their frozen texts, and what of them changed.

mod banner;
mod feature;
mod frozen;
mod publish;
mod registry;
mod version;

pub use banner::{BannerText, banner_text, banner_text_with_google};
pub use feature::{Feature, State};
pub use frozen::{Edited, lock_text};
pub use publish::{Published, Shown, Unpublished, Why};
pub use registry::{Absent, Basis, Clause, DataClass, FeatureNote, Page, Proof, Purpose, Registry, Section};
pub use version::PolicyVersion;

use std::sync::LazyLock;

static VERSIONS: LazyLock<Result<Vec<PolicyVersion>, Edited>> = LazyLock::new(version::all);

/// Whether every published text is the one that was published. The program asks before it starts.
///
/// # Errors
/// The name of the text that was edited afterwards, or what is wrong with the registry.
pub fn verify() -> Result<(), Edited> {
    VERSIONS.as_ref().map(drop).map_err(Clone::clone)
}

/// Every published version, the oldest first.
///
/// # Panics
/// When [`verify`] fails.
pub fn versions() -> &'static [PolicyVersion] {
    match VERSIONS.as_ref() {
        Ok(versions) => versions,
        Err(edited) => panic!("{edited}"),
    }
}

/// The version in force: the newest one.
///
/// # Panics
/// When [`verify`] fails.
pub fn current() -> &'static PolicyVersion {
    versions().last().expect("a program without a policy is not built")
}

/// A published version by its number.
///
/// # Panics
/// When [`verify`] fails.
pub fn version(number: u32) -> Option<&'static PolicyVersion> {
    versions().iter().find(|version| version.number == number)
}

/// A digest as 64 hexadecimal digits.
pub fn hex(digest: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
