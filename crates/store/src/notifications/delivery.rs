//! The letters on their way: taken one at a time, and told what became of each.

use clario_vault::Sealed;
use sqlx::FromRow;

use super::{LetterTrouble, Letters};
use crate::error::Error;
use crate::ids::NotificationId;

/// A letter that is to be sent now.
#[derive(Debug)]
pub struct DueLetter {
    /// Its id.
    pub id: NotificationId,
    /// Which template.
    pub template: String,
    /// Address and letter.
    pub sealed: Sealed,
    /// How many times it was tried, this time included.
    pub attempts: u32,
    /// When it was written.
    pub created: i64,
    /// After this the links in it no longer work.
    pub useless_after: Option<i64>,
}

#[derive(FromRow)]
struct Row {
    template: String,
    sealed: Vec<u8>,
    attempts: u32,
    created: i64,
    useless_after: Option<i64>,
}

impl Letters<'_> {
    /// Takes the next letter that is due, and counts the attempt before it is made. Unless it is told otherwise, the
    /// letter counts as broken off after `patience` seconds.
    pub async fn take(&self, now: i64, patience: i64) -> Result<Option<DueLetter>, Error> {
        // Most of the time nothing is due, and a look takes no lock.
        let due: Option<NotificationId> = sqlx::query_scalar(
            "SELECT id FROM notification WHERE ended IS NULL AND next_at <= ? ORDER BY next_at, rowid LIMIT 1",
        )
        .bind(now)
        .fetch_optional(self.0.pool())
        .await?;
        let Some(id) = due else { return Ok(None) };
        let taken: Option<Row> = sqlx::query_as(
            "UPDATE notification SET state = 'sending', attempts = attempts + 1, next_at = ?1 + ?2
             WHERE id = ?3 AND ended IS NULL AND next_at <= ?1
             RETURNING template, sealed, attempts, created, useless_after",
        )
        .bind(now)
        .bind(patience)
        .bind(&id)
        .fetch_optional(self.0.pool())
        .await?;
        let Some(row) = taken else { return Ok(None) };
        Ok(Some(DueLetter {
            id,
            template: row.template,
            sealed: Sealed::from_bytes(row.sealed).map_err(|_| Error::Damaged("notification"))?,
            attempts: row.attempts,
            created: row.created,
            useless_after: row.useless_after,
        }))
    }

    /// The mail server took the letter: what was in it is wiped.
    pub async fn sent(&self, id: &NotificationId, now: i64) -> Result<(), Error> {
        sqlx::query(
            "UPDATE notification SET state = 'sent', sealed = NULL, trouble = NULL, ended = ?
             WHERE id = ? AND ended IS NULL",
        )
        .bind(now)
        .bind(id)
        .execute(self.0.pool())
        .await?;
        Ok(())
    }

    /// The attempt failed; the next one is due later.
    pub async fn failed(
        &self,
        id: &NotificationId,
        trouble: LetterTrouble,
        next_at: i64,
    ) -> Result<(), Error> {
        sqlx::query(
            "UPDATE notification SET state = 'failed', trouble = ?, next_at = ? WHERE id = ? AND ended IS NULL",
        )
        .bind(trouble)
        .bind(next_at)
        .bind(id)
        .execute(self.0.pool())
        .await?;
        Ok(())
    }

    /// The letter is given up. Its content stays for an operator who wants to try again.
    pub async fn dead(&self, id: &NotificationId, trouble: LetterTrouble, now: i64) -> Result<(), Error> {
        sqlx::query(
            "UPDATE notification SET state = 'dead', trouble = ?, ended = ? WHERE id = ? AND ended IS NULL",
        )
        .bind(trouble)
        .bind(now)
        .bind(id)
        .execute(self.0.pool())
        .await?;
        Ok(())
    }

    /// The links of the letter no longer work: it is given up, and what was in it is wiped.
    pub async fn too_late(&self, id: &NotificationId, now: i64) -> Result<(), Error> {
        sqlx::query(
            "UPDATE notification SET state = 'dead', sealed = NULL, trouble = 'too_late', ended = ?
             WHERE id = ? AND ended IS NULL",
        )
        .bind(now)
        .bind(id)
        .execute(self.0.pool())
        .await?;
        Ok(())
    }

    /// At the start nothing is being sent: whatever says so was broken off. Says how many letters that were.
    pub async fn release(&self, now: i64) -> Result<u64, Error> {
        let released = sqlx::query(
            "UPDATE notification SET state = 'failed', trouble = 'interrupted', next_at = ? WHERE state = 'sending'",
        )
        .bind(now)
        .execute(self.0.pool())
        .await?;
        Ok(released.rows_affected())
    }
}
