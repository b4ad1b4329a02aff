//! Who belongs to a workspace, in which role; whoever changes that is looked at again in the change itself.

use sqlx::{FromRow, Sqlite, SqliteConnection, Transaction};

use crate::audit_log::{self, Act, Actor};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};
use crate::notifications::{self, NewNotification};
use crate::workspaces::{Role, Scope};

/// A member of a workspace. It has no `Debug`, since it is about a person.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The role.
    pub role: Role,
    /// Since when.
    pub since: i64,
    /// Whether the account has two-step sign-in.
    pub second_factor: bool,
}

/// What became of a change among the members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    /// It is done.
    Done,
    /// It is as it was.
    Same,
    /// Nobody would own the workspace any more.
    LastOwner,
    /// Whoever asked does not own the workspace, or no longer.
    NotOwner,
}

impl Store {
    /// The members, those who joined first first.
    pub async fn members(&self, scope: &Scope) -> Result<Vec<Member>, Error> {
        Ok(sqlx::query_as(
            "SELECT account.id AS account, account.name, account.email, membership.role,
                 membership.created AS since,
                 EXISTS (SELECT 1 FROM totp WHERE totp.account_id = account.id) AS second_factor
             FROM membership JOIN account ON account.id = membership.account_id AND account.closed_at IS NULL
             WHERE membership.workspace_id = ? ORDER BY membership.created, membership.rowid",
        )
        .bind(scope.workspace())
        .fetch_all(self.pool())
        .await?)
    }

    /// The open accounts that own a workspace, to write to.
    pub async fn owners(&self, workspace: &WorkspaceId) -> Result<Vec<AccountId>, Error> {
        Ok(sqlx::query_scalar(
            "SELECT account.id FROM membership
             JOIN account ON account.id = membership.account_id AND account.closed_at IS NULL
             WHERE membership.workspace_id = ? AND membership.role = 'owner' ORDER BY membership.created, account.id",
        )
        .bind(workspace)
        .fetch_all(self.pool())
        .await?)
    }

