//! Errors as incidents: one and the same is counted, told of once, and opened again when it comes back.

use clario_store::{Fault, Incident, IncidentSource, RetentionRun};
use sha2::{Digest, Sha256};

use crate::Backend;
use crate::error::Error;
use crate::mail::{Letter, Recipient};
use crate::operator::Operator;
use crate::trial::{from_hexadecimal, to_hexadecimal};

const DAY: i64 = 24 * 60 * 60;
/// Incidents of one source that operators are told of by letter within a day; others stand on their page.
const MOST_LETTERS: u32 = 20;
/// The most incidents and runs a list shows.
const MOST: u32 = 200;

/// An incident as operators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentNote {
    /// By what it is known, in hexadecimal digits.
    pub id: String,
    /// Whether it happens in browsers, else in the program.
    pub in_browsers: bool,
    /// What it is.
    pub name: String,
    /// The template of the route.
    pub route: String,
    /// The place in a file of ours; may be empty.
    pub place: String,
    /// How often it happened.
    pub count: u32,
    /// When it happened first, in seconds since 1970-01-01T00:00:00Z.
    pub first_seen: i64,
    /// When it happened last.
    pub last_seen: i64,
    /// Whether nobody resolved it since.
    pub open: bool,
    /// How often it was opened.
    pub times: u32,
}

impl Backend {
    /// The incidents, open ones first, then the latest.
    pub async fn incidents(&self, _operator: &Operator) -> Result<Vec<IncidentNote>, Error> {
        let found = self.store().incidents(MOST).await?;
        Ok(found.into_iter().map(note).collect())
    }

    /// Resolves an incident; it opens again when it happens again.
    pub async fn resolve_incident(&self, _operator: &Operator, id: &str) -> Result<(), Error> {
        let bytes = if id.len() == 64 { from_hexadecimal(id) } else { None };
        let fingerprint: [u8; 32] = bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(Error::NotFound)?;
        self.store().resolve_incident(&fingerprint).await?.then_some(()).ok_or(Error::ChangedMeanwhile)
    }

    /// What the hourly removal did lately, the latest first.
    pub async fn retention_runs(&self, _operator: &Operator) -> Result<Vec<RetentionRun>, Error> {
        Ok(self.store().retention_runs(MOST).await?)
    }

    /// Counts an error on its incident. One that begins or comes back is told to each operator once.
    pub(super) async fn count_fault(&self, fault: &Fault, n: u32) -> Result<(), Error> {
        let (store, now) = (self.store(), self.now());
        let fingerprint = fingerprint(fault);
        if store.count_incident(&fingerprint, n, now).await? {
            return Ok(());
        }
        let mut letters = Vec::new();
        if store.incidents_opened_since(fault.source, now - DAY).await? < MOST_LETTERS {
            for operator in store.operators().await? {
                let letter = Letter::Incident {
                    in_browsers: fault.source == IncidentSource::Browser,
                    name: fault.name,
                    route: fault.route.clone(),
                    place: fault.place.clone(),
                };
                letters.push(self.letter(Recipient::Account(&operator), letter).await?);
            }
        }
        let letters: Vec<_> = letters.iter().map(crate::mail::SealedLetter::for_store).collect();
        if !store.open_incident(&fingerprint, fault, n, &letters, now).await? {
            tracing::warn!("there are too many incidents to tell another one apart");
        }
        Ok(())
    }
}

/// By what an error is known: its words and its place, each after its length. What it said is no part of it, and is nowhere.
fn fingerprint(fault: &Fault) -> [u8; 32] {
    let source = match fault.source {
        IncidentSource::Browser => "browser",
        IncidentSource::Server => "server",
    };
    let mut hash = Sha256::new();
    for part in ["AltaClario fault 1", source, fault.name, &fault.route, &fault.place] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn note(incident: Incident) -> IncidentNote {
    IncidentNote {
        id: to_hexadecimal(&incident.fingerprint),
        in_browsers: incident.source == IncidentSource::Browser,
        name: incident.name,
        route: incident.route,
        place: incident.place,
        count: incident.count,
        first_seen: incident.first_seen,
        last_seen: incident.last_seen,
        open: incident.open,
        times: incident.times,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(name: &'static str, route: &str, place: &str) -> Fault {
        Fault { source: IncidentSource::Browser, name, route: route.into(), place: place.into() }
    }

    #[test]
    fn the_same_error_has_the_same_fingerprint_and_another_has_another() {
        let one = fingerprint(&fault("TypeError", "/a", "script:1:2"));
        assert_eq!(one, fingerprint(&fault("TypeError", "/a", "script:1:2")));
        for other in [
            fault("Error", "/a", "script:1:2"),
            fault("TypeError", "/b", "script:1:2"),
            fault("TypeError", "/a", "script:12"),
            fault("TypeError", "/ascript", ":1:2"),
            Fault { source: IncidentSource::Server, ..fault("TypeError", "/a", "script:1:2") },
        ] {
            assert_ne!(one, fingerprint(&other), "{other:?}");
        }
    }
}
