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

    /// Sets the time zone of the workspace.
    pub async fn set_zone(&self, scope: &Scope, zone: &str) -> Result<(), Error> {
        sqlx::query("UPDATE workspace SET zone = ? WHERE id = ?")
            .bind(zone)
            .bind(scope.workspace())
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Sets the working days of the week; see [`Calendar::working_days`].
    pub async fn set_working_days(&self, scope: &Scope, working_days: u8) -> Result<(), Error> {
        sqlx::query("UPDATE workspace SET working_days = ? WHERE id = ?")
            .bind(working_days)
            .bind(scope.workspace())
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Sets after how many hours a data set nobody read is dropped from memory.
    pub async fn set_keep_unread_hours(&self, scope: &Scope, hours: u32) -> Result<(), Error> {
        sqlx::query("UPDATE workspace SET keep_unread_hours = ? WHERE id = ?")
            .bind(hours)
            .bind(scope.workspace())
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Replaces the holidays; the days must differ.
    pub async fn set_holidays(&self, scope: &Scope, holidays: &[Holiday]) -> Result<(), Error> {
        let mut change = self.change().await?;
        sqlx::query("DELETE FROM holiday WHERE workspace_id = ?")
            .bind(scope.workspace())
            .execute(&mut *change)
            .await?;
        for holiday in holidays {
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
