//! Columns and stages, as docs/metrics.md 2.5 has them.

use serde_json::Value;

/// Words in a column's name that say nobody works there.
const WAITING_WORDS: [&str; 6] = ["waiting", "ready for", "on hold", "blocked", "to review", "to test"];

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
    /// Whether going back to the queue restarts the clock.
    pub(crate) restarts: bool,
}

impl Workflow {
    /// The default without a board: one column for each of Jira's categories, compared by key.
    pub(crate) fn by_category(statuses: &[Value]) -> Self {
        let columns = [
            ("To do", "new", Stage::Queue),
            ("In progress", "indeterminate", Stage::Active),
            ("Done", "done", Stage::Done),
        ];
        let columns = columns.map(|(name, key, stage)| {
            let mut ids = Vec::new();
            for status in statuses {
                if status["statusCategory"]["key"] == key {
                    ids.push(status["id"].as_str().expect("a status id").to_owned());
                }
            }
            Column { name: name.to_owned(), stage, statuses: ids }
        });
        Self { columns: columns.to_vec(), restarts: false }
    }

    /// The default with a board: its columns, each with a stage by the first rule that fits.
    pub(crate) fn of_board(raw: &[Value], kanban: bool, statuses: &[Value]) -> Self {
        let raw: Vec<&Value> = raw.iter().filter(|column| !ids(column).is_empty()).collect();
        if raw.len() < 2 {
            return Self::by_category(statuses);
        }
        let category = |id: &String| {
            let status = statuses.iter().find(|status| status["id"] == id.as_str());
            status.and_then(|status| status["statusCategory"]["key"].as_str()).unwrap_or_default()
        };
        let mut columns: Vec<Column> = Vec::new();
        for (index, column) in raw.iter().enumerate() {
            let name = column["name"].as_str().expect("a name").to_owned();
            let ids = ids(column);
            let fresh = ids.iter().filter(|id| category(id) == "new").count();
            let begun = columns.iter().any(|column| column.stage.is_begun());
            let stage = if index == raw.len() - 1 {
                Stage::Done
            } else if index == 0 && kanban && name.to_lowercase() == "backlog" {
                Stage::Queue
            } else if ids.iter().all(|id| category(id) == "done") {
                Stage::Done
            } else if 2 * fresh > ids.len() {
                if begun { Stage::Waiting } else { Stage::Queue }
            } else if WAITING_WORDS.iter().any(|words| name.to_lowercase().contains(words)) {
                Stage::Waiting
            } else {
                Stage::Active
            };
            columns.push(Column { name, stage, statuses: ids });
        }
        for column in Self::by_category(statuses).columns {
            for status in column.statuses {
                let known = columns.iter().any(|column| column.statuses.contains(&status));
                let place = columns.iter_mut().find(|one| one.stage == column.stage);
                if let (false, Some(place)) = (known, place) {
                    place.statuses.push(status);
                }
            }
        }
        columns.sort_by_key(|column| match column.stage {
            Stage::Queue => 0,
            Stage::Active | Stage::Waiting => 1,
            Stage::Done => 2,
            Stage::Removed => 3,
        });
        Self { columns, restarts: false }
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

/// The status ids of a board's column.
fn ids(column: &Value) -> Vec<String> {
    let statuses = column["statuses"].as_array().expect("statuses");
    statuses.iter().map(|status| status["id"].as_str().expect("an id").to_owned()).collect()
}
