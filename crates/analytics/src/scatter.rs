//! Cycle time by finish date: one dot for each item, percentile lines over all of them.

use crate::day::Day;
use crate::report::{Caption, ItemRef, PercentileLine};
use serde::{Deserialize, Serialize};

/// How many items a merged dot names.
pub const NAMED_ITEMS: usize = 5;

/// The cycle time scatter of a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scatter {
    /// The words around it.
    pub caption: Caption,
    /// The first day of the horizontal axis.
    pub from: Day,
    /// The last day of the horizontal axis.
    pub to: Day,
    /// Items by finish date and duration, those with both equal as one; ascending by day, then by days.
    pub dots: Vec<Dot>,
    /// The 50th, 85th and 95th percentile; empty without items.
    pub lines: Vec<PercentileLine>,
    /// The top of the vertical axis, in days: the greater of 1.5 times the 95th percentile and the second largest value.
    pub axis_max: u32,
    /// Items above the axis.
    pub off_scale: u32,
    /// Whether dots stand for whole weeks, because there would be too many.
    pub merged_by_week: bool,
    /// The percentiles as they would have been seen at the start of each week, from a window as long as the period.
    pub history: Vec<HistoryPoint>,
    /// Lead time (created to finished) of the items finished in the period.
    pub lead_time: LeadTime,
}

/// One or more items finished on the same day after the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dot {
    /// The day they were finished; the Monday when merged by week.
    pub day: Day,
    /// Their cycle time, in days.
    pub days: u32,
    /// How many they are.
    pub count: u32,
    /// Whether they took longer than 95% did.
    pub over_p95: bool,
    /// Whether they lie above the axis.
    pub off_scale: bool,
    /// The first few of them.
    pub items: Vec<ItemRef>,
}

/// The percentiles of the window that ended before a Monday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPoint {
    /// The Monday.
    pub week: Day,
    /// `3 Aug`.
    pub label: String,
    /// The items of the window.
    pub n: u32,
    /// The 50th, 85th and 95th percentile, in days; `None` with too few items.
    pub days: Option<[u32; 3]>,
}

/// Days from created to finished.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LeadTime {
    /// The sample size.
    pub n: u32,
    /// The 50th, 85th and 95th percentile; empty without items.
    pub lines: Vec<PercentileLine>,
    /// `85% of items are finished within 21 days of being created`.
    pub sentence: String,
}
