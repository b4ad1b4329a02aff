//! What needs attention, found by comparing each team with its own past.

use super::Finding;
use crate::label::{count, items};
use crate::report::{Card, Direction, FEW, Frame, Measure, Verdict};
use crate::sample::Sample;

/// A finding with how pressing it is.
pub(super) struct Weighed {
    pub(super) finding: Finding,
    pub(super) weight: f64,
}

/// A change of at least this share is worth a sentence.
const NOTABLE: f64 = 0.2;

/// One sentence about the biggest change of the cards.
pub(super) fn summary(cards: &[Card], frame: &Frame) -> String {
    let biggest = cards
        .iter()
        .filter_map(|card| Some((card, card.delta.as_ref()?)))
        .filter(|(card, delta)| delta.direction != Direction::Same && share(card) > 0.0)
        .max_by(|one, other| share(one.0).total_cmp(&share(other.0)));
    if let Some((card, delta)) = biggest {
        return format!("{} is {} {}: {}.", name(card), card.value_label, card.unit_label, delta.text);
    }
    if frame.matching == 0 {
        return frame.nothing_at_all();
    }
    match &frame.compared_label {
        Some(compared) if cards.iter().any(|card| card.delta.is_some()) => {
            format!("Nothing has changed much against {compared}.")
        }
        _ => frame.summary(),
    }
}

fn name(card: &Card) -> &'static str {
    match card.measure {
        Measure::CycleTime => "The 85% cycle time",
        Measure::LeadTime => "The 85% lead time",
        Measure::Throughput => "Throughput",
        Measure::WorkInProgress => "Work in progress",
        Measure::FlowEfficiency => "Flow efficiency",
        Measure::OldItems => "The number of items over the 85% age",
    }
}

/// By which share a number changed; the difference alone when it was nothing before. A change among few items is none.
fn share(card: &Card) -> f64 {
    let (Some(now), Some(before)) = (card.value, card.before) else { return 0.0 };
    let counted = matches!(card.measure, Measure::WorkInProgress | Measure::OldItems);
    if counted && now.max(before) < f64::from(FEW) {
        return 0.0;
    }
    (now - before).abs() / before.abs().max(1.0)
}

/// What is worth a sentence about a team, none when all is as before.
pub(super) fn of_team(
    team: &str,
    flow_query: &str,
    sample: &Sample<'_>,
    cells: &[Card],
    frame: &Frame,
) -> Vec<Weighed> {
    let mut found = Vec::new();
    let mut add = |weight: f64, anchor: &str, sentence: String| {
        let finding = Finding { sentence, flow_query: flow_query.to_owned(), anchor: anchor.to_owned() };
        found.push(Weighed { finding, weight });
    };
    for card in cells {
        let Some(delta) = &card.delta else { continue };
        let weight = share(card);
        if weight < NOTABLE {
            continue;
        }
        match card.measure {
            Measure::CycleTime if delta.verdict == Verdict::Bad => {
                add(weight, "cycle-time", format!("{team}: cycle time is {}.", delta.text));
            }
            Measure::Throughput if delta.verdict == Verdict::Bad => {
                add(weight, "throughput", format!("{team}: throughput is {}.", delta.text));
            }
            Measure::WorkInProgress if delta.direction == Direction::Up => {
                add(
                    weight * 0.8,
                    "cumulative-flow",
                    format!("{team}: {} in progress, {}.", items(card.n), delta.text),
                );
            }
            _ => {}
        }
    }
    let in_progress = sample.wip_at(sample.period.to).unwrap_or(0);
    let is_recent = sample.period.to.plus(1) == sample.today;
    if let Some([_, limit, _]) = sample.durations.three() {
        let old = sample.older_than(limit, sample.period.to);
        // By definition about 15% of items get older than that: more than a quarter is worth a look.
        if old >= 2 && u64::from(old) * 4 > u64::from(in_progress) {
            let are = if is_recent { "in progress are" } else { "in progress at the end were" };
            add(
                f64::from(old) / f64::from(in_progress) + 0.2,
                "ageing",
                format!(
                    "{team}: {} of {} {are} older than {} {}, the 85% cycle time.",
                    count(old),
                    items(in_progress),
                    count(limit),
                    sample.unit.word(limit)
                ),
            );
        }
    }
    let blocked = sample.open.iter().filter(|open| {
        let slice = sample.part(open.part).slice;
        let item = slice.members.item(open.place as usize);
        slice.data.flag_toggles(item).len() % 2 == 1
    });
    let blocked = small(blocked.count());
    // What is blocked now says nothing about a period that is long over.
    if blocked > 0 && is_recent {
        let are = if blocked == 1 { "is" } else { "are" };
        let all = f64::from(small(sample.open.len()).max(1));
        add(
            f64::from(blocked) / all,
            "ageing",
            format!("{team}: {} in progress {are} blocked now.", items(blocked)),
        );
    }
    let idle = sample.matching > 0 && sample.finished.is_empty() && in_progress > 0;
    if idle {
        add(1.0, "throughput", format!("{team}: nothing was finished, {}.", frame.period_label));
    }
    found
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
