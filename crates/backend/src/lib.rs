//! The use cases: where people, providers and numbers meet.
//!
//! Everything a person can do goes through [`Backend`]; what concerns a workspace takes a
//! [`Viewer`], which only [`Backend::viewer`] makes.

pub mod clock;
mod config;
mod error;
mod flaw;
mod start;

mod back_off;
mod entry;
mod hashing;
pub mod terms;

mod viewer;

mod sign_in;
mod sign_up;

mod connections;
mod credential;
mod trial;
mod workspaces;

mod settings;
mod setup;
pub mod zones;

mod data_sets;
mod feeds;
mod sync;

mod freshness;
mod portfolios;
mod reports;

mod installation;
pub mod mail;

mod alerts;
mod operator;

mod upkeep;

use std::sync::{Arc, RwLock};

pub use alerts::AlertKind;
pub use clario_providers::jira::{Field, Writes};
pub use clario_providers::{AddressFault, Error as ProviderError};
pub use clario_store::{
    Acceptance, AccountId, Auth, Connection, ConnectionId, ConnectionKind, Holiday, Resolution, Role,
    SESSION_ACCOUNT, Sessions, SourceKind, Stage, StatusStage, TableSize, Team, TeamId, TeamSource, Workflow,
    WorkflowId, Workspace, WorkspaceId,
};
pub use clario_vault::{HashCost, PasswordFlaw};
pub use config::Config;
pub use connections::ConnectionForm;
pub use data_sets::{Feed, Snapshot};
pub use error::{Cause, Error};
pub use feeds::{SAMPLE_CONNECTION, SampleSource};
pub use flaw::Flaw;
pub use freshness::{Freshness, Standing};
pub use operator::{
    AlertNote, HeldLetter, LetterNote, LetterProgress, Mailing, Operator, OperatorLink, OperatorReport,
};
pub use settings::{CalendarForm, Settings, TeamDraft, WorkflowDraft};
pub use setup::{LiveTeams, Setup, TeamEntry, WorkflowForm};
pub use sign_in::{Profile, SignIn};
pub use sign_up::SignUp;
pub use start::StartError;
pub use sync::{Pace, Progress, Step, Trouble};
pub use trial::Trial;
pub use viewer::{SAMPLE, Viewer};

use back_off::BackOff;
use clario_providers::Destination;
use clario_store::Store;
use clario_vault::KeyRing;
use clock::Clock;
use data_sets::DataSets;
use hashing::Hashing;
use portfolios::Portfolios;
use sync::Followers;

/// The whole of what the product does, behind one handle. Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct Backend {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    clock: Arc<dyn Clock>,
    store: Store,
    key_ring: KeyRing,
    hashing: Hashing,
    back_off: BackOff,
    destination: Destination,
    data_sets: DataSets,
    followers: Followers,
    sample: RwLock<Option<Arc<SampleSource>>>,
    portfolios: Portfolios,
    /// The way to the mail server; without one letters are held.
    post: Option<mail::Post>,
    /// When the program started, in seconds since 1970-01-01T00:00:00Z.
    started: i64,
}

impl Backend {
    /// The sessions, for the session layer. A session holds [`SESSION_ACCOUNT`] and nothing else.
    pub fn sessions(&self) -> Sessions {
        let clock = Arc::clone(&self.inner.clock);
        self.inner.store.sessions(move || clock.now().as_second())
    }

    /// Stops reading, forgets what was read, and closes the database once everything that was asked is answered.
    pub async fn stop(&self) {
        self.inner.data_sets.forget_all().await;
        self.inner.store.close().await;
    }

    pub(crate) fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Where requests to providers may go.
    pub(crate) fn destination(&self) -> &Destination {
        &self.inner.destination
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub(crate) fn now(&self) -> i64 {
        self.inner.clock.now().as_second()
    }
}
