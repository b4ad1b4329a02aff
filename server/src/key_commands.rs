//! The commands for the operator's keys, beside a server that runs or without one.

use crate::Config;
use clario_backend::clock::{Clock, SystemClock};

/// Makes a new primary key and wraps every data key with it.
///
/// # Errors
/// A sentence for the operator.
pub async fn rotate(config: &Config) -> Result<(), String> {
    let rotation =
        clario_backend::rotate_keys(&installation(config), now()).await.map_err(|error| error.to_string())?;
    let older: Vec<String> = rotation.older.iter().map(ToString::to_string).collect();
    let done =
        if rotation.made { "the keys are rotated" } else { "the rotation that was begun before is finished" };
    tracing::info!(
        primary = %rotation.primary,
        older = older.join(" "),
        rewrapped = rotation.rewrapped,
        "{done}; back the key file up, then run retire-keys"
    );
    Ok(())
}

/// Takes the keys that nothing needs any more out of the key file.
///
/// # Errors
/// A sentence for the operator.
pub async fn retire(config: &Config) -> Result<(), String> {
    let outcome =
        clario_backend::retire_keys(&installation(config), now()).await.map_err(|error| error.to_string())?;
    let names =
        |kids: &[clario_backend::Kid]| kids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    tracing::info!(
        retired = names(&outcome.retired),
        needed = names(&outcome.needed),
        "the unneeded keys are retired"
    );
    if outcome.needed.is_empty() {
        Ok(())
    } else {
        Err("an older key is still needed: run rotate-keys, then retire-keys again".to_owned())
    }
}

/// What the backend has to know of an installation to work beside it.
pub(crate) fn installation(config: &Config) -> clario_backend::Config {
    let mut installation = clario_backend::Config::new(config.data.clone());
    installation.key_file.clone_from(&config.key_file);
    installation.backup_dir.clone_from(&config.backups);
    installation
}

/// Seconds since 1970-01-01T00:00:00Z.
pub(crate) fn now() -> i64 {
    SystemClock.now().as_second()
}
