//! The start: key file, database, and the proof that the one belongs to the other.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, RwLock};

use clario_providers::Destination;
use clario_store::Store;
use clario_vault::{HashError, KeyFileError, KeyRing, Kid, OpenError, SealError};

use crate::back_off::BackOff;
use crate::clock::Clock;
use crate::config::Config;
use crate::consent::Records;
use crate::data_sets::DataSets;
use crate::hashing::Hashing;
use crate::installation;
use crate::keys::Keys;
use crate::mail::Post;
use crate::notices::Board;
use crate::portfolios::Portfolios;
use crate::quotas::Meters;
use crate::requests::RequestBounds;
use crate::security_events::Watch;
use crate::server_keys::ServerKeys;
use crate::sync::Followers;
use crate::telemetry::Reports;
use crate::tickets::Tickets;
use crate::{Backend, Inner};

/// Why the program does not start, for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory.
    #[error("the data directory cannot be made or read: {}", .0.kind())]
    DataDirectory(#[source] io::Error),
    /// The key file.
    #[error("{0}")]
    KeyFile(#[from] KeyFileError),
    /// The key file lacks a key that the data needs.
    #[error(
        "the key file lacks the key {0}, which this data needs: put the right key file back from your backup"
    )]
    KeyMissing(Kid),
    /// A key has the right id and is another key.
    #[error(
        "the key {0} in the key file is not the one this data was sealed with: put the right key file back"
    )]
    KeyWrong(Kid),
    /// The data key of the installation does not open, with the right key file.
    #[error("the key of the installation is damaged: put the database back from your backup")]
    Damaged,
    /// No letter can come from the sender.
    #[error("letters cannot be sent from this sender or to this mail server: check the mail settings")]
    Mail,
    /// The keys that mark forms and make pseudonyms.
    #[error("the program's own keys do not open: put the database back from your backup")]
    ServerKeys(#[source] crate::error::Error),
    /// A published text of the policy or the terms was edited.
    #[error("{0}")]
    Policy(#[from] clario_privacy::policy::Edited),
    /// A backup is being put back.
    #[error("a backup is being restored: wait until that has ended")]
    Restoring,
    /// What the operator tells everybody.
    #[error("the notices of the operator cannot be read")]
    Notices(#[source] crate::error::Error),
    /// The database.
    #[error("{0}")]
    Store(#[from] clario_store::Error),
    /// Making the check value of a new key.
    #[error("{0}")]
    Seal(#[from] SealError),
    /// The first password hash.
    #[error("{0}: is there enough memory?")]
    Hash(#[from] HashError),
}

impl Backend {
    /// Opens the data directory, or fills an empty one with a new key file and database.
    pub async fn start(config: Config, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        // People agreed to these texts: nothing begins under others.
        clario_privacy::policy::verify()?;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&config.data_dir)
            .map_err(StartError::DataDirectory)?;
        let lock = lock(&config)?;
        lock.try_lock_shared().map_err(|_| StartError::Restoring)?;
        let (database, key_file) = (database(&config), key_file(&config));
        // The key comes first: there is never a database without the key it needs.
        let key_ring = clario_vault::load_or_create(&key_file, exists(&database)?)?;
        let store = Store::open(&database).await?;
        let started = clock.now().as_second();
        prove(&store, &key_ring, started).await?;
        installation::settle(&store, &key_ring, started).await?;
        let post = Post::open(&config.mail, &config.origin).map_err(|()| StartError::Mail)?;
        let destination = config
            .listed_hosts
            .iter()
            .fold(Destination::public(), |destination, listed| destination.listing(listed.clone()));
        let hashing = Hashing::new(config.hash_cost)?;
        let back_off = BackOff::new();
        let data_sets = DataSets::new();
        let followers = Followers::new(Arc::clone(&clock), config.pace, data_sets.clone());
        let backend = Self {
            inner: Arc::new(Inner {
                config,
                clock,
                store,
                key_ring: Keys::new(key_file, key_ring),
                hashing,
                back_off,
                tickets: Tickets::new()?,
                destination,
                data_sets,
                followers,
                sample: RwLock::new(None),
                portfolios: Portfolios::new(),
                server_keys: ServerKeys::default(),
                watch: Watch::default(),
                meters: Meters::default(),
                request_bounds: RequestBounds::default(),
                reports: Reports::default(),
                board: Board::default(),
                former: OnceLock::new(),
                consents: Records::default(),
                purging: tokio::sync::Mutex::new(()),
                keeping: tokio::sync::Mutex::new(()),
                lock,
                post,
                started,
            }),
        };
        backend.settle_server_keys().await.map_err(StartError::ServerKeys)?;
        backend.settle_operator().await.map_err(StartError::Notices)?;
        backend.read_notices().await.map_err(StartError::Notices)?;
        Ok(backend)
    }
}

/// Where the database of an installation is.
pub(crate) fn database(config: &Config) -> PathBuf {
    config.data_dir.join("altaclario.sqlite")
}

/// The file that whoever uses the database holds together with others, and whoever replaces it holds alone.
pub(crate) fn lock(config: &Config) -> Result<File, StartError> {
    let path = config.data_dir.join("altaclario.sqlite.lock");
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true).mode(0o600).open(path).map_err(StartError::DataDirectory)
}

/// Where its key file is.
pub(crate) fn key_file(config: &Config) -> PathBuf {
    config.key_file.clone().unwrap_or_else(|| config.data_dir.join("key"))
}

/// Whether there is anything in the database file.
pub(crate) fn exists(database: &Path) -> Result<bool, StartError> {
    match std::fs::metadata(database) {
        Ok(metadata) => Ok(metadata.len() > 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StartError::DataDirectory(error)),
    }
}

/// Refuses to go on with a key ring that is not the one of this data.
pub(crate) async fn prove(store: &Store, key_ring: &KeyRing, now: i64) -> Result<(), StartError> {
    for check_value in store.key_checks().await? {
        match key_ring.recognises(&check_value) {
            // A key that was taken out of the ring may be gone once nothing is wrapped with it.
            Ok(()) | Err(OpenError::UnknownKey(_)) => {}
            Err(_) => return Err(StartError::KeyWrong(check_value.kid())),
        }
    }
    for kid in store.wrapping_keys().await? {
        if !key_ring.holds(kid) {
            return Err(StartError::KeyMissing(kid));
        }
    }
    store.add_key_check(&key_ring.check_value()?, now).await?;
    Ok(())
}
