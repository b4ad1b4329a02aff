//! What an edited workflow would change, before it is saved.

use serde::{Deserialize, Serialize};

/// The numbers of a team before and after an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowPreview {
    /// With the workflow in force.
    pub before: PreviewNumbers,
    /// With the edited one.
    pub after: PreviewNumbers,
    /// One sentence for each number that changes; one that says so when none does.
    pub sentences: Vec<String>,
    /// `23 Aug to 20 Nov`.
    pub period_label: String,
}

/// The numbers that a workflow decides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PreviewNumbers {
    /// Items finished in the period.
    pub finished: u32,
    /// The 85th percentile of cycle time, in days; `None` without items.
    pub p85: Option<u32>,
    /// Items in progress at the end of the period.
    pub wip: u32,
    /// Finished items without a start.
    pub without_start: u32,
    /// Items that count as removed.
    pub removed: u32,
}
