//! What pages report of themselves, as counts by day: raw for a week, and after that only what is no small number.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;

const DAY: i64 = 24 * 60 * 60;
/// The smallest cell that is shown or kept.
const SMALLEST_CELL: i64 = 10;
/// Days for which raw counts are kept.
const RAW_DAYS: i64 = 7;

/// A count of one day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// Days since 1970-01-01, in UTC.
    pub day: i64,
    /// What was counted, a word of a closed list.
    pub kind: &'static str,
    /// The template of a route.
    pub route: String,
    /// The step of what was measured; 0 where nothing was.
    pub step: u8,
}

/// A count as operators see it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Sum {
    /// What was counted.
    pub kind: String,
    /// The template of a route.
    pub route: String,
    /// The step of what was measured.
    pub step: u8,
    /// How often: ten times or more.
    pub n: i64,
}

impl Store {
    /// Adds to the counts.
    pub async fn add_samples(&self, counts: &[(Cell, u32)]) -> Result<(), Error> {
        let mut change = self.change().await?;
        for (cell, n) in counts.iter().filter(|(_, n)| *n > 0) {
            sqlx::query(
                "INSERT INTO telemetry_sample (day, kind, route, step, n) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (day, kind, route, step) DO UPDATE SET n = n + excluded.n",
            )
            .bind(cell.day)
            .bind(cell.kind)
            .bind(&cell.route)
            .bind(cell.step)
            .bind(n)
            .execute(&mut *change)
            .await?;
        }
        Ok(change.commit().await?)
    }

    /// Replaces the counts of days that are older than a week by those of their cells that are not small. Says how many
    /// rows went.
    pub async fn condense_telemetry(&self, now: i64) -> Result<u64, Error> {
        let before = now.div_euclid(DAY) - RAW_DAYS;
        let mut change = self.change().await?;
        sqlx::query(
            "INSERT INTO telemetry_total (day, kind, route, step, n)
             SELECT day, kind, route, step, n FROM telemetry_sample WHERE day <= ? AND n >= ?
             ON CONFLICT (day, kind, route, step) DO NOTHING",
        )
        .bind(before)
        .bind(SMALLEST_CELL)
        .execute(&mut *change)
        .await?;
        let gone = sqlx::query("DELETE FROM telemetry_sample WHERE day <= ?")
            .bind(before)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(gone.rows_affected())
    }

    /// The counts of the last week together, without small numbers.
    pub async fn telemetry_week(&self, now: i64) -> Result<Vec<Sum>, Error> {
        Ok(sqlx::query_as(
            "SELECT kind, route, step, sum(n) AS n FROM telemetry_sample WHERE day > ?
             GROUP BY kind, route, step HAVING sum(n) >= ? ORDER BY kind, route, step",
        )
        .bind(now.div_euclid(DAY) - RAW_DAYS)
        .bind(SMALLEST_CELL)
        .fetch_all(self.pool())
        .await?)
    }
}
