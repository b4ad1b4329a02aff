//! The data key of the installation, for what belongs to no workspace and no account.

use clario_vault::Sealed;

use crate::database::Store;
use crate::error::Error;

/// The data key of the installation, wrapped.
#[derive(Debug, Clone)]
pub struct InstallationKey {
    /// The wrapped key.
    pub wrapped: Sealed,
    /// The number of the sealing that is about to be made with it, from 1.
    pub nth: u64,
}

impl Store {
    /// Keeps the wrapped data key of a new installation, unless there is one, and returns the one that counts.
    pub async fn settle_installation(&self, dek_wrapped: &Sealed, now: i64) -> Result<Sealed, Error> {
        sqlx::query(
            "INSERT INTO installation (id, dek_wrapped, created) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING",
        )
        .bind(dek_wrapped.as_bytes())
        .bind(now)
        .execute(self.pool())
        .await?;
        self.installation_key().await?.ok_or(Error::Damaged("installation"))
    }

    /// The wrapped data key, to open something with; `None` before the first start is over.
    pub async fn installation_key(&self) -> Result<Option<Sealed>, Error> {
        let wrapped: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT dek_wrapped FROM installation").fetch_optional(self.pool()).await?;
        wrapped.map(Sealed::from_bytes).transpose().map_err(|_| Error::Damaged("installation"))
    }

    /// The wrapped data key, to seal one value with: the use is counted before it happens.
    pub async fn use_installation_key(&self) -> Result<InstallationKey, Error> {
        let (wrapped, uses): (Vec<u8>, i64) =
            sqlx::query_as("UPDATE installation SET dek_uses = dek_uses + 1 RETURNING dek_wrapped, dek_uses")
                .fetch_one(self.pool())
                .await?;
        let wrapped = Sealed::from_bytes(wrapped).map_err(|_| Error::Damaged("installation"))?;
        let nth = u64::try_from(uses).map_err(|_| Error::Damaged("installation"))?;
        Ok(InstallationKey { wrapped, nth })
    }
}
