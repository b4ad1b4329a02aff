//! What needs attention, found by comparing each team with its own past.

use super::watch::{MANY_SPRINTS, SOON, watched};
use super::{Concern, Finding, FindingPage};
use crate::label::{count, items, ordinal, things};
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
        return said(card, &delta.text);
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

/// A number with its change, as one would say it.
fn said(card: &Card, change: &str) -> String {
    let number = format!("{} {}", card.value_label, card.unit_label);
    match card.measure {
        Measure::CycleTime => format!("85% of items took {number} or less: {change}."),
        Measure::LeadTime => format!("85% of items were done {number} after they were created: {change}."),
        Measure::Throughput => format!("{number} were finished: {change}."),
        Measure::WorkInProgress => format!("{number} are in progress: {change}."),
        Measure::FlowEfficiency => format!("Flow efficiency is {number}: {change}."),
        Measure::OldItems => {
            format!("{number} in progress are older than 85% of the finished ones were: {change}.")
        }
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
    query: &str,
    sample: &Sample<'_>,
    cells: &[Card],
    frame: &Frame,
) -> Vec<Weighed> {
    let mut found = Found { team, query, weighed: Vec::new() };
    found.changes(cells);
    found.items_in_progress(sample, frame);
    found.plans(sample);
    found.weighed
}

/// The findings of one team.
struct Found<'a> {
    team: &'a str,
    query: &'a str,
    weighed: Vec<Weighed>,
}

impl Found<'_> {
    fn add(&mut self, weight: f64, concern: Concern, anchor: &str, fact: &str) {
        let finding = Finding {
            sentence: format!("{}: {fact}", self.team),
            concern,
            page: if anchor == "watch" { FindingPage::Overview } else { FindingPage::Flow },
            query: self.query.to_owned(),
            anchor: anchor.to_owned(),
        };
        self.weighed.push(Weighed { finding, weight });
    }

    /// What changed against the compared period.
    fn changes(&mut self, cells: &[Card]) {
        for card in cells {
            let Some(delta) = &card.delta else { continue };
            let weight = share(card);
            if weight < NOTABLE {
                continue;
            }
            match card.measure {
                Measure::CycleTime if delta.verdict == Verdict::Bad => {
                    let fact = format!("cycle time is {}.", delta.text);
                    self.add(weight, Concern::Slower, "cycle-time", &fact);
                }
                Measure::Throughput if delta.verdict == Verdict::Bad => {
                    let fact = format!("throughput is {}.", delta.text);
                    self.add(weight, Concern::Fewer, "throughput", &fact);
                }
                Measure::WorkInProgress if delta.direction == Direction::Up => {
                    let fact = format!("{} in progress, {}.", items(card.n), delta.text);
                    self.add(weight * 0.8, Concern::More, "cumulative-flow", &fact);
                }
                _ => {}
            }
        }
    }

    /// What is old, blocked or does not come to an end.
    fn items_in_progress(&mut self, sample: &Sample<'_>, frame: &Frame) {
        let in_progress = sample.wip_at(sample.period.to).unwrap_or(0);
        let is_recent = sample.period.to.plus(1) == sample.today;
        if let Some([_, limit, _]) = sample.durations.three() {
            let old = sample.older_than(limit, sample.period.to);
            // By definition about 15% of items get older than that: more than a quarter is worth a look.
            if old >= 2 && u64::from(old) * 4 > u64::from(in_progress) {
                let are = if is_recent { "in progress are" } else { "in progress at the end were" };
                let fact = format!(
                    "{} of {} {are} older than {} {}, the 85% cycle time.",
                    count(old),
                    items(in_progress),
                    count(limit),
                    sample.unit.word(limit)
                );
                let weight = f64::from(old) / f64::from(in_progress) + 0.2;
                self.add(weight, Concern::Ageing, "ageing", &fact);
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
            let fact = format!("{} in progress {are} blocked now.", items(blocked));
            self.add(f64::from(blocked) / all, Concern::Blocked, "ageing", &fact);
        }
        if sample.matching > 0 && sample.finished.is_empty() && in_progress > 0 {
            let fact = format!("nothing was finished, {}.", frame.period_label);
            self.add(1.0, Concern::Idle, "throughput", &fact);
        }
    }

    /// What is late, will be, or goes from sprint to sprint.
    fn plans(&mut self, sample: &Sample<'_>) {
        let watched = watched(sample);
        let all = f64::from(small(sample.open.len()).max(1));
        let late: Vec<u32> = watched.iter().map(|it| it.late).filter(|late| *late > 0).collect();
        if let Some(most) = late.iter().max() {
            let n = small(late.len());
            let by = things(*most, "day", "days");
            let fact = if n == 1 {
                format!("1 item is past its due date by {by}.")
            } else {
                format!("{} are past their due date, one of them by {by}.", items(n))
            };
            // A due date is a promise, so a broken one weighs more than its share, if somebody works on the item.
            let begun = small(watched.iter().filter(|it| it.late > 0 && it.begun).count());
            self.add(0.25 + 2.0 * f64::from(begun) / all, Concern::Late, "watch", &fact);
        }
        let soon = small(watched.iter().filter(|it| it.soon.is_some()).count());
        if soon > 0 {
            let fact = if soon == 1 {
                format!("1 item is due within {SOON} days and not started.")
            } else {
                format!("{} are due within {SOON} days and not started.", items(soon))
            };
            self.add(0.2 + (f64::from(soon) / all).min(1.0), Concern::Soon, "watch", &fact);
        }
        let sprints: Vec<u32> = watched.iter().map(|it| it.sprints).filter(|it| *it > 0).collect();
        if let Some(most) = sprints.iter().max() {
            let n = small(sprints.len());
            let later = if *most > MANY_SPRINTS { " or a later one" } else { "" };
            let fact = if n == 1 {
                format!("1 item is in its {} sprint in a row.", ordinal(*most))
            } else {
                format!("{} are in their {} sprint in a row{later}.", items(n), ordinal(MANY_SPRINTS))
            };
            self.add(0.1 + f64::from(n) / all, Concern::Carried, "watch", &fact);
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
