//! The data key of an account: seals what belongs to the person and to no workspace.

use clario_store::AccountId;
use clario_vault::{DataKey, Place, Sealed};
use secrecy::zeroize::Zeroizing;

use crate::Backend;
use crate::error::{Cause, Error};

impl Backend {
    /// A new data key, wrapped for its account.
    pub(crate) fn new_account_key(&self, account: &AccountId) -> Result<Sealed, Error> {
        let data_key = DataKey::generate().map_err(Cause::Seal)?;
        Ok(self.inner.key_ring.wrap(&data_key, &account_key_place(account)).map_err(Cause::Seal)?)
    }

    /// The data key of an account, to open something with. An account from before accounts had keys gets one.
    pub(crate) async fn account_key(&self, account: &AccountId) -> Result<DataKey, Error> {
        let wrapped = match self.store().account_key(account).await? {
            Some(wrapped) => wrapped,
            None => self.store().settle_account_key(account, &self.new_account_key(account)?).await?,
        };
        Ok(self.inner.key_ring.unwrap(&wrapped, &account_key_place(account)).map_err(Cause::Open)?)
    }

    /// Seals one value with the data key of an account. Its place names the account as the tenant.
    pub(crate) async fn seal_for_account(
        &self,
        account: &AccountId,
        place: &Place<'_>,
        plaintext: &[u8],
    ) -> Result<Sealed, Error> {
        // The first use makes sure that there is a key.
        self.account_key(account).await?;
        let key = self.store().use_account_key(account).await?;
        let data_key =
            self.inner.key_ring.unwrap(&key.wrapped, &account_key_place(account)).map_err(Cause::Open)?;
        Ok(data_key.seal(place, plaintext, key.nth).map_err(Cause::Seal)?)
    }

    /// Opens what was sealed for an account.
    pub(crate) async fn open_for_account(
        &self,
        account: &AccountId,
        place: &Place<'_>,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(self.account_key(account).await?.open(place, sealed).map_err(Cause::Open)?)
    }
}

/// Where the wrapped data key of an account belongs.
pub(crate) fn account_key_place(account: &AccountId) -> Place<'_> {
    Place {
        tenant: account.as_str(),
        table: "account",
        row: account.as_str(),
        field: "dek_wrapped",
        schema: 1,
        revision: 0,
    }
}
