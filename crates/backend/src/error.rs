//! Why a use case did not do what was asked, named by what the person can do.

use std::time::Duration;

use crate::flaw::Flaw;

/// The refusal of a use case. What it displays may be shown to the person; the cause may not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in.
    #[error("Sign in first.")]
    SignIn,
    /// E-mail and password do not belong together, or there is no such account.
    #[error("This e-mail and this password do not belong together.")]
    WrongPassword,
    /// No more accounts are made here.
    #[error("Sign-up is closed here. Ask the operator of this installation for access.")]
    SignUpClosed,
    /// The role does not allow it.
    #[error("Your role in this workspace does not allow this. Ask an owner or admin.")]
    NotAllowed,
    /// The sample can be looked at only.
    #[error("The sample can be looked at, not changed. Sign up to connect your own data.")]
    SampleOnly,
    /// There is no such thing, or not for this person; which of the two is not told.
    #[error("There is nothing here under this address.")]
    NotFound,
    /// The workspace has no connection yet.
    #[error("Nothing is connected yet. Connect a Jira site to see its numbers.")]
    NothingConnected,
    /// The first data is still on its way.
    #[error("The first data is still being read.")]
    NotYet,
    /// Something typed does not do.
    #[error("{0}")]
    Flawed(#[from] Flaw),
    /// Somebody else changed the same thing meanwhile.
    #[error("Somebody else changed this in the meantime. Load the page again and repeat your change.")]
    ChangedMeanwhile,
    /// The stored credential does not open any more.
    #[error("The stored credential can no longer be read. Enter it again.")]
    EnterCredentialAgain,
    /// Too much at once.
    #[error("Too many attempts. Wait {} and try again.", seconds(*.retry_after))]
    SlowDown {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The provider gave no usable answer.
    #[error("{}", .0.remedy())]
    Provider(#[from] clario_providers::Error),
    /// Nothing the person can mend.
    #[error("Something went wrong on our side. Try again; if it stays, tell the operator.")]
    Broken(#[source] Cause),
}

/// What broke, for the log. It names no value.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// The database.
    #[error("{0}")]
    Store(#[source] clario_store::Error),
    /// Hashing a password.
    #[error("{0}")]
    Hash(#[from] clario_vault::HashError),
    /// Sealing a secret.
    #[error("{0}")]
    Seal(#[from] clario_vault::SealError),
    /// Unwrapping the data key of a workspace.
    #[error("{0}")]
    Open(#[from] clario_vault::OpenError),
    /// A task ended before its work was done.
    #[error("a task ended early")]
    Stopped,
}

impl From<clario_store::Error> for Error {
    fn from(error: clario_store::Error) -> Self {
        match error {
            clario_store::Error::Missing => Self::NotFound,
            other => Self::Broken(Cause::Store(other)),
        }
    }
}

impl From<Cause> for Error {
    fn from(cause: Cause) -> Self {
        Self::Broken(cause)
    }
}

fn seconds(wait: Duration) -> String {
    match wait.as_secs() {
        0 | 1 => "a second".to_owned(),
        count @ 2..=119 => format!("{count} seconds"),
        count => format!("{} minutes", count.div_ceil(60)),
    }
}
