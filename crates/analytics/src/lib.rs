//! What the numbers mean: the in-memory data set and every metric computed from it.

pub mod records;

pub mod calendar;
pub mod day;
pub mod period;
pub mod zone;

pub mod query;
pub mod workflow;

pub mod report;

pub mod ageing;
pub mod cumulative_flow;
pub mod finished_table;
pub mod flow;
pub mod histogram;
pub mod item_report;
pub mod overview;
pub mod scatter;
pub mod throughput;
pub mod time_in_status;
pub mod workflow_preview;
