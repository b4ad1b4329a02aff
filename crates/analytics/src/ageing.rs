//! How old the items in progress are, against how old finished ones were in the same column.

use crate::report::{Caption, ItemRef, PercentileLine};
use crate::workflow::Stage;
use serde::{Deserialize, Serialize};

/// How many of the oldest items are listed.
pub const LISTED_ITEMS: usize = 100;

/// Work in progress at the end of the period by column and age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ageing {
    /// The words around it.
    pub caption: Caption,
    /// Columns in the workflow's order, those of started work.
    pub columns: Vec<AgeingColumn>,
    /// Cycle time percentiles of the period, to compare ages with.
    pub lines: Vec<PercentileLine>,
    /// The top of the vertical axis, in days.
    pub axis_max: u32,
    /// Items above the axis.
    pub off_scale: u32,
    /// All items in progress.
    pub total: u32,
    /// Those older than 85% of the finished ones; `None` with too few finished ones.
    pub over_85: Option<u32>,
    /// The oldest items, oldest first.
    pub oldest: Vec<AgeingItem>,
    /// Whether columns are stages, because teams with different columns are shown together.
    pub by_stage: bool,
}

/// One column of the workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeingColumn {
    /// The column's name.
    pub label: String,
    /// Its stage.
    pub stage: Stage,
    /// Items in it.
    pub wip: u32,
    /// Items by age, youngest first.
    pub dots: Vec<AgeDot>,
    /// The ages (50%, 85%, 95%) at which finished items left it, in days; `None` with too few.
    pub pace: Option<[u32; 3]>,
    /// How many finished items the pace is from.
    pub pace_n: u32,
}

/// Items of one age in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeDot {
    /// Days since started, both ends counted.
    pub age: u32,
    /// How many.
    pub count: u32,
    /// Whether they are older than 85% of finished items ever were.
    pub over_85: bool,
    /// Whether they lie above the axis.
    pub off_scale: bool,
    /// The first few of them.
    pub items: Vec<ItemRef>,
}

/// One item in progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeingItem {
    /// The item.
    pub item: ItemRef,
    /// Its type.
    pub item_type: String,
    /// Its column.
    pub column: String,
    /// Days since started, both ends counted.
    pub age: u32,
    /// `3 Aug`, the day it was started.
    pub started: String,
    /// Share of finished items that took less time, in percent; `None` with too few.
    pub rank: Option<u32>,
    /// Whether it is flagged now.
    pub blocked: bool,
}
