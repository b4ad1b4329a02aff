//! Workflows as a person set them up: columns, their stages, and which status belongs where.

use sqlx::{FromRow, SqliteConnection};

use crate::database::Store;
use crate::error::Error;
use crate::ids::{ConnectionId, WorkflowId, WorkspaceId};
use crate::workspaces::Scope;

/// What being in a column means.
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
    /// Its columns in order.
    pub columns: Vec<Column>,
}

/// A column of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What a person called it; without one it is called after its statuses, looked up live.
    pub label: Option<String>,
    /// What being in it means.
    pub stage: Stage,
    /// Which statuses belong to it.
    pub statuses: Vec<StatusMapping>,
}

/// A status of a provider, for all item types or for one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, FromRow)]
pub struct StatusMapping {
    /// Through which connection.
    pub connection_id: ConnectionId,
    /// The provider's id of the item type; empty for all types not named elsewhere.
    pub item_type_id: String,
    /// The provider's id of the status.
    pub status_id: String,
}

impl Store {
    /// The workflows that people set up.
    pub async fn workflows(&self, scope: &Scope) -> Result<Vec<Workflow>, Error> {
        let mut reading = self.pool().begin().await?;
        let rows: Vec<(WorkflowId, Option<String>, bool, bool)> = sqlx::query_as(
            "SELECT id, label, restart_on_queue, include_subtasks FROM workflow WHERE workspace_id = ? ORDER BY rowid",
        )
        .bind(scope.workspace())
        .fetch_all(&mut *reading)
        .await?;
        let mut workflows = Vec::with_capacity(rows.len());
        for (id, label, restart_on_queue, include_subtasks) in rows {
            let columns = columns(&mut reading, scope.workspace(), &id).await?;
            workflows.push(Workflow { id, label, restart_on_queue, include_subtasks, columns });
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
        sqlx::query("DELETE FROM workflow_column WHERE workspace_id = ? AND workflow_id = ?")
            .bind(scope.workspace())
            .bind(&workflow.id)
            .execute(&mut *change)
            .await?;
        for (position, column) in (0_i64..).zip(&workflow.columns) {
            insert_column(&mut change, scope.workspace(), &workflow.id, position, column).await?;
        }
        change.commit().await?;
        Ok(true)
    }

    /// Removes a workflow; the teams that used it go back to the one their sources suggest.
    pub async fn remove_workflow(&self, scope: &Scope, id: &WorkflowId) -> Result<(), Error> {
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
        change.commit().await?;
        Ok(())
    }
}

async fn columns(
    reading: &mut SqliteConnection,
    workspace: &WorkspaceId,
    workflow: &WorkflowId,
) -> Result<Vec<Column>, Error> {
    let rows: Vec<(i64, Option<String>, Stage)> = sqlx::query_as(
        "SELECT position, label, stage FROM workflow_column
         WHERE workspace_id = ? AND workflow_id = ? ORDER BY position",
    )
    .bind(workspace)
    .bind(workflow)
    .fetch_all(&mut *reading)
    .await?;
    let mut columns = Vec::with_capacity(rows.len());
    for (position, label, stage) in rows {
        let statuses = sqlx::query_as(
            "SELECT connection_id, item_type_id, status_id FROM status_mapping
             WHERE workspace_id = ? AND workflow_id = ? AND position = ?
             ORDER BY connection_id, item_type_id, status_id",
        )
        .bind(workspace)
        .bind(workflow)
        .bind(position)
        .fetch_all(&mut *reading)
        .await?;
        columns.push(Column { label, stage, statuses });
    }
    Ok(columns)
}

async fn insert_column(
    change: &mut SqliteConnection,
    workspace: &WorkspaceId,
    workflow: &WorkflowId,
    position: i64,
    column: &Column,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO workflow_column (workspace_id, workflow_id, position, label, stage) VALUES (?, ?, ?, ?, ?)")
        .bind(workspace)
        .bind(workflow)
        .bind(position)
        .bind(&column.label)
        .bind(column.stage)
        .execute(&mut *change)
        .await?;
    for status in &column.statuses {
        let added = sqlx::query(
            "INSERT INTO status_mapping (workspace_id, workflow_id, connection_id, item_type_id, status_id, position)
             SELECT workspace_id, ?3, id, ?4, ?5, ?6 FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
        )
        .bind(workspace)
        .bind(&status.connection_id)
        .bind(workflow)
        .bind(&status.item_type_id)
        .bind(&status.status_id)
        .bind(position)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Err(Error::Missing);
        }
    }
    Ok(())
}
