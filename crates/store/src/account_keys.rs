//! The wrapped data keys of the accounts.

use clario_vault::Sealed;

use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;

/// The data key of an account, wrapped.
#[derive(Debug, Clone)]
pub struct AccountKey {
    /// The wrapped key.
    pub wrapped: Sealed,
    /// The number of the sealing that is about to be made with it, from 1.
    pub nth: u64,
}

impl Store {
    /// The wrapped data key, to open something with; `None` for an account from before accounts had keys.
    pub async fn account_key(&self, account: &AccountId) -> Result<Option<Sealed>, Error> {
        let wrapped: Option<Vec<u8>> = sqlx::query_scalar("SELECT dek_wrapped FROM account WHERE id = ?")
            .bind(account)
            .fetch_optional(self.pool())
            .await?
            .ok_or(Error::Missing)?;
        wrapped.map(Sealed::from_bytes).transpose().map_err(|_| Error::Damaged("account"))
    }

    /// Keeps the wrapped data key of an account, unless it has one, and returns the one that counts.
    pub async fn settle_account_key(&self, account: &AccountId, wrapped: &Sealed) -> Result<Sealed, Error> {
        sqlx::query("UPDATE account SET dek_wrapped = ? WHERE id = ? AND dek_wrapped IS NULL")
            .bind(wrapped.as_bytes())
            .bind(account)
            .execute(self.pool())
            .await?;
        self.account_key(account).await?.ok_or(Error::Missing)
    }

    /// The wrapped data key, to seal one value with: the use is counted before it happens.
    pub async fn use_account_key(&self, account: &AccountId) -> Result<AccountKey, Error> {
        let (wrapped, uses): (Vec<u8>, i64) = sqlx::query_as(
            "UPDATE account SET dek_uses = dek_uses + 1 WHERE id = ? AND dek_wrapped IS NOT NULL
             RETURNING dek_wrapped, dek_uses",
        )
        .bind(account)
        .fetch_optional(self.pool())
        .await?
        .ok_or(Error::Missing)?;
        let wrapped = Sealed::from_bytes(wrapped).map_err(|_| Error::Damaged("account"))?;
        let nth = u64::try_from(uses).map_err(|_| Error::Damaged("account"))?;
        Ok(AccountKey { wrapped, nth })
    }
}
