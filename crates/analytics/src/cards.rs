//! The numbers on cards: value, unit, comparison, sample, and the way there.

use crate::day::Day;
use crate::headline::change;
use crate::label::{count, decimal, whole};
use crate::period::Period;
use crate::report::{Card, Delta, Direction, FEW, Frame, Measure, Verdict};
use crate::sample::Sample;
use crate::spent::SpentTime;

/// The most points of a sparkline.
const SPARK: u32 = 13;

/// What makes a card; words and comparison follow from it.
struct Facts {
    measure: Measure,
    label: &'static str,
    unit: String,
    now: Option<f64>,
    before: Option<f64>,
    n: u32,
    few: bool,
    spark: Vec<Option<f64>>,
}

/// The 85th percentile of cycle time.
pub(crate) fn cycle_time(sample: &Sample<'_>, frame: &Frame) -> Card {
    let durations = &sample.durations;
    let now = durations.percentile(85);
    let before = sample.compared.map(|compared| sample.durations_in(compared));
    let days = sample.period.days();
    let spark = windows(sample, days);
    card(
        frame,
        Facts {
            measure: Measure::CycleTime,
            label: "Cycle time, 85%",
            unit: sample.unit.word(now.unwrap_or(0)).to_owned(),
            now: now.map(f64::from),
            before: before
                .filter(|before| before.n() >= FEW)
                .and_then(|before| before.percentile(85))
                .map(f64::from),
            n: durations.n(),
            few: durations.n() < FEW,
            spark,
        },
    )
}

/// Items finished a week.
pub(crate) fn throughput(sample: &Sample<'_>, frame: &Frame) -> Card {
    let total = sample.finished_in(sample.period);
    let per_week = |period: Period| f64::from(sample.finished_in(period)) / period.weeks();
    let before = sample.compared.filter(|compared| sample.finished_in(*compared) >= FEW);
    card(
        frame,
        Facts {
            measure: Measure::Throughput,
            label: "Throughput",
            unit: "items a week".to_owned(),
            now: (sample.matching > 0).then(|| per_week(sample.period)),
            before: before.map(per_week),
            n: total,
            few: total < FEW,
            spark: spark(sample, |slice| Some(per_week(slice))),
        },
    )
}

/// Items in progress at the end of the period.
pub(crate) fn work_in_progress(sample: &Sample<'_>, frame: &Frame) -> Card {
    let now = sample.wip_at(sample.period.to).unwrap_or(0);
    card(
        frame,
        Facts {
            measure: Measure::WorkInProgress,
            label: "Work in progress",
            unit: if now == 1 { "item" } else { "items" }.to_owned(),
            now: (sample.matching > 0).then(|| f64::from(now)),
            before: sample.compared.and_then(|it| sample.wip_at(it.to)).map(f64::from),
            n: now,
            few: false,
            spark: spark(sample, |slice| sample.wip_at(slice.to).map(f64::from)),
        },
    )
}

/// Active share of active and waiting time.
pub(crate) fn flow_efficiency(sample: &Sample<'_>, frame: &Frame, time: &SpentTime) -> Card {
    let before = SpentTime::of(sample, &sample.finished_before);
    card(
        frame,
        Facts {
            measure: Measure::FlowEfficiency,
            label: "Flow efficiency",
            unit: "% of the time".to_owned(),
            now: time.efficiency(),
            before: before.efficiency().filter(|_| before.items >= FEW),
            n: time.items,
            few: time.items < FEW,
            spark: spark(sample, |slice| time.efficiency_in(slice)),
        },
    )
}

/// Items in progress at the end of the period that were older then than 85% of finished ones.
pub(crate) fn old_items(sample: &Sample<'_>, frame: &Frame) -> Card {
    let limit = sample.durations.three().map(|[_, limit, _]| limit);
    let now = limit.map(|limit| sample.older_than(limit, sample.period.to));
    let before = sample.compared.and_then(|compared| {
        let [_, limit, _] = sample.durations_in(compared).three()?;
        Some(sample.older_than(limit, compared.to))
    });
    card(
        frame,
        Facts {
            measure: Measure::OldItems,
            label: "Items over the 85% age",
            unit: if now == Some(1) { "item" } else { "items" }.to_owned(),
            now: now.map(f64::from),
            before: before.map(f64::from),
            n: sample.durations.n(),
            few: sample.durations.n() < FEW,
            spark: spark(sample, |slice| limit.map(|limit| f64::from(sample.older_than(limit, slice.to)))),
        },
    )
}

