//! Columns and stages, as docs/metrics.md 2.5 has them.

use serde_json::Value;

/// What a column means for the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Queue,
    Active,
    Waiting,
    Done,
    Removed,
}

impl Stage {
    /// Whether work has begun and is not over.
    pub(crate) fn is_begun(self) -> bool {
        self == Self::Active || self == Self::Waiting
    }
}

/// A column with the ids of its statuses.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) stage: Stage,
    pub(crate) statuses: Vec<String>,
}

/// An ordered list of columns.
#[derive(Debug, Clone)]
pub(crate) struct Workflow {
    pub(crate) columns: Vec<Column>,
}

impl Workflow {
    /// The default without a board: one column for each of Jira's categories, compared by key.
    pub(crate) fn by_category(statuses: &[Value]) -> Self {
        let columns = [("new", Stage::Queue), ("indeterminate", Stage::Active), ("done", Stage::Done)];
        let columns = columns.map(|(key, stage)| {
            let mut ids = Vec::new();
            for status in statuses {
                if status["statusCategory"]["key"] == key {
                    ids.push(status["id"].as_str().expect("a status id").to_owned());
                }
            }
            Column { name: key.to_owned(), stage, statuses: ids }
        });
        Self { columns: columns.to_vec() }
    }

    /// The same workflow after a person mapped more statuses: pairs of status id and stage.
    pub(crate) fn with(mut self, mapped: &[(&str, Stage)]) -> Self {
        for (status, stage) in mapped {
            let column = self.columns.iter_mut().find(|column| column.stage == *stage).expect("a column");
            column.statuses.push((*status).to_owned());
        }
        self
    }

    /// The column that shows a status.
    pub(crate) fn column_of(&self, status: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.statuses.iter().any(|one| one == status))
    }

    /// Where an item stands that was in no known status.
    pub(crate) fn first_queue(&self) -> usize {
        self.columns.iter().position(|column| column.stage == Stage::Queue).unwrap_or(0)
    }
}
