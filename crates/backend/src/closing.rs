//! Leaving: closing an account or a workspace, the thirty days in which that can be undone, and the end of them.

use clario_store::{
    AccountClosing, AccountId, Closed, ClosedWorkspace, NewNotification, Scope, Workspace, WorkspaceId,
};
use clario_vault::Token;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::Backend;
use crate::error::{Cause, Error};
use crate::mail::{Letter, Recipient, SealedLetter};
use crate::permission::Permission;
use crate::sessions::{Recent, SignedIn};
use crate::viewer::Viewer;

/// Seconds for which a closing can be undone.
pub const GRACE: i64 = 30 * 24 * 60 * 60;
/// What the ticket in a form is for that opens a closed account again.
const TICKET: &str = "reopen";
/// Seconds for which such a form holds.
const TICKET_LIFE: i64 = 30 * 60;

/// How soon everything is destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// After thirty days in which it can be undone.
    Undoable,
    /// Now.
    AtOnce,
}

/// What closing an account will mean, for the page that asks whether it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// The workspaces that end with it.
    pub ending: Vec<Workspace>,
    /// The workspaces that go on without the person.
    pub left: Vec<Workspace>,
    /// The workspaces that keep the account from being closed: others work there, and nobody else owns them.
    pub held: Vec<Workspace>,
    /// When everything is destroyed, if it is closed now.
    pub end: i64,
}

/// A day for people, in UTC, such as `21 December 2026`.
pub fn day_in_words(second: i64) -> String {
    let time = Timestamp::from_second(second).unwrap_or(Timestamp::MAX).to_zoned(TimeZone::UTC);
    time.strftime("%-d %B %Y").to_string()
}

/// A closed account somebody proved to be theirs. It has no `Debug`, since it holds a key.
pub struct Reopening {
    /// When it was closed and when everything is destroyed.
    pub closed: Closed,
    /// Sealed, for the form that opens it again or ends it.
    pub ticket: String,
}

impl Backend {
    /// The day everything is destroyed of what is closed now.
    pub fn end_if_closed_now(&self) -> String {
        day_in_words(self.now() + GRACE)
    }

    /// What closing the account will mean.
    pub async fn closing_prospect(&self, who: &SignedIn) -> Result<Prospect, Error> {
        let held = self.store().held_workspaces(who.account()).await?;
        let (mut ending, mut left) = (Vec::new(), Vec::new());
        for workspace in self.store().workspaces(who.account()).await? {
            if self.store().has_other_members(&workspace.id, who.account()).await? {
                left.push(workspace);
            } else {
                ending.push(workspace);
            }
        }
        left.retain(|workspace| !held.contains(workspace));
        Ok(Prospect { ending, left, held, end: self.now() + GRACE })
    }

    /// Closes the account of the person: locked out at once, destroyed later or now. Answers with the names of
    /// workspaces that have to be handed over or closed first, if there are any.
    pub async fn close_account(&self, recent: &Recent, ending: Ending) -> Result<Vec<Workspace>, Error> {
        let (account, now) = (recent.account(), self.now());
        let token = Token::random().map_err(Cause::Seal)?;
        let link = format!("/account/reopen?token={}", *token.to_text());
        let letter = self
            .letter(Recipient::Account(account), Letter::AccountClosing { link, until: now + GRACE })
            .await?;
        let letters: &[NewNotification<'_>] = &match ending {
            Ending::Undoable => vec![letter.for_store()],
            Ending::AtOnce => Vec::new(),
        };
        match self.store().close_account(account, &token.hash(), now + GRACE, letters, now).await? {
            AccountClosing::LastOwner(held) => Ok(held),
            AccountClosing::Gone => Err(Error::SignIn),
            AccountClosing::Done(workspaces) => {
                for workspace in &workspaces {
                    self.forget_workspace(workspace.as_str()).await;
                }
                if ending == Ending::AtOnce {
                    self.store().hasten_account(account, now).await?;
                    self.purge_due().await?;
                } else {
                    self.keep_ledger().await;
                }
                Ok(Vec::new())
            }
        }
    }

    /// Closes a workspace for all its members. Only an owner may.
    pub async fn close_workspace(
        &self,
        viewer: &Viewer,
        recent: &Recent,
        ending: Ending,
    ) -> Result<(), Error> {
        let scope = viewer.allowed_recently(Permission::CloseWorkspace, recent)?;
        let (workspace, now) = (scope.workspace(), self.now());
        let name = self.store().workspace_name(scope).await?;
        let letters = match ending {
            Ending::Undoable => self.closing_letters(scope, &name, now + GRACE).await?,
            Ending::AtOnce => self.last_letters(scope, &name).await?,
        };
        let queued: Vec<_> = letters.iter().map(SealedLetter::for_store).collect();
        if !self.store().close_workspace(scope, now + GRACE, &queued, now).await? {
            return Err(Error::NotFound);
        }
        self.forget_workspace(workspace.as_str()).await;
        if ending == Ending::AtOnce {
            self.store().hasten_workspace(recent.account(), workspace, now).await?;
            self.purge_due().await?;
        } else {
            self.keep_ledger().await;
        }
        Ok(())
    }

