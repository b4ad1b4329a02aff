//! The use cases: where people, providers and numbers meet.
//!
//! Everything a person can do goes through [`Backend`]; what concerns a workspace takes a
//! [`Viewer`], which only [`Backend::viewer`] makes.

pub mod clock;
mod config;
mod error;
mod flaw;
mod keys;
mod rotation;
mod start;

mod back_off;
mod entry;
mod hashing;
pub mod terms;

pub mod policy;

pub mod permission;
mod viewer;

mod account_keys;
pub mod caller;
mod codes;
mod confirm;
mod sessions;
mod tickets;

mod account;
mod address;
mod password;
mod qr_code;
mod second_factor;
mod sign_in;
mod sign_up;

mod connections;
mod credential;
mod trial;
mod workspaces;

mod audit_log;
mod break_glass;
mod invitations;
mod members;
mod signing;

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
mod notices;
mod operator;
mod requests;
mod restricting;
mod stated;
mod telemetry;

mod closing;
mod credential_watch;
mod export;
mod purge;

mod backups;
mod examination;

mod consent;

mod form_marks;
mod quotas;
mod security_events;
mod server_keys;

mod upkeep;

use std::sync::{Arc, OnceLock, RwLock};

pub use account::SessionNote;
pub use alerts::AlertKind;
pub use audit_log::{AuditExport, AuditLine, AuditPage, Flawed, Verified};
pub use backups::{Backup, BackupError, Forgotten, Keeping, Kept, Restored, back_up, restore};
pub use clario_privacy::request::RequestDraft;
pub use clario_providers::jira::{Field, Writes};
pub use clario_providers::{AddressFault, Error as ProviderError, Listed};
pub use clario_store::{
    Acceptance, AccountId, Auth, Break, Browser, ClosedWorkspace, Connection, ConnectionId, ConnectionKind,
    Consumer, CredentialState, Density, Event, Grant, GrantId, Holiday, Invitation, LONGEST_GRANT, Member,
    Notice, NoticeKind, Outcome, QuotaKind, RequestForm, Resolution, RetentionRun, Role, SessionId,
    SourceKind, Stage, StatusStage, TableSize, Team, TeamId, TeamSource, Theme, Workflow, WorkflowId,
    Workspace, WorkspaceId,
};
pub use clario_vault::{HashCost, Kid, PasswordFlaw};
pub use closing::{Ending, GRACE, Prospect, Reopening, day_in_words};
pub use config::Config;
pub use confirm::Confirmation;
pub use connections::ConnectionForm;
pub use consent::{Asking, ConsentLine, ConsentReport, Settled, Wish};
pub use credential_watch::{LONGEST_LIFE_DAYS, WARNED_DAYS};
pub use data_sets::{Feed, Snapshot};
pub use error::{Cause, Error};
pub use examination::Findings;
pub use export::Export;
pub use feeds::{SAMPLE_CONNECTION, SampleSource};
pub use flaw::Flaw;
pub use form_marks::MarkPurpose;
pub use freshness::{Freshness, Standing};
pub use notices::{NOTICE_DAYS, NoticeDraft};
pub use operator::{
    AlertNote, HeldLetter, LetterNote, LetterProgress, Mailing, Operator, OperatorLink, OperatorReport,
};
pub use permission::Permission;
pub use qr_code::QrMatrix;
pub use quotas::{Quotas, Usage};
pub use requests::{RequestCategory, RequestDetail, RequestNote};
pub use rotation::{Retirement, Rotation, RotationError, retire_keys, rotate_keys};
pub use second_factor::Enrolling;
pub use security_events::SecurityEvent;
pub use sessions::{Coming, CookieChange, Looks, Recent, SignedIn, Visit};
pub use settings::{CalendarForm, Settings, TeamDraft, WorkflowDraft};
pub use setup::{LiveTeams, Setup, TeamEntry, WorkflowForm};
pub use sign_in::{Entry, Profile, SignIn};
pub use sign_up::SignUp;
pub use start::StartError;
pub use sync::{Pace, Progress, Step, Trouble};
pub use telemetry::{Allowed, IncidentNote, MetricNote, NotAReport, ServerFault, TelemetrySummary};
pub use trial::Trial;
pub use viewer::{SAMPLE, Viewer};

use back_off::BackOff;
use clario_providers::Destination;
use clario_store::Store;
use clock::Clock;
use data_sets::DataSets;
use hashing::Hashing;
use keys::Keys;
use notices::Board;
use portfolios::Portfolios;
use quotas::Meters;
use requests::RequestBounds;
use security_events::Watch;
use server_keys::ServerKeys;
use sync::Followers;
use telemetry::Reports;
use tickets::Tickets;

/// The whole of what the product does, behind one handle. Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct Backend {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    clock: Arc<dyn Clock>,
    store: Store,
    key_ring: Keys,
    hashing: Hashing,
    back_off: BackOff,
    tickets: Tickets,
    destination: Destination,
    data_sets: DataSets,
    followers: Followers,
    sample: RwLock<Option<Arc<SampleSource>>>,
    portfolios: Portfolios,
    server_keys: ServerKeys,
    watch: Watch,
    meters: Meters,
    request_bounds: RequestBounds,
    reports: Reports,
    board: Board,
    /// Who ran the installation until a change that was announced takes effect.
    former: OnceLock<stated::Former>,
    /// What the consent log says of those who came lately.
    consents: consent::Records,
    /// Held by the one who purges.
    purging: tokio::sync::Mutex<()>,
    /// Held by the one who writes backups.
    keeping: tokio::sync::Mutex<()>,
    /// Held while the database is in use.
    lock: std::fs::File,
    /// The way to the mail server; without one letters are held.
    post: Option<mail::Post>,
    /// When the program started, in seconds since 1970-01-01T00:00:00Z.
    started: i64,
}

impl Backend {
    /// Stops reading, forgets what was read, and closes the database once everything that was asked is answered.
    pub async fn stop(&self) {
        self.inner.data_sets.forget_all().await;
        if let Err(error) = self.save_uses().await {
            tracing::error!(%error, "what was counted could not be written down");
        }
        if let Err(error) = self.save_reports().await {
            tracing::error!(%error, "what pages reported could not be written down");
        }
        self.inner.store.close().await;
        // It is let go of at the latest with the last clone.
        let _ = self.inner.lock.unlock();
    }

    /// Whether browsers come over TLS.
    pub fn is_behind_tls(&self) -> bool {
        self.config().origin.starts_with("https://")
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
