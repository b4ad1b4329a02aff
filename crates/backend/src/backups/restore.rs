//! Putting a backup back: opened, looked at, made to forget what was closed or destroyed since, and only then put in the
//! place of the database.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clario_store::Store;
use clario_vault::KeyRing;

use super::container::{self, Content};
use super::ledger::{self, Forgotten, Ledger};
use super::{BackupError, folder, read_ledger, write};
use crate::backups::folder::LEDGER;
use crate::config::Config;
use crate::start::{self, StartError};

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made, in seconds since 1970-01-01T00:00:00Z.
    pub made: i64,
    /// What it was made to forget.
    pub forgotten: Forgotten,
    /// Where the database went that was there before: into a backup, or aside when it could not be read.
    pub before: Option<PathBuf>,
}

/// Puts a backup in the place of the database. The server must not run. Whatever goes wrong, the database stays as it
/// was.
pub async fn restore(config: &Config, file: &Path, now: i64) -> Result<Restored, BackupError> {
    DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir)?;
    let lock = start::lock(config)?;
    if lock.try_lock().is_err() {
        return Err(BackupError::Running);
    }
    let ring = Arc::new(clario_vault::load(&start::key_file(config)).map_err(StartError::KeyFile)?);
    let (made, image) = container::open(&ring, Content::Database, &fs::read(file)?)?;
    if !clario_store::examine_image(&image).await.is_ok_and(clario_store::Examined::is_whole) {
        return Err(BackupError::NotWhole);
    }
    let present = Present::open(config, &ring, now).await;
    let draft = config.data_dir.join("altaclario.sqlite.restored");
    let outcome = match known(config, file, &ring, &present, made, now).await {
        Ok(known) => rewritten(&draft, &image, &ring, known, now).await,
        Err(error) => Err(error),
    };
    let outcome = match outcome {
        Ok(forgotten) => present.leave(config, &ring, now).await.map(|before| (forgotten, before)),
        Err(error) => {
            present.close().await;
            Err(error)
        }
    };
    let replaced = outcome.and_then(|(forgotten, before)| {
        fs::rename(&draft, start::database(config))?;
        fs::File::open(&config.data_dir)?.sync_all()?;
        Ok(Restored { made, forgotten, before })
    });
    if replaced.is_err() {
        remove(&draft);
    }
    replaced
}

/// The database that is there now.
enum Present {
    None,
    Readable(Store),
    Unreadable,
}

impl Present {
    async fn open(config: &Config, ring: &KeyRing, now: i64) -> Self {
        match start::exists(&start::database(config)) {
            Ok(false) => return Self::None,
            Ok(true) => {}
            Err(_) => return Self::Unreadable,
        }
        let Ok(store) = Store::open(&start::database(config)).await else { return Self::Unreadable };
        let opens = start::prove(&store, ring, now).await.is_ok();
        if opens && store.examine().await.is_ok_and(clario_store::Examined::is_whole) {
            Self::Readable(store)
        } else {
            store.close().await;
            Self::Unreadable
        }
    }

    /// Keeps what is there: sealed among the backups, or under another name when it cannot be read.
    async fn leave(
        self,
        config: &Config,
        ring: &Arc<KeyRing>,
        now: i64,
    ) -> Result<Option<PathBuf>, BackupError> {
        match self {
            Self::None => Ok(None),
            Self::Readable(store) => {
                let backup = write(&store, ring, &folder(config), now).await;
                // The last one to close it writes everything into the one file.
                store.close().await;
                let database = start::database(config);
                let backup = backup?;
                for rest in ["sqlite-wal", "sqlite-shm"] {
                    remove(&database.with_extension(rest));
                }
                Ok(Some(backup.path))
            }
            Self::Unreadable => {
                let database = start::database(config);
                let aside = database.with_extension(format!("sqlite.damaged-{now}"));
                for (from, to) in [
                    (
                        database.with_extension("sqlite-wal"),
                        aside.with_extension(format!("damaged-{now}-wal")),
                    ),
                    (
                        database.with_extension("sqlite-shm"),
                        aside.with_extension(format!("damaged-{now}-shm")),
                    ),
                ] {
                    if from.exists() {
                        fs::rename(from, to)?;
                    }
                }
                fs::rename(&database, &aside)?;
                Ok(Some(aside))
            }
        }
    }

    async fn close(self) {
        if let Self::Readable(store) = self {
            store.close().await;
        }
    }
}

/// Everything that is known of the time after the backup, the best first: by the present database, then by the copies
/// beside the backups.
async fn known(
    config: &Config,
    file: &Path,
    ring: &KeyRing,
    present: &Present,
    made: i64,
    now: i64,
) -> Result<Vec<Ledger>, BackupError> {
    let mut known = Vec::new();
    if let Present::Readable(store) = present
        && let Some(key) = ledger::key(store, ring).await?
    {
        known.push(Ledger::of(store, &key, now).await?);
    }
    let beside = file.parent().map(|parent| parent.join(LEDGER));
    let copies = [Some(folder(config).path().join(LEDGER)), beside].into_iter().flatten();
    let mut copies: Vec<Ledger> = copies.filter_map(|path| read_ledger(ring, &path)).collect();
    copies.retain(|ledger| ledger.written >= made);
    copies.sort_by_key(|ledger| std::cmp::Reverse(ledger.written));
    known.append(&mut copies);
    Ok(known)
}

/// Writes the database under another name and makes it forget.
async fn rewritten(
    draft: &Path,
    image: &[u8],
    ring: &KeyRing,
    known: Vec<Ledger>,
    now: i64,
) -> Result<Forgotten, BackupError> {
    remove(draft);
    write_private(draft, image)?;
    let store = Store::open(draft).await?;
    let outcome = async {
        start::prove(&store, ring, now).await?;
        let key = ledger::key(&store, ring).await?.ok_or(BackupError::Ledger)?;
        // The ledger of another installation recognises nobody here.
        let mut known = known.into_iter().filter(|ledger| ledger.is_of(&key));
        let mut ledger = known.next().ok_or(BackupError::Ledger)?;
        known.for_each(|other| ledger.learn(other));
        store.end_what_was_under_way(now).await?;
        ledger.replay(&store, &key, now).await
    }
    .await;
    store.close().await;
    outcome
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Removes a file that may not be there, with what SQLite keeps beside it.
fn remove(path: &Path) {
    let name = path.as_os_str();
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut file = name.to_owned();
        file.push(end);
        let _ = fs::remove_file(file);
    }
}
