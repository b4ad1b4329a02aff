//! What makes a database that was put back from a backup forget again what was closed or destroyed since.

use clario_vault::Sealed;
use sqlx::FromRow;

use crate::closing;
use crate::database::Store;
use crate::error::Error;
use crate::ids::{ConnectionId, WorkspaceId};
use crate::purge::Subject;

/// What was destroyed, by its mark.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Destroyed {
    /// What stands for it in the ledger.
    pub mark: Vec<u8>,
    /// What it was.
    pub kind: Subject,
    /// When it was due.
    pub due: i64,
    /// When it was done.
    pub done: i64,
    /// How many rows were deleted one by one.
    pub deleted: i64,
}

/// A closed account or workspace.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StillClosed {
    /// What it is.
    pub kind: Subject,
    /// Its id.
    pub subject: String,
    /// When it was closed.
    pub closed_at: i64,
    /// When it is destroyed.
    pub purge_after: i64,
    /// The SHA-256 of the token that opens an account again.
    pub undo_hash: Option<Vec<u8>>,
    /// The account whose closing closed a workspace.
    pub closed_with: Option<String>,
}

/// A credential by what it is called.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LiveCredential {
    /// Its workspace.
    pub workspace_id: WorkspaceId,
    /// Its connection.
    pub id: ConnectionId,
    /// Which replacement it is.
    pub secret_revision: i64,
}

impl Store {
    /// All accounts and workspaces, closed ones included.
    pub async fn everybody(&self) -> Result<Vec<(Subject, String)>, Error> {
        Ok(sqlx::query_as(
            "SELECT 'workspace', id FROM workspace UNION ALL SELECT 'account', id FROM account",
        )
        .fetch_all(self.pool())
        .await?)
    }

    /// The sealed key of the marks in the ledger, if anything was ever marked.
    pub async fn ledger_key(&self) -> Result<Option<Sealed>, Error> {
        let sealed: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT sealed FROM ledger_key").fetch_optional(self.pool()).await?;
        sealed.map(|sealed| Sealed::from_bytes(sealed).map_err(|_| Error::Damaged("ledger_key"))).transpose()
    }

    /// What is in the ledger.
    pub async fn destroyed(&self) -> Result<Vec<Destroyed>, Error> {
        Ok(sqlx::query_as("SELECT mark, kind, due, done, deleted FROM deletion_ledger ORDER BY done, mark")
            .fetch_all(self.pool())
            .await?)
    }

    /// What is closed and not destroyed yet.
    pub async fn still_closed(&self) -> Result<Vec<StillClosed>, Error> {
        Ok(sqlx::query_as(
            "SELECT 'account' AS kind, id AS subject, closed_at, purge_after, undo_hash, NULL AS closed_with
             FROM account WHERE closed_at IS NOT NULL
             UNION ALL SELECT 'workspace', id, closed_at, purge_after, NULL, closed_with
             FROM workspace WHERE closed_at IS NOT NULL ORDER BY subject",
        )
        .fetch_all(self.pool())
        .await?)
    }

    /// The credentials that are not destroyed.
    pub async fn live_credentials(&self) -> Result<Vec<LiveCredential>, Error> {
        Ok(sqlx::query_as(
            "SELECT workspace_id, id, secret_revision FROM provider_connection WHERE credential_state <> 'destroyed'
             ORDER BY id",
        )
        .fetch_all(self.pool())
        .await?)
    }

    /// Takes over what another ledger knows.
    pub async fn add_to_ledger(&self, destroyed: &[Destroyed]) -> Result<(), Error> {
        let mut change = self.change().await?;
        for one in destroyed {
            sqlx::query(
                "INSERT INTO deletion_ledger (mark, kind, due, done, deleted) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (mark) DO NOTHING",
            )
            .bind(&one.mark)
            .bind(one.kind)
            .bind(one.due)
            .bind(one.done)
            .bind(one.deleted)
            .execute(&mut *change)
            .await?;
        }
        Ok(change.commit().await?)
    }

    /// Makes an account or a workspace due, whatever it is.
    pub async fn condemn(&self, kind: Subject, id: &str, now: i64) -> Result<(), Error> {
        let statement = match kind {
            Subject::Account => {
                "UPDATE account SET closed_at = coalesce(closed_at, ?1), purge_after = ?1 WHERE id = ?2"
            }
            Subject::Workspace => {
                "UPDATE workspace SET closed_at = coalesce(closed_at, ?1), purge_after = ?1 WHERE id = ?2"
            }
        };
        sqlx::query(statement).bind(now).bind(id).execute(self.pool()).await?;
        Ok(())
    }

    /// Closes again what was closed after the backup, with what it loses at once.
    pub async fn close_again(&self, closed: &StillClosed) -> Result<(), Error> {
        let mut change = self.change().await?;
        let statement = match closed.kind {
            Subject::Account => {
                "UPDATE account SET closed_at = ?1, purge_after = ?2, undo_hash = ?3 WHERE id = ?4"
            }
            Subject::Workspace => {
                "UPDATE workspace SET closed_at = ?1, purge_after = ?2,
                     closed_with = (SELECT id FROM account WHERE id = ?3) WHERE id = ?4"
            }
        };
        let update = sqlx::query(statement).bind(closed.closed_at).bind(closed.purge_after);
        let update = match closed.kind {
            Subject::Account => update.bind(closed.undo_hash.clone()),
            Subject::Workspace => update.bind(closed.closed_with.clone()),
        };
        update.bind(&closed.subject).execute(&mut *change).await?;
        match closed.kind {
            Subject::Account => closing::end_of_account(&mut change, &closed.subject).await?,
            Subject::Workspace => closing::lock_out(&mut change, &closed.subject).await?,
        }
        Ok(change.commit().await?)
    }

    /// Opens what was closed at the time of the backup and opened again since.
    pub async fn open_again(&self, kind: Subject, id: &str) -> Result<(), Error> {
        let statement = match kind {
            Subject::Account => {
                "UPDATE account SET closed_at = NULL, purge_after = NULL, undo_hash = NULL WHERE id = ?"
            }
            Subject::Workspace => {
                "UPDATE workspace SET closed_at = NULL, purge_after = NULL, closed_with = NULL WHERE id = ?"
            }
        };
        sqlx::query(statement).bind(id).execute(self.pool()).await?;
        Ok(())
    }

    /// Destroys a credential that was replaced or taken away since the backup.
    pub async fn destroy_credential(&self, credential: &LiveCredential) -> Result<(), Error> {
        sqlx::query(
            "UPDATE provider_connection SET secret_enc = x'', last_four = '', cloud_id = NULL,
                 credential_state = 'destroyed', rejected_since = NULL WHERE workspace_id = ? AND id = ?",
        )
        .bind(&credential.workspace_id)
        .bind(&credential.id)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Ends what was under way at the time of the backup and may be over since: sessions, links in letters, letters
    /// that were not sent yet, an operator's look into a workspace.
    pub async fn end_what_was_under_way(&self, now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        for statement in [
            "DELETE FROM session",
            "DELETE FROM mail_token",
            "DELETE FROM invitation",
            "DELETE FROM break_glass_grant",
        ] {
            sqlx::query(statement).execute(&mut *change).await?;
        }
        sqlx::query(
            "UPDATE notification SET state = 'discarded', sealed = NULL, ended = ? WHERE ended IS NULL",
        )
        .bind(now)
        .execute(&mut *change)
        .await?;
        Ok(change.commit().await?)
    }
}
