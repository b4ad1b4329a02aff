//! Letters: a closed set of templates, one queue, one sender.
//!
//! A use case makes a [`SealedLetter`] with [`Backend::letter`] and hands it to the store, which queues it in the
//! same transaction as the act it tells of. One worker ([`Backend::deliver_letters`]) takes the letters out.
//!
//! Delivery is at least once: when the program dies after the mail server took a letter and before that was noted, the
//! letter is sent again with the same `Message-ID`, by which mail programs recognise it as the same.

mod body;
mod content;
mod letter;
mod words;

mod server;

mod delivery;
mod patience;
mod sender;
mod smtp;

pub use letter::Letter;
pub use sender::{Sender, SenderFault};
pub use server::{MailServer, MailServerFault};

use clario_store::{AccountId, NewNotification, NotificationId, WorkspaceId};
use clario_vault::{Place, Sealed};
use std::time::Duration;

use crate::Backend;
use crate::error::Error;
use crate::installation::INSTALLATION;
pub(crate) use content::Content;
pub(crate) use smtp::Post;

/// How letters leave this installation.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// The mail server; without one letters are held, and operators can read them.
    pub server: Option<MailServer>,
    /// Who letters come from; without it, an address at the host of the origin.
    pub sender: Option<Sender>,
    /// How often the queue is looked at.
    pub look: Duration,
    /// How long the mail server may take for one letter.
    pub patience: Duration,
}

impl Default for MailConfig {
    /// No mail server; a look each second, half a minute a letter.
    fn default() -> Self {
        Self { server: None, sender: None, look: Duration::from_secs(1), patience: Duration::from_secs(30) }
    }
}

/// Whom a letter goes to.
#[derive(Clone, Copy)]
pub enum Recipient<'a> {
    /// The person of an account, at the address it has now.
    Account(&'a AccountId),
    /// An account's former or future address.
    OtherAddress {
        /// Whose it was or is to be.
        account: &'a AccountId,
        /// The normalised address.
        address: &'a str,
    },
    /// An address without an account.
    Address(&'a str),
}

/// A letter as it is stored: nobody can read it without the key of the installation.
#[derive(Debug)]
pub struct SealedLetter {
    id: NotificationId,
    template: &'static str,
    account: Option<AccountId>,
    workspace: Option<WorkspaceId>,
    sealed: Sealed,
    idempotency_key: String,
    useless_after: Option<i64>,
}

impl SealedLetter {
    /// Says which workspace the letter is about: it goes when the workspace goes.
    #[must_use]
    pub fn about(mut self, workspace: &WorkspaceId) -> Self {
        self.workspace = Some(workspace.clone());
        self
    }

    /// Sends the letter once for this key, however often it is queued. The key is made of ids, never of names or
    /// addresses, such as `credential-rejected.CONNECTION.REVISION`.
    #[must_use]
    pub fn once(mut self, key: String) -> Self {
        self.idempotency_key = key;
        self
    }

    /// What the store takes.
    pub(crate) fn for_store(&self) -> NewNotification<'_> {
        NewNotification {
            id: &self.id,
            template: self.template,
            account: self.account.as_ref(),
            workspace: self.workspace.as_ref(),
            sealed: &self.sealed,
            idempotency_key: &self.idempotency_key,
            useless_after: self.useless_after,
        }
    }
}

impl Backend {
    /// Writes a letter and seals it. It is not queued yet: hand it to the store with the act it tells of, or to
    /// [`Backend::post`] when there is no such act.
    pub async fn letter(&self, to: Recipient<'_>, letter: Letter) -> Result<SealedLetter, Error> {
        let (account, address) = match to {
            Recipient::Account(account) => {
                let address = self.store().account(account).await?.ok_or(Error::NotFound)?.email;
                (Some(account), address)
            }
            Recipient::OtherAddress { account, address } => (Some(account), address.to_owned()),
            Recipient::Address(address) => (None, address.to_owned()),
        };
        let id = NotificationId::random()?;
        let body = letter.body(&self.config().origin);
        let content = Content { address, subject: body.subject(), text: body.text(), html: body.html() };
        let sealed = self.seal_for_installation(&place(&id), &content.to_bytes()).await?;
        Ok(SealedLetter {
            template: letter.template(),
            account: account.cloned(),
            workspace: None,
            sealed,
            idempotency_key: id.as_str().to_owned(),
            useless_after: letter.shelf_life().map(|seconds| self.now() + seconds),
            id,
        })
    }

    /// Queues a letter that tells of no act in the database.
    pub async fn post(&self, letter: &SealedLetter) -> Result<(), Error> {
        Ok(self.store().letters().add(&letter.for_store(), self.now()).await?)
    }
}

/// Where the content of a letter belongs.
pub(crate) fn place(id: &NotificationId) -> Place<'_> {
    Place {
        tenant: INSTALLATION,
        table: "notification",
        row: id.as_str(),
        field: "sealed",
        schema: 1,
        revision: 0,
    }
}
