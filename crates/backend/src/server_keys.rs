//! The keys of the program itself: one marks our forms, one for each epoch makes pseudonyms.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use clario_store::ServerKey;
use clario_vault::{MacKey, OpenError, Place};

use crate::Backend;
use crate::error::{Cause, Error};

/// Seconds for which one key makes all pseudonyms: 30 days.
pub(crate) const EPOCH: i64 = 30 * 24 * 60 * 60;

/// The keys, in memory.
#[derive(Default)]
pub(crate) struct ServerKeys {
    forms: OnceLock<MacKey>,
    epoch: RwLock<Option<Arc<Epoch>>>,
}

/// The key of the present epoch.
pub(crate) struct Epoch {
    pub(crate) number: i64,
    key: MacKey,
}

impl ServerKeys {
    /// The key that marks forms; nothing is marked before the start is over.
    pub(crate) fn forms(&self) -> Option<&MacKey> {
        self.forms.get()
    }

    pub(crate) fn epoch(&self) -> Option<Arc<Epoch>> {
        self.epoch.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Epoch {
    /// What somebody or something is called in this epoch, by those who may not know them.
    pub(crate) fn pseudonym(&self, subject: &str) -> [u8; 32] {
        self.key.mark("pseudonym", &[subject.as_bytes()])
    }
}

impl Backend {
    /// Opens the keys, or makes those of a new installation.
    pub(crate) async fn settle_server_keys(&self) -> Result<(), Error> {
        let forms = self.server_key(ServerKey::Forms, 0).await?;
        // A second start of the same backend finds the same key.
        let _ = self.inner.server_keys.forms.set(forms);
        self.keep_epoch().await
    }

    /// Goes on to the key of the present epoch, and destroys those of epochs that are over.
    pub(crate) async fn keep_epoch(&self) -> Result<(), Error> {
        let number = self.now().div_euclid(EPOCH);
        if self.inner.server_keys.epoch().is_none_or(|epoch| epoch.number != number) {
            let key = self.server_key(ServerKey::Pseudonyms, number).await?;
            let epoch = Some(Arc::new(Epoch { number, key }));
            *self.inner.server_keys.epoch.write().unwrap_or_else(PoisonError::into_inner) = epoch;
        }
        self.store().destroy_server_keys(ServerKey::Pseudonyms, number).await?;
        Ok(())
    }

    /// What somebody or something is called in the request log of these weeks: 16 hexadecimal digits. `kind` keeps an
    /// account and a workspace of the same id apart.
    pub fn pseudonym(&self, kind: &str, subject: &str) -> String {
        let epoch = self.inner.server_keys.epoch();
        let mark = epoch.map(|epoch| epoch.pseudonym(&format!("{kind}:{subject}")));
        mark.map(|mark| crate::trial::to_hexadecimal(&mark[..8])).unwrap_or_default()
    }

    async fn server_key(&self, purpose: ServerKey, epoch: i64) -> Result<MacKey, Error> {
        let row = format!("{purpose:?} {epoch}");
        let place =
            Place { tenant: "", table: "server_key", row: &row, field: "sealed", schema: 1, revision: 0 };
        let sealed = if let Some(sealed) = self.store().server_key(purpose, epoch).await? {
            sealed
        } else {
            let key = MacKey::generate().map_err(Cause::Seal)?;
            let sealed = self.seal_for_installation(&place, &key.to_bytes()).await?;
            self.store().settle_server_key(purpose, epoch, &sealed, self.now()).await?
        };
        let opened = self.open_for_installation(&place, &sealed).await?;
        Ok(MacKey::from_bytes(&opened).ok_or(OpenError::Malformed).map_err(Cause::Open)?)
    }
}
