//! How much a workspace and a person may use on one day (UTC), counted where it is used.
//!
//! One program counts for one database, so what is in memory is the truth of the day; it is written down every few
//! seconds, and at once for what is rare.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clario_providers::Permit;
use clario_store::{Consumer, QuotaKind, Used, WorkspaceId};

use crate::Backend;
use crate::clock::Clock;
use crate::error::Error;
use crate::security_events::SecurityEvent;
use crate::viewer::Viewer;

const DAY: i64 = 24 * 60 * 60;
/// Days that the page with the counters looks back, today included.
const SHOWN_DAYS: i64 = 30;
/// Counters in memory beyond which those of earlier days are let go.
const MANY_METERS: usize = 10_000;

/// The most of each kind on one day, for each workspace and for each account.
#[derive(Debug, Clone, Copy)]
pub struct Quotas {
    /// Requests to a provider. A first reading of a million items takes about 20,000.
    pub provider_calls: u32,
    /// Files, tables for spreadsheets included.
    pub exports: u32,
    /// Letters.
    pub mails: u32,
    /// Calls of our own programming interface, those of charts included.
    pub api_calls: u32,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { provider_calls: 500_000, exports: 2_000, mails: 500, api_calls: 100_000 }
    }
}

impl Quotas {
    fn most(&self, kind: QuotaKind) -> u32 {
        match kind {
            QuotaKind::ProviderCalls => self.provider_calls,
            QuotaKind::Exports => self.exports,
            QuotaKind::Mails => self.mails,
            QuotaKind::ApiCalls => self.api_calls,
        }
    }
}

/// What was used of one kind, as a person is shown it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Of what.
    pub kind: QuotaKind,
    /// Today.
    pub today: u64,
    /// The most on one day.
    pub most: u64,
    /// In the last 30 days, today included.
    pub month: u64,
}

/// The counters of everybody.
#[derive(Default)]
pub(crate) struct Meters(Mutex<HashMap<(Consumer, QuotaKind), Arc<Meter>>>);

/// One counter.
pub(crate) struct Meter {
    most: u32,
    count: Mutex<Count>,
}

#[derive(Debug, Default)]
struct Count {
    day: i64,
    used: u32,
    /// By day, what was not written down yet.
    unsaved: BTreeMap<i64, u32>,
}

impl Meter {
    fn new(most: u32, day: i64, used: u32) -> Self {
        Self { most, count: Mutex::new(Count { day, used, unsaved: BTreeMap::new() }) }
    }

    fn count(&self) -> MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Uses one, unless the day's are used up.
    fn spend(&self, day: i64) -> bool {
        let mut count = self.count();
        if day > count.day {
            (count.day, count.used) = (day, 0);
        }
        if count.used >= self.most {
            return false;
        }
        count.used += 1;
        let day = count.day;
        *count.unsaved.entry(day).or_default() += 1;
        true
    }

    /// Takes what is to be written down.
    fn take_unsaved(&self) -> BTreeMap<i64, u32> {
        std::mem::take(&mut self.count().unsaved)
    }

    fn put_back(&self, day: i64, n: u32) {
        *self.count().unsaved.entry(day).or_default() += n;
    }

    fn is_over(&self, day: i64) -> bool {
        let count = self.count();
        count.day < day && count.unsaved.is_empty()
    }
}

impl Meters {
    fn known(&self) -> MutexGuard<'_, HashMap<(Consumer, QuotaKind), Arc<Meter>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend {
    /// Uses one of a kind.
    ///
    /// # Errors
    /// [`Error::SpentForToday`] when the day's are used up.
    pub async fn spend(&self, consumer: &Consumer, kind: QuotaKind) -> Result<(), Error> {
        let meter = self.meter(consumer, kind).await?;
        if !meter.spend(self.today()) {
            self.security_event(SecurityEvent::QuotaSpent, Some(consumer.as_str())).await;
            return Err(Error::SpentForToday { kind });
        }
        if matches!(kind, QuotaKind::Exports | QuotaKind::Mails) {
            self.save(consumer, kind, &meter).await?;
        }
        Ok(())
    }

    /// Uses one of a kind for the workspace and the person that ask. Visitors of the sample have neither.
    pub async fn spend_by(&self, viewer: &Viewer, kind: QuotaKind) -> Result<(), Error> {
        if let Some(account) = viewer.account() {
            self.spend(&Consumer::Account(account.clone()), kind).await?;
        }
        match viewer.scope() {
            Some(scope) => self.spend(&Consumer::Workspace(scope.workspace().clone()), kind).await,
            None => Ok(()),
        }
    }

    /// What the workspace has used.
    pub async fn usage_of_workspace(&self, viewer: &Viewer) -> Result<Vec<Usage>, Error> {
        let scope = viewer.scope().ok_or(Error::SampleOnly)?;
        let consumer = Consumer::Workspace(scope.workspace().clone());
        self.usage(
            &consumer,
            &[QuotaKind::ProviderCalls, QuotaKind::Exports, QuotaKind::Mails, QuotaKind::ApiCalls],
        )
        .await
    }

