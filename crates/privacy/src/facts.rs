//! What only the operator knows: who they are, where data lies, who else handles it, and what they attest.

mod subprocessor;

pub use subprocessor::{Category, Country, Subprocessor, Transfer};

use crate::policy::Feature;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Everything the operator states about this installation. What is missing is not published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// Who runs this installation.
    pub operator: Operator,
    /// Where each store lies, as a country or a region people know.
    pub storage: Storage,
    /// What holds for Google Analytics, where it is used.
    pub analytics: Analytics,
    /// Who else handles data.
    #[serde(rename = "subprocessor")]
    pub subprocessors: Vec<Subprocessor>,
    /// What the operator vouches for and no test can show.
    #[serde(rename = "attestation")]
    pub attestations: Vec<Attestation>,
    /// What is switched on in this installation, told by its settings and not by the file.
    #[serde(skip)]
    pub features: BTreeSet<Feature>,
}

/// Who runs an installation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operator {
    /// The name of the person or the organisation.
    pub name: Option<String>,
    /// The country they are established in.
    pub country: Option<String>,
    /// The address where messages of the forms arrive. It is shown on no page.
    pub contact: Option<String>,
}

/// Where stores lie.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Storage {
    /// The database and the key file.
    pub database: Option<String>,
    /// The backups.
    pub backups: Option<String>,
    /// The logs.
    pub logs: Option<String>,
}

/// What holds for Google Analytics.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Analytics {
    /// After how many months the property deletes what it holds.
    pub retention_months: Option<u8>,
}

/// Something the operator vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// Which clause of the policy asks for it, such as `AC-73`.
    pub clause: String,
    /// The day it was looked at, such as `2026-11-22`.
    pub date: String,
}

impl Facts {
    /// Reads the operator's file.
    ///
    /// # Errors
    /// A sentence that says what the file should say instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let facts: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count());
            format!("line {line}: {}", error.message())
        })?;
        if let Some(months) = facts.analytics.retention_months
            && !matches!(months, 2 | 14)
        {
            return Err(format!("analytics.retention_months should be 2 or 14, not {months}"));
        }
        for attestation in &facts.attestations {
            if !is_day(&attestation.date) {
                return Err(format!("the date of {} should look like 2026-11-22", attestation.clause));
            }
        }
        facts.subprocessors.iter().try_for_each(Subprocessor::check)?;
        Ok(facts)
    }

    /// The words that stand for a fact in the policy, by its name, such as `operator.name`.
    pub fn words(&self, name: &str) -> Option<String> {
        let text = match name {
            "operator.name" => self.operator.name.clone(),
            "operator.country" => self.operator.country.clone(),
            "operator.contact" => self.operator.contact.clone(),
            "storage.database" => self.storage.database.clone(),
            "storage.backups" => self.storage.backups.clone(),
            "storage.logs" => self.storage.logs.clone(),
            "analytics.retention" => self.analytics.retention_months.map(|months| format!("{months} months")),
            _ => None,
        };
        text.filter(|text| !text.trim().is_empty())
    }

    /// The setting that states a fact, for the operator who has not stated it.
    pub fn setting(name: &str) -> Option<&'static str> {
        Some(match name {
            "operator.name" => "ALTACLARIO_OPERATOR_NAME",
            "operator.country" => "ALTACLARIO_OPERATOR_COUNTRY",
            "operator.contact" => "ALTACLARIO_OPERATOR_CONTACT",
            "storage.database" => "storage.database in ALTACLARIO_FACTS",
            "storage.backups" => "storage.backups in ALTACLARIO_FACTS",
            "storage.logs" => "storage.logs in ALTACLARIO_FACTS",
            "analytics.retention" => "analytics.retention_months in ALTACLARIO_FACTS",
            _ => return None,
        })
    }

    /// When the operator last vouched for a clause.
    pub fn attested(&self, clause: &str) -> Option<&str> {
        self.attestations.iter().filter(|it| it.clause == clause).map(|it| it.date.as_str()).max()
    }
}

/// Whether the text is a day such as `2026-11-22`.
pub(crate) fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, length: usize| {
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    number(year, 4).is_some()
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
        && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        [operator]
        name = "Example Works"
        country = "Germany"

        [storage]
        database = "Germany"

        [[subprocessor]]
        name = "Example Hosting"
        category = "hosting"
        purpose = "runs the machine"
        data = ["account"]
        country = { name = "United States", adequate = false }
        transfer = "standard-contractual-clauses"
        since = "2026-01-31"
        agreement = "DPA of January 2026"

        [[attestation]]
        clause = "AC-73"
        date = "2026-02-01"
    "#;

    #[test]
    fn what_is_stated_has_words_and_what_is_not_names_its_setting() {
        let facts = Facts::parse(WHOLE).expect("a good file");
        assert_eq!(facts.words("operator.name").as_deref(), Some("Example Works"));
        assert_eq!(facts.words("storage.logs"), None);
        assert_eq!(Facts::setting("storage.logs"), Some("storage.logs in ALTACLARIO_FACTS"));
        assert_eq!(facts.attested("AC-73"), Some("2026-02-01"));
        assert_eq!(Facts::default().words("operator.name"), None);
    }

    #[test]
    fn a_bad_file_is_refused_with_its_line_or_its_entry() {
        for (from, to, said) in [
            ("country = \"Germany\"", "land = \"Germany\"", "line 4"),
            ("2026-01-31", "last year", "Example Hosting"),
            ("2026-02-01", "2026-13-01", "AC-73"),
            ("agreement = \"DPA of January 2026\"", "", "agreement"),
            ("transfer = \"standard-contractual-clauses\"", "transfer = \"hope\"", "hope"),
            ("transfer = \"standard-contractual-clauses\"", "transfer = \"none-needed\"", "Example Hosting"),
        ] {
            assert!(WHOLE.contains(from));
            let reason = Facts::parse(&WHOLE.replace(from, to)).unwrap_err();
            assert!(reason.contains(said), "{to}: {reason}");
        }
        clario_proofs::proves(&["AC-72"]);
    }

    #[test]
    fn a_day_is_written_in_ten_characters() {
        assert!(is_day("2026-11-22"));
        for text in ["2026-11-2", "2026-00-10", "2026-01-32", "20261122", "", "2026-11-22-", "+026-11-22"] {
            assert!(!is_day(text), "{text}");
        }
    }
}
