//! What the numbers mean: the in-memory data set and every metric computed from it.

pub mod records;

pub mod calendar;
pub mod day;
pub mod period;
pub mod zone;

pub mod data_set;
pub mod team;

pub mod portfolio;
pub mod query;
pub mod roster;
pub mod workflow;

pub mod headline;
pub mod label;
pub mod percentile;
pub mod report;

pub mod ageing;
pub mod csv;
pub mod cumulative_flow;
pub mod finished_table;
pub mod flow;
pub mod histogram;
pub mod item_report;
pub mod mapping;
pub mod overview;
pub mod scatter;
pub mod throughput;
pub mod time_in_status;
pub mod workflow_preview;

mod cards;
mod carried;
mod derived;
mod elapsed;
mod frame;
mod lines;
mod moment;
mod past;
mod sample;
mod selection;
mod spent;
mod stay;
mod trace;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
