//! What must hold of a registry before a word of it is published.

use super::{Basis, Clause, Proof, Registry};
use crate::facts::Facts;
use crate::policy::State;
use std::collections::BTreeSet;

/// How many promises there are of each list.
const PROMISES: [(&str, u32); 5] = [("AC", 98), ("AL", 26), ("SE", 11), ("AZ", 18), ("AT", 11)];
/// How many words a sentence may have.
const WORDS: std::ops::RangeInclusive<usize> = 8..=40;
/// The classes of data that may rest on the contract.
const OF_CONTRACT: [&str; 6] = ["account", "session", "workspace", "credential", "provider", "letters"];

impl Registry {
    pub(super) fn check(&self) -> Result<(), String> {
        self.every_promise_once()?;
        self.purposes_rest_on_one_basis()?;
        for note in &self.features {
            if self.features.iter().filter(|other| other.name == note.name).count() > 1 {
                return Err(format!("the feature {:?} stands twice", note.name));
            }
        }
        self.clauses.iter().try_for_each(|clause| self.check_clause(clause))
    }

    /// Each of the 164 ids is a clause or is said to be absent, and never both.
    fn every_promise_once(&self) -> Result<(), String> {
        let ids = self.clauses.iter().map(|it| &it.id).chain(self.absent.iter().map(|it| &it.id));
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id.as_str()) {
                return Err(format!("{id} stands twice"));
            }
        }
        for (list, count) in PROMISES {
            for number in 1..=count {
                let id = format!("{list}-{number:02}");
                if !seen.remove(id.as_str()) {
                    return Err(format!("{id} is neither a clause nor said to be absent"));
                }
            }
        }
        seen.first().map_or(Ok(()), |id| Err(format!("{id} is no promise")))
    }

    fn purposes_rest_on_one_basis(&self) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        for purpose in &self.purposes {
            if !seen.insert(&purpose.key) {
                return Err(format!("the purpose {} stands twice", purpose.key));
            }
            if purpose.data.is_empty() {
                return Err(format!("the purpose {} uses no data", purpose.key));
            }
            if purpose.mandatory == purpose.reason.is_empty() {
                return Err(format!(
                    "the purpose {} needs a reason exactly when it is mandatory",
                    purpose.key
                ));
            }
            for key in &purpose.data {
                self.class(key).map_err(|reason| format!("the purpose {}: {reason}", purpose.key))?;
                if purpose.basis == Basis::Contract && !OF_CONTRACT.contains(&key.as_str()) {
                    return Err(format!("the purpose {} rests {key} on the contract", purpose.key));
                }
            }
        }
        let unused = self.data.iter().find(|class| {
            !class.technical && !self.purposes.iter().any(|purpose| purpose.data.contains(&class.key))
        });
        unused.map_or(Ok(()), |class| Err(format!("the data {} has no purpose", class.key)))
    }

    fn check_clause(&self, clause: &Clause) -> Result<(), String> {
        let wrong = |reason: String| Err(format!("{}: {reason}", clause.id));
        let words = clause.text.split_whitespace().count();
        if !WORDS.contains(&words) {
            return wrong(format!("{words} words"));
        }
        if !clause.text.ends_with('.') || clause.text.contains("  ") {
            return wrong("the text is no sentence".to_owned());
        }
        if self.page(clause).is_none() {
            return wrong(format!("there is no section {}", clause.section));
        }
        if clause.proof.is_empty() {
            return wrong("nothing proves it".to_owned());
        }
        for key in &clause.data {
            self.class(key).or_else(wrong)?;
        }
        for key in &clause.purposes {
            let Some(purpose) = self.purposes.iter().find(|purpose| purpose.key == *key) else {
                return wrong(format!("there is no purpose {key}"));
            };
            if purpose.basis != clause.basis {
                return wrong(format!("its basis is not that of its purpose {key}"));
            }
        }
        if let Some(name) = clause.needed_facts().find(|name| Facts::setting(name).is_none()) {
            return wrong(format!("there is no fact {name}"));
        }
        if let Some(feature) =
            clause.features.iter().find(|feature| !self.features.iter().any(|note| note.name == **feature))
        {
            return wrong(format!("the feature {feature:?} has no entry"));
        }
        let is_shown = clause.features.iter().all(|feature| self.state(*feature) != State::Absent);
        if is_shown && clause.proof.contains(&Proof::O) && clause.proof.len() > 1 {
            // Half proven and half attested would be shown as one of both.
            return wrong("what the operator attests is a sentence of its own".to_owned());
        }
        Ok(())
    }

    fn class(&self, key: &str) -> Result<(), String> {
        if self.data.iter().any(|class| class.key == key) {
            Ok(())
        } else {
            Err(format!("there is no data {key}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../../../policy/1/clauses.toml");

    /// Why a registry is refused in which one text stands in place of another.
    fn refused(from: &str, to: &str) -> String {
        assert!(TEXT.contains(from), "{from}");
        Registry::parse(&TEXT.replacen(from, to, 1)).expect_err("a flaw")
    }

    #[test]
    fn every_purpose_has_one_basis_and_every_class_of_data_a_purpose() {
        assert!(Registry::parse(TEXT).is_ok());
        assert!(
            refused("basis = \"contract\"\ndata = [\"workspace\"]\nrecip", "data = [\"workspace\"]\nrecip")
                .contains("basis")
        );
        assert!(refused("key = \"workspaces\"", "key = \"account\"").contains("stands twice"));
        let unused = refused("data = [\"usage\"]\nrecipients", "data = [\"audit\"]\nrecipients");
        assert!(unused.contains("usage") && unused.contains("no purpose"), "{unused}");
        clario_proofs::proves(&["AC-61", "AC-27"]);
    }

    #[test]
    fn only_what_the_contract_needs_rests_on_it() {
        let from = "basis = \"legitimate-interests\"\ndata = [\"usage\"]\nrecipients";
        let reason = refused(from, "basis = \"contract\"\ndata = [\"usage\"]\nrecipients");
        assert!(reason.contains("limits") && reason.contains("usage"), "{reason}");
        clario_proofs::proves(&["AC-62"]);
    }

    #[test]
    fn what_is_mandatory_has_a_reason() {
        let reason = refused("reason = \"There is no account without it.\"\n", "");
        assert!(reason.contains("account"), "{reason}");
        clario_proofs::proves(&["AL-04"]);
    }

    #[test]
    fn a_promise_that_is_lost_doubled_or_made_up_is_named() {
        assert!(refused("id = \"AC-09\"", "id = \"AC-08\"").contains("AC-08"));
        assert!(refused("id = \"AC-09\"", "id = \"AC-99\"").contains("AC-09"));
        assert!(refused("id = \"AT-10\"", "id = \"AT-12\"").contains("AT-10"));
    }

    #[test]
    fn a_clause_that_refers_to_nothing_is_named() {
        for (from, to) in [
            ("section = \"who\"", "section = \"whoever\""),
            ("{operator.name}", "{operator.shoe_size}"),
            ("proof = [\"T\"]", "proof = []"),
            ("purposes = [\"charts\"]", "purposes = [\"chart\"]"),
            ("data = [\"account\"]\npurposes", "data = [\"accounts\"]\npurposes"),
        ] {
            assert!(!refused(from, to).is_empty(), "{to}");
        }
    }
}
