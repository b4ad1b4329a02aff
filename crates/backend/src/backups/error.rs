//! Why there is no backup, or why one was not put back: sentences for the operator.

use std::io;

use clario_vault::{Kid, SealError};

use super::container::Unopened;
use crate::error::Cause;
use crate::start::StartError;

/// Why there is no backup, or why one was not put back; a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder or a file in it.
    #[error("the backup cannot be read or written: {}", .0.kind())]
    File(#[source] io::Error),
    /// It is something else, or a part is missing.
    #[error("this file is not a backup of AltaClario, or it is not whole")]
    NotABackup,
    /// It was sealed under a key that is gone from the key file.
    #[error(
        "this backup needs the key {0}: take its line from your copy of the older key file and add it as \"older {0} …\""
    )]
    KeyMissing(Kid),
    /// It was altered.
    #[error("this backup was altered or is damaged: take another one")]
    Altered,
    /// There is no whole database in it, or none to make it of.
    #[error("the database is not whole: take a backup from before it was damaged")]
    NotWhole,
    /// What was read back is not what was written.
    #[error("the backup that was written is not the one that was read back: is the disk in order?")]
    Different,
    /// Nobody can tell what has to be forgotten.
    #[error(
        "the file \"ledger\" of the folder of the backups is missing, older than the backup, or does not open: put it \
         beside the backup. Without it people who left since would come back"
    )]
    Ledger,
    /// The keys in the database do not open with the key file.
    #[error("the keys in the database do not open with the key file")]
    Keys,
    /// Nothing was ever started here.
    #[error("there is no installation in the data directory: check ALTACLARIO_DATA")]
    NoInstallation,
    /// The server holds the database.
    #[error("the server is running: stop it, then restore")]
    Running,
    /// Somebody reads all the time.
    #[error("the restored database is in use by somebody else: try again")]
    Busy,
    /// Sealing failed.
    #[error("{0}")]
    Seal(#[from] SealError),
    /// The key file or the data directory.
    #[error("{0}")]
    Start(#[from] StartError),
    /// The database.
    #[error("{0}")]
    Store(#[from] clario_store::Error),
    /// The work was broken off.
    #[error("the program is stopping")]
    Stopped,
}

impl BackupError {
    /// The word that is stored.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::File(_) => "file",
            Self::NotWhole => "not_whole",
            Self::Different => "different",
            Self::Seal(_) | Self::Keys | Self::KeyMissing(_) => "keys",
            Self::Store(_) => "database",
            _ => "other",
        }
    }
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<Cause> for BackupError {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Store(error) => Self::Store(error),
            Cause::Seal(error) => Self::Seal(error),
            _ => Self::Keys,
        }
    }
}

impl From<Unopened> for BackupError {
    fn from(unopened: Unopened) -> Self {
        match unopened {
            Unopened::Shape => Self::NotABackup,
            Unopened::Key(kid) => Self::KeyMissing(kid),
            Unopened::Altered => Self::Altered,
        }
    }
}
