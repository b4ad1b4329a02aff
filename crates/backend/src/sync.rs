//! Follows one connection in the background: a first reading, updates, sweeps; no page ever waits for it.

mod first;
mod gather;
mod holdings;
mod lost_names;
mod members;
mod pace;
mod progress;
mod sweep;
mod update;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use clario_analytics::records::Millis;
use clario_providers::{Error, Provider};
use futures::FutureExt;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::Instant;

pub use pace::Pace;
pub use progress::{Progress, Step, Trouble};

use crate::clock::Clock;
use crate::data_sets::{DataSets, Feed, Snapshot};
use first::Plan;
use holdings::Holdings;

/// How many connections make their first reading at a time.
const FIRST_READINGS: usize = 3;

/// What all followers share.
#[derive(Clone)]
pub(crate) struct Followers {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pace: Pace,
    turns: Arc<Semaphore>,
    data_sets: DataSets,
}

/// What outlives a follower that breaks.
struct Kept {
    snapshot: watch::Sender<Option<Snapshot>>,
    progress: watch::Sender<Progress>,
    wake: Arc<Notify>,
}

/// The one who follows one connection.
struct Follower {
    provider: Arc<Provider>,
    clock: Arc<dyn Clock>,
    pace: Pace,
    snapshot: watch::Sender<Option<Snapshot>>,
    progress: watch::Sender<Progress>,
    holdings: Holdings,
    began: Instant,
    last_sweep: Millis,
}

impl Followers {
    pub(crate) fn new(clock: Arc<dyn Clock>, pace: Pace, data_sets: DataSets) -> Self {
        Self { clock, pace, turns: Arc::new(Semaphore::new(FIRST_READINGS)), data_sets }
    }

    /// Begins to follow a connection. It ends when the feed is dropped or wiped.
    pub(crate) fn follow(&self, provider: Provider, keep_unread: Duration) -> Feed {
        let snapshot = watch::Sender::new(None);
        let began = self.clock.now().as_second();
        let progress = watch::Sender::new(Progress { began: Some(began), ..Progress::default() });
        let wake = Arc::new(Notify::new());
        let kept = Kept { snapshot: snapshot.clone(), progress: progress.clone(), wake: Arc::clone(&wake) };
        let task = tokio::spawn(self.clone().follow_on(Arc::new(provider), kept));
        Feed::new(snapshot, progress, wake, task.abort_handle(), keep_unread)
    }

    /// Follows for ever. A follower that breaks takes what it held with it; another one begins anew later.
    async fn follow_on(self, provider: Arc<Provider>, kept: Kept) {
        loop {
            let follower = Follower {
                provider: Arc::clone(&provider),
                clock: Arc::clone(&self.clock),
                pace: self.pace,
                snapshot: kept.snapshot.clone(),
                progress: kept.progress.clone(),
                holdings: Holdings::default(),
                began: Instant::now(),
                last_sweep: 0,
            };
            // Nothing of the follower is looked at afterwards, so it may be left in any state.
            let run = AssertUnwindSafe(follower.run(self.clone(), Arc::clone(&kept.wake)));
            if Box::pin(run.catch_unwind()).await.is_ok() {
                return;
            }
            let pause = self.pace.sweep_every;
            kept.break_off(self.clock.now().as_second(), pause, provider.requests_sent());
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = kept.wake.notified() => {}
            }
        }
    }
}

impl Kept {
    /// Tells that a follower broke, and lets go of what it held.
    fn break_off(&self, now: i64, pause: Duration, requests: u64) {
        tracing::error!(pause_seconds = pause.as_secs(), "following a provider broke off");
        self.snapshot.send_replace(None);
        let next_attempt = now + i64::try_from(pause.as_secs()).unwrap_or(i64::MAX / 2);
        self.progress.send_modify(|progress| {
            *progress = Progress {
                began: Some(now),
                turns: progress.turns + 1,
                trouble: Some(Trouble { error: Error::OwnFault, since: now, next_attempt }),
                requests,
                ..Progress::default()
            };
        });
    }
}

