//! What a workflow makes of each item, computed once for a data set and a team, so a request only slices.

use crate::data_set::DataSet;
use crate::day::Day;
use crate::past::{Past, PastBuilder};
use crate::trace::Trace;
use crate::workflow::{Resolved, Workflow};
use crate::zone::Zone;
use std::ops::Range;

/// A date in two bytes: days since 1970, 0 for "never"; reaches to 2149.
pub(crate) type ShortDay = u16;

pub(crate) fn short_day(day: Day) -> ShortDay {
    u16::try_from(day.0.clamp(1, i32::from(u16::MAX))).unwrap_or(u16::MAX)
}

pub(crate) fn day(short: ShortDay) -> Day {
    Day(i32::from(short))
}

/// Which items of a data set belong to a team.
#[derive(Debug, Clone)]
pub(crate) enum Members {
    /// All items between two indexes.
    Range(Range<u32>),
    /// These indexes, ascending.
    List(Vec<u32>),
}

impl Members {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::List(list) => list.len(),
        }
    }

    /// The item index at a place.
    pub(crate) fn item(&self, at: usize) -> u32 {
        match self {
            Self::Range(range) => range.start + u32::try_from(at).unwrap_or(0),
            Self::List(list) => list[at],
        }
    }

    /// The places of the items within a range of item indexes.
    pub(crate) fn places(&self, items: &Range<u32>) -> Range<usize> {
        match self {
            Self::Range(range) => {
                let place = |item: u32| (item.clamp(range.start, range.end) - range.start) as usize;
                place(items.start)..place(items.end)
            }
            Self::List(list) => {
                list.partition_point(|item| *item < items.start)
                    ..list.partition_point(|item| *item < items.end)
            }
        }
    }

    pub(crate) fn place_of(&self, item: u32) -> Option<usize> {
        let places = self.places(&(item..item + 1));
        (!places.is_empty()).then_some(places.start)
    }

    fn heap_bytes(&self) -> usize {
        match self {
            Self::Range(_) => 0,
            Self::List(list) => list.capacity() * size_of::<u32>(),
        }
    }
}

/// The item is of a level that flow does not count.
pub(crate) const OTHER_LEVEL: u8 = 1;
/// The item was not delivered.
pub(crate) const REMOVED: u8 = 2;
/// The item was in an active or waiting column.
pub(crate) const STARTED: u8 = 4;
/// The item left done at least once.
pub(crate) const REOPENED: u8 = 8;
/// The item was in a status nobody knows.
pub(crate) const UNKNOWN_STATUS: u8 = 16;
/// The item went back to the queue, which restarted its clock.
pub(crate) const RESTARTED: u8 = 32;
/// The item was flagged at some time.
pub(crate) const FLAGGED: u8 = 64;

/// The columns of a team's items, in the order of its members.
#[derive(Debug, Clone)]
pub(crate) struct Derived {
    pub(crate) state: Vec<u8>,
    pub(crate) started: Vec<ShortDay>,
    pub(crate) finished: Vec<ShortDay>,
    /// The column each item is in now.
    pub(crate) column: Vec<u8>,
    /// Columns that are shown, for the rows of `reached`.
    pub(crate) shown: usize,
    /// For each item and shown column the day on which it reached this or a later column.
    pub(crate) reached: Vec<ShortDay>,
    /// Days of moves back with the place of the item, by place.
    pub(crate) backward: Vec<(ShortDay, u32)>,
    /// Where the finished items spent their time.
    pub(crate) past: Past,
}

/// What decides whether an item counts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Levels {
    pub(crate) subtasks: bool,
}

impl Levels {
    /// Whether flow counts the items of a level.
    pub(crate) fn count(self, level: i8) -> bool {
        level == 0 || (level < 0 && self.subtasks)
    }
}

impl Derived {
    pub(crate) fn new(
        data: &DataSet,
        members: &Members,
        workflow: &Workflow,
        connection: &str,
        zone: &Zone,
        levels: Levels,
    ) -> (Self, Resolved) {
        let resolved = Resolved::new(workflow, connection, data);
        let (count, shown) = (members.len(), resolved.shown());
        let mut past = PastBuilder::with_capacity(count);
        let mut derived = Self {
            state: Vec::with_capacity(count),
            started: Vec::with_capacity(count),
            finished: Vec::with_capacity(count),
            column: Vec::with_capacity(count),
            shown,
            reached: vec![0; count * shown],
            backward: Vec::new(),
            past: Past::default(),
        };
        let counts: Vec<bool> =
            data.names().types.iter().map(|item_type| levels.count(item_type.level)).collect();
        let on = |at: u32| short_day(zone.day_of(i64::from(at)));
        let mut trace = Trace::default();
        for place in 0..count {
            let item = members.item(place);
            trace.follow(data, &resolved, item);
            let counted = counts.get(data.type_of(item) as usize).copied().unwrap_or(true);
            let mut state = 0;
            for (bit, holds) in [
                (OTHER_LEVEL, !counted),
                (REMOVED, trace.removed),
                (STARTED, trace.started.is_some()),
                (REOPENED, trace.reopened > 0),
                (UNKNOWN_STATUS, trace.unknown),
                (RESTARTED, trace.restarts > 0),
                (FLAGGED, !data.flag_toggles(item).is_empty()),
            ] {
                state |= if holds { bit } else { 0 };
            }
            derived.state.push(state);
            derived.started.push(trace.started.map_or(0, on));
            derived.finished.push(trace.finished.map_or(0, on));
            derived.column.push(trace.column);
            let row = &mut derived.reached[place * shown..(place + 1) * shown];
            let mut known: Option<(u32, ShortDay)> = None;
            for (cell, reached) in row.iter_mut().rev().zip(trace.reached()) {
                // Columns that were skipped share their moment with the one reached: one look at the zone is enough.
                *cell = match (reached, known) {
                    (Some(at), Some((same, day))) if at == same => day,
                    (Some(at), _) => on(at),
                    (None, _) => 0,
                };
                known = reached.map(|at| (at, *cell));
            }
            past.push(data, &resolved, item, &trace, zone);
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            derived.backward.extend(trace.backward.iter().map(|at| (on(*at), place)));
        }
        derived.backward.shrink_to_fit();
        derived.past = past.finish(&derived.finished);
        (derived, resolved)
    }

    /// The day an item was created: on it the first column was reached.
    pub(crate) fn created(&self, place: usize) -> Day {
        day(self.reached[place * self.shown])
    }

    /// The day on which an item reached each shown column or a later one; 0 for "never".
    pub(crate) fn reached(&self, place: usize) -> &[ShortDay] {
        &self.reached[place * self.shown..(place + 1) * self.shown]
    }

    pub(crate) fn heap_bytes(&self, members: &Members) -> usize {
        members.heap_bytes()
            + self.state.capacity()
            + self.column.capacity()
            + 2 * (self.started.capacity() + self.finished.capacity() + self.reached.capacity())
            + 8 * self.backward.capacity()
            + self.past.heap_bytes()
    }
}
