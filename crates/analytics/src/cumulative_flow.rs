//! How many items have reached each column, day by day.

use crate::day::Day;
use crate::report::Caption;
use crate::workflow::Stage;
use serde::{Deserialize, Serialize};

/// The cumulative flow of a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CumulativeFlow {
    /// The words around it.
    pub caption: Caption,
    /// The days that have a point, ascending; every day, or one in seven of a long period.
    pub days: Vec<Day>,
    /// One line for each column, first column first, the done line last; each at or above the next.
    pub lines: Vec<FlowLine>,
    /// Whether lines are stages, because teams with different columns are shown together.
    pub by_stage: bool,
    /// Items in progress at the end of each of `days`.
    pub wip: Vec<u32>,
    /// The highest value of the top line.
    pub axis_max: u32,
    /// Moves back to an earlier column within the period: they do not lower a line.
    pub corrections: u32,
    /// What came in against what went out.
    pub net_flow: NetFlow,
}

/// How many items have ever reached a column or a later one, less those that were done before the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowLine {
    /// The column's or the stage's name.
    pub label: String,
    /// Its stage.
    pub stage: Stage,
    /// One value for each day; the band of the column lies between this line and the next.
    pub values: Vec<u32>,
    /// Items in the band at the end of the period.
    pub now: u32,
}

/// Arrivals against departures over the period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NetFlow {
    /// Items created.
    pub created: u32,
    /// Items started, those that went straight to done included.
    pub started: u32,
    /// Items finished.
    pub finished: u32,
    /// `12 more items were started than finished`.
    pub sentence: String,
}
