//! The queue of letters: they are put in within the change they tell of.

mod delivery;
mod review;

pub use delivery::DueLetter;
pub use review::StoredLetter;

use clario_vault::Sealed;
use sqlx::SqliteConnection;

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, NotificationId, WorkspaceId};

const DAY: i64 = 24 * 60 * 60;
/// Seconds after which a letter without a last state is given up, and one with a last state is forgotten.
const KEPT: i64 = 30 * DAY;

/// A letter to be queued.
#[derive(Debug, Clone, Copy)]
pub struct NewNotification<'a> {
    /// Its id.
    pub id: &'a NotificationId,
    /// Which of the closed set of templates.
    pub template: &'a str,
    /// The account it is about; it goes when the account goes.
    pub account: Option<&'a AccountId>,
    /// The workspace it is about; it goes when the workspace goes.
    pub workspace: Option<&'a WorkspaceId>,
    /// Address and letter.
    pub sealed: &'a Sealed,
    /// Made of ids only. The same key twice is the same letter.
    pub idempotency_key: &'a str,
    /// After this the links in it no longer work.
    pub useless_after: Option<i64>,
}

/// Where a letter is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum LetterState {
    /// Not tried yet.
    Waiting,
    /// Being handed to the mail server.
    Sending,
    /// Tried, and to be tried again.
    Failed,
    /// The mail server took it.
    Sent,
    /// Given up.
    Dead,
    /// An operator threw it away.
    Discarded,
}

/// Why an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum LetterTrouble {
    /// The mail server cannot be reached.
    Unreachable,
    /// It did not answer in time, or broke off.
    NoAnswer,
    /// There is no safe connection to it.
    Tls,
    /// It does not accept our user name and password.
    Credentials,
    /// It said: later.
    Later,
    /// It refused this letter for good.
    Refused,
    /// This is not an address mail can be sent to.
    Address,
    /// The program stopped while it was being sent.
    Interrupted,
    /// Its links stopped working before it could be sent.
    TooLate,
    /// What was stored does not open.
    Unreadable,
}

/// The queue: every question about letters on their way.
#[derive(Debug, Clone, Copy)]
pub struct Letters<'a>(&'a Store);

/// Puts a letter into the queue, within the change it tells of. A key that is there already changes nothing.
pub(crate) async fn enqueue(
    change: &mut SqliteConnection,
    letter: &NewNotification<'_>,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO notification
             (id, account_id, workspace_id, template, idempotency_key, sealed, state, next_at, useless_after, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, ?8, ?7) ON CONFLICT (idempotency_key) DO NOTHING",
    )
    .bind(letter.id)
    .bind(letter.account)
    .bind(letter.workspace)
    .bind(letter.template)
    .bind(letter.idempotency_key)
    .bind(letter.sealed.as_bytes())
    .bind(now)
    .bind(letter.useless_after)
    .execute(change)
    .await?;
    Ok(())
}

impl Store {
    /// The queue of letters.
    pub fn letters(&self) -> Letters<'_> {
        Letters(self)
    }
}

impl Letters<'_> {
    /// Queues a letter that tells of no change.
    pub async fn add(&self, letter: &NewNotification<'_>, now: i64) -> Result<(), Error> {
        let mut change = self.0.change().await?;
        enqueue(&mut change, letter, now).await?;
        Ok(change.commit().await?)
    }

    /// Gives up what comes too late, and forgets what ended a month ago. Says how many rows it removed.
    pub async fn tidy_up(&self, now: i64) -> Result<u64, Error> {
        let mut change = self.0.change().await?;
        sqlx::query(
            "UPDATE notification SET state = 'dead', trouble = 'too_late', sealed = NULL, ended = coalesce(ended, ?1)
             WHERE sealed IS NOT NULL AND state IN ('waiting', 'failed', 'dead')
             AND (useless_after <= ?1 OR created <= ?2)",
        )
        .bind(now)
        .bind(now - KEPT)
        .execute(&mut *change)
        .await?;
        let removed = sqlx::query("DELETE FROM notification WHERE ended <= ?")
            .bind(now - KEPT)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(removed.rows_affected())
    }
}
