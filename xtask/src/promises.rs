//! Joins the clauses of the policy with the tests that proved them: no sentence without a test, no test without one.

use crate::step::{self, Outcome};
use clario_privacy::policy::{self, Registry};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// By clause, each test that proved it with the time it last passed, in seconds since 1970-01-01T00:00:00Z.
type Proofs = BTreeMap<String, BTreeMap<String, u64>>;

/// Prints the figures, writes the record for the proof page, and fails when a promise has no test.
pub(crate) fn promises(arguments: &[String]) -> Outcome {
    if arguments.iter().any(|argument| argument == "--lock") {
        return lock();
    }
    policy::verify().map_err(|edited| edited.to_string())?;
    let registry = &policy::current().registry;
    let proofs = read()?;
    write_record(&proofs)?;
    let figures = Figures::of(registry, &proofs);
    step::say(&figures.to_string());
    for (clause, reason) in &figures.early {
        step::say(&format!("{clause} has a test and is not published yet: {reason}"));
    }
    figures.outcome()
}

/// Forgets what earlier runs proved.
pub(crate) fn forget() -> Outcome {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("cannot empty {}: {error}", folder.display()))?;
    }
    Ok(())
}

/// Where `cargo xtask promises` leaves its record for the program that is built next.
fn record() -> PathBuf {
    step::top().join("target/promises.json")
}

fn folder() -> PathBuf {
    step::top().join("target/proofs")
}

/// Writes the digests of the texts as they are now.
fn lock() -> Outcome {
    let path = step::top().join("policy/lock.toml");
    fs::write(&path, policy::lock_text())
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    step::say("policy/lock.toml holds the digests of the texts as this program was built with them");
    Ok(())
}

fn read() -> Result<Proofs, String> {
    let mut proofs = Proofs::new();
    let Ok(entries) = fs::read_dir(folder()) else { return Ok(proofs) };
    for path in entries.flatten().map(|entry| entry.path()) {
        let wrong = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let notes = fs::read_to_string(&path).map_err(|error| wrong(&error))?;
        for line in notes.lines() {
            let line: Value = serde_json::from_str(line).map_err(|error| wrong(&error))?;
            let (Some(clause), Some(test), Some(time)) =
                (line["clause"].as_str(), line["test"].as_str(), line["time"].as_u64())
            else {
                return Err(wrong(&"a line is no proof"));
            };
            let known = proofs.entry(clause.to_owned()).or_default().entry(test.to_owned()).or_default();
            *known = time.max(*known);
        }
    }
    Ok(proofs)
}

/// A name for all files of the source as they are now: what was proved of others is not proved of these.
fn source() -> Result<String, String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(step::top()).output();
    let listed = listed.map_err(|error| format!("git did not start: {error}"))?;
    if listed.stdout.is_empty() {
        return Err("the source is not kept in git, so nothing says what the tests ran on".to_owned());
    }
    let mut hash = Sha256::new();
    for name in listed.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        // A file that is listed and gone counts by its name alone.
        let bytes = fs::read(step::top().join(String::from_utf8_lossy(name).as_ref())).unwrap_or_default();
        for part in [name, &bytes] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
    }
    Ok(policy::hex(&hash.finalize().into()))
}

