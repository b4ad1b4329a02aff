//! What an operator should look at: each kind once, with a count, until somebody acknowledges it.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::AlertId;
use crate::notifications::{self, NewNotification};

/// Seconds after which an acknowledged alert is forgotten.
const KEPT: i64 = 30 * 24 * 60 * 60;

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// What it is about, a word of the program's own list.
    pub kind: String,
    /// How often it was raised.
    pub count: u32,
    /// When it was raised first.
    pub first_seen: i64,
    /// When it was raised last.
    pub last_seen: i64,
}

impl Store {
    /// Counts on an open alert of this kind. Says `false` when there is none.
    pub async fn count_alert(&self, kind: &str, now: i64) -> Result<bool, Error> {
        let counted = sqlx::query(
            "UPDATE alert SET count = count + 1, last_seen = max(last_seen, ?)
             WHERE kind = ? AND acknowledged IS NULL",
        )
        .bind(now)
        .bind(kind)
        .execute(self.pool())
        .await?;
        Ok(counted.rows_affected() == 1)
    }

    /// Opens an alert and queues the letters about it; one that is open already is counted on, without letters.
    pub async fn open_alert(
        &self,
        id: &AlertId,
        kind: &str,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        let count: u32 = sqlx::query_scalar(
            "INSERT INTO alert (id, kind, count, first_seen, last_seen) VALUES (?1, ?2, 1, ?3, ?3)
             ON CONFLICT (kind) WHERE acknowledged IS NULL
             DO UPDATE SET count = count + 1, last_seen = max(last_seen, excluded.last_seen) RETURNING count",
        )
        .bind(id)
        .bind(kind)
        .bind(now)
        .fetch_one(&mut *change)
        .await?;
        if count == 1 {
            for letter in letters {
                notifications::enqueue(&mut change, letter, now).await?;
            }
        }
        Ok(change.commit().await?)
    }

    /// The alerts nobody acknowledged, the latest first.
    pub async fn open_alerts(&self) -> Result<Vec<Alert>, Error> {
        Ok(sqlx::query_as(
            "SELECT id, kind, count, first_seen, last_seen FROM alert WHERE acknowledged IS NULL
             ORDER BY last_seen DESC, id",
        )
        .fetch_all(self.pool())
        .await?)
    }

    /// Closes an alert. Says `false` when no such alert is open.
    pub async fn acknowledge_alert(&self, id: &AlertId, now: i64) -> Result<bool, Error> {
        let changed = sqlx::query("UPDATE alert SET acknowledged = ? WHERE id = ? AND acknowledged IS NULL")
            .bind(now)
            .bind(id)
            .execute(self.pool())
            .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// Forgets the alerts that were acknowledged a month ago; says how many.
    pub async fn forget_alerts(&self, now: i64) -> Result<u64, Error> {
        let removed = sqlx::query("DELETE FROM alert WHERE acknowledged <= ?")
            .bind(now - KEPT)
            .execute(self.pool())
            .await?;
        Ok(removed.rows_affected())
    }
}
