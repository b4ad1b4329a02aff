//! Workflows as a person set them up: what they changed about the ones the boards suggest.

use sqlx::{FromRow, SqliteConnection};

use crate::audit_log::{self, Act};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{ConnectionId, WorkflowId};
use crate::workspaces::Scope;

/// What being in a status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum Stage {
    /// Not started.
    Queue,
    /// Somebody works on it.
    Active,
    /// Started, but nobody works on it.
    Waiting,
    /// Delivered.
    Done,
    /// Cancelled.
    Removed,
}

/// A workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflow {
    /// Its id.
    pub id: WorkflowId,
    /// What a person called it.
    pub label: Option<String>,
    /// Whether going back to the queue restarts the clock.
    pub restart_on_queue: bool,
    /// Whether sub-tasks count.
    pub include_subtasks: bool,
    /// Statuses that mean another stage than their board or provider suggests.
    pub stages: Vec<StatusStage>,
}

/// What a status means, for all item types or for one.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StatusStage {
    /// Through which connection.
    pub connection_id: ConnectionId,
    /// The provider's id of the item type; empty for all types not named elsewhere.
    pub item_type_id: String,
    /// The provider's id of the status.
    pub status_id: String,
    /// What it means.
    pub stage: Stage,
}

impl Store {
    /// The workflows that people set up.
    pub async fn workflows(&self, scope: &Scope) -> Result<Vec<Workflow>, Error> {
        // One transaction, so that workflows and stages are of the same moment.
        let mut reading = self.pool().begin().await?;
        let rows: Vec<(WorkflowId, Option<String>, bool, bool)> = sqlx::query_as(
            "SELECT id, label, restart_on_queue, include_subtasks FROM workflow WHERE workspace_id = ? ORDER BY rowid",
        )
        .bind(scope.workspace())
        .fetch_all(&mut *reading)
        .await?;
        let mut workflows = Vec::with_capacity(rows.len());
        for (id, label, restart_on_queue, include_subtasks) in rows {
            let stages = sqlx::query_as(
                "SELECT connection_id, item_type_id, status_id, stage FROM status_stage
                 WHERE workspace_id = ? AND workflow_id = ? ORDER BY connection_id, item_type_id, status_id",
            )
            .bind(scope.workspace())
            .bind(&id)
            .fetch_all(&mut *reading)
            .await?;
            workflows.push(Workflow { id, label, restart_on_queue, include_subtasks, stages });
        }
        Ok(workflows)
    }

    /// Adds a workflow, or replaces the one with its id. [`Error::Missing`], and no change, when a
    /// connection is not of this workspace, or the id belongs to another one. Says `false`, and
    /// adds none, when there are `at_most` others already.
    pub async fn set_workflow(
        &self,
        scope: &Scope,
        workflow: &Workflow,
        at_most: u32,
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let others: u32 =
            sqlx::query_scalar("SELECT count(*) FROM workflow WHERE workspace_id = ? AND id <> ?")
                .bind(scope.workspace())
                .bind(&workflow.id)
                .fetch_one(&mut *change)
                .await?;
        if others >= at_most {
            return Ok(false);
        }
        keep(&mut change, scope, workflow).await?;
        let act = Act::WorkflowChanged { statuses: workflow.stages.len() };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Removes a workflow; the teams that used it go back to the one their sources suggest.
    pub async fn remove_workflow(&self, scope: &Scope, id: &WorkflowId, now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        sqlx::query("UPDATE team SET workflow_id = NULL WHERE workspace_id = ? AND workflow_id = ?")
            .bind(scope.workspace())
            .bind(id)
            .execute(&mut *change)
            .await?;
        let removed = sqlx::query("DELETE FROM workflow WHERE workspace_id = ? AND id = ?")
            .bind(scope.workspace())
            .bind(id)
            .execute(&mut *change)
            .await?;
        if removed.rows_affected() == 0 {
            return Err(Error::Missing);
        }
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &Act::WorkflowRemoved, now).await?;
        change.commit().await?;
        Ok(())
    }
}

/// Writes a workflow with the stages of its statuses, whether it was there or not. [`Error::Missing`] when it or a
/// connection is of another workspace.
pub(crate) async fn keep(
    change: &mut SqliteConnection,
    scope: &Scope,
    workflow: &Workflow,
) -> Result<(), Error> {
    let kept = sqlx::query(
        "INSERT INTO workflow (id, workspace_id, label, restart_on_queue, include_subtasks) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET label = excluded.label, restart_on_queue = excluded.restart_on_queue,
             include_subtasks = excluded.include_subtasks
         WHERE workflow.workspace_id = excluded.workspace_id",
    )
    .bind(&workflow.id)
    .bind(scope.workspace())
    .bind(&workflow.label)
    .bind(workflow.restart_on_queue)
    .bind(workflow.include_subtasks)
    .execute(&mut *change)
    .await?;
    if kept.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    sqlx::query("DELETE FROM status_stage WHERE workspace_id = ? AND workflow_id = ?")
        .bind(scope.workspace())
        .bind(&workflow.id)
        .execute(&mut *change)
        .await?;
    for status in &workflow.stages {
        let added = sqlx::query(
            "INSERT INTO status_stage (workspace_id, workflow_id, connection_id, item_type_id, status_id, stage)
             SELECT workspace_id, ?3, id, ?4, ?5, ?6
             FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
        )
        .bind(scope.workspace())
        .bind(&status.connection_id)
        .bind(&workflow.id)
        .bind(&status.item_type_id)
        .bind(&status.status_id)
        .bind(status.stage)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Err(Error::Missing);
        }
    }
    Ok(())
}
