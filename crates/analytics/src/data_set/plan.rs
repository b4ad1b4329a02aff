//! From a list of changes in any order to the estimates and sprints an item really had.

use super::history::seconds;
use crate::records::{Change, Changed, Item};

/// An estimate in four bytes, none included; equal when the numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Points(u32);

impl Points {
    const NONE: Self = Self(u32::MAX);

    pub(super) fn of(points: Option<f32>) -> Self {
        // Adding zero makes minus zero a zero.
        points.filter(|points| points.is_finite()).map_or(Self::NONE, |points| Self((points + 0.0).to_bits()))
    }

    /// The number; `None` without an estimate.
    pub(crate) fn number(self) -> Option<f32> {
        (self != Self::NONE).then(|| f32::from_bits(self.0))
    }
}

/// An estimate from a moment on, in seconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Estimate {
    pub(crate) at: u32,
    pub(crate) points: Points,
}

/// From entering a sprint to leaving it, in seconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SprintStay {
    pub(crate) sprint: u32,
    pub(crate) from: u32,
    /// [`SprintStay::LASTS`] while it is in it. An item stays in a sprint that is over.
    pub(crate) to: u32,
}

impl SprintStay {
    pub(crate) const LASTS: u32 = u32::MAX;
}

/// When the estimate changed: what it was at creation first, then each change; empty when it never did.
pub(super) fn estimates(item: &Item, created: u32) -> Vec<Estimate> {
    let mut estimates: Vec<Estimate> = Vec::new();
    let mut last = None;
    for (change, from, to) in in_order(item, |what| match what {
        Changed::Points { from, to } => Some((*from, *to)),
        _ => None,
    }) {
        if estimates.is_empty() {
            estimates.push(Estimate { at: created, points: Points::of(from) });
        }
        push(&mut estimates, seconds(change.at), Points::of(to));
        last = Some(change.at);
    }
    let now = Points::of(item.points);
    if last.is_some_and(|last| last <= item.updated) {
        push(&mut estimates, seconds(item.updated), now);
    }
    if estimates.len() == 1 { Vec::new() } else { estimates }
}

fn push(estimates: &mut Vec<Estimate>, at: u32, points: Points) {
    if estimates.last().is_some_and(|last| last.points != points) {
        estimates.push(Estimate { at, points });
    }
}

/// Every stay in a sprint, in the order of entry; the list of sprints at creation leaves no change behind.
pub(super) fn sprints(item: &Item, created: u32, mut number: impl FnMut(u64) -> u32) -> Vec<SprintStay> {
    let mut stays: Vec<SprintStay> = Vec::new();
    let mut step = |at: u32, list: &[u64]| {
        let list: Vec<u32> = list.iter().map(|id| number(*id)).collect();
        for stay in &mut stays {
            if stay.to == SprintStay::LASTS && !list.contains(&stay.sprint) {
                stay.to = at;
            }
        }
        for sprint in list {
            let is_in = |stay: &SprintStay| stay.sprint == sprint && stay.to == SprintStay::LASTS;
            if !stays.iter().any(is_in) {
                stays.push(SprintStay { sprint, from: at, to: SprintStay::LASTS });
            }
        }
    };
    let mut last = None;
    for (change, from, to) in in_order(item, |what| match what {
        Changed::Sprints { from, to } => Some((from, to)),
        _ => None,
    }) {
        if last.is_none() {
            step(created, from);
        }
        step(seconds(change.at), to);
        last = Some(change.at);
    }
    match last {
        None => step(created, &item.sprints),
        Some(last) if last <= item.updated => step(seconds(item.updated), &item.sprints),
        Some(_) => {}
    }
    stays
}

/// The changes of one kind, by time, then by history id.
fn in_order<'a, T>(
    item: &'a Item,
    ends: impl Fn(&'a Changed) -> Option<(T, T)>,
) -> impl Iterator<Item = (&'a Change, T, T)> {
    let mut changes: Vec<(&Change, T, T)> = item
        .changes
        .iter()
        .filter_map(|change| ends(&change.what).map(|(from, to)| (change, from, to)))
        .collect();
    changes.sort_by_key(|(change, ..)| (change.at, change.order));
    changes.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{item, millis};

    fn changed(item: &mut Item, at: &str, what: Changed) {
        let order = item.changes.len() as u64;
        item.changes.push(Change { at: millis(at), order, what });
        item.updated = item.updated.max(millis(at));
    }

    fn at(text: &str) -> u32 {
        seconds(millis(text))
    }

    #[test]
    fn an_estimate_set_at_creation_leaves_no_change_and_still_counts() {
        let mut told = item("A-1").0;
        told.points = Some(5.0);
        assert_eq!(estimates(&told, 1), []);
        assert_eq!(Points::of(told.points).number(), Some(5.0));
        changed(&mut told, "03-05", Changed::Points { from: Some(3.0), to: Some(5.0) });
        let numbers: Vec<_> =
            estimates(&told, 1).iter().map(|estimate| (estimate.at, estimate.points.number())).collect();
        assert_eq!(numbers, [(1, Some(3.0)), (at("03-05"), Some(5.0))]);
    }

    #[test]
    fn an_estimate_that_came_back_without_a_change_is_the_present_one() {
        let mut told = item("A-1").0;
        changed(&mut told, "03-05", Changed::Points { from: None, to: Some(8.0) });
        told.points = None;
        let numbers: Vec<_> = estimates(&told, 1).iter().map(|estimate| estimate.points.number()).collect();
        assert_eq!(numbers, [None, Some(8.0), None]);
    }

    #[test]
    fn an_item_stays_in_the_sprints_it_was_carried_out_of() {
        let mut told = item("A-1").0;
        changed(&mut told, "03-16", Changed::Sprints { from: vec![12], to: vec![12, 13] });
        changed(&mut told, "03-20", Changed::Sprints { from: vec![12, 13], to: vec![12] });
        changed(&mut told, "03-23", Changed::Sprints { from: vec![12], to: vec![12, 13] });
        told.sprints = vec![12, 13];
        let stays = sprints(&told, 1, |id| u32::try_from(id).unwrap());
        let stay = |sprint: u32, from: u32, to: u32| SprintStay { sprint, from, to };
        assert_eq!(
            stays,
            [
                stay(12, 1, SprintStay::LASTS),
                stay(13, at("03-16"), at("03-20")),
                stay(13, at("03-23"), SprintStay::LASTS),
            ]
        );
    }

    #[test]
    fn sprints_chosen_at_creation_leave_no_change_and_still_count() {
        let mut told = item("A-1").0;
        told.sprints = vec![7];
        let stays = sprints(&told, 3, |id| u32::try_from(id).unwrap());
        assert_eq!(stays, [SprintStay { sprint: 7, from: 3, to: SprintStay::LASTS }]);
    }
}
