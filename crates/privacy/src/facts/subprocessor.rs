//! One company that handles data for the operator, with everything the page about it has to say.

use super::is_day;
use crate::policy::Feature;
use serde::Deserialize;

/// An entry of the page of subprocessors. There is none without an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subprocessor {
    /// The company.
    pub name: String,
    /// What it is for, from a closed list.
    pub category: Category,
    /// What it does, in a few words.
    pub purpose: String,
    /// The classes of data it handles, by their names in the policy.
    pub data: Vec<String>,
    /// Where it does so.
    pub country: Country,
    /// Why data may go there.
    pub transfer: Transfer,
    /// The day it began.
    pub since: String,
    /// The day it ended; it stays on the page as history.
    #[serde(default)]
    pub until: Option<String>,
    /// The agreement under which it handles data, such as its name and date.
    pub agreement: String,
    /// The feature without which it handles nothing.
    #[serde(default)]
    pub only_with: Option<Feature>,
}

/// The kinds of companies there may be; another kind needs a new version of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Runs the machine or the disk.
    Hosting,
    /// Keeps the database or its backups.
    Database,
    /// Carries letters.
    Mail,
    /// Receives reports of errors.
    ErrorMonitoring,
    /// Counts visits of those who agreed.
    Analytics,
}

/// A country, and whether the European Commission finds its protection adequate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Its name.
    pub name: String,
    /// Whether it lies in the European Economic Area or has an adequacy decision that covers the company.
    pub adequate: bool,
}

/// Why data may go to a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transfer {
    /// The country is in the European Economic Area, or no data of people there is handled.
    NoneNeeded,
    /// An adequacy decision covers it.
    AdequacyDecision,
    /// The standard contractual clauses of the European Union, with the addenda of the United Kingdom and Switzerland.
    StandardContractualClauses,
}

impl Subprocessor {
    /// Whether it handles data today: it has not ended, and the feature it belongs to is on.
    pub fn is_active(&self, is_on: impl Fn(Feature) -> bool) -> bool {
        self.until.is_none() && self.only_with.is_none_or(is_on)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let days = std::iter::once(&self.since).chain(&self.until);
        if let Some(bad) = days.into_iter().find(|day| !is_day(day)) {
            return Err(format!("the dates of {} should look like 2026-11-22, not {bad:?}", self.name));
        }
        let parts = [&self.name, &self.purpose, &self.agreement, &self.country.name];
        if self.data.is_empty() || parts.iter().any(|part| part.trim().is_empty()) {
            return Err(format!("the entry of {:?} has an empty part", self.name));
        }
        if !self.country.adequate && self.transfer != Transfer::StandardContractualClauses {
            return Err(format!(
                "{} needs standard contractual clauses, since its country has no adequate protection",
                self.name
            ));
        }
        Ok(())
    }
}

impl Category {
    /// The word people read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hosting => "Hosting",
            Self::Database => "Database",
            Self::Mail => "Mail",
            Self::ErrorMonitoring => "Error monitoring",
            Self::Analytics => "Analytics",
        }
    }
}

impl Transfer {
    /// The words people read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoneNeeded => "none needed",
            Self::AdequacyDecision => "adequacy decision",
            Self::StandardContractualClauses => {
                "standard contractual clauses of the European Union, with the addenda of the United Kingdom and \
                 Switzerland"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Subprocessor {
        Subprocessor {
            name: "Example Counting".to_owned(),
            category: Category::Analytics,
            purpose: "counts visits".to_owned(),
            data: vec!["analytics".to_owned()],
            country: Country { name: "Ireland".to_owned(), adequate: true },
            transfer: Transfer::NoneNeeded,
            since: "2026-01-31".to_owned(),
            until: None,
            agreement: "DPA of January 2026".to_owned(),
            only_with: Some(Feature::Analytics),
        }
    }

    #[test]
    fn an_entry_is_active_while_its_feature_is_on_and_it_has_not_ended() {
        assert!(entry().is_active(|feature| feature == Feature::Analytics));
        assert!(!entry().is_active(|_| false));
        let ended = Subprocessor { until: Some("2026-02-28".to_owned()), ..entry() };
        assert!(!ended.is_active(|_| true));
        let always = Subprocessor { only_with: None, ..entry() };
        assert!(always.is_active(|_| false));
        clario_proofs::proves(&["AZ-13"]);
    }

    #[test]
    fn no_part_may_be_empty() {
        assert_eq!(entry().check(), Ok(()));
        assert!(Subprocessor { purpose: " ".to_owned(), ..entry() }.check().is_err());
        assert!(Subprocessor { data: Vec::new(), ..entry() }.check().is_err());
    }
}
