//! Daily backups: the database as it is at one moment, sealed before it touches a disk, read back, and kept for thirty
//! days.

mod container;
mod error;
mod folder;
mod ledger;
mod restore;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clario_store::{KeepingKind, KeepingRun, Store};
use clario_vault::KeyRing;

pub use error::BackupError;
pub use ledger::Forgotten;
pub use restore::{Restored, restore};

use crate::Backend;
use crate::alerts::AlertKind;
use crate::config::Config;
use crate::error::Error;
use crate::purge;
use crate::start::{self, StartError};
use container::Content;
use folder::Folder;
use ledger::Ledger;

/// Seconds after which there is another backup: a day, less what the hourly look may come early.
const EVERY: i64 = 23 * 60 * 60;

/// A backup that was made and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A time that all went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// When it began, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Bytes of the backup; 0 of an examination.
    pub bytes: u64,
}

/// How the data was kept safe.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keeping {
    /// The last backup that was made and read back.
    pub backup: Option<Kept>,
    /// Why the last try made none, a word of the program's own list.
    pub backup_trouble: Option<String>,
    /// The last examination that found nothing.
    pub examination: Option<Kept>,
    /// What the last one found, a word of the program's own list.
    pub examination_trouble: Option<String>,
}

impl Backend {
    /// When all was well last, and what is not.
    pub async fn last_keeping(&self) -> Result<Keeping, Error> {
        let (backup, backup_trouble) = self.last(KeepingKind::Backup).await?;
        let (examination, examination_trouble) = self.last(KeepingKind::Examination).await?;
        Ok(Keeping { backup, backup_trouble, examination, examination_trouble })
    }

    async fn last(&self, kind: KeepingKind) -> Result<(Option<Kept>, Option<String>), Error> {
        let [last, good] = self.store().last_keeping_runs(kind).await?;
        let good =
            good.map(|run| Kept { at: run.started, bytes: u64::try_from(run.bytes).unwrap_or_default() });
        Ok((good, last.and_then(|run| run.trouble)))
    }

    /// Makes a backup now, and removes those whose time is over. What came of it is noted; an operator is told when it
    /// failed.
    pub async fn back_up(&self) -> Result<Backup, BackupError> {
        let _turn = self.inner.keeping.lock().await;
        let (started, begun) = (self.now(), Instant::now());
        let outcome = self.made_backup(started).await;
        // What is too old goes also when there is nothing new in its place: so it was promised.
        if let Err(error) = folder(self.config()).prune(started) {
            tracing::error!(%error, "old backups could not be removed");
        }
        let run = KeepingRun {
            kind: KeepingKind::Backup,
            started,
            millis: i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX),
            bytes: outcome.as_ref().map_or(0, |backup| i64::try_from(backup.bytes).unwrap_or(i64::MAX)),
            trouble: outcome.as_ref().err().map(|error| error.word().to_owned()),
        };
        self.store().add_keeping_run(&run).await?;
        match &outcome {
            Ok(backup) => tracing::info!(bytes = backup.bytes, millis = run.millis, "a backup was made"),
            Err(error) => {
                tracing::error!(%error, "no backup could be made");
                self.raise_alert(AlertKind::NoBackup).await;
            }
        }
        outcome
    }

    async fn made_backup(&self, now: i64) -> Result<Backup, BackupError> {
        // Without the key of the marks a restored database could not tell what to forget.
        purge::ledger_key(self.store(), &self.inner.key_ring.present()).await?;
        let backup = write(self.store(), &self.inner.key_ring.present(), &folder(self.config()), now).await?;
        self.write_ledger(now).await?;
        Ok(backup)
    }

    /// Makes a backup when the last one is a day old. To be called about once an hour; what goes wrong is noted.
    pub async fn keep_backups(&self) {
        let now = self.now();
        let newest = folder(self.config()).backups().unwrap_or_default().pop();
        if newest.is_none_or(|(made, _)| now - made >= EVERY) {
            // What went wrong was noted already.
            let _ = self.back_up().await;
        }
    }

    /// Writes down beside the backups what was closed or destroyed, so that no backup brings it back. Until there is a
    /// first backup there is nothing to bring back.
    pub(crate) async fn keep_ledger(&self) {
        if !folder(self.config()).path().exists() {
            return;
        }
        let _turn = self.inner.keeping.lock().await;
        if let Err(error) = self.write_ledger(self.now()).await {
            tracing::error!(%error, "the copy of the deletion ledger could not be written");
        }
    }

    async fn write_ledger(&self, now: i64) -> Result<(), BackupError> {
        let ring = self.inner.key_ring.present();
        let key = purge::ledger_key(self.store(), &ring).await?;
        let ledger = Ledger::of(self.store(), &key, now).await?;
        write_ledger(&ring, &folder(self.config()), &ledger)
    }
}

