//! SQLite: people, workspaces, connections and sessions, never provider data.
//!
//! Every question about a workspace takes a [`Scope`], which only this crate makes, and only for an
//! account that is a member. Times are seconds since 1970-01-01T00:00:00Z and are passed in.

mod database;
mod error;
mod ids;

mod people;
mod sessions;
mod workspaces;

mod connections;

mod calendar;
mod resolutions;
mod teams;
mod workflows;

mod installation;
mod keys;

mod alerts;
mod notifications;
mod operators;
mod table_sizes;

pub use alerts::Alert;
pub use calendar::{Calendar, Holiday};
pub use connections::{Auth, Connection, ConnectionKind, NewConnection, SealedSecret};
pub use database::Store;
pub use error::Error;
pub use ids::{AccountId, AlertId, ConnectionId, NotificationId, TeamId, WorkflowId, WorkspaceId};
pub use installation::InstallationKey;
pub use keys::WorkspaceKey;
pub use notifications::{DueLetter, LetterState, LetterTrouble, Letters, NewNotification, StoredLetter};
pub use people::{Acceptance, Account, Enrolment, Gate, NewAcceptance, NewAccount};
pub use resolutions::Resolution;
pub use sessions::{ABSOLUTE_LIMIT, IDLE_LIMIT, SESSION_ACCOUNT, SESSIONS_PER_ACCOUNT, Sessions};
pub use table_sizes::TableSize;
pub use teams::{SourceKind, Team, TeamSource};
pub use workflows::{Stage, StatusStage, Workflow};
pub use workspaces::{NewWorkspace, Role, Scope, Workspace};
