//! Time zone, working days and holidays of a workspace.

use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{FromRow, Sqlite, SqliteConnection};

use crate::audit_log::{self, Act};
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
        let mut reading = self.pool().begin().await?;
        let (zone, working_days, keep_unread_hours): (String, u8, u32) =
            sqlx::query_as("SELECT zone, working_days, keep_unread_hours FROM workspace WHERE id = ?")
                .bind(scope.workspace())
                .fetch_one(&mut *reading)
                .await?;
        let holidays = standing_holidays(&mut reading, scope).await?;
        Ok(Calendar { zone, working_days, holidays, keep_unread_hours })
    }

    /// Sets the time zone of the workspace.
    pub async fn set_zone(&self, scope: &Scope, zone: &str, now: i64) -> Result<(), Error> {
        let update = sqlx::query("UPDATE workspace SET zone = ?1 WHERE id = ?2 AND zone <> ?1").bind(zone);
        self.set_day_rule(scope, update, &Act::ZoneChanged { zone }, now).await
    }

    /// Sets the working days of the week; see [`Calendar::working_days`].
    pub async fn set_working_days(&self, scope: &Scope, working_days: u8, now: i64) -> Result<(), Error> {
        let update =
            sqlx::query("UPDATE workspace SET working_days = ?1 WHERE id = ?2 AND working_days <> ?1");
        let act = Act::WorkingDaysChanged { working_days };
        self.set_day_rule(scope, update.bind(working_days), &act, now).await
    }

    /// Sets after how many hours a data set nobody read is dropped from memory.
    pub async fn set_keep_unread_hours(&self, scope: &Scope, hours: u32, now: i64) -> Result<(), Error> {
        let update = sqlx::query(
            "UPDATE workspace SET keep_unread_hours = ?1 WHERE id = ?2 AND keep_unread_hours <> ?1",
        );
        self.set_day_rule(scope, update.bind(hours), &Act::KeepUnreadChanged { hours }, now).await
    }

    /// Replaces the holidays; the days must differ.
    pub async fn set_holidays(&self, scope: &Scope, holidays: &[Holiday], now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        if standing_holidays(&mut change, scope).await? == holidays {
            return Ok(());
        }
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
        let act = Act::HolidaysChanged { holidays: holidays.len() };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        Ok(())
    }

    /// Runs an update whose second value is the workspace, and writes it down if it changed anything.
    async fn set_day_rule(
        &self,
        scope: &Scope,
        update: Query<'_, Sqlite, SqliteArguments>,
        act: &Act<'_>,
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        let changed = update.bind(scope.workspace()).execute(&mut *change).await?;
        if changed.rows_affected() == 1 {
            audit_log::append(&mut change, scope.workspace(), scope.actor(), act, now).await?;
        }
        change.commit().await?;
        Ok(())
    }
}

async fn standing_holidays(reading: &mut SqliteConnection, scope: &Scope) -> Result<Vec<Holiday>, Error> {
    Ok(sqlx::query_as("SELECT day, label FROM holiday WHERE workspace_id = ? ORDER BY day")
        .bind(scope.workspace())
        .fetch_all(reading)
        .await?)
}
