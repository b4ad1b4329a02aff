//! What was read from providers: kept in memory only, each workspace's for itself, and wiped when it must go.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clario_analytics::data_set::DataSet;
use clario_providers::Error;
use moka::Expiry;
use moka::future::Cache;
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

use crate::sync::Progress;

/// How many connections are followed at a time.
const MOST_FEEDS: u64 = 1_000;

/// Whose data: a workspace's own, through one connection, read with one credential.
///
/// The credential is part of the key, so that nothing read with one is ever shown under another.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// The workspace.
    pub(crate) workspace: String,
    /// The connection within it.
    pub(crate) connection: String,
    /// One-way mark of the credential.
    pub(crate) credential: [u8; 32],
}

/// A data set as it stands.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The items.
    pub data: Arc<DataSet>,
    /// When it was read, in seconds since 1970-01-01T00:00:00Z.
    pub as_of: i64,
    /// Whether the first reading is still under way, so that older items are missing.
    pub partial: bool,
}

/// The live data of one connection: a page reads what is there and never waits for the provider.
pub struct Feed {
    snapshot: watch::Sender<Option<Snapshot>>,
    progress: watch::Sender<Progress>,
    wake: Arc<Notify>,
    task: AbortHandle,
    /// In milliseconds; the setting may change while the feed runs.
    keep_unread: AtomicU64,
}

impl Feed {
    pub(crate) fn new(
        snapshot: watch::Sender<Option<Snapshot>>,
        progress: watch::Sender<Progress>,
        wake: Arc<Notify>,
        task: AbortHandle,
        keep_unread: Duration,
    ) -> Self {
        let keep_unread = AtomicU64::new(whole_millis(keep_unread));
        Self { snapshot, progress, wake, task, keep_unread }
    }

    /// Takes the setting over; answers whether it is another than before.
    fn set_keep_unread(&self, keep_unread: Duration) -> bool {
        let millis = whole_millis(keep_unread);
        self.keep_unread.swap(millis, Ordering::Relaxed) != millis
    }

    fn keep_unread(&self) -> Duration {
        Duration::from_millis(self.keep_unread.load(Ordering::Relaxed))
    }

    /// The data as it is now; `None` until the first project is complete.
    pub fn snapshot(&self) -> Option<Snapshot> {
        self.snapshot.borrow().clone()
    }

    /// How the reading goes.
    pub fn progress(&self) -> Progress {
        self.progress.borrow().clone()
    }

