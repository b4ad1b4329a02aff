//! What people ask the operator, and reports of abuse and copyright notices: a ledger with days by which to answer.

mod review;

pub use review::{RequestEntry, StoredRequest};

use clario_vault::Sealed;

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, RequestId};
use crate::notifications::{self, NewNotification};

const DAY: i64 = 24 * 60 * 60;
/// Seconds within which a request is answered.
pub const ANSWERED_WITHIN: i64 = 30 * DAY;
/// Seconds for which a request is kept that nobody closes, and each report of abuse or copyright notice.
const KEPT: i64 = 2 * 365 * DAY;
/// Seconds for which a closed request is kept.
const CLOSED_KEPT: i64 = 365 * DAY;

/// Which form a request came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum RequestForm {
    /// Anything one may ask.
    Contact,
    /// A report of abuse.
    Abuse,
    /// A copyright notice, or an answer to one.
    Dmca,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum Outcome {
    /// What was asked is answered or done.
    Settled,
    /// Something was done about what was reported.
    Acted,
    /// Nothing was to be done about what was reported.
    NoAction,
    /// It was sent by a program, or in jest.
    NotGenuine,
}

/// A request that has come.
#[derive(Debug)]
pub struct NewRequest<'a> {
    /// Its reference. The same reference twice is the same request.
    pub id: &'a RequestId,
    /// Which form it came by.
    pub form: RequestForm,
    /// What it is about, a word of the program's own list.
    pub category: &'a str,
    /// Who was signed in.
    pub account: Option<&'a AccountId>,
    /// Reply address and text.
    pub sealed: &'a Sealed,
}

/// What an operator adds to a request.
#[derive(Debug)]
pub enum NewEntry<'a> {
    /// An answer, with the letter that takes it there if it is known where to.
    Reply(Option<&'a NewNotification<'a>>),
    /// A note for operators.
    Note,
}

/// The ledger: every question about requests.
#[derive(Debug, Clone, Copy)]
pub struct Requests<'a>(&'a Store);

impl Store {
    /// The ledger of requests.
    pub fn requests(&self) -> Requests<'_> {
        Requests(self)
    }
}

impl Requests<'_> {
    /// Takes a request in and queues the letters that tell of it, unless `most` have come within a day. Says `false` then.
    /// One that is there already changes nothing.
    pub async fn add(
        &self,
        request: &NewRequest<'_>,
        letters: &[NewNotification<'_>],
        most: u32,
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.0.change().await?;
        let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM request WHERE id = ?)")
            .bind(request.id)
            .fetch_one(&mut *change)
            .await?;
        if known {
            return Ok(true);
        }
        let added = sqlx::query(
            "INSERT INTO request (id, form, category, account_id, sealed, created, due, keep_until)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE (SELECT count(*) FROM request WHERE created > ?9) < ?10",
        )
        .bind(request.id)
        .bind(request.form)
        .bind(request.category)
        .bind(request.account)
        .bind(request.sealed.as_bytes())
        .bind(now)
        .bind(now + ANSWERED_WITHIN)
        .bind(now + KEPT)
        .bind(now - DAY)
        .bind(most)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        for letter in letters {
            notifications::enqueue(&mut change, letter, now).await?;
        }
        change.commit().await?;
        Ok(true)
    }

    /// Adds an answer or a note. An answer counts as one from now on, and its letter is queued. Says `false` when there is
    /// no such request.
    pub async fn add_entry(
        &self,
        entry: &RequestId,
        request: &RequestId,
        kind: &NewEntry<'_>,
        sealed: &Sealed,
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.0.change().await?;
        let word = if matches!(kind, NewEntry::Reply(_)) { "reply" } else { "note" };
        let added = sqlx::query(
            "INSERT INTO request_entry (id, request_id, kind, sealed, time)
             SELECT ?1, id, ?3, ?4, ?5 FROM request WHERE id = ?2",
        )
        .bind(entry)
        .bind(request)
        .bind(word)
        .bind(sealed.as_bytes())
        .bind(now)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        if let NewEntry::Reply(letter) = kind {
            sqlx::query("UPDATE request SET answered = coalesce(answered, ?) WHERE id = ?")
                .bind(now)
                .bind(request)
                .execute(&mut *change)
                .await?;
            if let Some(letter) = letter {
                notifications::enqueue(&mut change, letter, now).await?;
            }
        }
        change.commit().await?;
        Ok(true)
    }

    /// Closes a request. Says `false` when no such request is open.
    pub async fn close(&self, request: &RequestId, outcome: Outcome, now: i64) -> Result<bool, Error> {
        let closed = sqlx::query(
            "UPDATE request SET closed = ?1, outcome = ?2, keep_until = CASE form WHEN 'contact' THEN ?1 + ?3 ELSE max(keep_until, ?1 + ?3) END
             WHERE id = ?4 AND closed IS NULL",
        )
        .bind(now)
        .bind(outcome)
        .bind(CLOSED_KEPT)
        .bind(request)
        .execute(self.0.pool())
        .await?;
        Ok(closed.rows_affected() == 1)
    }

    /// How many open requests should have been answered by now.
    pub async fn overdue(&self, now: i64) -> Result<u32, Error> {
        Ok(sqlx::query_scalar(
            "SELECT count(*) FROM request WHERE closed IS NULL AND answered IS NULL AND due <= ?",
        )
        .bind(now)
        .fetch_one(self.0.pool())
        .await?)
    }
}
