//! What the operator tells everybody, and how far the letters about it are.

use sqlx::{FromRow, SqliteConnection};

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, NoticeId};
use crate::notifications::{self, NewNotification};

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Something went wrong that people must know of.
    Incident,
    /// Something is new.
    Update,
    /// The policy, or who runs the installation, is about to change.
    Policy,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// What it is about.
    pub kind: NoticeKind,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub text: String,
    /// When it was published, in seconds since 1970-01-01T00:00:00Z.
    pub published: i64,
    /// When the change takes effect, of a change of the policy.
    pub effective: Option<i64>,
    /// Until when it is shown.
    pub shown_until: i64,
    /// The last account that was written to; empty before the first.
    pub told_up_to: String,
    /// When all had been written to.
    pub told: Option<i64>,
}

impl Store {
    /// Publishes a notice.
    pub async fn add_notice(&self, notice: &Notice) -> Result<(), Error> {
        add(&mut *self.pool().acquire().await?, notice).await
    }

    /// The notices, the latest first.
    pub async fn notices(&self, at_most: u32) -> Result<Vec<Notice>, Error> {
        Ok(sqlx::query_as("SELECT * FROM notice ORDER BY published DESC, id LIMIT ?")
            .bind(at_most)
            .fetch_all(self.pool())
            .await?)
    }

    /// Shows a notice no longer. Says `false` when it is not shown.
    pub async fn withdraw_notice(&self, notice: &NoticeId, now: i64) -> Result<bool, Error> {
        let changed = sqlx::query("UPDATE notice SET shown_until = ?1 WHERE id = ?2 AND shown_until > ?1")
            .bind(now)
            .bind(notice)
            .execute(self.pool())
            .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// The oldest notice that not everybody was written about yet.
    pub async fn untold_notice(&self) -> Result<Option<Notice>, Error> {
        Ok(sqlx::query_as("SELECT * FROM notice WHERE told IS NULL ORDER BY published, id LIMIT 1")
            .fetch_optional(self.pool())
            .await?)
    }

    /// The accounts after one, in the order of their ids, that letters go to.
    pub async fn accounts_after(&self, account: &str, at_most: u32) -> Result<Vec<AccountId>, Error> {
        Ok(sqlx::query_scalar(
            "SELECT id FROM account WHERE id > ? AND closed_at IS NULL AND verified_at IS NOT NULL
             ORDER BY id LIMIT ?",
        )
        .bind(account)
        .bind(at_most)
        .fetch_all(self.pool())
        .await?)
    }

    /// Queues letters about a notice and notes how far they go; without a last account everybody was written to.
    pub async fn tell_of_notice(
        &self,
        notice: &NoticeId,
        up_to: Option<&AccountId>,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        for letter in letters {
            notifications::enqueue(&mut change, letter, now).await?;
        }
        sqlx::query(
            "UPDATE notice SET told_up_to = coalesce(?1, told_up_to), told = CASE WHEN ?1 IS NULL THEN ?2 END
             WHERE id = ?3",
        )
        .bind(up_to)
        .bind(now)
        .bind(notice)
        .execute(&mut *change)
        .await?;
        Ok(change.commit().await?)
    }
}

/// Publishes a notice as a part of something larger.
pub(crate) async fn add(change: &mut SqliteConnection, notice: &Notice) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO notice (id, kind, title, text, published, effective, shown_until)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&notice.id)
    .bind(notice.kind)
    .bind(&notice.title)
    .bind(&notice.text)
    .bind(notice.published)
    .bind(notice.effective)
    .bind(notice.shown_until)
    .execute(change)
    .await?;
    Ok(())
}