    async fn closing_letters(
        &self,
        scope: &Scope,
        name: &str,
        until: i64,
    ) -> Result<Vec<SealedLetter>, Error> {
        let owners = self.store().owners(scope.workspace()).await?;
        let mut letters = Vec::new();
        for member in self.store().members(scope).await? {
            let workspace = name.to_owned();
            let letter = if owners.contains(&member.account) {
                Letter::WorkspaceClosing { workspace, link: "/account/privacy#closed".to_owned(), until }
            } else {
                Letter::WorkspaceClosedByOwner { workspace }
            };
            letters.push(self.letter(Recipient::Account(&member.account), letter).await?);
        }
        Ok(letters)
    }

    async fn last_letters(&self, scope: &Scope, name: &str) -> Result<Vec<SealedLetter>, Error> {
        let mut letters = Vec::new();
        for member in self.store().members(scope).await? {
            let letter = Letter::WorkspaceClosedByOwner { workspace: name.to_owned() };
            letters.push(self.letter(Recipient::Account(&member.account), letter).await?);
        }
        Ok(letters)
    }

    /// The workspaces that the person closed and may open again.
    pub async fn closed_workspaces(&self, who: &SignedIn) -> Result<Vec<ClosedWorkspace>, Error> {
        Ok(self.store().closed_workspaces(who.account(), self.now()).await?)
    }

    /// Opens a closed workspace again, without the credentials it had.
    pub async fn reopen_workspace(&self, recent: &Recent, workspace: &str) -> Result<(), Error> {
        let workspace = WorkspaceId::parse(workspace).ok_or(Error::NotFound)?;
        self.store().reopen_workspace(recent.account(), &workspace, self.now()).await?;
        self.keep_ledger().await;
        Ok(())
    }

    /// Destroys a closed workspace now.
    pub async fn end_workspace(&self, recent: &Recent, workspace: &str) -> Result<(), Error> {
        let workspace = WorkspaceId::parse(workspace).ok_or(Error::NotFound)?;
        self.store().hasten_workspace(recent.account(), &workspace, self.now()).await?;
        self.purge_due().await
    }

    /// The closed account that the token of a letter, or the ticket of a sign-in, belongs to. [`Error::StartAgain`] when
    /// there is none: used up, undone, or too late; which of them is not told.
    pub async fn reopening(&self, token_or_ticket: &str) -> Result<Reopening, Error> {
        let account = self.closed_account_of(token_or_ticket).await?.ok_or(Error::StartAgain)?;
        self.reopening_of(&account).await?.ok_or(Error::StartAgain)
    }

    /// For somebody who proved at the sign-in who they are: their account, if it is closed.
    pub(crate) async fn reopening_of(&self, account: &AccountId) -> Result<Option<Reopening>, Error> {
        let Some(closed) = self.store().account_closed(account).await? else { return Ok(None) };
        let value = format!("{} {}", account, self.now());
        Ok(Some(Reopening { closed, ticket: self.inner.tickets.seal(TICKET, "", value.as_bytes())? }))
    }

    /// Opens a closed account again: it signs in as always, without the credentials its workspaces had.
    pub async fn reopen_account(&self, token_or_ticket: &str) -> Result<(), Error> {
        let account = self.closed_account_of(token_or_ticket).await?.ok_or(Error::StartAgain)?;
        if !self.store().reopen_account(&account, self.now()).await? {
            return Err(Error::StartAgain);
        }
        self.keep_ledger().await;
        Ok(())
    }

    /// Destroys a closed account now.
    pub async fn end_account(&self, token_or_ticket: &str) -> Result<(), Error> {
        let account = self.closed_account_of(token_or_ticket).await?.ok_or(Error::StartAgain)?;
        self.store().hasten_account(&account, self.now()).await?;
        self.purge_due().await
    }

    async fn closed_account_of(&self, token_or_ticket: &str) -> Result<Option<AccountId>, Error> {
        if let Some(token) = Token::parse(token_or_ticket) {
            return Ok(self.store().account_to_reopen(&token.hash(), self.now()).await?);
        }
        let opened = self.inner.tickets.open(TICKET, "", token_or_ticket);
        Ok(opened.and_then(|value| {
            let (account, made) = std::str::from_utf8(&value).ok()?.split_once(' ')?;
            let age = self.now() - made.parse::<i64>().ok()?;
            AccountId::parse(account).filter(|_| (0..TICKET_LIFE).contains(&age))
        }))
    }

    /// Stops reading for a workspace and lets go of everything that was read.
    pub(crate) async fn forget_workspace(&self, workspace: &str) {
        self.inner.data_sets.forget_workspace(workspace).await;
        self.inner.portfolios.forget(workspace).await;
    }
}