    /// A change by somebody who owns the workspace at this moment: the scope may be older than that. `None` when they do
    /// not.
    pub(crate) async fn change_as_owner(
        &self,
        scope: &Scope,
    ) -> Result<Option<Transaction<'static, Sqlite>>, Error> {
        let Actor::Member(account) = scope.actor() else { return Ok(None) };
        let mut change = self.change().await?;
        Ok((role(&mut change, scope, account).await? == Some(Role::Owner)).then_some(change))
    }

    /// Gives a member another role. [`Error::Missing`] when there is no such member.
    pub async fn change_role(
        &self,
        scope: &Scope,
        member: &AccountId,
        to: Role,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<MemberChange, Error> {
        let Some(mut change) = self.change_as_owner(scope).await? else { return Ok(MemberChange::NotOwner) };
        let from = role(&mut change, scope, member).await?.ok_or(Error::Missing)?;
        if from == to {
            return Ok(MemberChange::Same);
        }
        if from == Role::Owner && owners(&mut change, scope).await? < 2 {
            return Ok(MemberChange::LastOwner);
        }
        sqlx::query("UPDATE membership SET role = ? WHERE workspace_id = ? AND account_id = ?")
            .bind(to)
            .bind(scope.workspace())
            .bind(member)
            .execute(&mut *change)
            .await?;
        let act = Act::RoleChanged { member, from, to };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        queue(&mut change, letters, now).await?;
        change.commit().await?;
        Ok(MemberChange::Done)
    }

    /// Removes a member; the invitations they sent go with them. [`Error::Missing`] when there is no such
    /// member.
    pub async fn remove_member(
        &self,
        scope: &Scope,
        member: &AccountId,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<MemberChange, Error> {
        let Some(mut change) = self.change_as_owner(scope).await? else { return Ok(MemberChange::NotOwner) };
        let act = Act::MemberRemoved { member };
        let outcome = part(&mut change, scope, member, &act, now).await?;
        if outcome == MemberChange::Done {
            queue(&mut change, letters, now).await?;
            change.commit().await?;
        }
        Ok(outcome)
    }

    /// Lets the member who asks go.
    pub async fn leave(&self, scope: &Scope, now: i64) -> Result<MemberChange, Error> {
        let Actor::Member(member) = scope.actor() else { return Err(Error::Missing) };
        let mut change = self.change().await?;
        let outcome = part(&mut change, scope, member, &Act::MemberLeft, now).await?;
        if outcome == MemberChange::Done {
            change.commit().await?;
        }
        Ok(outcome)
    }

    /// Whether everybody in the workspace needs two-step sign-in.
    pub async fn requires_second_factor(&self, scope: &Scope) -> Result<bool, Error> {
        Ok(sqlx::query_scalar("SELECT second_factor FROM workspace WHERE id = ?")
            .bind(scope.workspace())
            .fetch_one(self.pool())
            .await?)
    }

    /// Whether the workspace asks this account for two-step sign-in, and it has none.
    pub async fn lacks_second_factor(&self, scope: &Scope, account: &AccountId) -> Result<bool, Error> {
        Ok(sqlx::query_scalar(
            "SELECT second_factor = 1 AND NOT EXISTS (SELECT 1 FROM totp WHERE account_id = ?)
             FROM workspace WHERE id = ?",
        )
        .bind(account)
        .bind(scope.workspace())
        .fetch_one(self.pool())
        .await?)
    }

    /// Makes two-step sign-in a condition for everybody, or leaves it to each.
    pub async fn require_second_factor(
        &self,
        scope: &Scope,
        required: bool,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<MemberChange, Error> {
        let Some(mut change) = self.change_as_owner(scope).await? else { return Ok(MemberChange::NotOwner) };
        let changed =
            sqlx::query("UPDATE workspace SET second_factor = ?1 WHERE id = ?2 AND second_factor <> ?1")
                .bind(required)
                .bind(scope.workspace())
                .execute(&mut *change)
                .await?;
        if changed.rows_affected() == 0 {
            return Ok(MemberChange::Same);
        }
        let act = if required { Act::SecondFactorRequired } else { Act::SecondFactorOptional };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        queue(&mut change, letters, now).await?;
        change.commit().await?;
        Ok(MemberChange::Done)
    }
}

/// Takes a member out, unless nobody would own the workspace any more.
async fn part(
    change: &mut SqliteConnection,
    scope: &Scope,
    member: &AccountId,
    act: &Act<'_>,
    now: i64,
) -> Result<MemberChange, Error> {
    let standing = role(change, scope, member).await?.ok_or(Error::Missing)?;
    if standing == Role::Owner && owners(change, scope).await? < 2 {
        return Ok(MemberChange::LastOwner);
    }
    audit_log::append(change, scope.workspace(), scope.actor(), act, now).await?;
    sqlx::query("DELETE FROM membership WHERE workspace_id = ? AND account_id = ?")
        .bind(scope.workspace())
        .bind(member)
        .execute(change)
        .await?;
    Ok(MemberChange::Done)
}

/// The role of an account in the workspace at this moment.
async fn role(
    change: &mut SqliteConnection,
    scope: &Scope,
    account: &AccountId,
) -> Result<Option<Role>, Error> {
    Ok(sqlx::query_scalar("SELECT role FROM membership WHERE workspace_id = ? AND account_id = ?")
        .bind(scope.workspace())
        .bind(account)
        .fetch_optional(change)
        .await?)
}

/// How many people own the workspace; whoever closed their account does not count.
async fn owners(change: &mut SqliteConnection, scope: &Scope) -> Result<i64, Error> {
    Ok(sqlx::query_scalar(
        "SELECT count(*) FROM membership
         JOIN account ON account.id = membership.account_id AND account.closed_at IS NULL
         WHERE membership.workspace_id = ? AND membership.role = 'owner'",
    )
    .bind(scope.workspace())
    .fetch_one(change)
    .await?)
}

pub(crate) async fn queue(
    change: &mut SqliteConnection,
    letters: &[NewNotification<'_>],
    now: i64,
) -> Result<(), Error> {
    for letter in letters {
        notifications::enqueue(change, letter, now).await?;
    }
    Ok(())
}
