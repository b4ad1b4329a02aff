//! Destroying what has had its time, hourly and at each start.

use clario_store::{Purge, Store, Subject};
use clario_vault::{KeyRing, MacKey, Place};

use crate::Backend;
use crate::error::{Cause, Error};
use crate::installation::{self, INSTALLATION};

/// Where the key of the marks belongs.
const KEY_PLACE: Place<'static> =
    Place { tenant: INSTALLATION, table: "ledger_key", row: "1", field: "sealed", schema: 1, revision: 0 };

impl Backend {
    /// Destroys the accounts and workspaces whose time is over, goes on with what was interrupted, and makes the
    /// database file forget them. One that fails does not keep the others.
    pub async fn purge_due(&self) -> Result<(), Error> {
        let _turn = self.inner.purging.lock().await;
        let now = self.now();
        let (mut failed, mut purged) = (None, false);
        for purge in self.store().purges(now).await? {
            let outcome = match self.ledger_mark(&purge).await {
                Ok(mark) => self.store().purge(&purge, &mark, now).await.map_err(Error::from),
                Err(error) => Err(error),
            };
            match outcome {
                Ok(rows) => {
                    purged = true;
                    tracing::info!(kind = word(purge.kind), rows, "purged");
                }
                Err(error) => failed = Some(error),
            }
        }
        if !self.store().erase(now).await? {
            tracing::warn!("what was purged is still in the write-ahead log; it is tried again");
        }
        if purged {
            self.keep_ledger().await;
        }
        failed.map_or(Ok(()), Err)
    }

    /// Deletes what has had its time in all tables; see [`clario_store::RULES`].
    pub(crate) async fn sweep(&self) -> Result<u64, Error> {
        Ok(self.store().sweep(self.now()).await?)
    }

    /// For how many seconds something has stayed that should be gone; more than a day means that nobody sweeps.
    pub async fn oldest_overdue(&self) -> Result<i64, Error> {
        Ok(self.store().oldest_overdue(self.now()).await?)
    }

    /// What stands for an account or a workspace in the ledger. Only this installation can tell who that was.
    async fn ledger_mark(&self, purge: &Purge) -> Result<[u8; 32], Error> {
        let key = ledger_key(self.store(), &self.inner.key_ring.present()).await?;
        Ok(mark_of(&key, purge.kind, &purge.subject))
    }
}

/// What stands for an account or a workspace under a key.
pub(crate) fn mark_of(key: &MacKey, kind: Subject, id: &str) -> [u8; 32] {
    key.mark("deletion ledger", &[word(kind).as_bytes(), id.as_bytes()])
}

/// The key of the marks in the ledger; made when it is first needed.
pub(crate) async fn ledger_key(store: &Store, ring: &KeyRing) -> Result<MacKey, Cause> {
    let damaged = || Cause::Store(clario_store::Error::Damaged("ledger_key"));
    let sealed = if let Some(sealed) = store.ledger_key().await.map_err(Cause::Store)? {
        sealed
    } else {
        let key = store.use_installation_key().await.map_err(Cause::Store)?;
        let data_key = ring.unwrap(&key.wrapped, &installation::KEY_PLACE)?;
        let fresh = data_key.seal(&KEY_PLACE, &MacKey::generate()?.to_bytes(), key.nth)?;
        store.settle_ledger_key(&fresh).await.map_err(Cause::Store)?
    };
    let wrapped = store.installation_key().await.map_err(Cause::Store)?.ok_or_else(damaged)?;
    let bytes = ring.unwrap(&wrapped, &installation::KEY_PLACE)?.open(&KEY_PLACE, &sealed)?;
    MacKey::from_bytes(&bytes).ok_or_else(damaged)
}

fn word(subject: Subject) -> &'static str {
    match subject {
        Subject::Account => "account",
        Subject::Workspace => "workspace",
    }
}
