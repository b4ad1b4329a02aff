//! Destroying what has had its time, hourly and at each start.

use clario_store::{Purge, Subject};
use clario_vault::{MacKey, Place};

use crate::Backend;
use crate::error::{Cause, Error};
use crate::installation::INSTALLATION;

const KEY_PLACE: Place<'static> =
    Place { tenant: INSTALLATION, table: "ledger_key", row: "1", field: "sealed", schema: 1, revision: 0 };

impl Backend {
    /// Destroys the accounts and workspaces whose time is over, goes on with what was interrupted, and makes the
    /// database file forget them. One that fails does not keep the others.
    pub async fn purge_due(&self) -> Result<(), Error> {
        let _turn = self.inner.purging.lock().await;
        let now = self.now();
        let mut failed = None;
        for purge in self.store().purges(now).await? {
            let outcome = match self.ledger_mark(&purge).await {
                Ok(mark) => self.store().purge(&purge, &mark, now).await.map_err(Error::from),
                Err(error) => Err(error),
            };
            match outcome {
                Ok(rows) => tracing::info!(kind = kind(purge.kind), rows, "purged"),
                Err(error) => failed = Some(error),
            }
        }
        if !self.store().erase(now).await? {
            tracing::warn!("what was purged is still in the write-ahead log; it is tried again");
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
        let fresh = MacKey::generate().map_err(Cause::Seal)?;
        let fresh = self.seal_for_installation(&KEY_PLACE, &fresh.to_bytes()).await?;
        let sealed = self.store().settle_ledger_key(&fresh).await?;
        let key = self.open_for_installation(&KEY_PLACE, &sealed).await?;
        let damaged = || Error::from(Cause::Store(clario_store::Error::Damaged("ledger_key")));
        let key = MacKey::from_bytes(&key).ok_or_else(damaged)?;
        Ok(key.mark("deletion ledger", &[kind(purge.kind).as_bytes(), purge.subject.as_bytes()]))
    }
}

fn kind(subject: Subject) -> &'static str {
    match subject {
        Subject::Account => "account",
        Subject::Workspace => "workspace",
    }
}
