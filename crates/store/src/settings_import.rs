//! Replacing all settings of a workspace at once, or none of them.

use sqlx::SqliteConnection;

use crate::audit_log::{self, Act};
use crate::calendar::Calendar;
use crate::database::Store;
use crate::error::Error;
use crate::resolutions::Resolution;
use crate::teams::Team;
use crate::workflows::Workflow;
use crate::workspaces::Scope;

/// Everything that is set up in a workspace beside its connections.
#[derive(Debug, Clone)]
pub struct AllSettings<'a> {
    /// How days are counted.
    pub calendar: &'a Calendar,
    /// The teams in order.
    pub teams: &'a [Team],
    /// The workflows they use.
    pub workflows: &'a [Workflow],
    /// Resolutions that mean "not delivered"; `None` goes by the well-known names.
    pub removed_resolutions: Option<&'a [Resolution]>,
}

impl Store {
    /// Puts settings in the place of those there are. [`Error::Missing`], and no change, when a connection is not of this
    /// workspace.
    pub async fn replace_settings(
        &self,
        scope: &Scope,
        settings: &AllSettings<'_>,
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        for delete in [
            "DELETE FROM team WHERE workspace_id = ?",
            "DELETE FROM workflow WHERE workspace_id = ?",
            "DELETE FROM holiday WHERE workspace_id = ?",
            "DELETE FROM removed_resolution WHERE workspace_id = ?",
        ] {
            sqlx::query(delete).bind(scope.workspace()).execute(&mut *change).await?;
        }
        calendar(&mut change, scope, settings).await?;
        workflows(&mut change, scope, settings.workflows).await?;
        teams(&mut change, scope, settings.teams).await?;
        for resolution in settings.removed_resolutions.unwrap_or_default() {
            let added = sqlx::query(
                "INSERT INTO removed_resolution (workspace_id, connection_id, resolution_id)
                 SELECT workspace_id, id, ?3 FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
            )
            .bind(scope.workspace())
            .bind(&resolution.connection_id)
            .bind(&resolution.resolution_id)
            .execute(&mut *change)
            .await?;
            one(added.rows_affected())?;
        }
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &Act::SettingsImported, now).await?;
        Ok(change.commit().await?)
    }
}

async fn calendar(
    change: &mut SqliteConnection,
    scope: &Scope,
    settings: &AllSettings<'_>,
) -> Result<(), Error> {
    let calendar = settings.calendar;
    sqlx::query(
        "UPDATE workspace SET zone = ?, working_days = ?, keep_unread_hours = ?, own_resolutions = ? WHERE id = ?",
    )
    .bind(&calendar.zone)
    .bind(calendar.working_days)
    .bind(calendar.keep_unread_hours)
    .bind(settings.removed_resolutions.is_some())
    .bind(scope.workspace())
    .execute(&mut *change)
    .await?;
    for holiday in &calendar.holidays {
        sqlx::query("INSERT INTO holiday (workspace_id, day, label) VALUES (?, ?, ?)")
            .bind(scope.workspace())
            .bind(&holiday.day)
            .bind(&holiday.label)
            .execute(&mut *change)
            .await?;
    }
    Ok(())
}

async fn workflows(
    change: &mut SqliteConnection,
    scope: &Scope,
    workflows: &[Workflow],
) -> Result<(), Error> {
    for workflow in workflows {
        sqlx::query(
            "INSERT INTO workflow (id, workspace_id, label, restart_on_queue, include_subtasks) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&workflow.id)
        .bind(scope.workspace())
        .bind(&workflow.label)
        .bind(workflow.restart_on_queue)
        .bind(workflow.include_subtasks)
        .execute(&mut *change)
        .await?;
        for status in &workflow.stages {
            let added = sqlx::query(
                "INSERT INTO status_stage (workspace_id, workflow_id, connection_id, item_type_id, status_id, stage)
                 SELECT workspace_id, ?3, id, ?4, ?5, ?6 FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
            )
            .bind(scope.workspace())
            .bind(&status.connection_id)
            .bind(&workflow.id)
            .bind(&status.item_type_id)
            .bind(&status.status_id)
            .bind(status.stage)
            .execute(&mut *change)
            .await?;
            one(added.rows_affected())?;
        }
    }
    Ok(())
}

async fn teams(change: &mut SqliteConnection, scope: &Scope, teams: &[Team]) -> Result<(), Error> {
    for (position, team) in (0_i64..).zip(teams) {
        sqlx::query(
            "INSERT INTO team (id, workspace_id, position, label, workflow_id) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&team.id)
        .bind(scope.workspace())
        .bind(position)
        .bind(&team.label)
        .bind(&team.workflow_id)
        .execute(&mut *change)
        .await?;
        for (position, source) in (0_i64..).zip(&team.sources) {
            let added = sqlx::query(
                "INSERT INTO team_source (workspace_id, team_id, connection_id, kind, provider_id, position)
                 SELECT workspace_id, ?3, id, ?4, ?5, ?6 FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
            )
            .bind(scope.workspace())
            .bind(&source.connection_id)
            .bind(&team.id)
            .bind(source.kind)
            .bind(&source.provider_id)
            .bind(position)
            .execute(&mut *change)
            .await?;
            one(added.rows_affected())?;
        }
    }
    Ok(())
}

fn one(added: u64) -> Result<(), Error> {
    if added == 1 { Ok(()) } else { Err(Error::Missing) }
}
