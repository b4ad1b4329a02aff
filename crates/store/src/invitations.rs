//! Invitations: one address is asked into one workspace, by a link that works once.

use sqlx::{FromRow, SqliteConnection};

use crate::audit_log::{self, Act, Actor};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, InvitationId, WorkspaceId};
use crate::members::queue;
use crate::notifications::NewNotification;
use crate::people::{self, NewAccount};
use crate::workspaces::{self, Role, Scope};

/// An invitation nobody has answered yet. It has no `Debug`, since it is about a person.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Into which workspace.
    pub workspace: WorkspaceId,
    /// What that is called.
    pub workspace_name: String,
    /// Who asks.
    pub inviter: String,
    /// Who is asked.
    pub email: String,
    /// In which role.
    pub role: Role,
    /// When it ends.
    pub expires: i64,
}

/// An invitation to be sent.
pub struct NewInvitation<'a> {
    /// Its id.
    pub id: &'a InvitationId,
    /// The normalised address of the person who is asked.
    pub email: &'a str,
    /// In which role; nobody is invited as an owner.
    pub role: Role,
    /// SHA-256 of the token in the link.
    pub token_hash: &'a [u8; 32],
    /// When it ends.
    pub expires: i64,
    /// The letter with the link.
    pub letter: &'a NewNotification<'a>,
}

/// What became of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// It was sent, or accepted.
    Done,
    /// Whoever is asked is a member already.
    IsMember,
    /// There are as many open ones as there may be.
    TooMany,
    /// Whoever asks does not own the workspace, or no longer.
    NotOwner,
}

macro_rules! open {
    ($condition:literal) => {
        concat!(
            "SELECT invitation.id, workspace.id AS workspace, workspace.name AS workspace_name,
                 account.name AS inviter, invitation.email, invitation.role, invitation.expires
             FROM invitation
             JOIN workspace ON workspace.id = invitation.workspace_id AND workspace.closed_at IS NULL
             JOIN account ON account.id = invitation.invited_by AND account.closed_at IS NULL
             WHERE invitation.expires > ? AND ",
            $condition
        )
    };
}

