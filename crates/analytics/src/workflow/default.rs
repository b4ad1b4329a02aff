//! The workflow nobody chose: from a board's columns, else from the provider's categories.

use super::{Assignment, Column, Stage, Workflow};
use crate::records::{Board, BoardColumn, BoardKind, Catalog, Category};

/// Words in a column's name that say nobody works on what stands there.
const WAITING_WORDS: [&str; 6] = ["waiting", "ready for", "on hold", "blocked", "to review", "to test"];

impl Workflow {
    /// Queue, in progress, waiting, done, removed: by the provider's categories alone.
    pub fn by_category() -> Self {
        Self::new(
            vec![
                Column::new(Stage::Queue.label(), Stage::Queue),
                Column::new(Stage::Active.label(), Stage::Active),
                Column::new(Stage::Done.label(), Stage::Done),
            ],
            Vec::new(),
        )
    }

    /// The columns of a board; by category when the board does not show them.
    ///
    /// The last column with statuses is done. A column of new statuses is a queue, or waiting once work has begun
    /// before it; a column whose name says that nobody works is waiting; the rest is active.
    pub fn for_board(connection: &str, catalog: &Catalog, board: &Board) -> Self {
        let shown: Vec<&BoardColumn> =
            board.columns.iter().flatten().filter(|column| !column.statuses.is_empty()).collect();
        if shown.len() < 2 {
            return Self::by_category();
        }
        let mut columns: Vec<Column> = Vec::new();
        let mut assignments: Vec<Assignment> = Vec::new();
        for (at, column) in shown.iter().enumerate() {
            let begun = columns.iter().any(|before| before.stage.in_progress());
            let stage = if at + 1 == shown.len() {
                Stage::Done
            } else if at == 0
                && board.kind == BoardKind::Kanban
                && column.name.eq_ignore_ascii_case("backlog")
            {
                Stage::Queue
            } else {
                stage_of(catalog, column, begun)
            };
            for status in &column.statuses {
                if !assignments.iter().any(|known| known.status == *status) {
                    assignments.push(Assignment {
                        connection: connection.to_owned(),
                        item_type: None,
                        status: status.clone(),
                        column: at,
                    });
                }
            }
            columns.push(Column::new(&column.name, stage));
        }
        Self::new(columns, assignments)
    }
}

fn stage_of(catalog: &Catalog, column: &BoardColumn, begun: bool) -> Stage {
    let of = |wanted: Category| {
        let is =
            |id: &String| catalog.statuses.iter().any(|known| known.id == *id && known.category == wanted);
        column.statuses.iter().filter(|id| is(id)).count()
    };
    let all = column.statuses.len();
    let name = column.name.to_lowercase();
    if of(Category::Removed) == all {
        Stage::Removed
    } else if of(Category::Done) == all {
        Stage::Done
    } else if of(Category::New) * 2 > all {
        if begun { Stage::Waiting } else { Stage::Queue }
    } else if of(Category::Resolved) == all || WAITING_WORDS.iter().any(|word| name.contains(word)) {
        Stage::Waiting
    } else {
        Stage::Active
    }
}

/// The stage of a category; `None` for a status nobody knows.
pub(super) fn stage_of_category(category: Category) -> Option<Stage> {
    match category {
        Category::New => Some(Stage::Queue),
        Category::InProgress => Some(Stage::Active),
        Category::Resolved => Some(Stage::Waiting),
        Category::Done => Some(Stage::Done),
        Category::Removed => Some(Stage::Removed),
        Category::Unknown => None,
    }
}

/// Names of resolutions that mean "not delivered", in lower case, letters and digits alone.
const NOT_DELIVERED: [&str; 17] = [
    "wontdo",
    "wontfix",
    "duplicate",
    "cannotreproduce",
    "declined",
    "rejected",
    "cancelled",
    "canceled",
    "incomplete",
    "invalid",
    "obsolete",
    "abandoned",
    "notabug",
    "notanissue",
    "outofdate",
    "unabletoreproduce",
    "willnotdo",
];

/// Whether a resolution of this name means "not delivered" until a person says otherwise.
pub(crate) fn is_not_delivered(name: &str) -> bool {
    let bare: String = name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    NOT_DELIVERED.contains(&bare.as_str())
}
