//! How many items were finished, week by week.

use crate::day::Day;
use crate::report::Caption;
use serde::{Deserialize, Serialize};

/// Finished items by week, or by day in a short period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// The words around it.
    pub caption: Caption,
    /// Whether a bar is a week or a day.
    pub step: Step,
    /// All of them in order, those with nothing included.
    pub bars: Vec<ThroughputBar>,
    /// Items a week over the whole period.
    pub per_week: f64,
    /// `4.7 items a week`.
    pub per_week_label: String,
    /// The same over the compared period.
    pub compared_per_week: Option<f64>,
    /// All items finished in the period.
    pub total: u32,
}

/// What one bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
    /// A Monday week.
    Week,
    /// A day.
    Day,
}

/// One week or day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThroughputBar {
    /// Its first day within the period.
    pub from: Day,
    /// Its last day within the period.
    pub to: Day,
    /// `3 Aug` for a day, `week of 3 Aug` for a week.
    pub label: String,
    /// Items finished.
    pub count: u32,
    /// Whether only a part of the week lies in the period: drawn hatched.
    pub partial: bool,
}