/// Lays the record of what was proved into a bundle, if it was proved of the source as it is now.
pub(crate) fn copy_record(bundle: &Path) -> Outcome {
    let Ok(text) = fs::read_to_string(record()) else { return Ok(()) };
    let made_from =
        serde_json::from_str::<Value>(&text).ok().and_then(|it| it["source"].as_str().map(str::to_owned));
    if made_from.is_none() || made_from != source().ok() {
        step::say(
            "the record of the tests is of another state of the source, so the proof page will show none",
        );
        return Ok(());
    }
    let path = bundle.join("proof.json");
    fs::write(&path, &text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The record that the proof page shows.
fn write_record(proofs: &Proofs) -> Outcome {
    let made = proofs.values().flat_map(BTreeMap::values).max().copied().unwrap_or_default();
    let clauses: BTreeMap<_, Vec<_>> = proofs
        .iter()
        .map(|(clause, tests)| {
            (clause, tests.iter().map(|(test, time)| json!({ "test": test, "time": time })).collect())
        })
        .collect();
    let text = json!({ "made": made, "source": source()?, "clauses": clauses }).to_string();
    fs::write(record(), &text).map_err(|error| format!("cannot write {}: {error}", record().display()))?;
    let bundle = step::top().join("dist");
    if bundle.exists() { copy_record(&bundle) } else { Ok(()) }
}

/// What came of the join.
struct Figures {
    all: usize,
    built: usize,
    proven: usize,
    attested: usize,
    tests: usize,
    /// Clauses without a test.
    unproven: Vec<String>,
    /// Ids that tests name and the registry does not know.
    unknown: Vec<String>,
    /// Clauses with a test whose feature is said to be missing, with what is said of it.
    early: Vec<(String, String)>,
}

impl Figures {
    fn of(registry: &Registry, proofs: &Proofs) -> Self {
        let built: Vec<_> = registry.built().collect();
        let known: BTreeSet<&str> = registry
            .clauses
            .iter()
            .map(|clause| clause.id.as_str())
            .chain(registry.absent.iter().map(|absent| absent.id.as_str()))
            .collect();
        let has_test = |id: &str| proofs.get(id).is_some_and(|tests| !tests.is_empty());
        let unproven = built
            .iter()
            .filter(|clause| !clause.is_attested() && !has_test(&clause.id))
            .map(|clause| clause.id.clone())
            .collect();
        let early = registry
            .clauses
            .iter()
            .filter(|clause| has_test(&clause.id))
            .filter_map(|clause| Some((clause.id.clone(), registry.missing(clause)?.about.clone())))
            .collect();
        Self {
            all: registry.clauses.len() + registry.absent.len(),
            built: built.len(),
            proven: built.iter().filter(|clause| has_test(&clause.id)).count(),
            attested: built.iter().filter(|clause| clause.is_attested()).count(),
            tests: proofs.values().flat_map(BTreeMap::keys).collect::<BTreeSet<_>>().len(),
            unproven,
            unknown: proofs.keys().filter(|id| !known.contains(id.as_str())).cloned().collect(),
            early,
        }
    }

    fn outcome(&self) -> Outcome {
        let mut wrong = Vec::new();
        if !self.unproven.is_empty() {
            wrong.push(format!("no test that passed proves {}", self.unproven.join(", ")));
        }
        if !self.unknown.is_empty() {
            wrong.push(format!("tests prove what is no clause: {}", self.unknown.join(", ")));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{} promises: {} clauses in this build, of which {} are proven by {} tests and {} are attested; {} are not in \
             this build",
            self.all,
            self.built,
            self.proven,
            self.tests,
            self.attested,
            self.all - self.built,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proofs(ids: &[&str]) -> Proofs {
        ids.iter().map(|id| ((*id).to_owned(), BTreeMap::from([("a.rs: it::holds".to_owned(), 7)]))).collect()
    }

    #[test]
    fn a_clause_without_a_test_and_a_test_without_a_clause_are_named() {
        let registry = &policy::current().registry;
        let built: Vec<&str> = registry
            .built()
            .filter(|clause| !clause.is_attested())
            .map(|clause| clause.id.as_str())
            .collect();
        assert_eq!(Figures::of(registry, &proofs(&built)).outcome(), Ok(()));
        let reason = Figures::of(registry, &proofs(&built[1..])).outcome().unwrap_err();
        assert!(reason.contains(built[0]), "{reason}");
        let mut ids = built.clone();
        ids.push("AC-99");
        let reason = Figures::of(registry, &proofs(&ids)).outcome().unwrap_err();
        assert!(reason.contains("AC-99"), "{reason}");
    }

    #[test]
    fn all_164_promises_are_counted() {
        let figures = Figures::of(&policy::current().registry, &Proofs::new());
        assert_eq!(figures.all, 164);
        assert_eq!((figures.proven, figures.tests), (0, 0));
    }
}
