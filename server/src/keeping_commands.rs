//! The commands for backups: one is made beside a server that runs or without one, and put back without one.

use crate::Config;
use crate::key_commands::{installation, now};
use std::path::Path;

/// Makes a backup now.
///
/// # Errors
/// A sentence for the operator.
pub async fn back_up(config: &Config) -> Result<(), String> {
    let backup =
        clario_backend::back_up(&installation(config), now()).await.map_err(|error| error.to_string())?;
    tracing::info!(
        file = %backup.path.display(),
        bytes = backup.bytes,
        "a backup was made and read back; keep it and the file \"ledger\" beside it elsewhere, and the key file in a third place"
    );
    Ok(())
}

/// Puts a backup in the place of the database, and makes it forget what was closed or destroyed since.
///
/// # Errors
/// A sentence for the operator; the database is as it was.
pub async fn restore(config: &Config, file: Option<&str>) -> Result<(), String> {
    let file = file.ok_or("say which backup: altaclario restore FILE")?;
    let restored = clario_backend::restore(&installation(config), Path::new(file), now())
        .await
        .map_err(|error| error.to_string())?;
    tracing::info!(
        destroyed = restored.forgotten.destroyed,
        closed = restored.forgotten.closed,
        credentials = restored.forgotten.credentials,
        before = restored.before.map(|path| path.display().to_string()),
        "the backup is in place and has forgotten what left since; everybody signs in anew"
    );
    Ok(())
}
