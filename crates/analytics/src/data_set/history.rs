//! From a list of changes in any order to the statuses and flags an item really had.

use super::dictionary::Interner;
use crate::records::{Change, Changed, Item, Millis, Named};

/// The status history of one item in numbers.
pub(super) struct History {
    pub(super) created: u32,
    pub(super) first: u16,
    pub(super) times: Vec<u32>,
    pub(super) to: Vec<u16>,
    pub(super) flags: Vec<u32>,
}

/// Whole seconds since 1970, as far as they fit.
pub(super) fn seconds(at: Millis) -> u32 {
    u32::try_from(at.div_euclid(1000).max(0)).unwrap_or(u32::MAX)
}

impl History {
    /// Reads an item's changes: sorted by time, ties by history id.
    ///
    /// The first status is the `from` of the first change, or the current one when there is none.
    pub(super) fn of(item: &Item, mut number: impl FnMut(&Named) -> u16) -> Self {
        let mut changes: Vec<&Change> = item.changes.iter().collect();
        changes.sort_by_key(|change| (change.at, change.order));
        let mut moves = changes.iter().filter_map(|change| match &change.what {
            Changed::Status { from, to } if !same(from, to) => Some((change.at, from, to)),
            _ => None,
        });
        let current = number(&item.status);
        let mut history = Self {
            created: seconds(item.created),
            first: current,
            times: Vec::new(),
            to: Vec::new(),
            flags: Vec::new(),
        };
        if let Some((at, from, to)) = moves.next() {
            history.first = number(from);
            history.step(at, number(to));
            let mut last = at;
            for (at, _, to) in moves {
                history.step(at, number(to));
                last = at;
            }
            history.end_in(current, last, item.updated);
        }
        if let Some(first) = history.times.first() {
            // An item exists at its first change, whatever an import made of its creation.
            history.created = match history.created {
                0 => *first,
                known => known.min(*first),
            };
        }
        history.flags = flags(item, &changes, history.created);
        history
    }

    fn step(&mut self, at: Millis, to: u16) {
        if self.to.last().copied().unwrap_or(self.first) != to {
            self.times.push(seconds(at));
            self.to.push(to);
        }
    }

    /// A status that was replaced by a workflow migration leaves no change behind: the last stay is in the
    /// current status. Unless the last change is newer than the item itself: then it happened in between.
    fn end_in(&mut self, current: u16, last: Millis, updated: Millis) {
        if last > updated {
            return;
        }
        let before = match self.to.len() {
            0 | 1 => self.first,
            more => self.to[more - 2],
        };
        match self.to.last_mut() {
            Some(status) if *status != current && before == current => {
                // The move was undone by the migration: it never happened as far as stages go.
                self.to.pop();
                self.times.pop();
            }
            Some(status) => *status = current,
            None => self.first = current,
        }
    }
}

fn same(one: &Named, other: &Named) -> bool {
    if one.id.is_empty() || other.id.is_empty() { one.name == other.name } else { one.id == other.id }
}

/// A status by its id, or by its name when it has none.
pub(super) fn status_number(statuses: &mut Interner, status: &Named) -> u16 {
    if status.id.is_empty() {
        statuses.small(&format!("\0{}", status.name))
    } else {
        statuses.small(&status.id)
    }
}

/// When the flag went on, off, on …; a flag that was set at creation has no change of its own.
fn flags(item: &Item, sorted: &[&Change], created: u32) -> Vec<u32> {
    let mut toggles = Vec::new();
    let mut changes = sorted.iter().filter_map(|change| match change.what {
        Changed::Flag { to } => Some((change.at, to)),
        _ => None,
    });
    let Some((first_at, first_to)) = changes.next() else {
        return if item.flagged { vec![created] } else { toggles };
    };
    if !first_to {
        toggles.push(created);
    }
    toggles.push(seconds(first_at));
    let mut last = first_at;
    for (at, to) in changes {
        let set = toggles.len() % 2 == 1;
        if set != to {
            toggles.push(seconds(at));
        }
        last = at;
    }
    let set = toggles.len() % 2 == 1;
    if set != item.flagged && last <= item.updated {
        toggles.push(seconds(item.updated));
    }
    toggles
}
