//! The whole Flow page as one answer.

use crate::ageing::Ageing;
use crate::cumulative_flow::CumulativeFlow;
use crate::finished_table::FinishedTable;
use crate::histogram::Histogram;
use crate::report::{Card, Frame};
use crate::scatter::Scatter;
use crate::throughput::Throughput;
use crate::time_in_status::TimeInStatus;
use serde::{Deserialize, Serialize};

/// Everything the Flow page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlowReport {
    /// Period, filters, notices, what was left out.
    pub frame: Frame,
    /// One sentence under the title.
    pub summary: String,
    /// Cycle time, throughput, work in progress, flow efficiency, in this order.
    pub cards: Vec<Card>,
    /// Cycle time by finish date.
    pub scatter: Scatter,
    /// Cycle times in classes.
    pub histogram: Histogram,
    /// Finished items by week.
    pub throughput: Throughput,
    /// Items by column and day.
    pub cumulative_flow: CumulativeFlow,
    /// Items in progress by column and age.
    pub ageing: Ageing,
    /// Where the time went.
    pub time_in_status: TimeInStatus,
    /// The finished items, a page of them.
    pub finished: FinishedTable,
}
