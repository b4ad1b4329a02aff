//! One array for each property of an item.

use super::NONE;
use super::csr::Csr;
use super::plan::{Estimate, Points, SprintStay};
use crate::derived::ShortDay;

/// The columns of all items; every one has the same number of rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    pub(super) ids: Vec<u64>,
    pub(super) key_prefix: Vec<u32>,
    pub(super) key_number: Vec<u32>,
    pub(super) created: Vec<u32>,
    pub(super) updated: Vec<u32>,
    /// 0 for "none".
    pub(super) due: Vec<ShortDay>,
    /// Provider id, 0 for "none".
    pub(super) parent: Vec<u64>,
    pub(super) points: Vec<Points>,
    pub(super) item_type: Vec<u16>,
    pub(super) priority: Vec<u16>,
    pub(super) resolution: Vec<u16>,
    pub(super) first_status: Vec<u16>,
    /// When the status changed.
    pub(super) times: Csr<u32>,
    /// The status after each of `times`.
    pub(super) to: Csr<u16>,
    pub(super) tags: Csr<u32>,
    pub(super) flags: Csr<u32>,
    /// What the estimate was from when on; empty rows for those that never changed.
    pub(super) estimates: Csr<Estimate>,
    pub(super) sprints: Csr<SprintStay>,
}

/// How the numbers of one data set become those of the next; one entry for each old number.
pub(super) struct Renumbered {
    pub(super) prefixes: Vec<u32>,
    pub(super) types: Vec<u32>,
    pub(super) priorities: Vec<u32>,
    pub(super) resolutions: Vec<u32>,
    pub(super) statuses: Vec<u32>,
    pub(super) tags: Vec<u32>,
    pub(super) sprints: Vec<u32>,
}

impl Columns {
    pub(super) fn new() -> Self {
        Self {
            ids: Vec::new(),
            key_prefix: Vec::new(),
            key_number: Vec::new(),
            created: Vec::new(),
            updated: Vec::new(),
            due: Vec::new(),
            parent: Vec::new(),
            points: Vec::new(),
            item_type: Vec::new(),
            priority: Vec::new(),
            resolution: Vec::new(),
            first_status: Vec::new(),
            times: Csr::new(),
            to: Csr::new(),
            tags: Csr::new(),
            flags: Csr::new(),
            estimates: Csr::new(),
            sprints: Csr::new(),
        }
    }

    /// The rows of these indexes in this order, with new numbers, in arrays of just the right size.
    pub(super) fn gather(&self, order: &[u32], new: &Renumbered) -> Self {
        Self {
            ids: pick(&self.ids, order, |value| value),
            key_prefix: pick(&self.key_prefix, order, |value| wide(&new.prefixes, value)),
            key_number: pick(&self.key_number, order, |value| value),
            created: pick(&self.created, order, |value| value),
            updated: pick(&self.updated, order, |value| value),
            due: pick(&self.due, order, |value| value),
            parent: pick(&self.parent, order, |value| value),
            points: pick(&self.points, order, |value| value),
            item_type: pick(&self.item_type, order, |value| narrow(&new.types, value)),
            priority: pick(&self.priority, order, |value| narrow(&new.priorities, value)),
            resolution: pick(&self.resolution, order, |value| narrow(&new.resolutions, value)),
            first_status: pick(&self.first_status, order, |value| narrow(&new.statuses, value)),
            times: self.times.gather(order, |value| value),
            to: self.to.gather(order, |value| narrow(&new.statuses, value)),
            tags: self.tags.gather(order, |value| wide(&new.tags, value)),
            flags: self.flags.gather(order, |value| value),
            estimates: self.estimates.gather(order, |value| value),
            sprints: self
                .sprints
                .gather(order, |stay| SprintStay { sprint: wide(&new.sprints, stay.sprint), ..stay }),
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        (self.ids.capacity() + self.parent.capacity()) * 8
            + (self.key_prefix.capacity()
                + self.key_number.capacity()
                + self.created.capacity()
                + self.updated.capacity()
                + self.points.capacity())
                * 4
            + (self.due.capacity()
                + self.item_type.capacity()
                + self.priority.capacity()
                + self.resolution.capacity()
                + self.first_status.capacity())
                * 2
            + self.times.heap_bytes()
            + self.to.heap_bytes()
            + self.tags.heap_bytes()
            + self.flags.heap_bytes()
            + self.estimates.heap_bytes()
            + self.sprints.heap_bytes()
    }
}

fn pick<T: Copy>(column: &[T], order: &[u32], change: impl Fn(T) -> T) -> Vec<T> {
    order.iter().map(|at| change(column[*at as usize])).collect()
}

fn wide(new: &[u32], value: u32) -> u32 {
    new.get(value as usize).copied().unwrap_or(u32::MAX)
}

fn narrow(new: &[u32], value: u16) -> u16 {
    new.get(value as usize).and_then(|number| u16::try_from(*number).ok()).unwrap_or(NONE)
}
