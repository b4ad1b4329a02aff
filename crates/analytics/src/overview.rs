//! The Overview page as one answer: all teams against their own past.

use crate::report::{Card, Frame};
use serde::{Deserialize, Serialize};

/// Everything the Overview page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverviewReport {
    /// Period, filters, notices, what was left out.
    pub frame: Frame,
    /// One sentence about the biggest change.
    pub summary: String,
    /// Cycle time, throughput, work in progress, old items, in this order.
    pub cards: Vec<Card>,
    /// At most five findings, the most pressing first.
    pub findings: Vec<Finding>,
    /// One row for each team that is asked for, by name.
    pub teams: Vec<TeamRow>,
}

/// Something that needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// One sentence, a fact without a cause.
    pub sentence: String,
    /// The query string (without `?`) of the Flow page that shows it.
    pub flow_query: String,
    /// The id of the chart on that page.
    pub anchor: String,
}

/// One team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The query string (without `?`) of its Flow page.
    pub flow_query: String,
    /// Cycle time, throughput, work in progress, old items, in this order.
    pub cells: Vec<Card>,
    /// What is doubtful about its data.
    pub quality: DataQuality,
}

/// How far a team's data carries its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DataQuality {
    /// Whether nothing is doubtful.
    pub fine: bool,
    /// `Good` or `3 things to check`.
    pub label: String,
    /// One sentence each.
    pub reasons: Vec<String>,
}
