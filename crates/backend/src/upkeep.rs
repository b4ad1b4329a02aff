//! What has to be tidied up from time to time.

use crate::Backend;
use crate::error::Error;

impl Backend {
    /// Removes sessions that have ended. To be called about once an hour.
    pub async fn tidy_up(&self) -> Result<(), Error> {
        let sessions = self.sessions().remove_ended().await?;
        tracing::info!(sessions, "tidied up");
        Ok(())
    }
}
