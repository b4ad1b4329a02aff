//! The words of the question about cookies, frozen with the version that asks it.

use super::frozen;
use super::version::digest;

/// What the banner of one version says in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BannerText {
    /// The language, such as `en`.
    pub locale: &'static str,
    /// The heading, the question and what follows from each answer.
    pub text: &'static str,
    /// SHA-256 of the text: what the consent log keeps.
    pub hash: [u8; 32],
}

impl BannerText {
    /// The heading.
    pub fn heading(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default()
    }

    /// What follows the heading, a paragraph each.
    pub fn paragraphs(&self) -> impl Iterator<Item = &'static str> {
        self.text.split("\n\n").skip(1).map(str::trim).filter(|paragraph| !paragraph.is_empty())
    }
}

/// What the banner of a version says in a language where only AltaClario itself counts; `None` when there is no such
/// version or no such text.
pub fn banner_text(version: u32, locale: &str) -> Option<BannerText> {
    text(version, locale, "banner")
}

/// The same where the yes also lets Google Analytics in.
pub fn banner_text_with_google(version: u32, locale: &str) -> Option<BannerText> {
    text(version, locale, "banner-with-google")
}

fn text(version: u32, locale: &str, kind: &str) -> Option<BannerText> {
    let wanted = format!("{kind}.{locale}.txt");
    let files = frozen::VERSIONS.iter().find(|frozen| frozen.number == version)?.files;
    let (name, text) = files.iter().find(|(name, _)| *name == wanted)?;
    Some(BannerText { locale: name.split('.').nth(1)?, text, hash: digest(text.as_bytes()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::versions;

    #[test]
    fn every_version_asks_in_english_with_a_heading_and_a_question() {
        for version in versions() {
            for text in [banner_text, banner_text_with_google] {
                let banner = text(version.number, "en").expect("the English text");
                assert!(!banner.heading().is_empty());
                assert!(banner.paragraphs().count() >= 1);
            }
            assert_ne!(banner_text(version.number, "en"), banner_text_with_google(version.number, "en"));
        }
        assert_eq!(banner_text(1, "xx"), None);
        assert_eq!(banner_text(0, "en"), None);
        assert_eq!(banner_text(1, "../en"), None);
    }

    #[test]
    fn the_words_lead_nobody() {
        let texts =
            [banner_text, banner_text_with_google].map(|text| text(1, "en").expect("the English text").text);
        let banner = texts.concat().to_lowercase();
        for nudge in ["best experience", "recommend", "improve your", "please", "we value", "only takes"] {
            assert!(!banner.contains(nudge), "{nudge}");
        }
    }
}
