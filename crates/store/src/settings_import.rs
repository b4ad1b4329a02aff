//! Replacing all settings of a workspace at once, or none of them.

use sqlx::SqliteConnection;

use crate::audit_log::{self, Act};
use crate::calendar::Calendar;
use crate::database::Store;
use crate::error::Error;
use crate::resolutions::{self, Resolution};
use crate::teams::{self, Team};
use crate::workflows::{self, Workflow};
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
        for workflow in settings.workflows {
            workflows::keep(&mut change, scope, workflow).await?;
        }
        teams::add(&mut change, scope, settings.teams).await?;
        resolutions::add(&mut change, scope, settings.removed_resolutions.unwrap_or_default()).await?;
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
