//! Where finished items spent their time: statuses, waiting, blocked, flow efficiency.

use crate::report::Caption;
use crate::workflow::Stage;
use serde::{Deserialize, Serialize};

/// Time between started and finished, by status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeInStatus {
    /// The words around it.
    pub caption: Caption,
    /// Statuses in the workflow's order; those with the same name and stage as one.
    pub rows: Vec<StatusRow>,
    /// Active share of active and waiting time, in percent; `None` when no time was recorded.
    pub efficiency: Option<f64>,
    /// Days in active statuses, blocked time taken off.
    pub active_days: f64,
    /// Days in waiting statuses, blocked time of active ones added.
    pub waiting_days: f64,
    /// Blocked time.
    pub blocked: Blocked,
    /// Which variant of flow efficiency this is, as a sentence.
    pub variant: String,
}

/// One status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusRow {
    /// The status's name.
    pub label: String,
    /// The stage it counts as.
    pub stage: Stage,
    /// Days of all items together.
    pub total_days: f64,
    /// Days for each finished item, one decimal.
    pub mean_days: f64,
    /// `1.3 d`.
    pub mean_label: String,
    /// Share of all time between started and finished, in percent.
    pub share: f64,
    /// Items that were in it.
    pub items: u32,
    /// Days of `total_days` that were blocked.
    pub blocked_days: f64,
}

/// Time in which items were flagged between started and finished.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Blocked {
    /// Days of all items together.
    pub days: f64,
    /// Items that were blocked at all.
    pub items: u32,
    /// Times an item was blocked.
    pub times: u32,
    /// `12 of 420 items were blocked, for 2.3 days on average`.
    pub sentence: String,
}
