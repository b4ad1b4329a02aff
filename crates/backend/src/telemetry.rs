//! What pages report of themselves, and errors as incidents: closed words in, counts out, nothing of any person in between.
//!
//! A report is read into closed types at once; whatever has no place in them refuses the report as a whole, so that no text
//! of anybody can be stored. Reports are gathered in memory and written down every few seconds.

mod incidents;
mod report;
mod summary;

pub use incidents::IncidentNote;
pub use report::{Allowed, NotAReport};
pub use summary::{MetricNote, TelemetrySummary};

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use clario_store::{Cell, Fault, IncidentSource};

use crate::Backend;
use crate::error::Error;

/// Counts in memory that are told apart; what is beyond is left out.
const MOST_CELLS: usize = 10_000;
/// Errors in memory that are told apart.
const MOST_FAULTS: usize = 1_000;

/// What went wrong on the server while a page was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerFault {
    /// The program broke off.
    Panic,
    /// A page could not be made.
    Failed,
}

impl ServerFault {
    fn word(self) -> &'static str {
        match self {
            Self::Panic => "Panic",
            Self::Failed => "Failed",
        }
    }
}

/// What was reported and not written down yet.
#[derive(Default)]
pub(crate) struct Reports(Mutex<Gathered>);

#[derive(Default)]
struct Gathered {
    cells: HashMap<Cell, u32>,
    faults: HashMap<Fault, u32>,
}

impl Reports {
    fn gathered(&self) -> MutexGuard<'_, Gathered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gathered {
    fn count(&mut self, cell: Cell, n: u32) {
        add(&mut self.cells, MOST_CELLS, cell, n);
    }

    fn fault(&mut self, fault: Fault, n: u32) {
        add(&mut self.faults, MOST_FAULTS, fault, n);
    }
}

fn add<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, u32>, most: usize, key: K, n: u32) {
    if counts.len() < most || counts.contains_key(&key) {
        let count = counts.entry(key).or_default();
        *count = count.saturating_add(n);
    }
}

impl Backend {
    /// Notes that something went wrong while a page was made. The place is one in our own source, or empty.
    pub fn note_fault(&self, fault: ServerFault, route: &str, place: &str) {
        let fault = Fault {
            source: IncidentSource::Server,
            name: fault.word(),
            route: route.to_owned(),
            place: own_place(place),
        };
        self.inner.reports.gathered().fault(fault, 1);
    }

    /// Writes down what was reported since the last time. To be called every few seconds, and before the end.
    pub async fn save_reports(&self) -> Result<(), Error> {
        let Gathered { cells, faults } = std::mem::take(&mut *self.inner.reports.gathered());
        let cells: Vec<_> = cells.into_iter().collect();
        let mut outcome = Ok(());
        if !cells.is_empty()
            && let Err(error) = self.store().add_samples(&cells).await
        {
            let mut gathered = self.inner.reports.gathered();
            for (cell, n) in cells {
                gathered.count(cell, n);
            }
            outcome = Err(error.into());
        }
        for (fault, n) in faults {
            if let Err(error) = self.count_fault(&fault, n).await {
                self.inner.reports.gathered().fault(fault, n);
                outcome = Err(error);
            }
        }
        outcome
    }
}

/// A place in the source without the folders of the machine it was built on.
fn own_place(place: &str) -> String {
    let folder = place.rfind("/registry/src/").map_or(place, |at| &place[at + "/registry/src/".len()..]);
    let shown = folder.rfind("/rustc/").map_or(folder, |at| &folder[at + "/rustc/".len()..]);
    let shown: String =
        shown.chars().filter(|c| c.is_ascii_alphanumeric() || "/_-.:".contains(*c)).take(200).collect();
    // What begins at the root names a machine's folders.
    if shown.starts_with('/') { shown.rsplit('/').next().unwrap_or_default().to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_no_folder_of_a_machine() {
        for (place, shown) in [
            ("crates/backend/src/x.rs:12", "crates/backend/src/x.rs:12"),
            (
                "/home/ada/.cargo/registry/src/index.crates.io-1/moka-0.12/src/a.rs:3",
                "index.crates.io-1/moka-0.12/src/a.rs:3",
            ),
            ("/home/ada/work/x.rs:9", "x.rs:9"),
            ("", ""),
            ("a b<c>", "abc"),
        ] {
            assert_eq!(own_place(place), shown);
        }
    }

    #[test]
    fn memory_stays_bounded() {
        let mut gathered = Gathered::default();
        for number in 0..50_000 {
            let fault = Fault {
                source: IncidentSource::Browser,
                name: "Error",
                route: "/".to_owned(),
                place: number.to_string(),
            };
            gathered.fault(fault, 1);
            gathered.count(Cell { day: number, kind: "view", route: "/".to_owned(), step: 0 }, 1);
        }
        assert_eq!((gathered.cells.len(), gathered.faults.len()), (MOST_CELLS, MOST_FAULTS));
    }
}
