//! How a team's statuses become columns and stages: what counts as started and finished.

mod default;
mod edit;
mod resolved;

pub(crate) use default::is_not_delivered;
pub(crate) use resolved::{Resolved, UNKNOWN};

use serde::{Deserialize, Serialize};

/// What a column means for an item in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Not started.
    Queue,
    /// Somebody works on it.
    Active,
    /// Started, but nobody works on it.
    Waiting,
    /// Delivered.
    Done,
    /// Cancelled: not delivered, left out of all numbers.
    Removed,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Queue, Self::Active, Self::Waiting, Self::Done, Self::Removed];

    /// Its key in a form: `queue`, `active`, `waiting`, `done`, `removed`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Active => "active",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Removed => "removed",
        }
    }

    /// The stage of a key; `None` when there is no such stage.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Queue => "To do",
            Self::Active => "In progress",
            Self::Waiting => "Waiting",
            Self::Done => "Done",
            Self::Removed => "Removed",
        }
    }

    /// Whether an item in it counts as started and not finished.
    pub fn in_progress(self) -> bool {
        matches!(self, Self::Active | Self::Waiting)
    }
}

/// One column of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub label: String,
    /// What it means.
    pub stage: Stage,
    /// Whether nobody made it: it is there so that every stage has a column, and shown only when items are in it.
    pub implied: bool,
}

impl Column {
    /// A column with a name and a meaning.
    pub fn new(label: impl Into<String>, stage: Stage) -> Self {
        Self { label: label.into(), stage, implied: false }
    }

    fn implied(stage: Stage) -> Self {
        Self { label: stage.label().to_owned(), stage, implied: true }
    }
}

/// Which column a status of a connection belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The connection's slug.
    pub connection: String,
    /// For items of this type id alone; wins over the same without a type.
    pub item_type: Option<String>,
    /// The status's provider id.
    pub status: String,
    /// The place of the column.
    pub column: usize,
}

/// An ordered list of columns with the statuses in them.
///
/// Columns stand in the order queue, active and waiting, done, removed; every stage has at least one.
/// A status without an assignment goes by the provider's category to the first column of that stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    columns: Vec<Column>,
    assignments: Vec<Assignment>,
    restart_on_queue: bool,
    /// (connection, resolution id) that mean "not delivered"; `None` goes by the well-known names.
    removed_resolutions: Option<Vec<(String, String)>>,
}

/// What a person changed about a default workflow: ids and stages, no names, so it can be stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WorkflowEdit {
    /// Statuses that count as another stage than by default.
    pub stages: Vec<StageEdit>,
    /// Whether going back to the queue restarts the clock.
    pub restart_on_queue: bool,
    /// (connection, resolution id) that mean "not delivered"; `None` goes by the well-known names.
    pub removed_resolutions: Option<Vec<(String, String)>>,
}

/// One status that counts as another stage.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StageEdit {
    /// The connection's slug.
    pub connection: String,
    /// For items of this type id alone; `None` for all.
    pub item_type: Option<String>,
    /// The status's provider id.
    pub status: String,
    /// What it counts as.
    pub stage: Stage,
}

/// The most columns a workflow has; further ones join the last of their stage.
const MOST_COLUMNS: usize = 40;

impl Workflow {
    /// A workflow of these columns, brought into the order of stages, with a column for every stage.
    ///
    /// An assignment to a column that does not exist is dropped.
    pub fn new(mut columns: Vec<Column>, mut assignments: Vec<Assignment>) -> Self {
        assignments.retain(|assignment| assignment.column < columns.len());
        for stage in Stage::ALL {
            if !columns.iter().any(|column| column.stage == stage) {
                columns.push(Column::implied(stage));
            }
        }
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order.sort_by_key(|at| (rank(columns[*at].stage), columns[*at].implied, *at));
        let mut place = vec![0; columns.len()];
        let mut kept: Vec<Column> = Vec::new();
        let surplus = columns.len().saturating_sub(MOST_COLUMNS);
        let mut merged = 0;
        for at in order {
            let column = &columns[at];
            let same_stage = kept.last().is_some_and(|last| last.stage == column.stage);
            if merged < surplus && same_stage {
                merged += 1;
                place[at] = kept.len() - 1;
            } else {
                place[at] = kept.len();
                kept.push(column.clone());
            }
        }
        for assignment in &mut assignments {
            assignment.column = place[assignment.column];
        }
        Self { columns: kept, assignments, restart_on_queue: false, removed_resolutions: None }
    }

    /// The same workflow where going back to the queue restarts the clock.
    #[must_use]
    pub fn restarting(mut self) -> Self {
        self.restart_on_queue = true;
        self
    }

    /// Its columns in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Which statuses were put into which column.
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }

    /// Whether going back to the queue restarts the clock.
    pub fn restarts_on_queue(&self) -> bool {
        self.restart_on_queue
    }

    fn first_of(&self, stage: Stage) -> usize {
        self.columns.iter().position(|column| column.stage == stage).unwrap_or(0)
    }
}

/// The order of stages on a chart.
fn rank(stage: Stage) -> u8 {
    match stage {
        Stage::Queue => 0,
        Stage::Active | Stage::Waiting => 1,
        Stage::Done => 2,
        Stage::Removed => 3,
    }
}

#[cfg(test)]
mod tests;
