//! The way of one item through a workflow: what counts as started, finished and gone back.

use crate::data_set::DataSet;
use crate::workflow::{Resolved, Stage, UNKNOWN};

/// When one item reached what, in seconds since 1970 UTC. One value is reused for item after item.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// The first moment in an active or waiting column.
    pub(crate) started: Option<u32>,
    /// The last entry into done that was never left.
    pub(crate) finished: Option<u32>,
    /// Whether its present stage or resolution says "not delivered".
    pub(crate) removed: bool,
    /// The column it is in now.
    pub(crate) column: u8,
    /// How often it left done.
    pub(crate) reopened: u32,
    /// When it moved back to an earlier column.
    pub(crate) backward: Vec<u32>,
    /// Whether it was in a status nobody knows.
    pub(crate) unknown: bool,
    /// How often the clock was restarted.
    pub(crate) restarts: u32,
    /// First entry by column, of those columns that are shown.
    entered: Vec<Option<u32>>,
}

impl Trace {
    /// Follows an item; everything of the item before is forgotten.
    pub(crate) fn follow(&mut self, data: &DataSet, workflow: &Resolved, item: u32) {
        let (first, times, to) = data.statuses_of(item);
        let item_type = data.type_of(item);
        let created = data.created(item);
        self.reset(workflow);
        let mut column = workflow.column(item_type, first);
        if column == UNKNOWN {
            self.unknown = true;
            // A status nobody knows takes the column of its neighbour in time; without one it is in the queue.
            column = to
                .iter()
                .map(|status| workflow.column(item_type, *status))
                .find(|column| *column != UNKNOWN)
                .unwrap_or(0);
        }
        self.column = column;
        self.enter(workflow, created);
        for (at, status) in times.iter().zip(to) {
            let next = workflow.column(item_type, *status);
            if next == UNKNOWN {
                self.unknown = true;
                continue;
            }
            if next != self.column {
                self.step(workflow, next, *at);
            }
        }
        self.removed =
            workflow.stage(self.column) == Stage::Removed || workflow.is_removed(data.resolution_of(item));
        if let Some(first) = self.entered.first_mut() {
            *first = Some(created);
        }
    }

    /// When it first reached each shown column or a later one, last column first.
    pub(crate) fn reached(&self) -> impl Iterator<Item = Option<u32>> {
        let mut earliest: Option<u32> = None;
        self.entered.iter().rev().map(move |entered| {
            earliest = match (earliest, *entered) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            earliest
        })
    }

    fn reset(&mut self, workflow: &Resolved) {
        self.started = None;
        self.finished = None;
        self.removed = false;
        self.reopened = 0;
        self.backward.clear();
        self.unknown = false;
        self.restarts = 0;
        self.entered.clear();
        self.entered.resize(workflow.shown(), None);
    }

    fn step(&mut self, workflow: &Resolved, next: u8, at: u32) {
        let (old, new) = (workflow.stage(self.column), workflow.stage(next));
        if next < self.column && old != Stage::Removed {
            self.backward.push(at);
        }
        if old == Stage::Done && new != Stage::Done {
            self.finished = None;
            self.reopened += 1;
            // A stay in done that was left was no arrival.
            for entered in &mut self.entered[workflow.first_done()..] {
                *entered = None;
            }
        }
        if new == Stage::Queue && workflow.restarts_on_queue() && self.started.is_some() {
            self.started = None;
            self.restarts += 1;
            for entered in &mut self.entered[workflow.first_in_progress()..workflow.first_done()] {
                *entered = None;
            }
        }
        self.column = next;
        self.enter(workflow, at);
    }

    fn enter(&mut self, workflow: &Resolved, at: u32) {
        match workflow.stage(self.column) {
            Stage::Active | Stage::Waiting => self.started = self.started.or(Some(at)),
            Stage::Done => self.finished = self.finished.or(Some(at)),
            Stage::Queue | Stage::Removed => {}
        }
        if let Some(entered) = self.entered.get_mut(self.column as usize) {
            *entered = entered.or(Some(at));
        }
    }
}
