//! People who asked that nothing be done with their data but keep it.

use crate::audit_log::{self, Act, Actor};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};

impl Store {
    /// Restricts what is done with the data of an account, or lifts that. The logs of the workspaces that nobody else works
    /// in say so; these are returned. Nothing changes, and none are, when it is so already.
    pub async fn restrict(&self, account: &AccountId, on: bool, now: i64) -> Result<Vec<WorkspaceId>, Error> {
        let mut change = self.change().await?;
        let changed = sqlx::query(
            "UPDATE account SET restricted_at = CASE WHEN ?1 THEN ?2 END
             WHERE id = ?3 AND closed_at IS NULL AND (restricted_at IS NOT NULL) <> ?1",
        )
        .bind(on)
        .bind(now)
        .bind(account)
        .execute(&mut *change)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(Vec::new());
        }
        let alone: Vec<WorkspaceId> = sqlx::query_scalar(
            "SELECT workspace.id FROM workspace JOIN membership ON membership.workspace_id = workspace.id
             WHERE membership.account_id = ?1 AND workspace.closed_at IS NULL AND NOT EXISTS (
                 SELECT 1 FROM membership AS other JOIN account ON account.id = other.account_id
                 WHERE other.workspace_id = workspace.id AND other.account_id <> ?1 AND account.closed_at IS NULL)
             ORDER BY workspace.id",
        )
        .bind(account)
        .fetch_all(&mut *change)
        .await?;
        let act = if on { Act::ProcessingRestricted } else { Act::ProcessingResumed };
        for workspace in &alone {
            audit_log::append(&mut change, workspace, Actor::Member(account), &act, now).await?;
        }
        change.commit().await?;
        Ok(alone)
    }

    /// Since when nothing is done with the data of an account; `None` when that is not so.
    pub async fn restricted_since(&self, account: &AccountId) -> Result<Option<i64>, Error> {
        let since: Option<Option<i64>> = sqlx::query_scalar("SELECT restricted_at FROM account WHERE id = ?")
            .bind(account)
            .fetch_optional(self.pool())
            .await?;
        Ok(since.flatten())
    }

    /// Whether nothing is read for a workspace: everybody who works in it asked for that.
    pub async fn is_frozen(&self, workspace: &WorkspaceId) -> Result<bool, Error> {
        let (members, restricted): (i64, i64) = sqlx::query_as(
            "SELECT count(*), count(account.restricted_at) FROM membership
             JOIN account ON account.id = membership.account_id AND account.closed_at IS NULL
             WHERE membership.workspace_id = ?",
        )
        .bind(workspace)
        .fetch_one(self.pool())
        .await?;
        Ok(members > 0 && members == restricted)
    }
}
