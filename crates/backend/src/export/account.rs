//! Everything about me.

use clario_store::{Consumer, QuotaKind};

use super::Export;
use crate::Backend;
use crate::error::Error;
use crate::sessions::Recent;

impl Backend {
    /// Everything that is known about the person, as one archive.
    pub async fn export_account(&self, recent: &Recent) -> Result<Export, Error> {
        let account = recent.account();
        self.spend(&Consumer::Account(account.clone()), QuotaKind::Exports).await?;
        let parts = self.store().export_account(account).await?;
        let receipts = self.receipts_of(account).await?;
        Ok(self.archive("account", async move |mut archive| {
            let text = super::workspace::document("altaclario-account-v1", &parts);
            for (name, text) in [("account.json", text), ("consent_receipts.json", receipts)] {
                if archive.file(name, text.into_bytes()).await.is_err() {
                    return Ok(Err(super::Abandoned));
                }
            }
            archive.finish().await
        }))
    }
}
