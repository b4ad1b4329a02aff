//! What the hourly removal did, for operators to see that it works.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;

/// One run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct RetentionRun {
    /// When it ended, in seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// Milliseconds it took.
    pub millis: i64,
    /// Rows that had had their time.
    pub swept: i64,
    /// Seconds for which the row that should have gone first stayed too long, when it was over.
    pub overdue: i64,
}

impl Store {
    /// Writes a run down.
    pub async fn add_retention_run(&self, run: &RetentionRun) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO retention_run (time, millis, swept, overdue) VALUES (?, ?, ?, ?)
             ON CONFLICT (time) DO UPDATE SET millis = excluded.millis, swept = swept + excluded.swept,
                 overdue = excluded.overdue",
        )
        .bind(run.time)
        .bind(run.millis)
        .bind(run.swept)
        .bind(run.overdue)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The latest runs.
    pub async fn retention_runs(&self, at_most: u32) -> Result<Vec<RetentionRun>, Error> {
        Ok(sqlx::query_as(
            "SELECT time, millis, swept, overdue FROM retention_run ORDER BY time DESC LIMIT ?",
        )
        .bind(at_most)
        .fetch_all(self.pool())
        .await?)
    }
}
