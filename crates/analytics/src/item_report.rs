//! Why one item took as long as it did.

use crate::report::ItemRef;
use crate::workflow::Stage;
use serde::{Deserialize, Serialize};

/// Everything the item page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemReport {
    /// The item.
    pub item: ItemRef,
    /// `Why is PAY-7 5 days?`: the answer in one sentence.
    pub heading: String,
    /// The name of its type.
    pub item_type: String,
    /// The name of its project.
    pub project: String,
    /// The team it is counted under.
    pub team: Option<String>,
    /// Its status now.
    pub status: String,
    /// The column that status stands in.
    pub column: String,
    /// The stage it counts as.
    pub stage: Stage,
    /// When it was created, `3 Aug 2026, 09:15`.
    pub created: String,
    /// When it was started; `None` when never.
    pub started: Option<String>,
    /// When it was finished; `None` when not.
    pub finished: Option<String>,
    /// Days from started to finished.
    pub cycle: Option<u32>,
    /// Days from created to finished.
    pub lead: Option<u32>,
    /// Days from started to today, for an item in progress.
    pub age: Option<u32>,
    /// `days` or `working days`.
    pub unit_label: String,
    /// Share of finished items of its team that took no longer, in percent, over the period; `None` with too few.
    pub rank: Option<u32>,
    /// How the rank is meant, as a sentence.
    pub rank_sentence: String,
    /// Every stay in a status, in order of time.
    pub stays: Vec<Stay>,
    /// Time in each status, in order of first entry.
    pub statuses: Vec<StatusTime>,
    /// When it was blocked.
    pub blocked: Vec<BlockedStay>,
    /// How the numbers came about, one sentence each.
    pub reasons: Vec<String>,
    /// What is odd about it, one sentence each.
    pub notes: Vec<String>,
    /// The time the data is from.
    pub as_of: String,
    /// The IANA name of the zone.
    pub zone: String,
}

/// A stay in one status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stay {
    /// The status's name.
    pub status: String,
    /// The column's name.
    pub column: String,
    /// The stage it counts as.
    pub stage: Stage,
    /// Seconds since 1970 UTC.
    pub from: i64,
    /// Seconds since 1970 UTC; the end of the data for the last stay.
    pub to: i64,
    /// `3 Aug 2026, 09:15`.
    pub from_label: String,
    /// The same for the end; `now` for the last stay.
    pub to_label: String,
    /// Elapsed days, one decimal.
    pub days: f64,
    /// `1.3 d`.
    pub days_label: String,
    /// Whether it lies between started and finished.
    pub counted: bool,
}

/// All stays in one status together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusTime {
    /// The status's name.
    pub status: String,
    /// The stage it counts as.
    pub stage: Stage,
    /// Elapsed days between started and finished (or now), one decimal.
    pub days: f64,
    /// `1.3 d`.
    pub days_label: String,
    /// How often it was entered.
    pub times: u32,
}

/// A time in which it was flagged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockedStay {
    /// `3 Aug 2026, 09:15`.
    pub from_label: String,
    /// The same for the end; `now` while it lasts.
    pub to_label: String,
    /// Elapsed days, one decimal.
    pub days: f64,
    /// `1.3 d`.
    pub days_label: String,
}
