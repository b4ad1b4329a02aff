//! The data key of the installation: seals what belongs to no workspace and no account.

use clario_store::Store;
use clario_vault::{DataKey, KeyRing, OpenError, Place, Sealed};
use secrecy::zeroize::Zeroizing;

use crate::Backend;
use crate::error::{Cause, Error};
use crate::start::StartError;

/// The tenant of everything that is sealed for the installation.
pub(crate) const INSTALLATION: &str = "installation";

/// Where the wrapped data key of the installation belongs.
pub(crate) const KEY_PLACE: Place<'static> = Place {
    tenant: INSTALLATION,
    table: "installation",
    row: "1",
    field: "dek_wrapped",
    schema: 1,
    revision: 0,
};

impl Backend {
    /// Seals one value with the data key of the installation. Its place names [`INSTALLATION`] as the tenant.
    pub(crate) async fn seal_for_installation(
        &self,
        place: &Place<'_>,
        plaintext: &[u8],
    ) -> Result<Sealed, Error> {
        let key = self.store().use_installation_key().await?;
        let data_key = self.inner.key_ring.unwrap(&key.wrapped, &KEY_PLACE).map_err(Cause::Open)?;
        Ok(data_key.seal(place, plaintext, key.nth).map_err(Cause::Seal)?)
    }

    /// Opens what was sealed for the installation.
    pub(crate) async fn open_for_installation(
        &self,
        place: &Place<'_>,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let wrapped = self
            .store()
            .installation_key()
            .await?
            .ok_or(Cause::Store(clario_store::Error::Damaged("installation")))?;
        let data_key = self.inner.key_ring.unwrap(&wrapped, &KEY_PLACE).map_err(Cause::Open)?;
        Ok(data_key.open(place, sealed).map_err(Cause::Open)?)
    }
}

/// Makes the data key of a new installation, or proves that the key ring opens the one there is.
pub(crate) async fn settle(store: &Store, key_ring: &KeyRing, now: i64) -> Result<(), StartError> {
    let wrapped = if let Some(wrapped) = store.installation_key().await? {
        wrapped
    } else {
        let fresh = key_ring.wrap(&DataKey::generate()?, &KEY_PLACE)?;
        store.settle_installation(&fresh, now).await?
    };
    match key_ring.unwrap(&wrapped, &KEY_PLACE) {
        Ok(_) => Ok(()),
        Err(OpenError::UnknownKey(kid)) => Err(StartError::KeyMissing(kid)),
        Err(OpenError::Malformed | OpenError::Refused) => Err(StartError::Damaged),
    }
}
