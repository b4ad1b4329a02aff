//! What has to be tidied up from time to time.

use std::time::Instant;

use clario_store::RetentionRun;

use crate::Backend;
use crate::error::Error;

impl Backend {
    /// Removes whatever has had its time. To be called about once an hour.
    pub async fn tidy_up(&self) -> Result<(), Error> {
        let began = Instant::now();
        let sessions = self.store().remove_ended_sessions(self.now()).await?;
        self.keep_epoch().await?;
        let letters = self.store().letters().tidy_up(self.now()).await?;
        let alerts = self.store().forget_alerts(self.now()).await?;
        self.save_reports().await?;
        let condensed = self.store().condense_telemetry(self.now()).await?;
        let swept = self.sweep().await?;
        tracing::info!(swept, sessions, letters, alerts, "tidied up");
        self.purge_due().await?;
        self.watch_requests().await?;
        let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let run = RetentionRun {
            time: self.now(),
            millis: i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX),
            swept: whole(swept + sessions + letters + alerts + condensed),
            overdue: self.oldest_overdue().await?,
        };
        self.store().add_retention_run(&run).await?;
        self.verify_consent_log().await?;
        self.watch_audit_logs().await
    }
}
