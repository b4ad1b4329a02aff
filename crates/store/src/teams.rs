//! Teams: named sets of sources, in the order in which an item looks for its team.

use sqlx::{FromRow, SqliteConnection};

use crate::audit_log::{self, Act};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{ConnectionId, TeamId, WorkflowId};
use crate::workspaces::Scope;

/// What a team draws its items from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum SourceKind {
    /// All items of a project.
    Project,
    /// The items on a board.
    Board,
}

/// One source of a team.
#[derive(Debug, Clone, PartialEq, Eq, Hash, FromRow)]
pub struct TeamSource {
    /// Through which connection.
    pub connection_id: ConnectionId,
    /// What it is.
    pub kind: SourceKind,
    /// The provider's id of it.
    pub provider_id: String,
}

/// A team as a person set it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// What a person called it; without one it is called after its first source, looked up live.
    pub label: Option<String>,
    /// Which workflow it uses; without one, the one its sources suggest.
    pub workflow_id: Option<WorkflowId>,
    /// Where its items come from.
    pub sources: Vec<TeamSource>,
}

impl Store {
    /// The teams in order. None means that nobody set any up.
    pub async fn teams(&self, scope: &Scope) -> Result<Vec<Team>, Error> {
        // One transaction, so that teams and sources are of the same moment.
        let mut reading = self.pool().begin().await?;
        standing(&mut reading, scope).await
    }

    /// Replaces all teams; the order given is their order. [`Error::Missing`], and no change, when a
    /// connection or workflow is not of this workspace, or a team's id belongs to another one.
    pub async fn set_teams(&self, scope: &Scope, teams: &[Team], now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        if standing(&mut change, scope).await? == teams {
            return Ok(());
        }
        sqlx::query("DELETE FROM team WHERE workspace_id = ?")
            .bind(scope.workspace())
            .execute(&mut *change)
            .await?;
        add(&mut change, scope, teams).await?;
        let act = Act::TeamsChanged { teams: teams.len() };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        Ok(())
    }
}

/// Adds teams with their sources, in this order. [`Error::Missing`] when a workflow or a connection is not of the
/// workspace.
pub(crate) async fn add(change: &mut SqliteConnection, scope: &Scope, teams: &[Team]) -> Result<(), Error> {
    for (position, team) in (0_i64..).zip(teams) {
        let added = sqlx::query(
            "INSERT INTO team (id, workspace_id, position, label, workflow_id)
             SELECT ?1, ?2, ?3, ?4, ?5
             WHERE (?5 IS NULL OR EXISTS (SELECT 1 FROM workflow WHERE workspace_id = ?2 AND id = ?5))
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(&team.id)
        .bind(scope.workspace())
        .bind(position)
        .bind(&team.label)
        .bind(&team.workflow_id)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Err(Error::Missing);
        }
        for (position, source) in (0_i64..).zip(&team.sources) {
            let added = sqlx::query(
                "INSERT INTO team_source (workspace_id, team_id, connection_id, kind, provider_id, position)
                 SELECT workspace_id, ?3, id, ?4, ?5, ?6
                 FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
            )
            .bind(scope.workspace())
            .bind(&source.connection_id)
            .bind(&team.id)
            .bind(source.kind)
            .bind(&source.provider_id)
            .bind(position)
            .execute(&mut *change)
            .await?;
            if added.rows_affected() == 0 {
                return Err(Error::Missing);
            }
        }
    }
    Ok(())
}

async fn standing(reading: &mut SqliteConnection, scope: &Scope) -> Result<Vec<Team>, Error> {
    let rows: Vec<(TeamId, Option<String>, Option<WorkflowId>)> = sqlx::query_as(
        "SELECT id, label, workflow_id FROM team WHERE workspace_id = ? ORDER BY position, id",
    )
    .bind(scope.workspace())
    .fetch_all(&mut *reading)
    .await?;
    let mut teams = Vec::with_capacity(rows.len());
    for (id, label, workflow_id) in rows {
        let sources = sqlx::query_as(
            "SELECT connection_id, kind, provider_id FROM team_source
             WHERE workspace_id = ? AND team_id = ? ORDER BY position",
        )
        .bind(scope.workspace())
        .bind(&id)
        .fetch_all(&mut *reading)
        .await?;
        teams.push(Team { id, label, workflow_id, sources });
    }
    Ok(teams)
}
