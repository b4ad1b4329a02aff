//! A workflow in the numbers of one data set: a table look-up for each transition.

use super::default::{is_not_delivered, stage_of_category};
use super::{Stage, Workflow, rank};
use crate::data_set::DataSet;

/// A status of which nobody knows what it means.
pub(crate) const UNKNOWN: u8 = u8::MAX;

/// What each (type, status) of a data set means under a workflow.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    /// Column by `type * statuses + status`; the last row is for types without a number.
    table: Vec<u8>,
    statuses: usize,
    types: usize,
    stages: Vec<Stage>,
    /// The order of stages by column, to see a move back.
    ranks: Vec<u8>,
    /// Columns before the first of stage removed.
    shown: usize,
    /// The first column of work in progress.
    first_in_progress: usize,
    /// The first column of done work.
    first_done: usize,
    removed: Vec<bool>,
    restart_on_queue: bool,
}

impl Resolved {
    pub(crate) fn new(workflow: &Workflow, connection: &str, data: &DataSet) -> Self {
        let names = data.names();
        let (statuses, types) = (names.statuses.len(), names.types.len());
        let mut row: Vec<u8> = names
            .statuses
            .iter()
            .map(|status| {
                stage_of_category(status.category).map_or(UNKNOWN, |stage| narrow(workflow.first_of(stage)))
            })
            .collect();
        let mine = || workflow.assignments.iter().filter(|it| it.connection == connection);
        let status_at = |id: &str| names.statuses.iter().position(|status| status.id.as_ref() == id);
        for assignment in mine().filter(|it| it.item_type.is_none()) {
            if let Some(at) = status_at(&assignment.status) {
                row[at] = narrow(assignment.column);
            }
        }
        let mut table = row.repeat(types + 1);
        for assignment in mine() {
            let item_type = assignment.item_type.as_deref();
            let type_at = names.types.iter().position(|it| Some(it.id.as_ref()) == item_type);
            if let (Some(type_at), Some(at)) = (type_at, status_at(&assignment.status)) {
                table[type_at * statuses + at] = narrow(assignment.column);
            }
        }
        let removed = names
            .resolutions
            .iter()
            .map(|resolution| match &workflow.removed_resolutions {
                None => is_not_delivered(&resolution.name),
                Some(listed) => listed.iter().any(|(slug, id)| slug == connection && *id == *resolution.id),
            })
            .collect();
        let stages: Vec<Stage> = workflow.columns.iter().map(|column| column.stage).collect();
        let first = |least: u8| stages.iter().position(|stage| rank(*stage) >= least).unwrap_or(stages.len());
        Self {
            table,
            statuses,
            types,
            ranks: stages.iter().map(|stage| rank(*stage)).collect(),
            shown: first(rank(Stage::Removed)),
            first_in_progress: first(rank(Stage::Active)),
            first_done: first(rank(Stage::Done)),
            stages,
            removed,
            restart_on_queue: workflow.restart_on_queue,
        }
    }

    /// The column of a status for an item type; [`UNKNOWN`] when nobody knows.
    pub(crate) fn column(&self, item_type: u16, status: u16) -> u8 {
        let row = (item_type as usize).min(self.types);
        if (status as usize) < self.statuses {
            self.table[row * self.statuses + status as usize]
        } else {
            UNKNOWN
        }
    }

    pub(crate) fn stage(&self, column: u8) -> Stage {
        self.stages.get(column as usize).copied().unwrap_or(Stage::Queue)
    }

    pub(crate) fn rank(&self, column: u8) -> u8 {
        self.ranks.get(column as usize).copied().unwrap_or(0)
    }

    /// How many columns are shown: all but those of stage removed.
    pub(crate) fn shown(&self) -> usize {
        self.shown
    }

    pub(crate) fn first_in_progress(&self) -> usize {
        self.first_in_progress
    }

    pub(crate) fn first_done(&self) -> usize {
        self.first_done
    }

    pub(crate) fn is_removed(&self, resolution: u16) -> bool {
        self.removed.get(resolution as usize).copied().unwrap_or(false)
    }

    pub(crate) fn restarts_on_queue(&self) -> bool {
        self.restart_on_queue
    }
}

fn narrow(column: usize) -> u8 {
    u8::try_from(column).unwrap_or(UNKNOWN)
}
