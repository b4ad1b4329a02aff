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
    /// Something sensitive needs a new proof of who is there.
    #[error("Confirm that it is you.")]
    Confirm,
    /// The password is not that of the person who is signed in.
    #[error("This is not your password.")]
    NotYourPassword,
    /// The address was not confirmed yet; a new letter is on its way.
    #[error(
        "Confirm your e-mail address first: we have sent you a letter with a link. It may take a minute to arrive."
    )]
    Unconfirmed,
    /// A code of the second factor that is wrong or was used before.
    #[error("This code is not right, or it was used before. Wait for the next one and type that.")]
    WrongCode,
    /// A sign-in that took too long between password and code.
    #[error("This took too long. Sign in again.")]
    StartAgain,
    /// A link from a letter that has ended, was used, or is void.
    #[error("This link no longer works: it was used, or it is older than 30 minutes. Ask for a new one.")]
    LinkEnded,
    /// No more accounts are made here.
    #[error("Sign-up is closed here. Ask the operator of this installation for access.")]
    SignUpClosed,
    /// The role does not allow it.
    #[error("Your role in this workspace does not allow this. Ask an owner or admin.")]
    NotAllowed,
    /// The workspace asks everybody for two-step sign-in, and the account has none.
    #[error("This workspace asks all its members for two-step sign-in. Set it up to come in.")]
    SecondFactorNeeded,
    /// An invitation that was used, withdrawn or has ended, or that is for somebody else.
    #[error(
        "This invitation no longer works, or it is for another address. Ask whoever invited you for a new one."
    )]
    InvitationEnded,
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
    /// What may be used on one day is used up.
    #[error("{} Settings → Usage shows the counts; they begin anew at midnight (UTC).", spent(*.kind))]
    SpentForToday {
        /// Of what.
        kind: clario_store::QuotaKind,
    },
    /// Too much at once.
    #[error("Too many attempts. Wait {} and try again.", seconds(*.retry_after))]
    SlowDown {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The person asked that nothing be done with their data.
    #[error(
        "You asked that nothing be read for now, so there are no numbers. Lift that under Account → Privacy → Pause."
    )]
    Restricted,
    /// More requests came than a form takes on one day.
    #[error(
        "More messages came today than this form takes. Nothing was sent and your text is still here: try again tomorrow."
    )]
    EnoughRequests,
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
            clario_store::Error::Destroyed => Self::EnterCredentialAgain,
            other => Self::Broken(Cause::Store(other)),
        }
    }
}

impl From<Cause> for Error {
    fn from(cause: Cause) -> Self {
        Self::Broken(cause)
    }
}

fn spent(kind: clario_store::QuotaKind) -> &'static str {
    use clario_store::QuotaKind;
    match kind {
        QuotaKind::ProviderCalls => "The requests to the provider for today are used up.",
        QuotaKind::Exports => "The downloads for today are used up.",
        QuotaKind::Mails => "The letters for today are used up.",
        QuotaKind::ApiCalls => "The calls for today are used up.",
    }
}

fn seconds(wait: Duration) -> String {
    match wait.as_secs() {
        0 | 1 => "a second".to_owned(),
        count @ 2..=119 => format!("{count} seconds"),
        count => format!("{} minutes", count.div_ceil(60)),
    }
}