impl Follower {
    async fn run(mut self, followers: Followers, wake: Arc<Notify>) {
        let mut plan = Some(Plan::default());
        let mut failures = 0;
        loop {
            let outcome = match &mut plan {
                Some(plan) => {
                    let Ok(turn) = followers.turns.acquire().await else { return };
                    self.began = if failures == 0 { Instant::now() } else { self.began };
                    let outcome = self.first(plan).await;
                    drop(turn);
                    outcome
                }
                None => self.turn().await,
            };
            if outcome.is_ok() {
                plan = None;
            }
            if self.drop_unconfirmed().await && plan.is_some() {
                plan = Some(Plan::default());
            }
            let pause = match outcome {
                Ok(()) => {
                    failures = 0;
                    self.note_success().await;
                    self.pace.update_every
                }
                Err(error) => {
                    failures += 1;
                    let pause = self.pace.pause_after(&error, failures);
                    self.note_trouble(error, pause);
                    pause
                }
            };
            followers.data_sets.tidy().await;
            let next = Instant::now() + pause;
            loop {
                tokio::select! {
                    () = tokio::time::sleep_until(next) => break,
                    () = wake.notified() => break,
                    () = tokio::time::sleep(self.until_expiry()) => {
                        if self.drop_unconfirmed().await && plan.is_some() {
                            plan = Some(Plan::default());
                        }
                    }
                }
            }
        }
    }

    /// One turn: an update, and a sweep when one is due.
    async fn turn(&mut self) -> Result<(), Error> {
        self.update().await?;
        if self.now_millis() - self.last_sweep >= millis(self.pace.sweep_every) {
            self.sweep().await?;
        }
        Ok(())
    }

    /// Publishes what is held; whoever looks next sees it.
    async fn show(&mut self, partial: bool) {
        let data = self.holdings.build().await;
        let as_of = self.clock.now().as_second();
        self.snapshot.send_replace(Some(Snapshot { data, as_of, partial }));
    }

    async fn note_success(&mut self) {
        if self.snapshot.borrow().as_ref().is_none_or(|snapshot| snapshot.partial) {
            self.show(false).await;
        }
        let now = self.clock.now().as_second();
        self.snapshot.send_modify(|snapshot| {
            if let Some(snapshot) = snapshot {
                snapshot.as_of = now;
            }
        });
        let (items, requests) = (self.holdings.known.len() as u64, self.provider.requests_sent());
        let last_sweep = self.last_sweep / 1000;
        self.progress.send_modify(|progress| {
            progress.step = Step::Idle;
            progress.complete = true;
            progress.recent_complete = true;
            progress.items = items;
            progress.seconds_left = None;
            progress.last_good = Some(now);
            progress.last_sweep = Some(last_sweep);
            progress.trouble = None;
            progress.requests = requests;
            progress.turns += 1;
        });
    }

    fn note_trouble(&self, error: Error, pause: Duration) {
        tracing::warn!(%error, pause_seconds = pause.as_secs(), "reading a provider was interrupted");
        let now = self.clock.now().as_second();
        let requests = self.provider.requests_sent();
        self.progress.send_modify(|progress| {
            progress.requests = requests;
            progress.turns += 1;
            let since = progress.trouble.as_ref().map_or(now, |trouble| trouble.since);
            let next_attempt = now + i64::try_from(pause.as_secs()).unwrap_or(i64::MAX / 2);
            progress.trouble = Some(Trouble { error, since, next_attempt });
            progress.seconds_left = None;
        });
    }

    fn step(&self, step: Step) {
        self.progress.send_modify(|progress| {
            progress.step = step;
            progress.projects_done = 0;
        });
    }

    fn now_millis(&self) -> Millis {
        self.clock.now().as_millisecond()
    }
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
