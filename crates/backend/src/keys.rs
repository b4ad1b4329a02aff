//! The key ring while the program runs: read again whenever the key file is another one, so that keys can be rotated
//! without a restart.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use clario_vault::{DataKey, KeyRing, OpenError, Place, SealError, Sealed};

/// By which another version of the file is recognised: file, time in nanoseconds, length.
type Version = (u64, i64, i64, u64);

/// The key ring, as it is in the key file now.
pub(crate) struct Keys {
    path: PathBuf,
    held: RwLock<(Option<Version>, Arc<KeyRing>)>,
}

impl Keys {
    /// Takes over what was read from a file.
    pub(crate) fn new(path: PathBuf, ring: KeyRing) -> Self {
        // The version is not known yet: the first use reads the file once more.
        Self { path, held: RwLock::new((None, Arc::new(ring))) }
    }

    /// Wraps a data key with the primary key.
    pub(crate) fn wrap(&self, data_key: &DataKey, place: &Place<'_>) -> Result<Sealed, SealError> {
        self.present().wrap(data_key, place)
    }

    /// Unwraps a data key with whichever key wrapped it.
    pub(crate) fn unwrap(&self, wrapped: &Sealed, place: &Place<'_>) -> Result<DataKey, OpenError> {
        self.present().unwrap(wrapped, place)
    }

    /// The ring as it is in the key file now.
    pub(crate) fn present(&self) -> Arc<KeyRing> {
        let version = self.version();
        {
            let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
            if version.is_none() || held.0 == version {
                return Arc::clone(&held.1);
            }
        }
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if held.0 != version {
            match clario_vault::load(&self.path) {
                Ok(ring) => {
                    if ring.primary() != held.1.primary() {
                        tracing::info!(primary = %ring.primary(), "the key file has another primary key");
                    }
                    held.1 = Arc::new(ring);
                }
                // Whoever edits the file by hand gets time to finish.
                Err(error) => {
                    tracing::error!(%error, "the key file changed and cannot be used; the keys stay as they were");
                }
            }
            held.0 = version;
        }
        Arc::clone(&held.1)
    }

    fn version(&self) -> Option<Version> {
        let about = fs::metadata(&self.path).ok()?;
        Some((about.ino(), about.mtime(), about.mtime_nsec(), about.len()))
    }
}