    /// How the reading goes, to be told of every step.
    pub fn watch_progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// Reads anew without waiting for the next turn.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Stops reading and lets go of the data.
    pub(crate) fn wipe(&self) {
        self.task.abort();
        self.snapshot.send_replace(None);
        self.progress.send_modify(Progress::stop);
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn whole_millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Lets go of what nobody has read for as long as the workspace says.
struct UnreadExpiry;

impl Expiry<Key, Arc<Feed>> for UnreadExpiry {
    fn expire_after_create(&self, _key: &Key, feed: &Arc<Feed>, _at: Instant) -> Option<Duration> {
        Some(feed.keep_unread())
    }

    fn expire_after_read(
        &self,
        _key: &Key,
        feed: &Arc<Feed>,
        _read_at: Instant,
        _left: Option<Duration>,
        _modified_at: Instant,
    ) -> Option<Duration> {
        Some(feed.keep_unread())
    }
}

/// All feeds. Cheap to clone: all clones are one.
#[derive(Clone)]
pub(crate) struct DataSets {
    feeds: Cache<Key, Arc<Feed>>,
}

impl DataSets {
    pub(crate) fn new() -> Self {
        let feeds = Cache::builder()
            .max_capacity(MOST_FEEDS)
            .expire_after(UnreadExpiry)
            .eviction_listener(|_key, feed: Arc<Feed>, _cause| feed.wipe())
            .build();
        Self { feeds }
    }

    /// The feed of a key, begun if there is none. What was read with other credentials goes.
    pub(crate) async fn feed(
        &self,
        key: &Key,
        keep_unread: Duration,
        begin: impl FnOnce() -> Result<Feed, Error>,
    ) -> Result<Arc<Feed>, Error> {
        if let Some(feed) = self.feeds.get(key).await {
            if feed.set_keep_unread(keep_unread) {
                // The time that is left is reckoned anew only when it is read.
                drop(self.feeds.get(key).await);
            }
            return Ok(feed);
        }
        self.forget(|known| {
            known.workspace == key.workspace
                && known.connection == key.connection
                && known.credential != key.credential
        })
        .await;
        let outcome = self.feeds.try_get_with_by_ref(key, async { begin().map(Arc::new) }).await;
        outcome.map_err(|error: Arc<Error>| error.as_ref().clone())
    }

    /// Wipes what was read through a connection.
    pub(crate) async fn forget_connection(&self, workspace: &str, connection: &str) {
        self.forget(|known| known.workspace == workspace && known.connection == connection).await;
    }

    /// Wipes what was read for a workspace.
    pub(crate) async fn forget_workspace(&self, workspace: &str) {
        self.forget(|known| known.workspace == workspace).await;
    }

    /// What is followed now: workspace, connection, and how the reading goes.
    pub(crate) fn followed(&self) -> Vec<(String, String, Progress)> {
        self.feeds
            .iter()
            .map(|(key, feed)| (key.workspace.clone(), key.connection.clone(), feed.progress()))
            .collect()
    }

    /// Wipes everything.
    pub(crate) async fn forget_all(&self) {
        self.forget(|_| true).await;
    }

    /// Does what has come due: without it a feed that nobody reads would go on reading.
    pub(crate) async fn tidy(&self) {
        self.feeds.run_pending_tasks().await;
    }

    async fn forget(&self, wanted: impl Fn(&Key) -> bool) {
        let keys: Vec<Arc<Key>> = self.feeds.iter().map(|(key, _)| key).filter(|key| wanted(key)).collect();
        for key in keys {
            if let Some(feed) = self.feeds.remove(key.as_ref()).await {
                feed.wipe();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(keep_unread: Duration) -> Feed {
        let task = tokio::spawn(std::future::pending::<()>()).abort_handle();
        let progress = watch::Sender::new(Progress::default());
        Feed::new(watch::Sender::new(None), progress, Arc::new(Notify::new()), task, keep_unread)
    }

    #[tokio::test]
    async fn a_shorter_time_reaches_a_feed_that_runs() {
        let data_sets = DataSets::new();
        let key = Key { workspace: "w".into(), connection: "c".into(), credential: [0; 32] };
        let long = Duration::from_hours(72);
        let begun = data_sets.feed(&key, long, || Ok(feed(long))).await.unwrap();
        let short = Duration::from_millis(50);
        let again = data_sets.feed(&key, short, || Err(Error::Unreachable)).await.unwrap();
        assert!(Arc::ptr_eq(&begun, &again), "it goes on");
        let until = Instant::now() + Duration::from_secs(20);
        while begun.progress().step != crate::Step::Stopped {
            assert!(Instant::now() < until, "nobody reads it");
            tokio::time::sleep(Duration::from_millis(20)).await;
            data_sets.tidy().await;
        }
        clario_proofs::proves(&["AC-11"]);
    }

    #[tokio::test]
    async fn a_feed_that_cannot_begin_leaves_nothing_behind() {
        let data_sets = DataSets::new();
        let key = Key { workspace: "w".into(), connection: "c".into(), credential: [0; 32] };
        let hour = Duration::from_hours(1);
        assert!(data_sets.feed(&key, hour, || Err(Error::Unreachable)).await.is_err());
        assert!(data_sets.feed(&key, hour, || Ok(feed(hour))).await.is_ok());
    }
}