impl Store {
    /// Asks somebody into the workspace. An older invitation of the same address works no more.
    pub async fn invite(
        &self,
        scope: &Scope,
        invitation: &NewInvitation<'_>,
        at_most: u32,
        now: i64,
    ) -> Result<Answered, Error> {
        let Actor::Member(inviter) = scope.actor() else { return Ok(Answered::NotOwner) };
        let Some(mut change) = self.change_as_owner(scope).await? else { return Ok(Answered::NotOwner) };
        if invitation.role == Role::Owner {
            return Ok(Answered::NotOwner);
        }
        let is_member: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM membership JOIN account ON account.id = membership.account_id
             WHERE membership.workspace_id = ? AND account.email = ?)",
        )
        .bind(scope.workspace())
        .bind(invitation.email)
        .fetch_one(&mut *change)
        .await?;
        if is_member {
            return Ok(Answered::IsMember);
        }
        sqlx::query("DELETE FROM invitation WHERE workspace_id = ? AND (email = ? OR expires <= ?)")
            .bind(scope.workspace())
            .bind(invitation.email)
            .bind(now)
            .execute(&mut *change)
            .await?;
        let added = sqlx::query(
            "INSERT INTO invitation (id, workspace_id, email, role, token_hash, invited_by, created, expires)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
             WHERE (SELECT count(*) FROM invitation WHERE workspace_id = ?2) < ?9",
        )
        .bind(invitation.id)
        .bind(scope.workspace())
        .bind(invitation.email)
        .bind(invitation.role)
        .bind(invitation.token_hash.to_vec())
        .bind(inviter)
        .bind(now)
        .bind(invitation.expires)
        .bind(at_most)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(Answered::TooMany);
        }
        let act = Act::InvitationSent { email: invitation.email, role: invitation.role };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        queue(&mut change, std::slice::from_ref(invitation.letter), now).await?;
        change.commit().await?;
        Ok(Answered::Done)
    }

    /// The open invitations of the workspace, the first to end first.
    pub async fn invitations(&self, scope: &Scope, now: i64) -> Result<Vec<Invitation>, Error> {
        Ok(sqlx::query_as(open!("invitation.workspace_id = ? ORDER BY invitation.expires, invitation.rowid"))
            .bind(now)
            .bind(scope.workspace())
            .fetch_all(self.pool())
            .await?)
    }

    /// The open invitations of an address, the first to end first.
    pub async fn invitations_for(&self, email: &str, now: i64) -> Result<Vec<Invitation>, Error> {
        Ok(sqlx::query_as(open!("invitation.email = ? ORDER BY invitation.expires, invitation.rowid"))
            .bind(now)
            .bind(email)
            .fetch_all(self.pool())
            .await?)
    }

    /// The open invitation with this token.
    pub async fn invitation_by_token(
        &self,
        token_hash: &[u8; 32],
        now: i64,
    ) -> Result<Option<Invitation>, Error> {
        Ok(sqlx::query_as(open!("invitation.token_hash = ?"))
            .bind(now)
            .bind(token_hash.to_vec())
            .fetch_optional(self.pool())
            .await?)
    }

    /// Takes an invitation back. [`Error::Missing`] when there is none.
    pub async fn withdraw_invitation(
        &self,
        scope: &Scope,
        id: &InvitationId,
        now: i64,
    ) -> Result<Answered, Error> {
        let Some(mut change) = self.change_as_owner(scope).await? else { return Ok(Answered::NotOwner) };
        let email: String =
            sqlx::query_scalar("DELETE FROM invitation WHERE workspace_id = ? AND id = ? RETURNING email")
                .bind(scope.workspace())
                .bind(id)
                .fetch_optional(&mut *change)
                .await?
                .ok_or(Error::Missing)?;
        let act = Act::InvitationWithdrawn { email: &email };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        Ok(Answered::Done)
    }

    /// Makes an account for the address of an invitation and accepts it, all or nothing: whoever has the token reads
    /// letters to the address. The answer is the account with its workspace; [`Error::Missing`] when the invitation
    /// works no more, or the address has a confirmed account, which has to accept by itself.
    pub async fn enrol_invited(
        &self,
        account: &NewAccount<'_>,
        token_hash: &[u8; 32],
        now: i64,
    ) -> Result<(AccountId, WorkspaceId), Error> {
        let mut change = self.change().await?;
        let invitation: InvitationId = sqlx::query_scalar(
            "SELECT id FROM invitation WHERE token_hash = ? AND email = ? AND expires > ?",
        )
        .bind(token_hash.to_vec())
        .bind(account.email)
        .bind(now)
        .fetch_optional(&mut *change)
        .await?
        .ok_or(Error::Missing)?;
        let present: Option<(AccountId, bool)> =
            sqlx::query_as("SELECT id, verified_at IS NOT NULL FROM account WHERE email = ?")
                .bind(account.email)
                .fetch_optional(&mut *change)
                .await?;
        let id = match present {
            Some((_, true)) => return Err(Error::Missing),
            Some((present, false)) => {
                people::take_over(&mut change, &present, account, now).await?;
                present
            }
            None => {
                people::insert(&mut change, account, now).await?;
                account.id.clone()
            }
        };
        sqlx::query("UPDATE account SET verified_at = ? WHERE id = ?")
            .bind(now)
            .bind(&id)
            .execute(&mut *change)
            .await?;
        let workspace = accept(&mut change, &id, &invitation, now).await?.ok_or(Error::Missing)?;
        change.commit().await?;
        Ok((id, workspace))
    }

    /// Lets an account accept an invitation of its own confirmed address; the answer is the workspace.
    /// [`Error::Missing`] when there is no such invitation, or not for this address, or not any more.
    pub async fn accept_invitation(
        &self,
        account: &AccountId,
        id: &InvitationId,
        now: i64,
    ) -> Result<WorkspaceId, Error> {
        let mut change = self.change().await?;
        let workspace = accept(&mut change, account, id, now).await?.ok_or(Error::Missing)?;
        change.commit().await?;
        Ok(workspace)
    }
}

/// Turns an invitation into a membership; `None` when it is not one for this account, or not any more.
pub(crate) async fn accept(
    change: &mut SqliteConnection,
    account: &AccountId,
    id: &InvitationId,
    now: i64,
) -> Result<Option<WorkspaceId>, Error> {
    let open: Option<(WorkspaceId, Role)> = sqlx::query_as(
        "DELETE FROM invitation WHERE id = ?1 AND expires > ?3
         AND email = (SELECT email FROM account WHERE id = ?2 AND verified_at IS NOT NULL AND closed_at IS NULL)
         AND workspace_id IN (SELECT id FROM workspace WHERE closed_at IS NULL)
         AND invited_by IN (SELECT id FROM account WHERE closed_at IS NULL)
         RETURNING workspace_id, role",
    )
    .bind(id)
    .bind(account)
    .bind(now)
    .fetch_optional(&mut *change)
    .await?;
    let Some((workspace, role)) = open else { return Ok(None) };
    let is_member: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM membership WHERE workspace_id = ? AND account_id = ?)",
    )
    .bind(&workspace)
    .bind(account)
    .fetch_one(&mut *change)
    .await?;
    // Whoever belongs to it already keeps the role they have.
    if !is_member {
        workspaces::insert_member(change, &workspace, account, role, now).await?;
        audit_log::append(change, &workspace, Actor::Member(account), &Act::MemberJoined { role }, now)
            .await?;
    }
    Ok(Some(workspace))
}
