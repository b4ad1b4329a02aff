//! Invitations: sent to one address, shown to whoever holds the link, accepted once by the person of that address.

use clario_store::{
    AccountId, Answered, Invitation, InvitationId, NewAcceptance, NewAccount, NewInvitation, Role,
    WorkspaceId,
};
use clario_vault::{Beside, Password, Token};

use crate::entry::{EmailAddress, PersonName};
use crate::error::{Cause, Error};
use crate::flaw::Flaw;
use crate::mail::{Letter, Recipient};
use crate::members::parse_role;
use crate::permission::Permission;
use crate::sessions::Visit;
use crate::viewer::Viewer;
use crate::{Backend, terms};

/// Seconds for which an invitation works.
const WORKS_FOR: i64 = 7 * 24 * 60 * 60;
const MOST_OPEN: u32 = 100;

impl Backend {
    /// Asks somebody into the workspace by a letter with a link that works once, for seven days. Nobody is invited as
    /// an owner.
    pub async fn invite(&self, viewer: &Viewer, email: &str, role: &str) -> Result<(), Error> {
        let scope = viewer.allowed(Permission::ManageMembers)?;
        let email = EmailAddress::parse(email)?;
        let role = Some(parse_role(role)?).filter(|role| *role != Role::Owner).ok_or(Flaw::Role)?;
        let inviter = viewer.account().ok_or(Error::SignIn)?;
        let inviter = self.store().account(inviter).await?.ok_or(Error::SignIn)?.name;
        let token = Token::random().map_err(Cause::Seal)?;
        let workspace = self.store().workspace_name(scope).await?;
        let link = format!("/invitation?token={}", *token.to_text());
        let letter = Letter::Invitation { workspace, inviter, link };
        let letter = self.letter(Recipient::Address(email.as_str()), letter).await?.about(scope.workspace());
        let invitation = NewInvitation {
            id: &InvitationId::random()?,
            email: email.as_str(),
            role,
            token_hash: &token.hash(),
            expires: self.now() + WORKS_FOR,
            letter: &letter.for_store(),
        };
        match self.store().invite(scope, &invitation, MOST_OPEN, self.now()).await? {
            Answered::Done => Ok(()),
            Answered::IsMember => Err(Flaw::IsMember.into()),
            Answered::TooMany => Err(Flaw::TooManyInvitations.into()),
            Answered::NotOwner => Err(Error::NotAllowed),
        }
    }

    /// The open invitations of the workspace, the first to end first.
    pub async fn invitations(&self, viewer: &Viewer) -> Result<Vec<Invitation>, Error> {
        Ok(self.store().invitations(viewer.allowed(Permission::SeeMembers)?, self.now()).await?)
    }

    /// Takes an invitation back.
    pub async fn withdraw_invitation(&self, viewer: &Viewer, id: &str) -> Result<(), Error> {
        let scope = viewer.allowed(Permission::ManageMembers)?;
        let id = InvitationId::parse(id).ok_or(Error::NotFound)?;
        match self.store().withdraw_invitation(scope, &id, self.now()).await? {
            Answered::NotOwner => Err(Error::NotAllowed),
            _ => Ok(()),
        }
    }

    /// What an invitation says, to whoever holds its link; `None` when it works no more.
    pub async fn invitation(&self, token: &str) -> Result<Option<Invitation>, Error> {
        let Some(token) = Token::parse(token) else { return Ok(None) };
        Ok(self.store().invitation_by_token(&token.hash(), self.now()).await?)
    }

    /// Whether the address of an invitation has an account that can sign in.
    pub async fn is_known(&self, invitation: &Invitation) -> Result<bool, Error> {
        let account = self.store().account_by_email(&invitation.email).await?;
        Ok(account.is_some_and(|account| account.verified_at.is_some()))
    }

    /// The open invitations of a person's own confirmed address.
    pub async fn my_invitations(&self, account: &AccountId) -> Result<Vec<Invitation>, Error> {
        let account = self.store().account(account).await?.ok_or(Error::SignIn)?;
        Ok(self.store().invitations_for(&account.email, self.now()).await?)
    }

    /// Makes an account for the address of an invitation, whoever may sign up otherwise, accepts it and signs in. The
    /// link proves the address, so no letter follows. The answer is the workspace.
    pub async fn join(
        &self,
        visit: &Visit,
        token: &str,
        name: String,
        password: String,
        accepted_terms: Option<u32>,
    ) -> Result<WorkspaceId, Error> {
        let invitation = self.invitation(token).await?.ok_or(Error::InvitationEnded)?;
        let token_hash = Token::parse(token).ok_or(Error::InvitationEnded)?.hash();
        let name = PersonName::parse(&name)?;
        let context = [name.as_str(), &invitation.email];
        let password = Password::chosen(password, &context, Beside::Nothing).map_err(Flaw::Password)?;
        let terms = terms::current();
        if accepted_terms.ok_or(Flaw::TermsNotAccepted)? != terms.version {
            return Err(Flaw::TermsChanged.into());
        }
        let id = AccountId::random()?;
        let account = NewAccount {
            id: &id,
            email: &invitation.email,
            name: name.as_str(),
            password_phc: &self.inner.hashing.hash(password).await?,
            dek_wrapped: &self.new_account_key(&id)?,
            acceptance: NewAcceptance {
                document: terms::DOCUMENT,
                version: terms.version,
                hash: &terms.hash,
            },
        };
        match self.store().enrol_invited(&account, &token_hash, self.now()).await {
            Err(clario_store::Error::Missing) => Err(Error::InvitationEnded),
            joined => {
                let (account, workspace) = joined?;
                self.begin_session(visit, &account).await?;
                Ok(workspace)
            }
        }
    }

    /// Accepts an invitation for the person it is for; the answer is the workspace.
    pub async fn accept_invitation(&self, account: &AccountId, id: &str) -> Result<WorkspaceId, Error> {
        let id = InvitationId::parse(id).ok_or(Error::InvitationEnded)?;
        match self.store().accept_invitation(account, &id, self.now()).await {
            Err(clario_store::Error::Missing) => Err(Error::InvitationEnded),
            other => Ok(other?),
        }
    }
}
