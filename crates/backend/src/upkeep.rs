//! What has to be tidied up from time to time.

use crate::Backend;
use crate::error::Error;

impl Backend {
    /// Removes whatever has had its time. To be called about once an hour.
    pub async fn tidy_up(&self) -> Result<(), Error> {
        let sessions = self.store().remove_ended_sessions(self.now()).await?;
        self.keep_epoch().await?;
        let letters = self.store().letters().tidy_up(self.now()).await?;
        let alerts = self.store().forget_alerts(self.now()).await?;
        let swept = self.sweep().await?;
        tracing::info!(swept, sessions, letters, alerts, "tidied up");
        self.purge_due().await?;
        self.watch_audit_logs().await
    }
}
