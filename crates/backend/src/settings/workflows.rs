//! The workflows of a workspace: which status belongs to which column, and what a column means.

use std::collections::HashSet;

use clario_store::{Column, Stage, Workflow, WorkflowId};

use super::drafts::WorkflowDraft;
use crate::Backend;
use crate::entry;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::viewer::Viewer;

const MOST_WORKFLOWS: u32 = 200;
const MOST_COLUMNS: usize = 50;
const MOST_STATUSES: usize = 2_000;

impl Backend {
    /// Adds a workflow or replaces the one it was. A team uses it once [`Backend::set_teams`] says so.
    pub async fn set_workflow(&self, viewer: &Viewer, draft: WorkflowDraft) -> Result<WorkflowId, Error> {
        let scope = viewer.editor()?;
        let workflow = check(draft)?;
        if self.store().set_workflow(scope, &workflow, MOST_WORKFLOWS).await? {
            Ok(workflow.id)
        } else {
            Err(Flaw::TooLargeWorkflow.into())
        }
    }

    /// Removes a workflow; the teams that used it go back to the one their sources suggest.
    pub async fn remove_workflow(&self, viewer: &Viewer, id: &WorkflowId) -> Result<(), Error> {
        Ok(self.store().remove_workflow(viewer.editor()?, id).await?)
    }
}

fn check(draft: WorkflowDraft) -> Result<Workflow, Error> {
    let statuses = draft.columns.iter().map(|column| column.statuses.len()).sum::<usize>();
    if draft.columns.len() > MOST_COLUMNS || statuses > MOST_STATUSES {
        return Err(Flaw::TooLargeWorkflow.into());
    }
    if !draft.columns.iter().any(|column| column.stage == Stage::Done) {
        return Err(Flaw::NothingDone.into());
    }
    let mut seen = HashSet::new();
    for status in draft.columns.iter().flat_map(|column| &column.statuses) {
        entry::provider_id(&status.status_id)?;
        if !status.item_type_id.is_empty() {
            entry::provider_id(&status.item_type_id)?;
        }
        if !seen.insert(status) {
            return Err(Flaw::StatusTwice.into());
        }
    }
    let label = entry::label(&draft.label)?;
    let id = draft.id.map_or_else(WorkflowId::random, Ok)?;
    let mut columns = Vec::with_capacity(draft.columns.len());
    for column in draft.columns {
        let label = entry::label(&column.label)?;
        columns.push(Column { label, stage: column.stage, statuses: column.statuses });
    }
    Ok(Workflow {
        id,
        label,
        restart_on_queue: draft.restart_on_queue,
        include_subtasks: draft.include_subtasks,
        columns,
    })
}
