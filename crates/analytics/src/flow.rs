//! The whole Flow page as one answer.

use crate::ageing::Ageing;
use crate::cards;
use crate::cumulative_flow::CumulativeFlow;
use crate::finished_table::FinishedTable;
use crate::histogram::Histogram;
use crate::portfolio::Portfolio;
use crate::query::Query;
use crate::report::{Card, Context, Frame};
use crate::sample::Sample;
use crate::scatter::Scatter;
use crate::selection::Selection;
use crate::spent::SpentTime;
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

/// The Flow page of a query.
pub fn flow_report(portfolio: &Portfolio, query: &Query, context: &Context) -> FlowReport {
    let sample = Sample::of(Selection::of(portfolio, query), context);
    let frame = Frame::of(&sample, context);
    let time = SpentTime::of(&sample, &sample.finished);
    FlowReport {
        summary: frame.summary(),
        cards: vec![
            cards::cycle_time(&sample, &frame),
            cards::throughput(&sample, &frame),
            cards::work_in_progress(&sample, &frame),
            cards::flow_efficiency(&sample, &frame, &time),
        ],
        scatter: Scatter::of(&sample, &frame),
        histogram: Histogram::of(&sample, &frame),
        throughput: Throughput::of(&sample, &frame),
        cumulative_flow: CumulativeFlow::of(&sample, &frame),
        ageing: Ageing::of(&sample, &frame),
        time_in_status: TimeInStatus::of(&frame, &time),
        finished: FinishedTable::of(&sample),
        frame,
    }
}
