//! What has to be tidied up from time to time.

use crate::Backend;
use crate::error::Error;

/// Seconds for which the notes about past readings are kept.
const KEEP_SYNC_RUNS: i64 = 30 * 24 * 60 * 60;

impl Backend {
    /// Removes sessions that have ended and notes about readings older than 30 days. To be called
    /// about once an hour.
    pub async fn tidy_up(&self) -> Result<(), Error> {
        let sessions = self.sessions().remove_ended().await?;
        self.inner.data_sets.tidy().await;
        let sync_runs = self.store().remove_sync_runs_before(self.now() - KEEP_SYNC_RUNS).await?;
        tracing::info!(sessions, sync_runs, "tidied up");
        Ok(())
    }
}
