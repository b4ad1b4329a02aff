//! Alerts to the operators: each kind once, with a count, until somebody acknowledges it.

use clario_store::AlertId;

use crate::Backend;
use crate::error::Error;
use crate::mail::{Letter, Recipient};

/// What an operator should look at. It says nothing about any person or workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// Many sign-ins failed in a short time.
    FailedSignIns,
    /// Many requests were denied in a short time.
    Denials,
    /// A letter was given up.
    DeadLetters,
    /// The audit log of a workspace does not verify any more.
    AuditLogAltered,
    /// An answer is owed to a request within a week, or should have been given.
    RequestsDue,
    /// No backup could be made.
    NoBackup,
    /// The data is not what the program wrote.
    DataDamaged,
}

impl AlertKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::FailedSignIns,
        Self::Denials,
        Self::DeadLetters,
        Self::AuditLogAltered,
        Self::RequestsDue,
        Self::NoBackup,
        Self::DataDamaged,
    ];

    /// The word that is stored and logged.
    pub fn word(self) -> &'static str {
        match self {
            Self::FailedSignIns => "failed-sign-ins",
            Self::Denials => "denials",
            Self::DeadLetters => "dead-letters",
            Self::AuditLogAltered => "audit-log-altered",
            Self::RequestsDue => "requests-due",
            Self::NoBackup => "no-backup",
            Self::DataDamaged => "data-damaged",
        }
    }

    /// The kind of a stored word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What it is, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::FailedSignIns => "many sign-ins failed",
            Self::Denials => "many requests were denied",
            Self::DeadLetters => "letters could not be sent",
            Self::AuditLogAltered => "an audit log was altered",
            Self::RequestsDue => "requests wait for an answer",
            Self::NoBackup => "no backup could be made",
            Self::DataDamaged => "the data is damaged",
        }
    }

    /// What happened and what helps.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::FailedSignIns => {
                "Many sign-ins failed in a short time. Somebody may be guessing passwords; accounts and addresses that \
                 fail have to wait longer and longer."
            }
            Self::Denials => {
                "Many requests were denied in a short time. Somebody may be looking for a way in, or a page sends \
                 people where they may not go."
            }
            Self::DeadLetters => {
                "At least one letter was given up after many attempts. The list of letters says why."
            }
            Self::AuditLogAltered => {
                "The audit log of a workspace is not what the program wrote. Somebody changed the database past it, or \
                 the disk is damaged. Its owners see where on their audit page."
            }
            Self::RequestsDue => {
                "At least one request is to be answered within a week, or should have been answered by now. The list of \
                 requests says which."
            }
            Self::NoBackup => {
                "The daily backup could not be made, or could not be read back. Is there room on the disk? The log says \
                 more; it is tried again every hour."
            }
            Self::DataDamaged => {
                "The daily examination found something that is not what the program wrote: a damaged file, a row that \
                 points at nothing, an altered log, or a sealed value that does not open. The log says which. Keep a \
                 copy, then restore a backup from before."
            }
        }
    }
}

impl Backend {
    /// Raises an alert. While one of its kind is open, it is counted on and nobody gets another letter.
    ///
    /// The caller decides what a burst is. It never fails a request: what goes wrong is logged.
    pub async fn raise_alert(&self, kind: AlertKind) {
        if let Err(error) = self.raise(kind).await {
            tracing::error!(%error, kind = kind.word(), "an alert could not be raised");
        }
    }

    async fn raise(&self, kind: AlertKind) -> Result<(), Error> {
        if self.store().count_alert(kind.word(), self.now()).await? {
            return Ok(());
        }
        tracing::warn!(kind = kind.word(), "an alert was raised");
        let id = AlertId::random()?;
        let mut letters = Vec::new();
        // A letter about letters that do not arrive would not arrive.
        if kind != AlertKind::DeadLetters {
            for account in self.store().operators().await? {
                letters
                    .push(self.letter(Recipient::Account(&account), Letter::OperatorAlert { kind }).await?);
            }
        }
        let letters: Vec<_> = letters.iter().map(crate::mail::SealedLetter::for_store).collect();
        Ok(self.store().open_alert(&id, kind.word(), &letters, self.now()).await?)
    }
}
