//! Closed accounts and workspaces: opened again by whoever undoes it in time, or ended before their time.

use sqlx::FromRow;

use crate::audit_log::{self, Act, Actor};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};
use crate::workspaces::Role;

/// When something was closed and until when that can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Closed {
    /// When it was closed.
    pub closed_at: i64,
    /// When it may be destroyed.
    pub purge_after: i64,
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
