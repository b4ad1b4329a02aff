//! The privacy policy as this installation publishes it.

pub use clario_privacy::cookies;
pub use clario_privacy::facts::{Facts, Subprocessor};
pub use clario_privacy::policy::{
    Feature, Page, PolicyVersion, Proof, Published, Registry, State, Why, current, hex, versions,
};

use crate::Backend;

/// A day such as `2026-11-22` in words, such as `22 November 2026`; what is no day stays as it is.
pub fn day(text: &str) -> String {
    text.parse::<jiff::civil::Date>()
        .map_or_else(|_| text.to_owned(), |date| date.strftime("%-d %B %Y").to_string())
}

impl Backend {
    /// What is shown of a version of the policy here.
    pub fn published(&self, version: &'static PolicyVersion) -> Published {
        version.publish(self.facts())
    }

    /// Tells the operator how much of the policy is shown, and what more of it waits for.
    pub fn report_policy(&self) {
        let version = current();
        let published = self.published(version);
        let missing = published.missing_settings();
        let (shown, held_back) = (published.shown.len(), published.unpublished.len());
        if missing.is_empty() {
            tracing::info!(version = version.number, shown, held_back, "the policy is published");
            return;
        }
        let missing: Vec<String> = missing
            .into_iter()
            .map(|(setting, clauses)| format!("{setting} ({})", clauses.join(", ")))
            .collect();
        let missing = missing.join("; ");
        tracing::warn!(
            version = version.number,
            shown,
            held_back,
            missing,
            "some sentences of the policy wait for what only the operator can state"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_in_words() {
        assert_eq!(day("2026-11-02"), "2 November 2026");
        assert_eq!(day("soon"), "soon");
    }
}