    /// What the person who asks has used.
    pub async fn usage_of_account(&self, viewer: &Viewer) -> Result<Vec<Usage>, Error> {
        let account = viewer.account().ok_or(Error::SampleOnly)?;
        let consumer = Consumer::Account(account.clone());
        self.usage(&consumer, &[QuotaKind::Exports, QuotaKind::Mails, QuotaKind::ApiCalls]).await
    }

    /// Writes down what was counted since the last time. To be called every few seconds, and before the end.
    pub async fn save_uses(&self) -> Result<(), Error> {
        let today = self.today();
        let meters: Vec<_> =
            self.inner.meters.known().iter().map(|(key, meter)| (key.clone(), Arc::clone(meter))).collect();
        let many = meters.len() > MANY_METERS;
        for ((consumer, kind), meter) in meters {
            self.save(&consumer, kind, &meter).await?;
        }
        if many {
            self.inner
                .meters
                .known()
                .retain(|_, meter| Arc::strong_count(meter) > 1 || !meter.is_over(today));
        }
        Ok(())
    }

    /// Asked before each request to a provider of a workspace.
    pub(crate) async fn provider_permit(&self, workspace: &WorkspaceId) -> Result<Permit, Error> {
        self.unless_frozen(workspace).await?;
        let consumer = Consumer::Workspace(workspace.clone());
        let meter = self.meter(&consumer, QuotaKind::ProviderCalls).await?;
        let clock: Arc<dyn Clock> = Arc::clone(&self.inner.clock);
        Ok(Arc::new(move || meter.spend(clock.now().as_second().div_euclid(DAY))))
    }

    fn today(&self) -> i64 {
        self.now().div_euclid(DAY)
    }

    /// The counter of a consumer, which goes on where the database stands.
    async fn meter(&self, consumer: &Consumer, kind: QuotaKind) -> Result<Arc<Meter>, Error> {
        let key = (consumer.clone(), kind);
        if let Some(meter) = self.inner.meters.known().get(&key) {
            return Ok(Arc::clone(meter));
        }
        let today = self.today();
        let used = self.store().used(consumer, today).await?;
        let used = used.iter().find(|used| (used.day, used.kind) == (today, kind)).map_or(0, |used| used.n);
        let fresh =
            Meter::new(self.config().quotas.most(kind), today, u32::try_from(used).unwrap_or(u32::MAX));
        // Whoever was faster has read the same row, and may have counted on.
        Ok(Arc::clone(self.inner.meters.known().entry(key).or_insert_with(|| Arc::new(fresh))))
    }

    async fn save(&self, consumer: &Consumer, kind: QuotaKind, meter: &Meter) -> Result<(), Error> {
        for (day, n) in meter.take_unsaved() {
            if let Err(error) = self.store().add_use(consumer, kind, day, n).await {
                meter.put_back(day, n);
                return Err(error.into());
            }
        }
        Ok(())
    }

    async fn usage(&self, consumer: &Consumer, kinds: &[QuotaKind]) -> Result<Vec<Usage>, Error> {
        self.save_uses().await?;
        let today = self.today();
        let rows = self.store().used(consumer, today - SHOWN_DAYS + 1).await?;
        let sum = |wanted: &dyn Fn(&Used) -> bool| {
            rows.iter().filter(|row| wanted(row)).map(|row| row.n.unsigned_abs()).sum::<u64>()
        };
        let usage = |kind: &QuotaKind| Usage {
            kind: *kind,
            today: sum(&|row| row.kind == *kind && row.day == today),
            most: self.config().quotas.most(*kind).into(),
            month: sum(&|row| row.kind == *kind),
        };
        Ok(kinds.iter().map(usage).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_so_many_and_the_next_day_begins_anew() {
        let meter = Meter::new(3, 10, 1);
        let spent: Vec<bool> = (0..4).map(|_| meter.spend(10)).collect();
        assert_eq!(spent, [true, true, false, false]);
        assert!(!meter.spend(9), "a clock that goes back wins nothing");
        assert!(meter.spend(11));
        assert_eq!(meter.take_unsaved(), BTreeMap::from([(10, 2), (11, 1)]));
        assert!(meter.take_unsaved().is_empty());
    }

    #[test]
    fn many_at_once_never_get_more_than_there_is() {
        for (threads, each, most) in [(8, 1_000, 5_000), (8, 100, 5_000), (3, 7, 20), (16, 50, 1)] {
            let meter = Meter::new(most, 1, 0);
            let granted: u32 = std::thread::scope(|scope| {
                let spending = || (0..each).map(|_| u32::from(meter.spend(1))).sum::<u32>();
                let all: Vec<_> = (0..threads).map(|_| scope.spawn(spending)).collect();
                all.into_iter().map(|one| one.join().unwrap()).sum()
            });
            assert_eq!(granted, most.min(threads * each));
            assert_eq!(
                meter.take_unsaved().values().sum::<u32>(),
                granted,
                "all that was granted is counted"
            );
        }
        clario_proofs::proves(&["AL-09"]);
    }
}
