//! How many items were finished, week by week.

use crate::day::Day;
use crate::headline;
use crate::label::{decimal, items};
use crate::period::Period;
use crate::report::{Caption, FEW, Frame};
use crate::sample::Sample;
use serde::{Deserialize, Serialize};

/// Finished items by week, or by day in a short period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// The words around it.
    pub caption: Caption,
    /// Whether a bar is a week or a day.
    pub step: Step,
    /// All of them in order, those with nothing included.
    pub bars: Vec<ThroughputBar>,
    /// Items a week over the whole period.
    pub per_week: f64,
    /// `4.7 items a week`.
    pub per_week_label: String,
    /// The same over the compared period.
    pub compared_per_week: Option<f64>,
    /// All items finished in the period.
    pub total: u32,
}

/// What one bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
    /// A Monday week.
    Week,
    /// A day.
    Day,
}

/// One week or day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThroughputBar {
    /// Its first day within the period.
    pub from: Day,
    /// Its last day within the period.
    pub to: Day,
    /// `3 Aug` for a day, `week of 3 Aug` for a week.
    pub label: String,
    /// Items finished.
    pub count: u32,
    /// Whether only a part of the week lies in the period: drawn hatched.
    pub partial: bool,
}

/// A period up to this long is drawn by day.
const DAILY: u32 = 28;

impl Throughput {
    pub(crate) fn of(sample: &Sample<'_>, frame: &Frame) -> Self {
        let period = sample.period;
        let step = if period.days() <= DAILY { Step::Day } else { Step::Week };
        let mut bars = Vec::new();
        let mut from = period.from;
        while from <= period.to {
            let week_end = from.monday().plus(6);
            let (to, partial) = match step {
                Step::Day => (from, false),
                Step::Week => (week_end.min(period.to), from.monday() < period.from || week_end > period.to),
            };
            let label = match step {
                Step::Day => from.short(),
                Step::Week => format!("week of {}", from.monday().short()),
            };
            let count = sample.finished_in(Period { from, to });
            bars.push(ThroughputBar { from, to, label, count, partial });
            from = to.plus(1);
        }
        let total = sample.finished_in(period);
        let per_week = f64::from(total) / period.weeks();
        let before = sample.compared.map(|compared| {
            let total = sample.finished_in(compared);
            (total, f64::from(total) / compared.weeks())
        });
        let compared = frame.compared_label.as_deref().unwrap_or("before");
        let most = bars.iter().max_by_key(|bar| (bar.count, std::cmp::Reverse(bar.from)));
        let description = most.filter(|bar| bar.count > 0).map_or_else(
            || "Nothing was finished.".to_owned(),
            |most| {
                let idle = bars.iter().filter(|bar| bar.count == 0).count();
                let word = if step == Step::Week { "weeks" } else { "days" };
                format!(
                    "Most in {}: {}. {idle} of {} {word} without any.",
                    most.label,
                    items(most.count),
                    bars.len()
                )
            },
        );
        Self {
            caption: Caption {
                heading: headline::throughput(total, per_week, before, compared),
                subtitle: format!(
                    "Items finished by {}, {}, {}.{}",
                    if step == Step::Week { "week" } else { "day" },
                    frame.period_label,
                    items(total),
                    if step == Step::Week { " Part weeks are hatched." } else { "" }
                ),
                description,
                rule: "Throughput counts each item on the day it entered done for good; those that went straight to \
                       done count too. Days and weeks with none are zeros and stay."
                    .to_owned(),
                n: total,
                too_few: total < FEW,
                empty: (total == 0).then(|| frame.nothing_finished()),
            },
            step,
            bars,
            per_week,
            per_week_label: format!("{} items a week", decimal(per_week)),
            compared_per_week: before.map(|(_, per_week)| per_week),
            total,
        }
    }
}
