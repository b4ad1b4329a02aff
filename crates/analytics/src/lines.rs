//! Which columns a chart has when one workflow is shown, and which when several are.

use crate::selection::{Part, Selection};
use crate::workflow::{Column, Stage};

/// A column as it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) stage: Stage,
    /// Whether it is left out when nothing is in it.
    pub(crate) implied: bool,
}

/// The columns of a chart: the workflow's own, or stages when workflows differ.
pub(crate) struct Lines {
    /// Queue columns, then those in progress, then the first of done.
    pub(crate) lines: Vec<Line>,
    pub(crate) by_stage: bool,
}

impl Lines {
    pub(crate) fn of(selection: &Selection<'_>) -> Self {
        match selection.common_columns() {
            Some(columns) => Self { lines: own(columns), by_stage: false },
            None => Self {
                lines: [Stage::Queue, Stage::Active, Stage::Done]
                    .map(|stage| Line { label: stage.label().to_owned(), stage, implied: false })
                    .to_vec(),
                by_stage: !selection.parts.is_empty(),
            },
        }
    }

    /// The workflow column at which each line begins, for one part.
    pub(crate) fn columns(&self, part: &Part<'_>) -> Vec<usize> {
        if self.by_stage {
            vec![0, part.slice.resolved.first_in_progress(), part.slice.resolved.first_done()]
        } else {
            (0..self.lines.len()).collect()
        }
    }

    /// The line of the column an item is in now.
    pub(crate) fn line_of(&self, part: &Part<'_>, column: u8) -> usize {
        if self.by_stage {
            usize::from(part.slice.resolved.rank(column)).min(2)
        } else {
            usize::from(column).min(self.lines.len() - 1)
        }
    }

    pub(crate) fn first_in_progress(&self) -> usize {
        self.lines.iter().position(|line| line.stage != Stage::Queue).unwrap_or(0)
    }

    pub(crate) fn done(&self) -> usize {
        self.lines.len() - 1
    }
}

fn own(columns: &[Column]) -> Vec<Line> {
    let done = columns.iter().position(|column| column.stage == Stage::Done);
    columns
        .iter()
        .take(done.map_or(columns.len(), |at| at + 1))
        .map(|column| Line {
            label: column.label.clone(),
            stage: column.stage,
            implied: column.implied && column.stage != Stage::Done,
        })
        .collect()
}
