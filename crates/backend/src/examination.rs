//! Whether everything is still what was written: the database, its references, the audit logs, and a sample of what is
//! sealed. Once a day, with an alert when it is not.

use std::time::Instant;

use clario_store::{KeepingKind, KeepingRun};

use crate::Backend;
use crate::account_keys::account_key_place;
use crate::alerts::AlertKind;
use crate::codes::seed_place;
use crate::credential::{self, Credential};
use crate::error::Error;
use crate::rotation;
use crate::workspaces::key_place;

/// Seconds after which everything is looked at again: a day, less what the hourly look may come early.
const EVERY: i64 = 23 * 60 * 60;
/// Sealed values of each sort that are opened.
const SAMPLE: u32 = 200;

/// What an examination found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// Places where the database file is damaged.
    pub damaged: u64,
    /// Rows that point at nothing.
    pub dangling: u64,
    /// Logs that were altered: audit logs, and the log of consent.
    pub altered_logs: u64,
    /// Sealed values that do not open.
    pub unreadable: u64,
}

impl Findings {
    /// What is not in order first, a word of the program's own list.
    fn word(self) -> Option<&'static str> {
        let sorts = [
            (self.damaged, "damaged"),
            (self.dangling, "dangling"),
            (self.altered_logs, "altered_logs"),
            (self.unreadable, "unreadable"),
        ];
        sorts.into_iter().find(|(count, _)| *count > 0).map(|(_, word)| word)
    }
}

impl Backend {
    /// Looks at everything now. What came of it is noted; an operator is told when something is wrong.
    pub async fn examine(&self) -> Result<Findings, Error> {
        let _turn = self.inner.keeping.lock().await;
        let (started, begun) = (self.now(), Instant::now());
        let outcome = self.findings().await;
        let trouble = match &outcome {
            Ok(findings) => findings.word(),
            Err(_) => Some("broken_off"),
        };
        if let Some(trouble) = trouble {
            let found = outcome.as_ref().copied().unwrap_or_default();
            tracing::error!(
                trouble,
                damaged = found.damaged,
                dangling = found.dangling,
                altered_logs = found.altered_logs,
                unreadable = found.unreadable,
                "the data is not what was written"
            );
            self.raise_alert(AlertKind::DataDamaged).await;
        }
        let run = KeepingRun {
            kind: KeepingKind::Examination,
            started,
            millis: i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX),
            bytes: 0,
            trouble: trouble.map(str::to_owned),
        };
        self.store().add_keeping_run(&run).await?;
        outcome
    }

    /// Looks at everything when the last time is a day ago. To be called about once an hour.
    pub async fn keep_examining(&self) -> Result<(), Error> {
        let [last, _] = self.store().last_keeping_runs(KeepingKind::Examination).await?;
        if last.is_none_or(|last| self.now() - last.started >= EVERY) {
            self.examine().await?;
        }
        Ok(())
    }

    async fn findings(&self) -> Result<Findings, Error> {
        let examined = self.store().examine().await?;
        let consent = self.store().verify_consent_chain().await?;
        Ok(Findings {
            damaged: examined.damaged,
            dangling: examined.dangling,
            altered_logs: self.altered_logs().await? + u64::from(consent.broken.is_some()),
            unreadable: self.unreadable().await?,
        })
    }

    async fn unreadable(&self) -> Result<u64, Error> {
        let ring = self.inner.key_ring.present();
        let mut unreadable = 0;
        for key in self.store().some_keys(SAMPLE).await? {
            unreadable += u64::from(ring.unwrap(&key.wrapped, &rotation::place(&key.owner)).is_err());
        }
        for credential in self.store().some_credentials(SAMPLE).await? {
            let place = credential::place(&credential.workspace, &credential.id, credential.revision);
            let opened = ring
                .unwrap(&credential.wrapped, &key_place(&credential.workspace))
                .and_then(|key| key.open(&place, &credential.sealed))
                .ok()
                .and_then(|bytes| Credential::from_bytes(&bytes, &credential.address, self.destination()));
            unreadable += u64::from(opened.is_none());
        }
        for seed in self.store().some_seeds(SAMPLE).await? {
            let opened = ring
                .unwrap(&seed.wrapped, &account_key_place(&seed.account))
                .and_then(|key| key.open(&seed_place(&seed.account, seed.revision), &seed.sealed));
            unreadable += u64::from(opened.is_err());
        }
        Ok(unreadable)
    }
}
