//! Workspaces, who belongs to them, and the proof of belonging that every other question needs.

use clario_vault::Sealed;
use sqlx::{FromRow, SqliteConnection};

use crate::audit_log::{self, Act, Actor};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Owner,
    /// Everything but what concerns members and the end of the workspace.
    Admin,
    /// Look.
    Viewer,
}

impl Role {
    /// How the database and the audit log name it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Viewer => "viewer",
        }
    }
}

/// One workspace that may be read and written, in which role.
///
/// It is proof: only this crate makes one, after looking the membership up. It is not `Clone`, so
/// that none outlives the request or the task it was made for by accident.
#[derive(Debug, PartialEq, Eq)]
pub struct Scope {
    workspace: WorkspaceId,
    role: Role,
    who: Who,
}

/// Who a scope was made for.
#[derive(Debug, PartialEq, Eq)]
enum Who {
    /// A member.
    Member(AccountId),
    /// An operator with a grant.
    Operator(AccountId),
    /// The program itself.
    Program,
}

impl Scope {
    /// Which workspace.
    pub fn workspace(&self) -> &WorkspaceId {
        &self.workspace
    }

    /// In which role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Who acts with it, for the audit log.
    pub(crate) fn actor(&self) -> Actor<'_> {
        match &self.who {
            Who::Member(account) => Actor::Member(account),
            Who::Operator(account) => Actor::Operator(account),
            Who::Program => Actor::Program,
        }
    }

    /// Whether it is that of an operator, who may look for a while.
    pub fn is_by_grant(&self) -> bool {
        matches!(self.who, Who::Operator(_))
    }

    /// For an operator with a grant: to look, and nothing else.
    pub(crate) fn of_operator(workspace: WorkspaceId, operator: AccountId) -> Self {
        Self { workspace, role: Role::Viewer, who: Who::Operator(operator) }
    }
}

/// A workspace in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// The role of the account that asks.
    pub role: Role,
}

/// A workspace to be made.
pub struct NewWorkspace<'a> {
    /// Its id.
    pub id: &'a WorkspaceId,
    /// Its name.
    pub name: &'a str,
    /// Its wrapped data key.
    pub dek_wrapped: &'a Sealed,
}

impl Store {
    /// The proof that an account belongs to a workspace, or `None` when it does not, or when either is closed.
    pub async fn scope(&self, account: &AccountId, workspace: &WorkspaceId) -> Result<Option<Scope>, Error> {
        let role: Option<Role> = sqlx::query_scalar(
            "SELECT membership.role FROM membership
             JOIN workspace ON workspace.id = membership.workspace_id AND workspace.closed_at IS NULL
             JOIN account ON account.id = membership.account_id AND account.closed_at IS NULL
             WHERE membership.workspace_id = ? AND membership.account_id = ?",
        )
        .bind(workspace)
        .bind(account)
        .fetch_optional(self.pool())
        .await?;
        Ok(role.map(|role| Scope { workspace: workspace.clone(), role, who: Who::Member(account.clone()) }))
    }

    /// A scope for the program's own background reading of a workspace that still exists. Nothing
    /// that answers a person may use it.
    pub async fn scope_for_upkeep(&self, workspace: &WorkspaceId) -> Result<Option<Scope>, Error> {
        let found: Option<WorkspaceId> =
            sqlx::query_scalar("SELECT id FROM workspace WHERE id = ? AND closed_at IS NULL")
                .bind(workspace)
                .fetch_optional(self.pool())
                .await?;
        Ok(found.map(|workspace| Scope { workspace, role: Role::Viewer, who: Who::Program }))
    }

    /// The workspaces that have a connection, for the background reading.
    pub async fn connected_workspaces(&self) -> Result<Vec<WorkspaceId>, Error> {
        Ok(sqlx::query_scalar(
            "SELECT DISTINCT workspace_id FROM provider_connection
             WHERE workspace_id IN (SELECT id FROM workspace WHERE closed_at IS NULL) ORDER BY workspace_id",
        )
        .fetch_all(self.pool())
        .await?)
    }

    /// Makes a workspace that an account owns. Says `false`, and makes none, when the account owns
    /// `at_most` already.
    pub async fn add_workspace(
        &self,
        owner: &AccountId,
        workspace: &NewWorkspace<'_>,
        at_most: u32,
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let count: u32 =
            sqlx::query_scalar("SELECT count(*) FROM membership WHERE account_id = ? AND role = 'owner'")
                .bind(owner)
                .fetch_one(&mut *change)
                .await?;
        if count >= at_most {
            return Ok(false);
        }
        insert(&mut change, workspace, owner, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// The workspaces of an account, oldest first.
    pub async fn workspaces(&self, account: &AccountId) -> Result<Vec<Workspace>, Error> {
        Ok(sqlx::query_as(
            "SELECT workspace.id, workspace.name, membership.role
             FROM membership JOIN workspace ON workspace.id = membership.workspace_id
             WHERE membership.account_id = ? AND workspace.closed_at IS NULL ORDER BY workspace.created, workspace.rowid",
        )
        .bind(account)
        .fetch_all(self.pool())
        .await?)
    }

    /// The name of the workspace.
    pub async fn workspace_name(&self, scope: &Scope) -> Result<String, Error> {
        Ok(sqlx::query_scalar("SELECT name FROM workspace WHERE id = ?")
            .bind(scope.workspace())
            .fetch_one(self.pool())
            .await?)
    }

    /// Gives the workspace another name.
    pub async fn rename_workspace(&self, scope: &Scope, name: &str, now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        let renamed = sqlx::query("UPDATE workspace SET name = ?1 WHERE id = ?2 AND name <> ?1")
            .bind(name)
            .bind(scope.workspace())
            .execute(&mut *change)
            .await?;
        if renamed.rows_affected() == 1 {
            let act = Act::WorkspaceRenamed { name };
            audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        }
        change.commit().await?;
        Ok(())
    }
}

/// Puts a workspace with its owner into the tables.
pub(crate) async fn insert(
    change: &mut SqliteConnection,
    workspace: &NewWorkspace<'_>,
    owner: &AccountId,
    now: i64,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO workspace (id, name, created, dek_wrapped) VALUES (?, ?, ?, ?)")
        .bind(workspace.id)
        .bind(workspace.name)
        .bind(now)
        .bind(workspace.dek_wrapped.as_bytes())
        .execute(&mut *change)
        .await?;
    insert_member(change, workspace.id, owner, Role::Owner, now).await?;
    audit_log::append(change, workspace.id, Actor::Member(owner), &Act::WorkspaceMade, now).await
}

/// Lets somebody into a workspace.
pub(crate) async fn insert_member(
    change: &mut SqliteConnection,
    workspace: &WorkspaceId,
    account: &AccountId,
    role: Role,
    now: i64,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO membership (workspace_id, account_id, role, created) VALUES (?, ?, ?, ?)")
        .bind(workspace)
        .bind(account)
        .bind(role)
        .bind(now)
        .execute(change)
        .await?;
    Ok(())
}
