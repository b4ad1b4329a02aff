//! Closing an account or a workspace: invisible and without its credentials at once, destroyed later.

use sqlx::SqliteConnection;

use crate::audit_log::{self, Act, Actor};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};
use crate::notifications::{self, NewNotification};
use crate::workspaces::{Scope, Workspace};

/// What became of closing an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountClosing {
    /// It is closed, and with it these workspaces, which nobody else could use.
    Done(Vec<WorkspaceId>),
    /// It is the last owner of these workspaces, which have other members.
    LastOwner(Vec<Workspace>),
    /// There is no such account, or it is closed already.
    Gone,
}

impl Store {
    /// The workspaces that an account is the last owner of although they have other members: it has to hand them over
    /// or close them before it is closed itself.
    pub async fn held_workspaces(&self, account: &AccountId) -> Result<Vec<Workspace>, Error> {
        held(&mut *self.pool().acquire().await?, account).await
    }

    /// Whether anybody else belongs to a workspace.
    pub async fn has_other_members(
        &self,
        workspace: &WorkspaceId,
        account: &AccountId,
    ) -> Result<bool, Error> {
        Ok(sqlx::query_scalar(
            "SELECT EXISTS (
                 SELECT 1 FROM membership JOIN account ON account.id = membership.account_id
                 WHERE membership.workspace_id = ? AND account.id <> ? AND account.closed_at IS NULL)",
        )
        .bind(workspace)
        .bind(account)
        .fetch_one(self.pool())
        .await?)
    }

    /// Closes an account in one step with the workspaces that only it can use: sessions end, and the credentials of
    /// those workspaces are destroyed. `undo_hash` is the SHA-256 of the token that opens it again.
    pub async fn close_account(
        &self,
        account: &AccountId,
        undo_hash: &[u8; 32],
        purge_after: i64,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<AccountClosing, Error> {
        let mut change = self.change().await?;
        let held = held(&mut change, account).await?;
        if !held.is_empty() {
            return Ok(AccountClosing::LastOwner(held));
        }
        let closed = sqlx::query(
            "UPDATE account SET closed_at = ?1, purge_after = ?2, undo_hash = ?3 WHERE id = ?4 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(purge_after)
        .bind(&undo_hash[..])
        .bind(account)
        .execute(&mut *change)
        .await?;
        if closed.rows_affected() == 0 {
            return Ok(AccountClosing::Gone);
        }
        let alone: Vec<WorkspaceId> = sqlx::query_scalar(
            "UPDATE workspace SET closed_at = ?1, purge_after = ?2, closed_with = ?3
             WHERE closed_at IS NULL AND id IN (SELECT workspace_id FROM membership WHERE account_id = ?3)
             AND NOT EXISTS (
                 SELECT 1 FROM membership JOIN account ON account.id = membership.account_id
                 WHERE membership.workspace_id = workspace.id AND account.closed_at IS NULL)
             RETURNING id",
        )
        .bind(now)
        .bind(purge_after)
        .bind(account)
        .fetch_all(&mut *change)
        .await?;
        for workspace in &alone {
            audit_log::append(&mut change, workspace, Actor::Member(account), &Act::WorkspaceClosed, now)
                .await?;
            lock_out(&mut change, workspace.as_str()).await?;
        }
        let left: Vec<WorkspaceId> = sqlx::query_scalar(
            "SELECT workspace.id FROM membership JOIN workspace ON workspace.id = membership.workspace_id
             WHERE membership.account_id = ? AND workspace.closed_at IS NULL ORDER BY workspace.id",
        )
        .bind(account)
        .fetch_all(&mut *change)
        .await?;
        for workspace in &left {
            audit_log::append(&mut change, workspace, Actor::Member(account), &Act::AccountClosed, now)
                .await?;
        }
        end_of_account(&mut change, account.as_str()).await?;
        for letter in letters {
            notifications::enqueue(&mut change, letter, now).await?;
        }
        change.commit().await?;
        self.empty_log().await?;
        Ok(AccountClosing::Done(alone))
    }

    /// Closes a workspace: nobody sees it any more and its credentials are destroyed. Says `false` when it is closed.
    pub async fn close_workspace(
        &self,
        scope: &Scope,
        purge_after: i64,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let closed = sqlx::query(
            "UPDATE workspace SET closed_at = ?, purge_after = ? WHERE id = ? AND closed_at IS NULL",
        )
        .bind(now)
        .bind(purge_after)
        .bind(scope.workspace())
        .execute(&mut *change)
        .await?;
        if closed.rows_affected() == 0 {
            return Ok(false);
        }
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &Act::WorkspaceClosed, now).await?;
        lock_out(&mut change, scope.workspace().as_str()).await?;
        for letter in letters {
            notifications::enqueue(&mut change, letter, now).await?;
        }
        change.commit().await?;
        self.empty_log().await?;
        Ok(true)
    }
}

async fn held(change: &mut SqliteConnection, account: &AccountId) -> Result<Vec<Workspace>, Error> {
    Ok(sqlx::query_as(
        "SELECT workspace.id, workspace.name, own.role
         FROM membership AS own JOIN workspace ON workspace.id = own.workspace_id
         WHERE own.account_id = ?1 AND own.role = 'owner' AND workspace.closed_at IS NULL
         AND EXISTS (
             SELECT 1 FROM membership JOIN account ON account.id = membership.account_id
             WHERE membership.workspace_id = own.workspace_id AND account.id <> ?1 AND account.closed_at IS NULL)
         AND NOT EXISTS (
             SELECT 1 FROM membership JOIN account ON account.id = membership.account_id
             WHERE membership.workspace_id = own.workspace_id AND account.id <> ?1 AND account.closed_at IS NULL
             AND membership.role = 'owner')
         ORDER BY workspace.created, workspace.rowid",
    )
    .bind(account)
    .fetch_all(change)
    .await?)
}

/// What a closed account loses at once, whether or not the closing is undone.
pub(crate) async fn end_of_account(change: &mut SqliteConnection, account: &str) -> Result<(), Error> {
    for end in [
        "DELETE FROM session WHERE account_id = ?",
        "DELETE FROM mail_token WHERE account_id = ?",
        "DELETE FROM invitation WHERE invited_by = ?",
        "DELETE FROM break_glass_grant WHERE operator_id = ?",
    ] {
        sqlx::query(end).bind(account).execute(&mut *change).await?;
    }
    Ok(())
}

/// What a closed workspace loses at once, whether or not the closing is undone.
pub(crate) async fn lock_out(change: &mut SqliteConnection, workspace: &str) -> Result<(), Error> {
    sqlx::query(
        "UPDATE provider_connection SET secret_enc = x'', last_four = '', cloud_id = NULL,
             credential_state = 'destroyed', rejected_since = NULL WHERE workspace_id = ?",
    )
    .bind(workspace)
    .execute(&mut *change)
    .await?;
    for end in [
        "DELETE FROM invitation WHERE workspace_id = ?",
        "DELETE FROM break_glass_grant WHERE workspace_id = ?",
    ] {
        sqlx::query(end).bind(workspace).execute(&mut *change).await?;
    }
    Ok(())
}
