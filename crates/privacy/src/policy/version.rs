//! One published version: when it took effect, what it says, and what of it is material.

use super::frozen::{self, Edited, Frozen};
use super::hex;
use super::registry::Registry;
use crate::facts::{Facts, is_day};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// A published version of the policy.
#[derive(Debug)]
pub struct PolicyVersion {
    /// Its number; the first is 1.
    pub number: u32,
    /// SHA-256 over its texts: what a consent or an acceptance refers to.
    pub hash: [u8; 32],
    /// The day it was announced, such as `2026-11-22`.
    pub announced: String,
    /// The day it took effect.
    pub effective: String,
    /// Whether something material changed, so that people are asked and told anew.
    pub material: bool,
    /// What changed, in a sentence.
    pub changes: String,
    /// SHA-256 over purposes, data, recipients, retention and legal bases, and not over wording.
    pub fingerprint: [u8; 32],
    /// Its sentences.
    pub registry: Registry,
}

/// When a version took effect, and what changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    announced: String,
    effective: String,
    material: bool,
    changes: String,
}

impl PolicyVersion {
    /// What is material of this version at an installation: its fingerprint, the operator's name and their country.
    pub fn fingerprint_at(&self, facts: &Facts) -> [u8; 32] {
        let mut hash = Sha256::new_with_prefix(self.fingerprint);
        for fact in [&facts.operator.name, &facts.operator.country] {
            let fact = fact.as_deref().unwrap_or_default();
            hash.update((fact.len() as u64).to_be_bytes());
            hash.update(fact);
        }
        hash.finalize().into()
    }
}

/// Reads every version and refuses one that is not what was published.
pub(super) fn all() -> Result<Vec<PolicyVersion>, Edited> {
    let lock = frozen::lock()?;
    frozen::compare(frozen::files(), &lock)?;
    let versions = frozen::VERSIONS.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    for version in &versions {
        if lock.fingerprint.get(&version.number.to_string()) != Some(&hex(&version.fingerprint)) {
            let reason = format!("the fingerprint of version {} is another one", version.number);
            return Err(Edited { file: "lock.toml".to_owned(), reason });
        }
    }
    in_order(&versions)?;
    Ok(versions)
}

pub(super) fn read(frozen: &Frozen) -> Result<PolicyVersion, Edited> {
    let number = frozen.number;
    let text = |wanted: &str| {
        frozen.files.iter().find(|(name, _)| *name == wanted).map(|(_, text)| *text).unwrap_or_default()
    };
    let wrong = |file: &str, reason: String| Edited { file: format!("{number}/{file}"), reason };
    let history: History = toml::from_str(text("version.toml"))
        .map_err(|error| wrong("version.toml", error.message().to_owned()))?;
    let registry = Registry::parse(text("clauses.toml")).map_err(|reason| wrong("clauses.toml", reason))?;
    Ok(PolicyVersion {
        number,
        hash: whole(frozen.files),
        announced: history.announced,
        effective: history.effective,
        material: history.material,
        changes: history.changes,
        fingerprint: fingerprint(&registry),
        registry,
    })
}

/// A digest over all files: name, length and text of each.
fn whole(files: &[(&str, &str)]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (name, text) in files {
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().into()
}

/// A digest over what is material, in an order of its own: moving an entry or changing its words changes nothing.
fn fingerprint(registry: &Registry) -> [u8; 32] {
    let joined = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort();
        list.join(",")
    };
    let purposes = registry.purposes.iter().map(|it| {
        format!("purpose|{}|{}|{}|{}\n", it.key, it.basis.words(), joined(&it.data), joined(&it.recipients))
    });
    let data = registry.data.iter().map(|it| format!("data|{}|{}\n", it.key, it.retention));
    let mut lines: Vec<String> = purposes.chain(data).collect();
    lines.sort();
    digest(lines.concat().as_bytes())
}

/// Versions are counted up, take effect one after the other, and say so when something material changed: those that do
/// are announced two weeks ahead.
fn in_order(versions: &[PolicyVersion]) -> Result<(), Edited> {
    let mut before: Option<&PolicyVersion> = None;
    for version in versions {
        let wrong = |reason: &str| {
            let file = format!("{}/version.toml", version.number);
            Err(Edited { file, reason: reason.to_owned() })
        };
        if !is_day(&version.announced) || !is_day(&version.effective) {
            return wrong("its days should look like 2026-11-22");
        }
        if version.number != before.map_or(1, |earlier| earlier.number + 1) {
            return wrong("versions are counted up without a gap");
        }
        if let Some(earlier) = before {
            if version.fingerprint != earlier.fingerprint && !version.material {
                return wrong("purposes, data, recipients, retention or legal bases changed: it is material");
            }
            if version.effective <= earlier.effective {
                return wrong("it takes effect after the version before it");
            }
            if version.material && days(&version.effective) < days(&version.announced) + 14 {
                return wrong("a material change is announced at least 14 days before it takes effect");
            }
        }
        before = Some(version);
    }
    Ok(())
}

