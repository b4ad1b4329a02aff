//! The letters as an operator sees them, and what an operator may do with them.

use clario_vault::Sealed;
use sqlx::FromRow;

use super::{LetterState, LetterTrouble, Letters};
use crate::error::Error;
use crate::ids::NotificationId;

/// A letter as an operator may see it.
#[derive(Debug)]
pub struct StoredLetter {
    /// Its id.
    pub id: NotificationId,
    /// Which template.
    pub template: String,
    /// Where it is on its way.
    pub state: LetterState,
    /// How many times it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: i64,
    /// Why the last attempt failed.
    pub trouble: Option<LetterTrouble>,
    /// When an operator read it.
    pub opened: Option<i64>,
    /// When it was written.
    pub created: i64,
    /// When it came to its last state.
    pub ended: Option<i64>,
    /// Address and letter, unless they were wiped.
    pub sealed: Option<Sealed>,
}

impl Letters<'_> {
    /// Lets a letter that was given up start again. Says `false` when there is no such letter.
    pub async fn retry(&self, id: &NotificationId, now: i64) -> Result<bool, Error> {
        let changed = sqlx::query(
            "UPDATE notification SET state = 'waiting', attempts = 0, trouble = NULL, ended = NULL, next_at = ?1
             WHERE id = ?2 AND state = 'dead' AND sealed IS NOT NULL AND coalesce(useless_after > ?1, 1)",
        )
        .bind(now)
        .bind(id)
        .execute(self.0.pool())
        .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// Throws a letter away that is not being sent. Says `false` when there is no such letter.
    pub async fn discard(&self, id: &NotificationId, now: i64) -> Result<bool, Error> {
        let changed = sqlx::query(
            "UPDATE notification SET state = 'discarded', sealed = NULL, ended = ?
             WHERE id = ? AND state IN ('waiting', 'failed', 'dead')",
        )
        .bind(now)
        .bind(id)
        .execute(self.0.pool())
        .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// Notes that an operator reads a letter, and returns it; `None` when there is no such letter on its way.
    pub async fn open(&self, id: &NotificationId, now: i64) -> Result<Option<StoredLetter>, Error> {
        let row: Option<Row> = sqlx::query_as(
            "UPDATE notification SET opened = ? WHERE id = ? AND sealed IS NOT NULL RETURNING *",
        )
        .bind(now)
        .bind(id)
        .fetch_optional(self.0.pool())
        .await?;
        row.map(Row::read).transpose()
    }

    /// The letters, those without a last state first, then the newest.
    pub async fn list(&self, at_most: u32) -> Result<Vec<StoredLetter>, Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT * FROM notification
             ORDER BY CASE WHEN state IN ('sent', 'discarded') THEN 1 ELSE 0 END, created DESC, rowid DESC LIMIT ?",
        )
        .bind(at_most)
        .fetch_all(self.0.pool())
        .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// How many letters are in each state.
    pub async fn count(&self) -> Result<Vec<(LetterState, u32)>, Error> {
        Ok(sqlx::query_as("SELECT state, count(*) FROM notification GROUP BY state ORDER BY state")
            .fetch_all(self.0.pool())
            .await?)
    }
}

#[derive(FromRow)]
struct Row {
    id: NotificationId,
    template: String,
    state: LetterState,
    attempts: u32,
    next_at: i64,
    trouble: Option<LetterTrouble>,
    opened: Option<i64>,
    created: i64,
    ended: Option<i64>,
    sealed: Option<Vec<u8>>,
}

impl Row {
    fn read(self) -> Result<StoredLetter, Error> {
        let sealed =
            self.sealed.map(Sealed::from_bytes).transpose().map_err(|_| Error::Damaged("notification"))?;
        Ok(StoredLetter {
            id: self.id,
            template: self.template,
            state: self.state,
            attempts: self.attempts,
            next_at: self.next_at,
            trouble: self.trouble,
            opened: self.opened,
            created: self.created,
            ended: self.ended,
            sealed,
        })
    }
}
