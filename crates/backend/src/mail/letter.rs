//! The closed set of letters: what each is about, and how long its links work.

use clario_store::{NoticeKind, Role};

use super::body::Body;
use super::words;
use crate::alerts::AlertKind;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// Every letter this program can send. Links are paths of this installation, such as `/confirm?token=…`; names are as
/// they were typed. It has no `Debug`, since some links open things.
pub enum Letter {
    /// To a new account: confirm the address.
    ConfirmAddress {
        /// The page that confirms it.
        link: String,
    },
    /// Somebody signed up with an address that has an account.
    AlreadyHaveAnAccount,
    /// A new password was asked for.
    ResetPassword {
        /// The page that takes it.
        link: String,
    },
    /// The password was changed.
    PasswordChanged,
    /// The address of the account was changed; goes to the old and to the new one.
    AddressChanged,
    /// To an address that an account is to have.
    ConfirmNewAddress {
        /// The page that confirms it.
        link: String,
    },
    /// A second factor was switched on.
    SecondFactorOn,
    /// The second factor was switched off.
    SecondFactorOff,
    /// Somebody signed in with a recovery code.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// Somebody is asked into a workspace.
    Invitation {
        /// The name of the workspace.
        workspace: String,
        /// The name of the person who asks.
        inviter: String,
        /// The page that takes the answer.
        link: String,
    },
    /// A member has another role.
    RoleChanged {
        /// The name of the workspace.
        workspace: String,
        /// The role from now on.
        role: Role,
    },
    /// A member was removed.
    RemovedFromWorkspace {
        /// The name of the workspace.
        workspace: String,
    },
    /// A workspace asks all its members for a second factor.
    SecondFactorRequired {
        /// The name of the workspace.
        workspace: String,
    },
    /// To an owner: an operator may look at the workspace for a while.
    OperatorLooksIn {
        /// The name of the workspace.
        workspace: String,
        /// For how long.
        minutes: u64,
        /// The page where it can be ended.
        link: String,
    },
    /// To an operator: something needs a look.
    OperatorAlert {
        /// What.
        kind: AlertKind,
    },
    /// An account was closed and will be deleted.
    AccountClosing {
        /// The page that undoes it.
        link: String,
        /// Until when, in seconds since 1970-01-01T00:00:00Z.
        until: i64,
    },
    /// To an owner: the workspace was closed and will be deleted.
    WorkspaceClosing {
        /// The name of the workspace.
        workspace: String,
        /// The page that undoes it.
        link: String,
        /// Until when, in seconds since 1970-01-01T00:00:00Z.
        until: i64,
    },
    /// To the other members: an owner closed the workspace.
    WorkspaceClosedByOwner {
        /// The name of the workspace.
        workspace: String,
    },
    /// The provider no longer accepts a credential.
    CredentialRejected {
        /// The name of the workspace.
        workspace: String,
        /// The page where a new one is entered.
        link: String,
    },
    /// A credential is about to expire.
    CredentialExpiring {
        /// The name of the workspace.
        workspace: String,
        /// In how many days.
        days: u32,
        /// The page where a new one is entered.
        link: String,
    },
    /// To everybody, or those who asked for news: what the operator tells.
    Notice {
        /// What it is about.
        kind: NoticeKind,
        /// Its heading.
        title: String,
        /// Its text.
        text: String,
        /// When a change of the policy takes effect, in seconds since 1970-01-01T00:00:00Z.
        effective: Option<i64>,
    },
    /// To an operator: an error began or came back.
    Incident {
        /// Whether it happens in browsers, else in the program.
        in_browsers: bool,
        /// What it is, a word of our own.
        name: &'static str,
        /// The template of the route.
        route: String,
        /// The place in a file of ours; may be empty.
        place: String,
    },
    /// To an operator: somebody sent a request.
    RequestArrived {
        /// What it is about.
        about: &'static str,
        /// Its reference.
        reference: String,
        /// When an answer is owed, in seconds since 1970-01-01T00:00:00Z.
        due: i64,
    },
    /// To whoever sent a request: the answer of the operator.
    RequestAnswered {
        /// What it was about.
        about: &'static str,
        /// Its reference.
        reference: String,
        /// The answer, in lines.
        text: String,
    },
    /// An operator tries the mail settings.
    Test,
}

impl Letter {
    /// The name of the template, in the queue and in logs.
    pub(crate) fn template(&self) -> &'static str {
        match self {
            Self::ConfirmAddress { .. } => "confirm-address",
            Self::AlreadyHaveAnAccount => "already-have-an-account",
            Self::ResetPassword { .. } => "reset-password",
            Self::PasswordChanged => "password-changed",
            Self::AddressChanged => "address-changed",
            Self::ConfirmNewAddress { .. } => "confirm-new-address",
            Self::SecondFactorOn => "second-factor-on",
            Self::SecondFactorOff => "second-factor-off",
            Self::RecoveryCodeUsed { .. } => "recovery-code-used",
            Self::Invitation { .. } => "invitation",
            Self::RoleChanged { .. } => "role-changed",
            Self::RemovedFromWorkspace { .. } => "removed-from-workspace",
            Self::SecondFactorRequired { .. } => "second-factor-required",
            Self::OperatorLooksIn { .. } => "operator-looks-in",
            Self::OperatorAlert { .. } => "operator-alert",
            Self::AccountClosing { .. } => "account-closing",
            Self::WorkspaceClosing { .. } => "workspace-closing",
            Self::WorkspaceClosedByOwner { .. } => "workspace-closed-by-owner",
            Self::CredentialRejected { .. } => "credential-rejected",
            Self::CredentialExpiring { .. } => "credential-expiring",
            Self::Notice { kind: NoticeKind::Incident, .. } => "notice-incident",
            Self::Notice { kind: NoticeKind::Update, .. } => "notice-update",
            Self::Notice { kind: NoticeKind::Policy, .. } => "notice-policy",
            Self::Incident { .. } => "incident",
            Self::RequestArrived { .. } => "request-arrived",
            Self::RequestAnswered { .. } => "request-answered",
            Self::Test => "test",
        }
    }

    /// Seconds after which the links in it no longer work, and the letter is not sent any more.
    pub(crate) fn shelf_life(&self) -> Option<i64> {
        match self {
            Self::ConfirmAddress { .. } | Self::ResetPassword { .. } | Self::ConfirmNewAddress { .. } => {
                Some(30 * MINUTE)
            }
            Self::Invitation { .. } => Some(7 * DAY),
            Self::AccountClosing { .. } | Self::WorkspaceClosing { .. } => Some(30 * DAY),
            _ => None,
        }
    }

    /// The letter in words, from the installation at an origin.
    pub(super) fn body(&self, origin: &str) -> Body {
        words::of(self, origin)
    }
}
