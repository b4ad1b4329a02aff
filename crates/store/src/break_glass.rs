//! The only way of an operator into a workspace: a grant that its own audit log tells of first.

use sqlx::FromRow;

use crate::audit_log::{self, Act, Actor};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, GrantId, WorkspaceId};
use crate::members::queue;
use crate::notifications::NewNotification;
use crate::workspaces::Scope;

/// The most minutes a grant lasts.
pub const LONGEST_GRANT: i64 = 60;

/// A way in that is open now. It has no `Debug`, since it is about a person.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Into which workspace.
    pub workspace: WorkspaceId,
    /// What that is called.
    pub workspace_name: String,
    /// The name of the operator.
    pub operator: String,
    /// Why.
    pub reason: String,
    /// Until when.
    pub ends: i64,
}

/// A way in to be opened.
pub struct NewGrant<'a> {
    /// Its id.
    pub id: &'a GrantId,
    /// Into which workspace.
    pub workspace: &'a WorkspaceId,
    /// For which operator.
    pub operator: &'a AccountId,
    /// Why, as typed.
    pub reason: &'a str,
    /// For how long, 1 to [`LONGEST_GRANT`].
    pub minutes: i64,
}

macro_rules! open {
    ($condition:literal) => {
        concat!(
            "SELECT grants.id, workspace.id AS workspace, workspace.name AS workspace_name,
                 account.name AS operator, grants.reason, grants.ends
             FROM break_glass_grant AS grants
             JOIN workspace ON workspace.id = grants.workspace_id AND workspace.closed_at IS NULL
             JOIN account ON account.id = grants.operator_id AND account.closed_at IS NULL
             JOIN operator ON operator.account_id = grants.operator_id
             WHERE grants.created <= ?1 AND grants.ends > ?1 AND ",
            $condition,
            " ORDER BY grants.ends, grants.rowid"
        )
    };
}

impl Store {
    /// Opens a way into a workspace, after its audit log was told, in one transaction. [`Error::Missing`]
    /// when there is no such workspace, or the account is no operator.
    pub async fn open_grant(
        &self,
        grant: &NewGrant<'_>,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        let may: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM operator WHERE account_id = ?)
                AND EXISTS (SELECT 1 FROM workspace WHERE id = ? AND closed_at IS NULL)",
        )
        .bind(grant.operator)
        .bind(grant.workspace)
        .fetch_one(&mut *change)
        .await?;
        if !may {
            return Err(Error::Missing);
        }
        let act = Act::AccessGranted { reason: grant.reason, minutes: grant.minutes };
        audit_log::append(&mut change, grant.workspace, Actor::Operator(grant.operator), &act, now).await?;
        sqlx::query(
            "INSERT INTO break_glass_grant (id, workspace_id, operator_id, reason, created, ends)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(grant.id)
        .bind(grant.workspace)
        .bind(grant.operator)
        .bind(grant.reason)
        .bind(now)
        .bind(now + grant.minutes * 60)
        .execute(&mut *change)
        .await?;
        queue(&mut change, letters, now).await?;
        change.commit().await?;
        Ok(())
    }

    /// The proof that an operator may look at a workspace now, or `None` when no grant says so.
    pub async fn scope_by_grant(
        &self,
        operator: &AccountId,
        workspace: &WorkspaceId,
        now: i64,
    ) -> Result<Option<Scope>, Error> {
        let open: Option<Grant> =
            sqlx::query_as(open!("grants.operator_id = ?2 AND grants.workspace_id = ?3"))
                .bind(now)
                .bind(operator)
                .bind(workspace)
                .fetch_optional(self.pool())
                .await?;
        Ok(open.map(|grant| Scope::of_operator(grant.workspace, operator.clone())))
    }

    /// The ways in that are open for an operator.
    pub async fn grants_of(&self, operator: &AccountId, now: i64) -> Result<Vec<Grant>, Error> {
        Ok(sqlx::query_as(open!("grants.operator_id = ?2"))
            .bind(now)
            .bind(operator)
            .fetch_all(self.pool())
            .await?)
    }

    /// The ways of operators into the workspace that are open.
    pub async fn grants_into(&self, scope: &Scope, now: i64) -> Result<Vec<Grant>, Error> {
        Ok(sqlx::query_as(open!("grants.workspace_id = ?2"))
            .bind(now)
            .bind(scope.workspace())
            .fetch_all(self.pool())
            .await?)
    }

    /// Closes a way in before its time. [`Error::Missing`] when it is not open, or whoever asks does not own
    /// the workspace.
    pub async fn end_grant(&self, scope: &Scope, id: &GrantId, now: i64) -> Result<(), Error> {
        let mut change = self.change_as_owner(scope).await?.ok_or(Error::Missing)?;
        let operator: AccountId = sqlx::query_scalar(
            "DELETE FROM break_glass_grant WHERE workspace_id = ? AND id = ? AND ends > ? RETURNING operator_id",
        )
        .bind(scope.workspace())
        .bind(id)
        .bind(now)
        .fetch_optional(&mut *change)
        .await?
        .ok_or(Error::Missing)?;
        let act = Act::AccessEnded { operator: &operator };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        Ok(())
    }

    /// Every workspace by id and name, for an operator who has to find one; nothing of what is in it.
    pub async fn workspace_directory(&self) -> Result<Vec<(WorkspaceId, String)>, Error> {
        Ok(sqlx::query_as("SELECT id, name FROM workspace WHERE closed_at IS NULL ORDER BY name, id")
            .fetch_all(self.pool())
            .await?)
    }
}
