//! What a chart says about the place under the pointer: fetched when it is first asked for, never put in the page.

use super::{ageing, cumulative_flow, histogram, scatter, throughput};
use clario_analytics::flow::FlowReport;
use clario_analytics::report::ItemRef;
use serde::{Deserialize, Serialize};

/// The charts of the Flow page that can be read point by point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Chart {
    /// Cycle time by finish date.
    Scatter,
    /// Cycle times in classes.
    Histogram,
    /// Finished items by week.
    Throughput,
    /// Items by column and day.
    CumulativeFlow,
    /// Items in progress by column and age.
    Ageing,
}

/// One place of a chart and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Units (0 to 1000) from the left edge of the plot.
    pub x: u16,
    /// Units (0 to 1000) from the top edge of the plot.
    pub y: u16,
    /// The zone (between percentile lines, or in a stack) that up and down jump between; 0 is the lowest.
    pub zone: u8,
    /// The first line: a key, a date.
    pub title: String,
    /// The lines below it.
    pub lines: Vec<String>,
    /// The page behind the place.
    pub href: Option<String>,
}

impl Chart {
    /// The readings of this chart, from left to right.
    pub fn readings(self, report: &FlowReport, workspace: &str) -> Vec<Reading> {
        let unit = &report.frame.unit_label;
        match self {
            Self::Scatter => scatter::readings(&report.scatter, unit, workspace),
            Self::Histogram => histogram::readings(&report.histogram, unit),
            Self::Throughput => throughput::readings(&report.throughput),
            Self::CumulativeFlow => cumulative_flow::readings(&report.cumulative_flow),
            Self::Ageing => ageing::readings(&report.ageing, unit, workspace),
        }
    }
}

/// A place in whole units of the plot: small to send, exact to a pixel.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 1000")]
pub(crate) fn whole(units: f64) -> u16 {
    units.round().clamp(0.0, 1000.0) as u16
}

/// The address of an item's page.
pub(crate) fn item_address(workspace: &str, item: &ItemRef) -> String {
    format!("/w/{workspace}/item/{}/{}", item.connection, item.id)
}
