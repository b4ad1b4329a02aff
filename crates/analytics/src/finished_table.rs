//! The finished items behind the numbers, page by page.

use crate::day::Day;
use crate::report::ItemRef;
use serde::{Deserialize, Serialize};

/// Rows on a page.
pub const PAGE_ROWS: u32 = 100;

/// One page of the items finished in the period, latest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FinishedTable {
    /// The rows of this page.
    pub rows: Vec<FinishedRow>,
    /// All rows of all pages.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// `1 to 100 of 420`.
    pub range_label: String,
    /// The query string (without `?`) of the page before.
    pub previous_query: Option<String>,
    /// The query string (without `?`) of the page after.
    pub next_query: Option<String>,
}

/// One finished item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishedRow {
    /// The item.
    pub item: ItemRef,
    /// The name of its type.
    pub item_type: String,
    /// The team it is counted under.
    pub team: String,
    /// The day it was started; `None` when it went straight to done.
    pub started: Option<Day>,
    /// The day it was finished.
    pub finished: Day,
    /// `3 Aug 2026`.
    pub started_label: Option<String>,
    /// `7 Aug 2026`.
    pub finished_label: String,
    /// Days from started to finished; `None` when it was never started.
    pub cycle: Option<u32>,
    /// Days from created to finished.
    pub lead: u32,
    /// Share of the period's items that took no longer, in percent; `None` without a cycle time or with too few.
    pub rank: Option<u32>,
}
