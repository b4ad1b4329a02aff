//! How old the items in progress are, against how old finished ones were in the same column.

use crate::day::Day;
use crate::derived::{ShortDay, day};
use crate::headline;
use crate::label::items;
use crate::lines::Lines;
use crate::percentile::Distribution;
use crate::report::{Caption, FEW, Frame, ItemRef, PercentileLine};
use crate::sample::Sample;
use crate::scatter::NAMED_ITEMS;
use crate::workflow::Stage;
use serde::{Deserialize, Serialize};

/// How many of the oldest items are listed.
pub const LISTED_ITEMS: usize = 100;

/// Work in progress now by column and age.
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
    /// The ages (50%, 85%, 95%) at which finished items left it for good, in days; `None` with too few.
    pub pace: Option<[u32; 3]>,
    /// How many finished items the pace is from: those that were in it.
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
    /// The day it was started.
    pub started_day: Day,
    /// `3 Aug`, the same for people.
    pub started: String,
    /// Share of finished items that took less time, in percent; `None` with too few.
    pub rank: Option<u32>,
    /// Whether it is flagged now.
    pub blocked: bool,
}

impl Ageing {
    pub(crate) fn of(sample: &Sample<'_>, frame: &Frame) -> Self {
        let lines = Lines::of(&sample.selection);
        let durations = &sample.durations;
        let limit = durations.three().map(|[_, limit, _]| limit);
        let ages = Distribution::of(sample.open.iter().map(|open| open.age));
        let high = durations.percentile(95).unwrap_or(0);
        // A few forgotten items would press all others flat, so the oldest tenth may lie above the axis.
        let axis_max = (high * 3).div_ceil(2).max(ages.percentile(90).unwrap_or(0)).max(1);
        let mut by_line: Vec<Vec<(u32, u32)>> = vec![Vec::new(); lines.lines.len()];
        for (at, open) in (0..).zip(&sample.open) {
            let part = sample.part(open.part);
            let column = part.slice.derived.column[open.place as usize];
            by_line[lines.line_of(part, column)].push((open.age, at));
        }
        let paces = paces(sample, &lines);
        let columns = lines
            .lines
            .iter()
            .zip(by_line)
            .zip(paces)
            .filter(|((line, open), _)| !open.is_empty() || (line.stage.in_progress() && !line.implied))
            .map(|((line, mut open), pace)| {
                open.sort_unstable();
                AgeingColumn {
                    label: line.label.clone(),
                    stage: line.stage,
                    wip: u32::try_from(open.len()).unwrap_or(u32::MAX),
                    dots: dots(sample, &open, limit, axis_max),
                    pace: pace.three(),
                    pace_n: pace.n(),
                }
            })
            .collect();
        let total = ages.n();
        let over_85 = limit.map(|limit| total - ages.at_most(limit));
        let oldest = oldest(sample);
        Self {
            caption: caption(frame, headline::ageing(total, over_85), total, durations.n(), &oldest),
            columns,
            lines: durations.lines(),
            axis_max,
            off_scale: total - ages.at_most(axis_max),
            total,
            over_85,
            oldest,
            by_stage: lines.by_stage,
        }
    }
}

fn dots(sample: &Sample<'_>, open: &[(u32, u32)], limit: Option<u32>, axis_max: u32) -> Vec<AgeDot> {
    open.chunk_by(|one, other| one.0 == other.0)
        .map(|same| AgeDot {
            age: same[0].0,
            count: u32::try_from(same.len()).unwrap_or(u32::MAX),
            over_85: limit.is_some_and(|limit| same[0].0 > limit),
            off_scale: same[0].0 > axis_max,
            items: same
                .iter()
                .take(NAMED_ITEMS)
                .map(|(_, at)| {
                    let open = sample.open[*at as usize];
                    sample.item_ref(open.part, open.place)
                })
                .collect(),
        })
        .collect()
}

/// The ages at which the period's finished items left each line for good, of those that were in it.
fn paces(sample: &Sample<'_>, lines: &Lines) -> Vec<Distribution> {
    let mut paces = vec![Distribution::default(); lines.lines.len()];
    let in_progress = lines.first_in_progress()..lines.done();
    let mut left: Vec<ShortDay> = vec![0; lines.lines.len()];
    for item in sample.finished.iter().filter(|item| item.cycle > 0) {
        let part = sample.part(item.part);
        let derived = &part.slice.derived;
        let place = item.place as usize;
        left.fill(0);
        for stay in derived.past.of(place) {
            let line = lines.line_of(part, derived.past.row_of(*stay).1);
            left[line] = left[line].max(stay.left);
        }
        let started = day(derived.started[place]);
        for line in in_progress.clone().filter(|line| left[*line] != 0) {
            paces[line].add(sample.duration(started, day(left[line])));
        }
    }
    paces
}

fn oldest(sample: &Sample<'_>) -> Vec<AgeingItem> {
    let mut order: Vec<u32> = (0..).take(sample.open.len()).collect();
    let by_age = |at: &u32| {
        let open = sample.open[*at as usize];
        (std::cmp::Reverse(open.age), open.started, open.part, open.place)
    };
    if order.len() > LISTED_ITEMS {
        order.select_nth_unstable_by_key(LISTED_ITEMS, by_age);
        order.truncate(LISTED_ITEMS);
    }
    order.sort_unstable_by_key(by_age);
    order
        .into_iter()
        .map(|at| {
            let open = sample.open[at as usize];
            let part = sample.part(open.part);
            let place = open.place as usize;
            let item = part.slice.members.item(place);
            let data = &part.slice.data;
            let column = usize::from(part.slice.derived.column[place]);
            let columns = part.view.team.workflow.columns();
            AgeingItem {
                item: sample.item_ref(open.part, open.place),
                item_type: data.item_type(data.type_of(item)).0.to_owned(),
                column: columns.get(column).map_or_else(String::new, |column| column.label.clone()),
                age: open.age,
                started_day: open.started,
                started: open.started.short(),
                rank: (sample.durations.n() >= FEW)
                    .then(|| sample.durations.below(open.age) * 100 / sample.durations.n()),
                blocked: data.flag_toggles(item).len() % 2 == 1,
            }
        })
        .collect()
}

fn caption(frame: &Frame, heading: String, total: u32, finished: u32, oldest: &[AgeingItem]) -> Caption {
    Caption {
        heading,
        subtitle: format!(
            "Age in {} of the {} in progress now, against {} finished {}.",
            frame.unit_label,
            items(total),
            items(finished),
            frame.period_label
        ),
        description: oldest.first().map_or_else(
            || "Nothing is in progress.".to_owned(),
            |item| format!("The oldest is {} in {}, age {}.", item.item.key, item.column, item.age),
        ),
        rule: "Age counts the dates from the start to today, both included. The bands of a column are the ages at \
               which 50%, 85% and 95% of the finished items that were in it had left it for good."
            .to_owned(),
        n: total,
        too_few: finished < FEW,
        empty: (total == 0).then(|| {
            let words = if frame.query.is_filtered() {
                "Nothing that matches is in progress. Remove a filter to see more."
            } else {
                "Nothing is started and not finished."
            };
            words.to_owned()
        }),
    }
}
