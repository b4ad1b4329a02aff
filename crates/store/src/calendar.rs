//! Time zone, working days and holidays of a workspace.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::workspaces::Scope;

/// How a workspace counts days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// IANA name of its time zone.
    pub zone: String,
    /// One bit for each working day of the week, Monday is 1, Sunday is 64.
    pub working_days: u8,
    /// Days off, in order, each once.
    pub holidays: Vec<Holiday>,
    /// Hours after which a data set nobody read is dropped from memory.
    pub keep_unread_hours: u32,
}

/// A day off.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, FromRow)]
pub struct Holiday {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// What a person called it.
    pub label: Option<String>,
}

impl Store {
    /// The calendar of the workspace.
    pub async fn calendar(&self, scope: &Scope) -> Result<Calendar, Error> {
        let (zone, working_days, keep_unread_hours): (String, u8, u32) =
            sqlx::query_as("SELECT zone, working_days, keep_unread_hours FROM workspace WHERE id = ?")
                .bind(scope.workspace())
                .fetch_one(self.pool())
                .await?;
        let holidays = sqlx::query_as("SELECT day, label FROM holiday WHERE workspace_id = ? ORDER BY day")
            .bind(scope.workspace())
            .fetch_all(self.pool())
            .await?;
        Ok(Calendar { zone, working_days, holidays, keep_unread_hours })
    }

    /// Replaces the calendar of the workspace.
    pub async fn set_calendar(&self, scope: &Scope, calendar: &Calendar) -> Result<(), Error> {
        let mut change = self.change().await?;
        sqlx::query("UPDATE workspace SET zone = ?, working_days = ?, keep_unread_hours = ? WHERE id = ?")
            .bind(&calendar.zone)
            .bind(calendar.working_days)
            .bind(calendar.keep_unread_hours)
            .bind(scope.workspace())
            .execute(&mut *change)
            .await?;
        sqlx::query("DELETE FROM holiday WHERE workspace_id = ?")
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
        change.commit().await?;
        Ok(())
    }
}
