//! What somebody does to a workspace, on its way into the audit log.

use std::collections::BTreeMap;

use super::event::Event;
use crate::ids::AccountId;
use crate::workspaces::Role;

/// Who does it.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    /// A member of the workspace, or whoever is about to be one.
    Member(&'a AccountId),
    /// An operator of the installation.
    Operator(&'a AccountId),
    /// The program itself.
    Program,
}

/// What is done. Closed: every change of a workspace that its owners would want to know of.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each one is described where the events are listed")]
pub enum Act<'a> {
    WorkspaceMade,
    WorkspaceRenamed { name: &'a str },
    InvitationSent { email: &'a str, role: Role },
    InvitationWithdrawn { email: &'a str },
    MemberJoined { role: Role },
    MemberLeft,
    MemberRemoved { member: &'a AccountId },
    RoleChanged { member: &'a AccountId, from: Role, to: Role },
    SecondFactorRequired,
    SecondFactorOptional,
    ConnectionAdded { address: &'a str, last_four: &'a str },
    ConnectionLabelled { address: &'a str, label: &'a str },
    ConnectionRenewed { address: &'a str, last_four: &'a str },
    ConnectionRemoved { address: &'a str },
    TeamsChanged { teams: usize },
    WorkflowChanged { statuses: usize },
    WorkflowRemoved,
    ZoneChanged { zone: &'a str },
    WorkingDaysChanged { working_days: u8 },
    HolidaysChanged { holidays: usize },
    KeepUnreadChanged { hours: u32 },
    ResolutionsChanged { resolutions: usize },
    AccessGranted { reason: &'a str, minutes: i64 },
    AccessEnded { operator: &'a AccountId },
    LogExported,
    AccountClosed,
    ProcessingRestricted,
    ProcessingResumed,
    WorkspaceClosed,
    WorkspaceReopened,
    WorkspaceExported,
    SettingsImported,
}

/// What an act is about, beyond facts: a person, or words that the actor typed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    Account(&'a AccountId),
    Email(&'a str),
    Words(&'a str),
}

/// Facts by name; ordered, so that their text is always the same.
pub(super) type Facts = BTreeMap<&'static str, String>;

impl<'a> Act<'a> {
    /// Event, facts and subject.
    pub(super) fn parts(&self) -> (Event, Facts, Option<Subject<'a>>) {
        use Subject::{Account, Email, Words};
        let one = |name, value: &dyn ToString| Facts::from([(name, value.to_string())]);
        let token = |address: &str, last_four: &str| {
            Facts::from([("address", address.to_owned()), ("last_four", last_four.to_owned())])
        };
        match *self {
            Self::WorkspaceMade => (Event::WorkspaceMade, Facts::new(), None),
            Self::WorkspaceRenamed { name } => (Event::WorkspaceRenamed, Facts::new(), Some(Words(name))),
            Self::InvitationSent { email, role } => {
                (Event::InvitationSent, one("role", &role.key()), Some(Email(email)))
            }
            Self::InvitationWithdrawn { email } => {
                (Event::InvitationWithdrawn, Facts::new(), Some(Email(email)))
            }
            Self::MemberJoined { role } => (Event::MemberJoined, one("role", &role.key()), None),
            Self::MemberLeft => (Event::MemberLeft, Facts::new(), None),
            Self::MemberRemoved { member } => (Event::MemberRemoved, Facts::new(), Some(Account(member))),
            Self::RoleChanged { member, from, to } => {
                let facts = Facts::from([("from", from.key().to_owned()), ("to", to.key().to_owned())]);
                (Event::RoleChanged, facts, Some(Account(member)))
            }
            Self::SecondFactorRequired => (Event::SecondFactorRequired, Facts::new(), None),
            Self::SecondFactorOptional => (Event::SecondFactorOptional, Facts::new(), None),
            Self::ConnectionAdded { address, last_four } => {
                (Event::ConnectionAdded, token(address, last_four), None)
            }
            Self::ConnectionLabelled { address, label } => {
                (Event::ConnectionLabelled, one("address", &address), Some(Words(label)))
            }
            Self::ConnectionRenewed { address, last_four } => {
                (Event::ConnectionRenewed, token(address, last_four), None)
            }
            Self::ConnectionRemoved { address } => (Event::ConnectionRemoved, one("address", &address), None),
            Self::TeamsChanged { teams } => (Event::TeamsChanged, one("teams", &teams), None),
            Self::WorkflowChanged { statuses } => (Event::WorkflowChanged, one("statuses", &statuses), None),
            Self::WorkflowRemoved => (Event::WorkflowRemoved, Facts::new(), None),
            Self::ZoneChanged { zone } => (Event::ZoneChanged, one("zone", &zone), None),
            Self::WorkingDaysChanged { working_days } => {
                (Event::WorkingDaysChanged, one("days", &day_names(working_days)), None)
            }
            Self::HolidaysChanged { holidays } => (Event::HolidaysChanged, one("holidays", &holidays), None),
            Self::KeepUnreadChanged { hours } => (Event::KeepUnreadChanged, one("hours", &hours), None),
            Self::ResolutionsChanged { resolutions } => {
                (Event::ResolutionsChanged, one("resolutions", &resolutions), None)
            }
            Self::AccessGranted { reason, minutes } => {
                (Event::AccessGranted, one("minutes", &minutes), Some(Words(reason)))
            }
            Self::AccessEnded { operator } => (Event::AccessEnded, Facts::new(), Some(Account(operator))),
            Self::LogExported => (Event::LogExported, Facts::new(), None),
            Self::AccountClosed => (Event::AccountClosed, Facts::new(), None),
            Self::ProcessingRestricted => (Event::ProcessingRestricted, Facts::new(), None),
            Self::ProcessingResumed => (Event::ProcessingResumed, Facts::new(), None),
            Self::WorkspaceClosed => (Event::WorkspaceClosed, Facts::new(), None),
            Self::WorkspaceReopened => (Event::WorkspaceReopened, Facts::new(), None),
            Self::WorkspaceExported => (Event::WorkspaceExported, Facts::new(), None),
            Self::SettingsImported => (Event::SettingsImported, Facts::new(), None),
        }
    }
}

/// The days of a stored byte, Monday first.
fn day_names(bits: u8) -> String {
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let chosen: Vec<_> =
        names.into_iter().enumerate().filter(|(bit, _)| bits & 1 << bit != 0).map(|(_, name)| name).collect();
    chosen.join(", ")
}
