//! The finished items behind the numbers, page by page.

use crate::day::Day;
use crate::derived::day;
use crate::label::count;
use crate::period::Period;
use crate::report::ItemRef;
use crate::sample::{Finished, Sample};
use crate::scatter::lead;
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

impl FinishedTable {
    pub(crate) fn of(sample: &Sample<'_>) -> Self {
        let total = u32::try_from(sample.finished.len()).unwrap_or(u32::MAX);
        let pages = total.div_ceil(PAGE_ROWS).max(1);
        let page = sample.selection.query.page.clamp(1, pages);
        let start = (page - 1) * PAGE_ROWS;
        let rows: Vec<FinishedRow> =
            rows_of(sample, start).into_iter().map(|item| row(sample, item)).collect();
        let query = |page: u32| sample.selection.query.clone().at_page(page).to_query_string();
        let end = start + u32::try_from(rows.len()).unwrap_or(0);
        let range_label = if total == 0 {
            "No items".to_owned()
        } else {
            format!("{} to {} of {}", count(start + 1), count(end), count(total))
        };
        Self {
            rows,
            total,
            page,
            pages,
            range_label,
            previous_query: (page > 1).then(|| query(page - 1)),
            next_query: (page < pages).then(|| query(page + 1)),
        }
    }
}

/// The items of the page that begins after so many, sorting only the days that are on it.
fn rows_of(sample: &Sample<'_>, start: u32) -> Vec<Finished> {
    let (mut later, mut seen) = (0, 0);
    let (mut newest, mut day) = (sample.period.to, sample.period.to);
    while day >= sample.period.from && seen < start + PAGE_ROWS {
        seen += sample.finished_in(Period { from: day, to: day });
        if seen <= start {
            later = seen;
            newest = day.plus(-1);
        }
        day = day.plus(-1);
    }
    let on_page = |item: &&Finished| day < item.day && item.day <= newest;
    let mut items: Vec<Finished> = sample.finished.iter().filter(on_page).copied().collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.day));
    items.into_iter().skip((start - later) as usize).take(PAGE_ROWS as usize).collect()
}

/// The finished items of the period, latest day first, within a day as they stand in the data.
pub(crate) fn latest_first(sample: &Sample<'_>) -> Vec<Finished> {
    let mut items = sample.finished.clone();
    items.sort_by_key(|item| std::cmp::Reverse(item.day));
    items
}

/// One item as a row.
pub(crate) fn row(sample: &Sample<'_>, item: Finished) -> FinishedRow {
    let part = sample.part(item.part);
    let (data, derived) = (&part.slice.data, &part.slice.derived);
    let place = item.place as usize;
    let started = (item.cycle > 0).then(|| day(derived.started[place]));
    FinishedRow {
        item: sample.item_ref(item.part, item.place),
        item_type: data.item_type(data.type_of(part.slice.members.item(place))).0.to_owned(),
        team: part.view.team.name.clone(),
        started,
        finished: item.day,
        started_label: started.map(Day::long),
        finished_label: item.day.long(),
        cycle: (item.cycle > 0).then_some(item.cycle),
        lead: lead(sample, &item),
        rank: if item.cycle > 0 { sample.durations.rank(item.cycle) } else { None },
    }
}