/// Days since 1970-01-01 of a day such as `2026-11-22` (the usual formula over years that begin in March).
fn days(day: &str) -> i64 {
    let mut parts = day.split('-').filter_map(|part| part.parse::<i64>().ok());
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else { return 0 };
    let year = if month <= 2 { year - 1 } else { year };
    let in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + in_year - 719_468
}

pub(super) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{current, verify, version, versions};

    /// A version that says what the first one says.
    fn published(number: u32, announced: &str, effective: &str, material: bool) -> PolicyVersion {
        PolicyVersion {
            number,
            announced: announced.to_owned(),
            effective: effective.to_owned(),
            material,
            ..read(&frozen::VERSIONS[0]).expect("the first version")
        }
    }

    fn first() -> PolicyVersion {
        published(1, "2026-01-01", "2026-01-01", true)
    }

    #[test]
    fn every_version_is_found_by_its_number_and_the_newest_is_in_force() {
        assert_eq!(verify(), Ok(()));
        assert_eq!(current().number, u32::try_from(versions().len()).expect("few"));
        assert!(version(1).is_some_and(|first| first.material));
        assert!(version(0).is_none() && version(99).is_none());
    }

    #[test]
    fn a_material_change_that_is_not_called_one_is_refused() {
        let quiet = published(2, "2026-03-01", "2026-03-02", false);
        assert_eq!(in_order(&[first(), quiet]), Ok(()));
        let changed =
            PolicyVersion { fingerprint: [2; 32], ..published(2, "2026-03-01", "2026-03-20", false) };
        let refused = in_order(&[first(), changed]).unwrap_err();
        assert!(refused.reason.contains("material"), "{refused}");
    }

    #[test]
    fn a_material_change_is_announced_fourteen_days_ahead() {
        for (announced, effective, is_good) in [
            ("2026-02-20", "2026-03-06", true),
            ("2026-02-20", "2026-03-05", false),
            ("2028-02-20", "2028-03-05", true),
            ("2026-12-20", "2027-01-03", true),
            ("2026-12-20", "2027-01-02", false),
        ] {
            let outcome = in_order(&[first(), published(2, announced, effective, true)]);
            assert_eq!(outcome.is_ok(), is_good, "{announced} to {effective}");
        }
        clario_proofs::proves(&["AZ-15"]);
    }

    #[test]
    fn versions_are_counted_up_and_take_effect_in_turn() {
        let later = |number| published(number, "2026-03-01", "2026-03-20", false);
        assert!(in_order(&[first(), later(3)]).is_err(), "a gap");
        assert!(in_order(&[later(1), published(2, "2026-01-01", "2026-01-02", false)]).is_err(), "backwards");
        assert!(in_order(&[later(2)]).is_err(), "no first one");
        assert!(in_order(&[first(), published(2, "soon", "2026-03-20", false)]).is_err(), "no day");
    }

    #[test]
    fn wording_is_not_material_and_a_longer_retention_is() {
        let text =
            frozen::VERSIONS[0].files.iter().find(|(name, _)| *name == "clauses.toml").expect("clauses").1;
        let read = |text: &str| fingerprint(&Registry::parse(text).expect("a good registry"));
        let reworded = text.replacen("title = \"", "title = \"Otherwise: ", 3);
        assert_ne!(reworded, text);
        assert_eq!(read(&reworded), read(text));
        let longer = text.replacen("retention = \"", "retention = \"10 years or ", 1);
        assert_ne!(read(&longer), read(text));
        let elsewhere = text.replacen("recipients = []", "recipients = [\"analytics\"]", 1);
        assert_ne!(read(&elsewhere), read(text));
    }

    #[test]
    fn another_operator_or_another_country_is_material() {
        let version = current();
        let mut facts = Facts::default();
        let nobody = version.fingerprint_at(&facts);
        facts.operator.name = Some("Example Works".to_owned());
        let named = version.fingerprint_at(&facts);
        facts.operator.country = Some("Germany".to_owned());
        let placed = version.fingerprint_at(&facts);
        facts.storage.logs = Some("Finland".to_owned());
        assert!(nobody != named && named != placed && placed == version.fingerprint_at(&facts));
        clario_proofs::proves(&["AZ-15"]);
    }
}
