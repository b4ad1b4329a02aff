//! The words that were shown when a choice was made: frozen with the policy, kept in the log by their digests.

use clario_privacy::policy::{self, BannerText, PolicyVersion};

use super::LOCALE;
use crate::Backend;

/// A question as it stands before somebody.
pub(super) struct Shown {
    /// The version it belongs to.
    pub(super) version: &'static PolicyVersion,
    /// SHA-256 of its words.
    pub(super) text: [u8; 32],
}

impl Backend {
    /// The question of a version as this installation asks it.
    pub(super) fn cookie_question(&self, version: u32) -> Shown {
        let version = policy::version(version).unwrap_or_else(policy::current);
        let text = self.banner_of(version.number).map_or([0; 32], |banner| banner.hash);
        Shown { version, text }
    }

    /// Whether the question speaks of Google Analytics.
    pub fn asks_for_google(&self) -> bool {
        self.config().google_analytics
    }

    /// The question as this installation asks it now.
    pub fn banner(&self) -> Option<BannerText> {
        self.banner_of(policy::current().number)
    }

    fn banner_of(&self, version: u32) -> Option<BannerText> {
        if self.config().google_analytics {
            policy::banner_text_with_google(version, LOCALE)
        } else {
            policy::banner_text(version, LOCALE)
        }
    }
}

/// The words with a digest, as they were shown under a version.
pub(super) fn words(version: u32, locale: &str, digest: &[u8]) -> Option<&'static str> {
    [policy::banner_text, policy::banner_text_with_google]
        .into_iter()
        .filter_map(|text| text(version, locale))
        .find(|banner| banner.hash == digest)
        .map(|banner| banner.text)
}
