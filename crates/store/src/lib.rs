//! SQLite: people, workspaces, connections and sessions, never provider data.
//!
//! Every question about a workspace takes a [`Scope`], which only this crate makes, and only for an
//! account that is a member. Times are seconds since 1970-01-01T00:00:00Z and are passed in.

mod chain;
mod database;
mod error;
mod ids;

mod account_changes;
mod account_keys;
mod looks;
mod mail_tokens;
mod people;
mod second_factor;
mod sessions;
mod workspaces;

mod audit_log;
mod break_glass;
mod consent_log;
mod invitations;
mod members;

mod connections;

mod calendar;
mod resolutions;
mod teams;
mod workflows;

mod quotas;
mod security_events;

mod image;
mod installation;
mod keeping;
mod keys;
mod rewrapping;
mod settings_import;

mod closing;
mod credential_state;
mod export;
mod purge;
mod reopening;
mod restoring;
mod restricting;
mod retention;

mod alerts;
mod incidents;
mod notices;
mod notifications;
mod operator_statements;
mod operators;
mod requests;
mod retention_runs;
mod table_sizes;
mod telemetry;

pub use account_keys::AccountKey;
pub use alerts::Alert;
pub use audit_log::{Act, Actor, AuditEntry, ChainReport, Checkpoint, Event, NewCheckpoint};
pub use break_glass::{Grant, LONGEST_GRANT, NewGrant};
pub use calendar::{Calendar, Holiday};
pub use chain::{Break, FIRST as FIRST_AUDIT_HASH, Hash as AuditHash};
pub use closing::AccountClosing;
pub use connections::{Auth, Connection, ConnectionKind, NewConnection, SealedSecret};
pub use consent_log::{ConsentEvent, ConsentReport, NewConsentEvent};
pub use credential_state::{CredentialState, WorryingCredential};
pub use database::Store;
pub use error::Error;
pub use export::ExportPart;
pub use ids::{
    AccountId, AlertId, ConnectionId, ConsentEventId, ConsentSubject, GrantId, InvitationId, NoticeId,
    NotificationId, RequestId, SessionId, TeamId, WorkflowId, WorkspaceId,
};
pub use image::{Examined, examine_image};
pub use incidents::{Fault, Incident, IncidentSource};
pub use installation::InstallationKey;
pub use invitations::{Answered, Invitation, NewInvitation};
pub use keeping::{KeepingKind, KeepingRun, SealedCredential, SealedSeed};
pub use keys::WorkspaceKey;
pub use looks::{Density, Theme};
pub use mail_tokens::{MailPurpose, MailToken, NewMailToken};
pub use members::{Member, MemberChange};
pub use notices::{Notice, NoticeKind};
pub use notifications::{DueLetter, LetterState, LetterTrouble, Letters, NewNotification, StoredLetter};
pub use operator_statements::OperatorStatement;
pub use people::{Acceptance, Account, Enrolment, EnrolmentLetters, Gate, NewAcceptance, NewAccount};
pub use purge::{Purge, Subject};
pub use quotas::{Consumer, QuotaKind, Used};
pub use reopening::{Closed, ClosedWorkspace};
pub use requests::{
    ANSWERED_WITHIN, NewEntry, NewRequest, Outcome, RequestEntry, RequestForm, Requests, StoredRequest,
};
pub use resolutions::Resolution;
pub use restoring::{Destroyed, LiveCredential, StillClosed};
pub use retention::{Ends, LATE, RULES, Rule};
pub use retention_runs::RetentionRun;
pub use rewrapping::{KeyOwner, WrappedKey};
pub use second_factor::{CodeAttempt, CodeHash, Totp};
pub use security_events::{NewSecurityEvent, ServerKey};
pub use sessions::{
    ABSOLUTE_LIMIT, Browser, IDLE_LIMIT, LiveSession, NewSession, SESSIONS_PER_ACCOUNT, SessionEntry,
    SessionHash,
};
pub use settings_import::AllSettings;
pub use table_sizes::TableSize;
pub use teams::{SourceKind, Team, TeamSource};
pub use telemetry::{Cell, Sum};
pub use workflows::{Stage, StatusStage, Workflow};
pub use workspaces::{NewWorkspace, Role, Scope, Workspace};
