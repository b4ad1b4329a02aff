//! A default workflow with what a person changed about it.

use super::{Assignment, Column, Stage, StageEdit, Workflow, WorkflowEdit};
use crate::records::Catalog;

impl Workflow {
    /// This workflow with an edit on top. A column whose statuses all move to another stage changes its stage;
    /// when only some do, they get a column of their own behind it, named after them by `catalogs`.
    #[must_use]
    pub fn edited(&self, edit: &WorkflowEdit, catalogs: &[(&str, &Catalog)]) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        let mut assignments: Vec<Assignment> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let held: Vec<&Assignment> =
                self.assignments.iter().filter(|assignment| assignment.column == at).collect();
            if column.implied && held.is_empty() {
                continue;
            }
            let stage_now = |assignment: &Assignment| {
                edit.stages
                    .iter()
                    .rev()
                    .find(|change| is_about(change, assignment))
                    .map_or(column.stage, |change| change.stage)
            };
            let mut stages: Vec<Stage> = held.iter().map(|assignment| stage_now(assignment)).collect();
            stages.sort_unstable_by_key(|stage| (*stage != column.stage, *stage));
            stages.dedup();
            if stages.is_empty() {
                stages.push(column.stage);
            }
            let whole = stages.len() == 1;
            for stage in stages {
                let mine = || held.iter().filter(|assignment| stage_now(assignment) == stage);
                let label = if whole || stage == column.stage {
                    column.label.clone()
                } else {
                    let names: Vec<&str> =
                        mine().map(|assignment| status_name(catalogs, assignment)).collect();
                    names.join(", ")
                };
                let place = columns.len();
                columns.push(Column::new(label, stage));
                assignments
                    .extend(mine().map(|assignment| Assignment { column: place, ..(*assignment).clone() }));
            }
        }
        let mut edited = Self::new(columns, assignments);
        for change in &edit.stages {
            edited.place(change);
        }
        edited.restart_on_queue = edit.restart_on_queue;
        edited.removed_resolutions.clone_from(&edit.removed_resolutions);
        edited
    }

    /// Puts a status that no column of its stage holds yet into the first column of that stage.
    fn place(&mut self, change: &StageEdit) {
        let held = self.assignments.iter().position(|assignment| {
            assignment.connection == change.connection
                && assignment.item_type == change.item_type
                && assignment.status == change.status
        });
        let column = self.first_of(change.stage);
        match held {
            Some(at) if self.columns[self.assignments[at].column].stage == change.stage => {}
            Some(at) => self.assignments[at].column = column,
            None => self.assignments.push(Assignment {
                connection: change.connection.clone(),
                item_type: change.item_type.clone(),
                status: change.status.clone(),
                column,
            }),
        }
    }
}

fn is_about(change: &StageEdit, assignment: &Assignment) -> bool {
    change.connection == assignment.connection
        && change.status == assignment.status
        && change.item_type == assignment.item_type
}

fn status_name<'a>(catalogs: &[(&str, &'a Catalog)], assignment: &Assignment) -> &'a str {
    catalogs
        .iter()
        .filter(|(slug, _)| *slug == assignment.connection)
        .flat_map(|(_, catalog)| &catalog.statuses)
        .find(|status| status.id == assignment.status)
        .map_or("Other", |status| &status.name)
}
