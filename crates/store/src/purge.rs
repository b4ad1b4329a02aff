//! Destroying what was closed: in small steps that any interruption may fall between, until not even a free page
//! remembers it.

use std::time::Duration;

use clario_vault::Sealed;
use sqlx::{FromRow, SqliteConnection};

use crate::audit_log;
use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;
use crate::retention::RULES;

/// Rows a single step deletes, so that writers wait for milliseconds only.
const STEP: i64 = 2_000;
/// Free pages given back in one step.
const PAGES: &str = "PRAGMA incremental_vacuum(1000)";
/// How often the write-ahead log is asked to empty itself while somebody still reads from it.
const ATTEMPTS: u32 = 20;

/// What a purge destroys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum Subject {
    /// An account.
    Account,
    /// A workspace.
    Workspace,
}

/// A purge that is due or was begun.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Purge {
    /// What it destroys.
    pub kind: Subject,
    /// The id of that.
    pub subject: String,
    /// Since when it is due.
    pub due: i64,
}

impl Store {
    /// The purges that are due: those that were begun, then workspaces, then accounts.
    pub async fn purges(&self, now: i64) -> Result<Vec<Purge>, Error> {
        Ok(sqlx::query_as(
            "SELECT kind, subject, due FROM (
                 SELECT 0 AS turn, kind, subject, due FROM purge_ticket
                 UNION ALL SELECT 1, 'workspace', id, purge_after FROM workspace WHERE purge_after <= ?1
                     AND id NOT IN (SELECT subject FROM purge_ticket WHERE kind = 'workspace')
                 UNION ALL SELECT 2, 'account', id, purge_after FROM account WHERE purge_after <= ?1
                     AND id NOT IN (SELECT subject FROM purge_ticket WHERE kind = 'account'))
             ORDER BY turn, due",
        )
        .bind(now)
        .fetch_all(self.pool())
        .await?)
    }

    /// Destroys one account or workspace with everything that is its own. May be interrupted anywhere: nothing of it is
    /// visible any more, and the next call goes on. `mark` stands for it in the ledger. Says how many rows it deleted
    /// one by one; [`Store::erase`] makes an end of what the file still remembers.
    pub async fn purge(&self, purge: &Purge, mark: &[u8; 32], now: i64) -> Result<u64, Error> {
        if !self.open_ticket(purge, now).await? {
            return Ok(0);
        }
        let mut deleted = 0;
        for rule in RULES {
            let step = match purge.kind {
                Subject::Account => rule.of_account,
                Subject::Workspace => rule.of_workspace,
            };
            let Some(step) = step else { continue };
            loop {
                let mut change = self.change().await?;
                let gone = sqlx::query(step)
                    .bind(&purge.subject)
                    .bind(STEP)
                    .execute(&mut *change)
                    .await?
                    .rows_affected();
                change.commit().await?;
                deleted += gone;
                if gone < STEP.unsigned_abs() {
                    break;
                }
            }
        }
        let mut change = self.change().await?;
        if purge.kind == Subject::Account {
            deleted += erase_mentions(&mut change, &purge.subject).await?;
        }
        let root = match purge.kind {
            Subject::Account => "DELETE FROM account WHERE id = ?",
            Subject::Workspace => "DELETE FROM workspace WHERE id = ?",
        };
        deleted += sqlx::query(root).bind(&purge.subject).execute(&mut *change).await?.rows_affected();
        sqlx::query(
            "INSERT INTO deletion_ledger (mark, kind, due, done, deleted) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (mark) DO UPDATE SET done = excluded.done, erased = NULL",
        )
        .bind(&mark[..])
        .bind(purge.kind)
        .bind(purge.due)
        .bind(now)
        .bind(i64::try_from(deleted).unwrap_or(i64::MAX))
        .execute(&mut *change)
        .await?;
        sqlx::query("DELETE FROM purge_ticket WHERE kind = ? AND subject = ?")
            .bind(purge.kind)
            .bind(&purge.subject)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(deleted)
    }

    /// From here on there is no way back. Says `false` when there is nothing to purge: it was opened again meanwhile.
    async fn open_ticket(&self, purge: &Purge, now: i64) -> Result<bool, Error> {
        let make = match purge.kind {
            Subject::Account => {
                "INSERT INTO purge_ticket (kind, subject, due, opened)
                 SELECT 'account', id, purge_after, ?2 FROM account WHERE id = ?1 AND purge_after <= ?2
                 ON CONFLICT (kind, subject) DO NOTHING"
            }
            Subject::Workspace => {
                "INSERT INTO purge_ticket (kind, subject, due, opened)
                 SELECT 'workspace', id, purge_after, ?2 FROM workspace WHERE id = ?1 AND purge_after <= ?2
                 ON CONFLICT (kind, subject) DO NOTHING"
            }
        };
        let mut change = self.change().await?;
        sqlx::query(make).bind(&purge.subject).bind(now).execute(&mut *change).await?;
        let open: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM purge_ticket WHERE kind = ? AND subject = ?)")
                .bind(purge.kind)
                .bind(&purge.subject)
                .fetch_one(&mut *change)
                .await?;
        change.commit().await?;
        Ok(open)
    }

    /// Empties the write-ahead log and gives free pages back, if something was destroyed since the last time. Says
    /// `false` when somebody read all the while, so that it has to be tried again.
    pub async fn erase(&self, now: i64) -> Result<bool, Error> {
        let waiting: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM deletion_ledger WHERE erased IS NULL)")
                .fetch_one(self.pool())
                .await?;
        if !waiting {
            return Ok(true);
        }
        if !self.empty_log().await? {
            return Ok(false);
        }
        loop {
            let before = self.free_pages().await?;
            if before == 0 {
                break;
            }
            sqlx::query(PAGES).execute(self.pool()).await?;
            if self.free_pages().await? >= before {
                break;
            }
        }
        if !self.empty_log().await? {
            return Ok(false);
        }
        sqlx::query("UPDATE deletion_ledger SET erased = ? WHERE erased IS NULL")
            .bind(now)
            .execute(self.pool())
            .await?;
        Ok(true)
    }

    /// The sealed key of the marks in the ledger: the one there is, else this one from now on.
    pub async fn settle_ledger_key(&self, fresh: &Sealed) -> Result<Sealed, Error> {
        sqlx::query("INSERT INTO ledger_key (id, sealed) VALUES (1, ?) ON CONFLICT (id) DO NOTHING")
            .bind(fresh.as_bytes())
            .execute(self.pool())
            .await?;
        let sealed: Vec<u8> =
            sqlx::query_scalar("SELECT sealed FROM ledger_key").fetch_one(self.pool()).await?;
        Sealed::from_bytes(sealed).map_err(|_| Error::Damaged("ledger_key"))
    }

    /// Whether something is in the ledger under this mark, so that it must not come back with a backup.
    pub async fn is_in_ledger(&self, mark: &[u8; 32]) -> Result<bool, Error> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM deletion_ledger WHERE mark = ?)")
            .bind(&mark[..])
            .fetch_one(self.pool())
            .await?)
    }

    /// Writes everything into the database and cuts the write-ahead log to nothing: what was overwritten in the one
    /// would still be readable in the other. Says `false` when a reader stood in the way to the end.
    pub(crate) async fn empty_log(&self) -> Result<bool, Error> {
        for attempt in 1..=ATTEMPTS {
            let (busy, _, _): (i64, i64, i64) =
                sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(self.pool()).await?;
            if busy == 0 {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 10)).await;
        }
        tracing::warn!("the write-ahead log could not be emptied yet");
        Ok(false)
    }

    async fn free_pages(&self) -> Result<i64, Error> {
        Ok(sqlx::query_scalar("PRAGMA freelist_count").fetch_one(self.pool()).await?)
    }
}

/// Takes a person out of what others keep: the audit logs of workspaces they belonged to.
async fn erase_mentions(change: &mut SqliteConnection, account: &str) -> Result<u64, Error> {
    let row: Option<(AccountId, String)> = sqlx::query_as("SELECT id, email FROM account WHERE id = ?")
        .bind(account)
        .fetch_optional(&mut *change)
        .await?;
    match row {
        Some((account, email)) => audit_log::erase_person(change, &account, &email).await,
        None => Ok(0),
    }
}
