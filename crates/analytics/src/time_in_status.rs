//! Where finished items spent their time: statuses, waiting, blocked, flow efficiency.

use crate::elapsed::days;
use crate::headline;
use crate::label::{count, decimal, items, percent};
use crate::report::{Caption, FEW, Frame};
use crate::spent::{Spent, SpentTime};
use crate::workflow::Stage;
use serde::{Deserialize, Serialize};

/// Time between started and finished, by status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeInStatus {
    /// The words around it.
    pub caption: Caption,
    /// Statuses in the workflow's order; across teams those with the same name and stage as one.
    pub rows: Vec<StatusRow>,
    /// Active share of active and waiting time, in percent; `None` when no time was recorded.
    pub efficiency: Option<f64>,
    /// Days in active statuses, blocked time taken off.
    pub active_days: f64,
    /// Days in waiting statuses, blocked time of active ones added.
    pub waiting_days: f64,
    /// Blocked time.
    pub blocked: Blocked,
    /// Which variant of flow efficiency this is, as a sentence.
    pub variant: String,
}

/// One status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusRow {
    /// The status's name; `3 others, active` for the shortest of a stage when there are too many.
    pub label: String,
    /// The stage it counts as.
    pub stage: Stage,
    /// Days of all items together.
    pub total_days: f64,
    /// Days for each finished item, one decimal.
    pub mean_days: f64,
    /// `1.3 d`.
    pub mean_label: String,
    /// Share of all time between started and finished, in percent.
    pub share: f64,
    /// Items that were in it, each once.
    pub items: u32,
    /// Days of `total_days` that were blocked.
    pub blocked_days: f64,
}

/// Time in which items were flagged between started and finished.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Blocked {
    /// Days of all items together.
    pub days: f64,
    /// Items that were blocked at all.
    pub items: u32,
    /// Times an item was blocked.
    pub times: u32,
    /// `12 of 420 items were blocked, for 2.3 days on average`.
    pub sentence: String,
}

/// The most rows that are drawn; of the shortest of the rest each stage has one row.
const MOST_ROWS: usize = 40;

impl TimeInStatus {
    pub(crate) fn of(frame: &Frame, time: &SpentTime) -> Self {
        let rows = rows(time);
        let blocked = Blocked::of(time);
        let waiting = days(time.waiting);
        let of_stage = |stage: Stage| time.rows.iter().filter(move |spent| spent.key.stage == stage);
        let in_active = days(of_stage(Stage::Active).map(|spent| spent.blocked).sum());
        let where_most = of_stage(Stage::Waiting)
            .map(|spent| (format!("in {}", spent.key.name), days(spent.seconds)))
            .chain(std::iter::once(("while blocked".to_owned(), in_active)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .filter(|_| waiting > 0.0)
            .map(|(place, days)| (place, days / waiting));
        let where_most = where_most.as_ref().map(|(place, share)| (place.as_str(), *share));
        let n = time.items;
        let efficiency = time.efficiency();
        Self {
            caption: Caption {
                heading: headline::flow_efficiency(n, efficiency, where_most),
                subtitle: format!(
                    "Time between started and finished by status, {} for each item, {}, {}.",
                    frame.unit_label,
                    frame.period_label,
                    items(n)
                ),
                description: describe(&rows),
                rule: "Elapsed time in each status between started and finished, in days of 24 hours. Flow efficiency \
                       is active time as a share of active and waiting time."
                    .to_owned(),
                n,
                too_few: n < FEW,
                empty: (n == 0).then(|| frame.nothing_finished()),
            },
            rows,
            efficiency,
            active_days: tenths(days(time.active)),
            waiting_days: tenths(waiting),
            blocked,
            variant: "Blocked time counts as waiting; time back in a queue column is in neither.".to_owned(),
        }
    }
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// All rows in their order, those that do not fit summed up by stage.
fn rows(time: &SpentTime) -> Vec<StatusRow> {
    let mut order: Vec<&Spent> = time.rows.iter().collect();
    order.sort_by(|one, other| one.key.cmp(&other.key));
    if order.len() <= MOST_ROWS {
        return order.into_iter().map(|one| row(one.key.name.clone(), &[one], time)).collect();
    }
    order.sort_by_key(|spent| std::cmp::Reverse(spent.seconds));
    let rest = order.split_off(MOST_ROWS - Stage::ALL.len());
    let mut rows: Vec<StatusRow> =
        order.into_iter().map(|one| row(one.key.name.clone(), &[one], time)).collect();
    for stage in Stage::ALL {
        let same: Vec<&Spent> = rest.iter().copied().filter(|spent| spent.key.stage == stage).collect();
        match same.as_slice() {
            [] => {}
            [one] => rows.push(row(one.key.name.clone(), &same, time)),
            several => rows.push(row(format!("{} others, {}", several.len(), stage.key()), several, time)),
        }
    }
    rows
}

/// One row of one or more statuses of the same stage.
fn row(label: String, spent: &[&Spent], time: &SpentTime) -> StatusRow {
    let total_days = days(spent.iter().map(|one| one.seconds).sum());
    let all = days(time.all);
    let mean_days = tenths(total_days / f64::from(time.items.max(1)));
    let mut items: Vec<u32> = spent.iter().flat_map(|one| one.items.iter().copied()).collect();
    items.sort_unstable();
    items.dedup();
    StatusRow {
        label,
        stage: spent.first().map_or(Stage::Queue, |one| one.key.stage),
        total_days,
        mean_days,
        mean_label: format!("{} d", decimal(mean_days)),
        share: if all > 0.0 { total_days * 100.0 / all } else { 0.0 },
        items: u32::try_from(items.len()).unwrap_or(u32::MAX),
        blocked_days: days(spent.iter().map(|one| one.blocked).sum()),
    }
}

fn describe(rows: &[StatusRow]) -> String {
    let longest = rows.iter().max_by(|one, other| one.total_days.total_cmp(&other.total_days));
    longest.map_or_else(
        || "There is no time to draw.".to_owned(),
        |row| {
            format!(
                "{} statuses; the longest is {} with {} for each item, {} of the time.",
                rows.len(),
                row.label,
                row.mean_label,
                percent(row.share)
            )
        },
    )
}

impl Blocked {
    fn of(time: &SpentTime) -> Self {
        let spent = days(time.blocked);
        let sentence = if time.blocked_items == 0 {
            "No finished item was blocked.".to_owned()
        } else {
            let were = if time.blocked_items == 1 { "was" } else { "were" };
            format!(
                "{} of {} {were} blocked, for {} days on average.",
                count(time.blocked_items),
                items(time.items),
                decimal(spent / f64::from(time.blocked_items))
            )
        };
        Self { days: tenths(spent), items: time.blocked_items, times: time.blocked_times, sentence }
    }
}