/// Makes a backup beside a program that runs, or without one.
pub async fn back_up(config: &Config, now: i64) -> Result<Backup, BackupError> {
    let database = start::database(config);
    if !start::exists(&database)? {
        return Err(BackupError::NoInstallation);
    }
    let ring = Arc::new(clario_vault::load(&start::key_file(config)).map_err(StartError::KeyFile)?);
    let store = Store::open(&database).await?;
    let outcome = async {
        start::prove(&store, &ring, now).await?;
        let key = purge::ledger_key(&store, &ring).await?;
        let folder = folder(config);
        let backup = write(&store, &ring, &folder, now).await?;
        folder.prune(now)?;
        write_ledger(&ring, &folder, &Ledger::of(&store, &key, now).await?)?;
        let run = KeepingRun {
            kind: KeepingKind::Backup,
            started: now,
            millis: 0,
            bytes: i64::try_from(backup.bytes).unwrap_or(i64::MAX),
            trouble: None,
        };
        store.add_keeping_run(&run).await?;
        Ok(backup)
    }
    .await;
    store.close().await;
    outcome
}

/// Where the backups of an installation are.
fn folder(config: &Config) -> Folder {
    Folder::at(config.backup_dir.clone().unwrap_or_else(|| config.data_dir.join("backups")))
}

/// Takes the database as it is, looks at it, seals it, writes it, and reads it back.
async fn write(store: &Store, ring: &Arc<KeyRing>, folder: &Folder, now: i64) -> Result<Backup, BackupError> {
    let image = store.image().await?;
    if !clario_store::examine_image(&image).await.is_ok_and(clario_store::Examined::is_whole) {
        return Err(BackupError::NotWhole);
    }
    let (ring, folder) = (Arc::clone(ring), folder.clone());
    let work = move || {
        let sealed = container::seal(&ring, Content::Database, now, &image)?;
        let path = folder.file(now);
        folder.write(&path, &sealed)?;
        let (_, opened) = container::open(&ring, Content::Database, &std::fs::read(&path)?)?;
        if *opened != image {
            return Err(BackupError::Different);
        }
        Ok(Backup { path, bytes: sealed.len() as u64 })
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| BackupError::Stopped)?
}

fn write_ledger(ring: &KeyRing, folder: &Folder, ledger: &Ledger) -> Result<(), BackupError> {
    let text = serde_json::to_vec(ledger).map_err(|_| BackupError::Stopped)?;
    let sealed = container::seal(ring, Content::Ledger, ledger.written, &text)?;
    Ok(folder.write(&folder.path().join(folder::LEDGER), &sealed)?)
}

/// The ledger beside a backup; `None` when there is none that opens.
fn read_ledger(ring: &KeyRing, file: &std::path::Path) -> Option<Ledger> {
    let (_, text) = container::open(ring, Content::Ledger, &std::fs::read(file).ok()?).ok()?;
    serde_json::from_slice(&text).ok()
}
