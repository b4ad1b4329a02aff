//! The workflows of a workspace: which status means which stage, where the default is not right.

use std::collections::HashSet;

use clario_analytics::workflow::{self, StageEdit, WorkflowEdit};
use clario_store::{Stage, Workflow, WorkflowId};

use super::Settings;
use super::drafts::WorkflowDraft;
use crate::Backend;
use crate::entry;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::viewer::Viewer;

const MOST_WORKFLOWS: u32 = 200;
const MOST_STATUSES: usize = 2_000;

impl Backend {
    /// Adds a workflow or replaces the one it was. A team uses it once [`Backend::set_teams`] says so.
    pub async fn set_workflow(&self, viewer: &Viewer, draft: WorkflowDraft) -> Result<WorkflowId, Error> {
        let scope = viewer.editor()?;
        let workflow = check_workflow(draft)?;
        if self.store().set_workflow(scope, &workflow, MOST_WORKFLOWS, self.now()).await? {
            Ok(workflow.id)
        } else {
            Err(Flaw::TooManyStatuses.into())
        }
    }

    /// Removes a workflow; the teams that used it go back to the one their sources suggest.
    pub async fn remove_workflow(&self, viewer: &Viewer, id: &WorkflowId) -> Result<(), Error> {
        Ok(self.store().remove_workflow(viewer.editor()?, id, self.now()).await?)
    }
}

impl Settings {
    /// What the workspace changes about the default workflow of a team that uses this workflow, or
    /// none. Connections go by their ids.
    pub fn workflow_edit(&self, id: Option<&WorkflowId>) -> WorkflowEdit {
        let workflow = self.workflows.iter().find(|workflow| Some(&workflow.id) == id);
        let removed = self.removed_resolutions.as_ref().map(|resolutions| {
            let pair =
                |one: &clario_store::Resolution| (one.connection_id.to_string(), one.resolution_id.clone());
            resolutions.iter().map(pair).collect()
        });
        WorkflowEdit {
            stages: workflow.map(stage_edits).unwrap_or_default(),
            restart_on_queue: workflow.is_some_and(|workflow| workflow.restart_on_queue),
            removed_resolutions: removed,
        }
    }
}

fn stage_edits(workflow: &Workflow) -> Vec<StageEdit> {
    let edit = |status: &clario_store::StatusStage| StageEdit {
        connection: status.connection_id.to_string(),
        item_type: Some(status.item_type_id.clone()).filter(|id| !id.is_empty()),
        status: status.status_id.clone(),
        stage: meaning(status.stage),
    };
    workflow.stages.iter().map(edit).collect()
}

/// A stored stage as the numbers know it.
pub(crate) fn meaning(stage: Stage) -> workflow::Stage {
    match stage {
        Stage::Queue => workflow::Stage::Queue,
        Stage::Active => workflow::Stage::Active,
        Stage::Waiting => workflow::Stage::Waiting,
        Stage::Done => workflow::Stage::Done,
        Stage::Removed => workflow::Stage::Removed,
    }
}

/// Checks what is to become a workflow.
pub(crate) fn check_workflow(draft: WorkflowDraft) -> Result<Workflow, Error> {
    if draft.stages.len() > MOST_STATUSES {
        return Err(Flaw::TooManyStatuses.into());
    }
    let mut seen = HashSet::new();
    for status in &draft.stages {
        entry::provider_id(&status.status_id)?;
        if !status.item_type_id.is_empty() {
            entry::provider_id(&status.item_type_id)?;
        }
        if !seen.insert((&status.connection_id, &status.item_type_id, &status.status_id)) {
            return Err(Flaw::StatusTwice.into());
        }
    }
    Ok(Workflow {
        id: draft.id.map_or_else(WorkflowId::random, Ok)?,
        label: entry::label(&draft.label)?,
        restart_on_queue: draft.restart_on_queue,
        include_subtasks: draft.include_subtasks,
        stages: draft.stages,
    })
}
