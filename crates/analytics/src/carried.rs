//! Through how many sprints in a row an item was carried without being finished.

use crate::data_set::{DataSet, SprintStay};
use crate::records::{Millis, Sprint, SprintState};
use std::collections::HashMap;

/// Looks at one item after the other; what it found out about two sprints it knows for the next item.
pub(crate) struct Carried<'a> {
    data: &'a DataSet,
    skips: HashMap<(u64, u64), bool>,
}

impl<'a> Carried<'a> {
    pub(crate) fn new(data: &'a DataSet) -> Self {
        Self { data, skips: HashMap::new() }
    }

    /// The sprints in a row that an item was in, unfinished, up to the last one it was in; in the order of their start.
    ///
    /// A sprint counts when it has begun and the item was in it to its end, or is in it while it runs. `finished` is in
    /// seconds since 1970 UTC: sprints that began after it do not count. docs/metrics.md 5.1.
    pub(crate) fn through(&mut self, item: u32, finished: Option<u32>) -> Vec<&'a Sprint> {
        let mut through: Vec<(Millis, &Sprint)> = Vec::new();
        for stay in self.data.sprints_of(item) {
            let Some((start, sprint)) = begun(self.data, stay.sprint) else { continue };
            let unfinished = finished.is_none_or(|finished| start <= i64::from(finished) * 1000);
            let known = through.iter().any(|(_, known)| known.id == sprint.id);
            if unfinished && !known && was_in(sprint, start, stay) {
                through.push((start, sprint));
            }
        }
        through.sort_by_key(|(start, sprint)| (*start, sprint.id));
        let broken = (1..through.len()).rev().find(|at| self.skips(through[at - 1], through[*at]));
        through.drain(..broken.unwrap_or(0));
        through.into_iter().map(|(_, sprint)| sprint).collect()
    }

    /// Whether the board of the later sprint had another one between the two.
    fn skips(&mut self, earlier: (Millis, &Sprint), later: (Millis, &Sprint)) -> bool {
        let data = self.data;
        *self.skips.entry((earlier.1.id, later.1.id)).or_insert_with(|| {
            data.catalog().sprints.iter().any(|other| {
                let begun = other.state != SprintState::Future && other.board == later.1.board;
                let apart = other.id != earlier.1.id && other.id != later.1.id;
                // Sprints that run side by side do not follow one another.
                let end = earlier.1.completed.or(earlier.1.end);
                let after = end.zip(other.start).is_some_and(|(end, start)| start >= end - SLACK);
                let before = other.completed.is_some_and(|end| end <= later.0 + SLACK);
                begun && apart && after && before
            })
        })
    }
}

/// People close one sprint and begin the next within this time, in either order.
const SLACK: Millis = 86_400_000;

/// A sprint that has begun, with the moment.
fn begun(data: &DataSet, number: u32) -> Option<(Millis, &Sprint)> {
    let sprint = data.sprint(number).filter(|sprint| sprint.state != SprintState::Future)?;
    Some((sprint.start?, sprint))
}

/// Whether a stay lasted to the end of a sprint, or lasts while the sprint runs.
fn was_in(sprint: &Sprint, start: Millis, stay: &SprintStay) -> bool {
    let left = i64::from(stay.to) * 1000;
    let lasts = stay.to == SprintStay::LASTS;
    match (sprint.state, sprint.completed.or(sprint.end)) {
        (SprintState::Closed, Some(end)) => {
            // Moments of stays are whole seconds: what happened within the second of the end happened at the end.
            i64::from(stay.from) * 1000 < end && (lasts || left + 999 >= end) && left > start
        }
        _ => lasts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{ItemText, catalog, item, millis};
    use crate::records::{Change, Changed, Item};

    /// The sprints of the fixtures, and one that is planned.
    fn sprints() -> Vec<Sprint> {
        let mut sprints = crate::fixtures::sprints();
        sprints.push(Sprint { id: 15, board: Some("7".to_owned()), ..Sprint::default() });
        sprints
    }

    fn through(item: Item, finished: Option<&str>) -> Vec<u64> {
        let mut catalog = catalog();
        catalog.sprints = sprints();
        let data = DataSet::build(&catalog, [item]);
        let finished = finished.map(|at| u32::try_from(millis(at) / 1000).unwrap());
        Carried::new(&data).through(0, finished).iter().map(|sprint| sprint.id).collect()
    }

    fn in_sprints(now: &[u64], changes: &[(&str, &[u64], &[u64])]) -> Item {
        let ItemText(mut told) = item("A-1").created("01-16");
        for (order, (at, from, to)) in (0..).zip(changes) {
            let what = Changed::Sprints { from: from.to_vec(), to: to.to_vec() };
            told.changes.push(Change { at: millis(at), order, what });
        }
        told.sprints = now.to_vec();
        told.updated = millis("03-06");
        told
    }

    #[test]
    fn an_item_is_in_its_third_sprint_when_it_was_carried_out_of_two() {
        // docs/metrics.md 5.1
        let told = in_sprints(
            &[12, 13, 14],
            &[("02-03", &[], &[12]), ("02-16", &[12], &[12, 13]), ("03-02", &[12, 13], &[12, 13, 14])],
        );
        assert_eq!(through(told.clone(), None), [12, 13, 14]);
        assert_eq!(through(told, Some("02-24")), [12, 13], "the next sprint began after it was finished");
    }

    #[test]
    fn a_sprint_that_was_left_before_its_end_or_never_began_does_not_count() {
        assert_eq!(
            through(
                in_sprints(&[14], &[("02-03", &[], &[12]), ("02-08", &[12], &[]), ("03-03", &[], &[14])]),
                None
            ),
            [14]
        );
        assert_eq!(through(in_sprints(&[15], &[]), None), [] as [u64; 0]);
        assert_eq!(through(in_sprints(&[99], &[]), None), [] as [u64; 0], "nobody lists it");
    }

    #[test]
    fn a_sprint_without_the_item_breaks_the_row() {
        let told = in_sprints(&[11, 14], &[("03-03", &[11], &[11, 14])]);
        assert_eq!(through(told, None), [14], "12 and 13 went by without it");
        let told =
            in_sprints(&[11, 13, 14], &[("02-17", &[11], &[11, 13]), ("03-03", &[11, 13], &[11, 13, 14])]);
        assert_eq!(through(told, None), [13, 14]);
    }

    #[test]
    fn the_sprints_an_item_was_created_in_count_without_a_change() {
        assert_eq!(through(in_sprints(&[11, 12], &[]), None), [11, 12]);
    }
}
