//! What of a version is shown at an installation: nothing that is not so there.

use super::feature::{Feature, State};
use super::registry::{Clause, Page, Section};
use super::version::PolicyVersion;
use crate::facts::Facts;

/// A version as an installation publishes it.
#[derive(Debug)]
pub struct Published {
    /// The sentences that are shown.
    pub shown: Vec<Shown>,
    /// The sentences that are not.
    pub unpublished: Vec<Unpublished>,
}

/// A sentence as it is shown.
#[derive(Debug)]
pub struct Shown {
    /// What the registry knows of it.
    pub clause: &'static Clause,
    /// The heading it stands under.
    pub section: &'static Section,
    /// Its text, with the operator's facts in it.
    pub text: String,
    /// When the operator vouched for it, where nothing else proves it.
    pub attested: Option<String>,
}

/// A sentence that is not shown.
#[derive(Debug)]
pub struct Unpublished {
    /// What the registry knows of it.
    pub clause: &'static Clause,
    /// Why it is not.
    pub why: Why,
}

/// Why a sentence is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// This build does not do it.
    NotBuilt(Feature),
    /// The operator has not switched it on.
    Off(Feature),
    /// The operator has not stated a fact.
    Fact(String),
    /// The operator has not vouched for it.
    NotAttested,
}

impl PolicyVersion {
    /// What is shown of this version where these facts hold.
    pub fn publish(&'static self, facts: &Facts) -> Published {
        let mut published = Published { shown: Vec::new(), unpublished: Vec::new() };
        for section in &self.registry.sections {
            for clause in self.registry.clauses.iter().filter(|clause| clause.section == section.key) {
                match self.hindrance(clause, facts) {
                    Some(why) => published.unpublished.push(Unpublished { clause, why }),
                    None => published.shown.push(Shown {
                        clause,
                        section,
                        text: filled(&clause.text, facts),
                        attested: clause
                            .is_attested()
                            .then(|| facts.attested(&clause.id).map(str::to_owned))
                            .flatten(),
                    }),
                }
            }
        }
        published
    }

    fn hindrance(&self, clause: &Clause, facts: &Facts) -> Option<Why> {
        for feature in &clause.features {
            match self.registry.state(*feature) {
                State::Absent => return Some(Why::NotBuilt(*feature)),
                State::Optional if !facts.features.contains(feature) => return Some(Why::Off(*feature)),
                State::Optional | State::Built => {}
            }
        }
        if let Some(name) = clause.needed_facts().find(|name| facts.words(name).is_none()) {
            return Some(Why::Fact(name.to_owned()));
        }
        (clause.is_attested() && facts.attested(&clause.id).is_none()).then_some(Why::NotAttested)
    }
}

impl Published {
    /// The sentences of a page under their headings, in order.
    pub fn page(&self, page: Page) -> Vec<(&'static Section, Vec<&Shown>)> {
        let mut groups: Vec<(&'static Section, Vec<&Shown>)> = Vec::new();
        for shown in self.shown.iter().filter(|shown| shown.section.page == page) {
            match groups.last_mut() {
                Some((section, list)) if section.key == shown.section.key => list.push(shown),
                _ => groups.push((shown.section, vec![shown])),
            }
        }
        groups
    }

    /// What the operator may want to state: each setting with the sentences that wait for it.
    pub fn missing_settings(&self) -> std::collections::BTreeMap<String, Vec<&'static str>> {
        let mut missing = std::collections::BTreeMap::<String, Vec<&'static str>>::new();
        for unpublished in &self.unpublished {
            let setting = match &unpublished.why {
                Why::Fact(name) => Facts::setting(name).unwrap_or_default().to_owned(),
                Why::NotAttested => "an attestation in ALTACLARIO_FACTS".to_owned(),
                Why::NotBuilt(_) | Why::Off(_) => continue,
            };
            missing.entry(setting).or_default().push(&unpublished.clause.id);
        }
        missing
    }
}

/// The text with facts in place of their names.
fn filled(text: &str, facts: &Facts) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or(("", part));
        filled.push_str(&facts.words(name).unwrap_or_default());
        filled.push_str(rest);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::current;

    fn whole() -> Facts {
        let mut facts = Facts::default();
        facts.operator.name = Some("Example Works".to_owned());
        facts.operator.country = Some("Germany".to_owned());
        facts.operator.contact = Some("hello@example.org".to_owned());
        facts
    }

    #[test]
    fn a_sentence_whose_fact_is_missing_is_not_shown_and_its_setting_is_named() {
        let nothing = current().publish(&Facts::default());
        let told = current().publish(&whole());
        assert!(nothing.shown.len() < told.shown.len());
        assert!(nothing.missing_settings().contains_key("ALTACLARIO_OPERATOR_NAME"));
        assert!(!told.missing_settings().contains_key("ALTACLARIO_OPERATOR_NAME"));
        let count = |published: &Published| published.shown.len() + published.unpublished.len();
        assert_eq!(count(&nothing), count(&told), "no sentence is lost");
        assert!(told.shown.iter().any(|shown| shown.text.contains("Example Works")));
        assert!(told.shown.iter().all(|shown| !shown.text.contains(['{', '}'])));
        assert!(
            told.shown.iter().all(|shown| !shown.text.contains("hello@example.org")),
            "the address is not shown"
        );
        clario_proofs::proves(&["SE-10", "AC-75"]);
    }

    #[test]
    fn a_sentence_about_something_that_is_off_or_not_built_is_not_shown() {
        let mut facts = whole();
        let off = current().publish(&facts);
        let of_analytics = |published: &Published| {
            published.shown.iter().filter(|shown| shown.clause.features.contains(&Feature::Analytics)).count()
        };
        assert_eq!(of_analytics(&off), 0);
        facts.features.insert(Feature::Analytics);
        let expected = current()
            .registry
            .clauses
            .iter()
            .filter(|clause| clause.features.contains(&Feature::Analytics))
            .filter(|clause| current().registry.missing(clause).is_none() && !clause.is_attested())
            .count();
        assert!(of_analytics(&current().publish(&facts)) <= expected);
        facts.features.insert(Feature::ShareLinks);
        let shown = current().publish(&facts).shown;
        assert!(shown.iter().all(|shown| !shown.clause.features.contains(&Feature::ShareLinks)));
        clario_proofs::proves(&["SE-10"]);
    }

    #[test]
    fn what_only_the_operator_knows_is_shown_with_the_day_they_vouched_for_it() {
        let id = current()
            .registry
            .built()
            .find(|clause| {
                clause.is_attested() && clause.features.is_empty() && clause.needed_facts().count() == 0
            })
            .map(|clause| clause.id.clone())
            .expect("a sentence of that kind");
        let mut facts = whole();
        assert!(!current().publish(&facts).shown.iter().any(|shown| shown.clause.id == id));
        facts.attestations =
            vec![crate::facts::Attestation { clause: id.clone(), date: "2026-11-22".to_owned() }];
        let published = current().publish(&facts);
        let shown = published.shown.iter().find(|shown| shown.clause.id == id).expect("it is shown");
        assert_eq!(shown.attested.as_deref(), Some("2026-11-22"));
    }
}