fn spark(sample: &Sample<'_>, value: impl Fn(Period) -> Option<f64>) -> Vec<Option<f64>> {
    sample.period.slices(SPARK).into_iter().map(value).collect()
}

/// The 85th percentile at the end of each part of the period, of the items finished in the `days` before.
fn windows(sample: &Sample<'_>, days: u32) -> Vec<Option<f64>> {
    let ends: Vec<Day> = sample.period.slices(SPARK).iter().map(|slice| slice.to).collect();
    let windows = sample.windows(&ends, days);
    let high = |(inside, end): (_, &Day)| sample.three_of(inside, *end, days).map(|[_, high, _]| high.into());
    windows.iter().zip(&ends).map(high).collect()
}

fn card(frame: &Frame, facts: Facts) -> Card {
    let value_label = match (facts.measure, facts.now) {
        (_, None) => "–".to_owned(),
        (Measure::Throughput, Some(now)) => decimal(now),
        (Measure::FlowEfficiency, Some(now)) => whole(now),
        (_, Some(now)) => count(rounded(now)),
    };
    let delta = match (facts.now, facts.before, &frame.compared_label) {
        (Some(now), Some(before), Some(compared)) if !facts.few => {
            Some(delta(&facts, now, before, compared, frame))
        }
        _ => None,
    };
    let sample = if facts.few {
        format!("too few items (n = {})", count(facts.n))
    } else {
        format!("n = {}", count(facts.n))
    };
    Card {
        measure: facts.measure,
        label: facts.label.to_owned(),
        value: facts.now,
        before: if delta.is_some() { facts.before } else { None },
        value_label,
        unit_label: facts.unit,
        delta,
        sample,
        n: facts.n,
        spark: facts.spark,
    }
}

fn delta(facts: &Facts, now: f64, before: f64, compared: &str, frame: &Frame) -> Delta {
    let (direction, share) = change(now, before);
    let difference = rounded((now - before).abs());
    // A share of throughput is rounded itself; of all others the difference is said, and none is no change.
    let is_said = facts.measure == Measure::Throughput || difference > 0;
    let direction = if is_said { direction } else { Direction::Same };
    let up = direction == Direction::Up;
    let unit = if difference == 1 { frame.query.unit.word(1) } else { frame.query.unit.word(2) };
    let amount = match facts.measure {
        Measure::Throughput if share.is_finite() => format!("{}%", whole(share * 100.0)),
        Measure::Throughput => decimal((now - before).abs()),
        _ => count(difference),
    };
    let text = match (facts.measure, direction) {
        (Measure::WorkInProgress | Measure::OldItems, Direction::Same) => {
            format!("about the same as at the end of {compared}")
        }
        (_, Direction::Same) => format!("about the same as {compared}"),
        (Measure::CycleTime | Measure::LeadTime, _) => {
            format!("{amount} {unit} {} than {compared}", if up { "slower" } else { "faster" })
        }
        (Measure::Throughput, _) => {
            format!("{amount} {} than {compared}", if up { "more" } else { "less" })
        }
        (Measure::FlowEfficiency, _) => format!(
            "{amount} {} {} than {compared}",
            if difference == 1 { "point" } else { "points" },
            if up { "more" } else { "less" }
        ),
        (Measure::WorkInProgress | Measure::OldItems, _) => {
            format!("{amount} {} than at the end of {compared}", if up { "more" } else { "fewer" })
        }
    };
    let short = match direction {
        Direction::Same => "=".to_owned(),
        Direction::Up => format!("+{amount}"),
        Direction::Down => format!("\u{2212}{amount}"),
    };
    let welcome_up = match facts.measure {
        Measure::Throughput | Measure::FlowEfficiency => Some(true),
        Measure::CycleTime | Measure::LeadTime | Measure::OldItems => Some(false),
        Measure::WorkInProgress => None,
    };
    let verdict = match (direction, welcome_up) {
        (Direction::Same, _) | (_, None) => Verdict::Neutral,
        (_, Some(welcome)) if welcome == up => Verdict::Good,
        _ => Verdict::Bad,
    };
    Delta { text, short, direction, verdict }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts and days are whole, not negative and far below 2^32; a cast saturates"
)]
fn rounded(number: f64) -> u32 {
    number.round() as u32
}
