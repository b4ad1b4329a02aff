//! Closing an account or a workspace: invisible and without its credentials at once, destroyed later, and open again
//! for whoever undoes it in time.

use sqlx::{FromRow, SqliteConnection};

use crate::audit_log::{self, Act, Actor};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};
use crate::notifications::{self, NewNotification};
use crate::workspaces::{Role, Scope, Workspace};

/// When something was closed and until when that can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Closed {
    /// When it was closed.
    pub closed_at: i64,
    /// When it may be destroyed.
    pub purge_after: i64,
}

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

/// A closed workspace, for an owner who may want it back.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ClosedWorkspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// When it is destroyed.
    pub purge_after: i64,
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
            lock_out(&mut change, workspace).await?;
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
        for end in [
            "DELETE FROM session WHERE account_id = ?",
            "DELETE FROM mail_token WHERE account_id = ?",
            "DELETE FROM invitation WHERE invited_by = ?",
            "DELETE FROM break_glass_grant WHERE operator_id = ?",
        ] {
            sqlx::query(end).bind(account).execute(&mut *change).await?;
        }
        for letter in letters {
            notifications::enqueue(&mut change, letter, now).await?;
        }
        change.commit().await?;
        self.empty_log().await?;
        Ok(AccountClosing::Done(alone))
    }

    /// How an account is closed; `None` when it is open or gone.
    pub async fn account_closed(&self, account: &AccountId) -> Result<Option<Closed>, Error> {
        Ok(sqlx::query_as(
            "SELECT closed_at, purge_after FROM account WHERE id = ? AND closed_at IS NOT NULL",
        )
        .bind(account)
        .fetch_optional(self.pool())
        .await?)
    }

    /// The closed account that a token opens again, unless its time is over.
    pub async fn account_to_reopen(
        &self,
        undo_hash: &[u8; 32],
        now: i64,
    ) -> Result<Option<AccountId>, Error> {
        Ok(sqlx::query_scalar("SELECT id FROM account WHERE undo_hash = ? AND purge_after > ?")
            .bind(&undo_hash[..])
            .bind(now)
            .fetch_optional(self.pool())
            .await?)
    }

    /// Opens an account again with the workspaces that were closed with it. Says `false` when it was open, or when its
    /// time is over.
    pub async fn reopen_account(&self, account: &AccountId, now: i64) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let reopened = sqlx::query(
            "UPDATE account SET closed_at = NULL, purge_after = NULL, undo_hash = NULL
             WHERE id = ?1 AND purge_after > ?2
             AND NOT EXISTS (SELECT 1 FROM purge_ticket WHERE kind = 'account' AND subject = ?1)",
        )
        .bind(account)
        .bind(now)
        .execute(&mut *change)
        .await?;
        if reopened.rows_affected() == 0 {
            return Ok(false);
        }
        let workspaces: Vec<WorkspaceId> = sqlx::query_scalar(
            "UPDATE workspace SET closed_at = NULL, purge_after = NULL, closed_with = NULL
             WHERE closed_with = ?1 AND purge_after > ?2
             AND NOT EXISTS (SELECT 1 FROM purge_ticket WHERE kind = 'workspace' AND subject = workspace.id)
             RETURNING id",
        )
        .bind(account)
        .bind(now)
        .fetch_all(&mut *change)
        .await?;
        for workspace in &workspaces {
            audit_log::append(&mut change, workspace, Actor::Member(account), &Act::WorkspaceReopened, now)
                .await?;
        }
        change.commit().await?;
        Ok(true)
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
        lock_out(&mut change, scope.workspace()).await?;
        for letter in letters {
            notifications::enqueue(&mut change, letter, now).await?;
        }
        change.commit().await?;
        self.empty_log().await?;
        Ok(true)
    }

    /// The closed workspaces that an account owns and may open again.
    pub async fn closed_workspaces(
        &self,
        account: &AccountId,
        now: i64,
    ) -> Result<Vec<ClosedWorkspace>, Error> {
        Ok(sqlx::query_as(
            "SELECT workspace.id, workspace.name, workspace.purge_after
             FROM membership JOIN workspace ON workspace.id = membership.workspace_id
             WHERE membership.account_id = ? AND membership.role = ? AND workspace.purge_after > ?
             AND NOT EXISTS (SELECT 1 FROM purge_ticket WHERE kind = 'workspace' AND subject = workspace.id)
             ORDER BY workspace.purge_after, workspace.rowid",
        )
        .bind(account)
        .bind(Role::Owner)
        .bind(now)
        .fetch_all(self.pool())
        .await?)
    }

    /// Opens a closed workspace again for one of its owners.
    pub async fn reopen_workspace(
        &self,
        owner: &AccountId,
        workspace: &WorkspaceId,
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        let reopened = sqlx::query(
            "UPDATE workspace SET closed_at = NULL, purge_after = NULL, closed_with = NULL
             WHERE id = ?1 AND purge_after > ?3
             AND NOT EXISTS (SELECT 1 FROM purge_ticket WHERE kind = 'workspace' AND subject = ?1)
             AND EXISTS (
                 SELECT 1 FROM membership JOIN account ON account.id = membership.account_id
                 WHERE membership.workspace_id = ?1 AND membership.account_id = ?2 AND membership.role = 'owner'
                 AND account.closed_at IS NULL)",
        )
        .bind(workspace)
        .bind(owner)
        .bind(now)
        .execute(&mut *change)
        .await?;
        if reopened.rows_affected() == 0 {
            return Err(Error::Missing);
        }
        audit_log::append(&mut change, workspace, Actor::Member(owner), &Act::WorkspaceReopened, now).await?;
        Ok(change.commit().await?)
    }

    /// Lets the time of a closed account, and of what was closed with it, end now.
    pub async fn hasten_account(&self, account: &AccountId, now: i64) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let hastened = sqlx::query(
            "UPDATE account SET purge_after = min(purge_after, ?) WHERE id = ? AND closed_at IS NOT NULL",
        )
        .bind(now)
        .bind(account)
        .execute(&mut *change)
        .await?;
        sqlx::query("UPDATE workspace SET purge_after = min(purge_after, ?) WHERE closed_with = ?")
            .bind(now)
            .bind(account)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(hastened.rows_affected() == 1)
    }

    /// Lets the time of a closed workspace end now, for one of its owners.
    pub async fn hasten_workspace(
        &self,
        owner: &AccountId,
        workspace: &WorkspaceId,
        now: i64,
    ) -> Result<(), Error> {
        let hastened = sqlx::query(
            "UPDATE workspace SET purge_after = min(purge_after, ?3) WHERE id = ?1 AND closed_at IS NOT NULL
             AND EXISTS (SELECT 1 FROM membership WHERE workspace_id = ?1 AND account_id = ?2 AND role = 'owner')",
        )
        .bind(workspace)
        .bind(owner)
        .bind(now)
        .execute(self.pool())
        .await?;
        if hastened.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
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

/// What a closed workspace loses at once, whether or not the closing is undone.
async fn lock_out(change: &mut SqliteConnection, workspace: &WorkspaceId) -> Result<(), Error> {
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
