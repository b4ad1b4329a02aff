//! What has to be tidied up from time to time.

use crate::Backend;
use crate::error::Error;

impl Backend {
    /// Removes sessions that have ended. To be called about once an hour.
    pub async fn tidy_up(&self) -> Result<(), Error> {
        let sessions = self.sessions().remove_ended().await?;
        let letters = self.store().letters().tidy_up(self.now()).await?;
        let alerts = self.store().forget_alerts(self.now()).await?;
        tracing::info!(sessions, letters, alerts, "tidied up");
        Ok(())
    }
}
