//! Rotating the operator's keys, beside a program that runs or without one: a new primary key wraps every data key anew,
//! and an old one is retired when nothing needs it any more.
//!
//! Every step may be the last one before a crash. The new key is in the key file before it wraps anything, the old one
//! stays there until the database has promised never to need it, and a second call goes on where the first one ended.

use std::fs::{File, TryLockError};
use std::path::PathBuf;

use clario_store::{KeyOwner, Store};
use clario_vault::{KeyRing, Kid, OpenError, Place};

use crate::config::Config;
use crate::start::{self, StartError};
use crate::{account_keys, installation, workspaces};

/// Data keys that are wrapped anew before the next ones are looked for.
const AT_ONCE: u32 = 100;

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The primary key from now on.
    pub primary: Kid,
    /// Whether this call made it; otherwise it finished what an earlier one had begun.
    pub made: bool,
    /// How many data keys were wrapped anew.
    pub rewrapped: u64,
    /// The keys that are only kept until they are retired.
    pub older: Vec<Kid>,
}

/// What retiring did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retirement {
    /// The keys that are gone from the key file.
    pub retired: Vec<Kid>,
    /// The older keys that something still needs.
    pub needed: Vec<Kid>,
}

/// Why keys were not rotated.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// Nothing was ever started here.
    #[error("there is no installation in the data directory: check ALTACLARIO_DATA")]
    NoInstallation,
    /// Somebody else rotates.
    #[error("another rotation is under way: wait until it has ended")]
    Busy,
    /// The key ring is not the one of this data, or something cannot be read or written.
    #[error("{0}")]
    Start(#[from] StartError),
    /// A data key does not open.
    #[error("a wrapped data key is damaged; the others are done, and the old keys stay: {0}")]
    Damaged(#[source] OpenError),
}

impl From<clario_store::Error> for RotationError {
    fn from(error: clario_store::Error) -> Self {
        Self::Start(error.into())
    }
}

/// Makes a new primary key and wraps every data key with it, or finishes a rotation that was begun.
pub async fn rotate_keys(config: &Config, now: i64) -> Result<Rotation, RotationError> {
    let held = Held::open(config, now).await?;
    let rotation = held.rotate(now).await;
    held.store.close().await;
    rotation
}

/// Takes the keys that nothing needs any more out of the key file.
pub async fn retire_keys(config: &Config, now: i64) -> Result<Retirement, RotationError> {
    let held = Held::open(config, now).await?;
    let retirement = held.retire(now).await;
    held.store.close().await;
    retirement
}

/// An installation whose keys nobody else changes meanwhile.
struct Held {
    path: PathBuf,
    store: Store,
    _lock: File,
}

impl Held {
    async fn open(config: &Config, now: i64) -> Result<Self, RotationError> {
        let database = start::database(config);
        if !start::exists(&database)? {
            return Err(RotationError::NoInstallation);
        }
        let lock = File::create(config.data_dir.join("rotation.lock")).map_err(StartError::DataDirectory)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(RotationError::Busy),
            Err(TryLockError::Error(error)) => return Err(StartError::DataDirectory(error).into()),
        }
        let path = start::key_file(config);
        let store = Store::open(&database).await?;
        let held = Self { path, store, _lock: lock };
        start::prove(&held.store, &held.ring()?, now).await?;
        Ok(held)
    }

    fn ring(&self) -> Result<KeyRing, RotationError> {
        Ok(clario_vault::load(&self.path).map_err(StartError::KeyFile)?)
    }

    async fn rotate(&self, now: i64) -> Result<Rotation, RotationError> {
        let mut ring = self.ring()?;
        let made = self.store.keys_not_wrapped_by(ring.primary(), 1).await?.is_empty();
        if made {
            ring = ring.renew().map_err(StartError::Seal)?;
            clario_vault::replace(&self.path, &ring).map_err(StartError::KeyFile)?;
        }
        start::prove(&self.store, &ring, now).await?;
        let mut rewrapped = 0;
        loop {
            let batch = self.store.keys_not_wrapped_by(ring.primary(), AT_ONCE).await?;
            if batch.is_empty() {
                break;
            }
            for old in batch {
                let place = place(&old.owner);
                let data_key = ring.unwrap(&old.wrapped, &place).map_err(RotationError::Damaged)?;
                let wrapped = ring.wrap(&data_key, &place).map_err(StartError::Seal)?;
                rewrapped += u64::from(self.store.rewrap(&old, &wrapped).await?);
            }
        }
        Ok(Rotation { primary: ring.primary(), made, rewrapped, older: ring.older() })
    }

    async fn retire(&self, now: i64) -> Result<Retirement, RotationError> {
        let mut ring = self.ring()?;
        let (mut retired, mut needed) = (Vec::new(), Vec::new());
        for kid in ring.older() {
            if self.store.retire_key(kid, now).await? {
                ring = ring.without(kid);
                retired.push(kid);
            } else {
                needed.push(kid);
            }
        }
        if !retired.is_empty() {
            clario_vault::replace(&self.path, &ring).map_err(StartError::KeyFile)?;
        }
        Ok(Retirement { retired, needed })
    }
}

/// Where the data key of an owner belongs.
pub(crate) fn place(owner: &KeyOwner) -> Place<'_> {
    match owner {
        KeyOwner::Installation => installation::KEY_PLACE,
        KeyOwner::Workspace(workspace) => workspaces::key_place(workspace),
        KeyOwner::Account(account) => account_keys::account_key_place(account),
    }
}
