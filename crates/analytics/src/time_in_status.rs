//! Where finished items spent their time: statuses, waiting, blocked, flow efficiency.

use crate::elapsed::days;
use crate::headline;
use crate::label::{count, decimal, items, percent};
use crate::report::{Caption, FEW, Frame};
use crate::sample::Sample;
use crate::spent::SpentTime;
use crate::workflow::Stage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Time between started and finished, by status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeInStatus {
    /// The words around it.
    pub caption: Caption,
    /// Statuses in the workflow's order; those with the same name and stage as one.
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
    /// The status's name.
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
    /// Items that were in it.
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

/// The most rows that are drawn; the shortest of the rest are one row.
const MOST_ROWS: usize = 40;

impl TimeInStatus {
    pub(crate) fn of(sample: &Sample<'_>, frame: &Frame, time: &SpentTime) -> Self {
        let mut rows = rows(sample, time);
        let all = days(time.all);
        for row in &mut rows {
            row.share = if all > 0.0 { row.total_days * 100.0 / all } else { 0.0 };
            row.mean_days = tenths(row.total_days / f64::from(time.items.max(1)));
            row.mean_label = format!("{} d", decimal(row.mean_days));
        }
        let blocked = Blocked::of(time);
        let waiting = days(time.waiting);
        let in_active: f64 =
            rows.iter().filter(|row| row.stage == Stage::Active).map(|row| row.blocked_days).sum();
        let where_most = rows
            .iter()
            .filter(|row| row.stage == Stage::Waiting)
            .map(|row| (format!("in {}", row.label), row.total_days))
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

fn rows(sample: &Sample<'_>, time: &SpentTime) -> Vec<StatusRow> {
    let several = sample.selection.views().count() > 1;
    // Two statuses of one name are two statuses within a team; across teams they are shown as one.
    let mut merged: BTreeMap<(u8, u8, Stage, String, Option<u16>), StatusRow> = BTreeMap::new();
    let entries =
        (0..).zip(&time.by_status).flat_map(|(part, met)| met.iter().map(move |entry| (part, entry)));
    for (part, (status, column, spent)) in entries {
        let slice = sample.part(part).slice;
        let stage = slice.resolved.stage(*column);
        let (name, _) = slice.data.status(*status);
        let place = if several { 0 } else { *column };
        let id = (!several).then_some(*status);
        let row = merged
            .entry((slice.resolved.rank(*column), place, stage, name.to_owned(), id))
            .or_insert_with(|| StatusRow {
                label: name.to_owned(),
                stage,
                total_days: 0.0,
                mean_days: 0.0,
                mean_label: String::new(),
                share: 0.0,
                items: 0,
                blocked_days: 0.0,
            });
        row.total_days += days(spent.seconds);
        row.blocked_days += days(spent.blocked);
        row.items += spent.items;
    }
    let mut rows: Vec<StatusRow> = merged.into_values().collect();
    if rows.len() > MOST_ROWS {
        rows.sort_by(|one, other| other.total_days.total_cmp(&one.total_days));
        let rest = rows.split_off(MOST_ROWS - 1);
        rows.push(StatusRow {
            label: format!("{} others", rest.len()),
            stage: Stage::Active,
            total_days: rest.iter().map(|row| row.total_days).sum(),
            mean_days: 0.0,
            mean_label: String::new(),
            share: 0.0,
            items: rest.iter().map(|row| row.items).max().unwrap_or(0),
            blocked_days: rest.iter().map(|row| row.blocked_days).sum(),
        });
    }
    rows
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
