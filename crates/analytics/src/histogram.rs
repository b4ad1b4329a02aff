//! How many items took how long.

use crate::report::{Caption, PercentileLine};
use serde::{Deserialize, Serialize};

/// Cycle times in classes of equal width.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The words around it.
    pub caption: Caption,
    /// The classes in order, without a gap; the last one may be open.
    pub bars: Vec<HistogramBar>,
    /// The width of a class, in days.
    pub width: u32,
    /// The same percentiles as in the scatter.
    pub lines: Vec<PercentileLine>,
}

/// One class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistogramBar {
    /// The least number of days in it.
    pub from: u32,
    /// The greatest; `None` when the class is open.
    pub to: Option<u32>,
    /// `5 to 6 d`.
    pub label: String,
    /// How many items.
    pub count: u32,
}
