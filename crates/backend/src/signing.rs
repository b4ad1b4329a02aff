//! The key that signs for the installation: heads of audit logs, and what is exported.

use clario_vault::{Place, PublicKey, SigningKey};

use crate::Backend;
use crate::error::{Cause, Error};
use crate::installation::INSTALLATION;

impl Backend {
    /// The signing key of the installation; made when it is first needed.
    pub(crate) async fn signing_key(&self) -> Result<SigningKey, Error> {
        if let Some(key) = self.stored_signing_key().await? {
            return Ok(key);
        }
        let fresh = SigningKey::generate().map_err(Cause::Seal)?;
        let name = fresh.public().to_string();
        let sealed = self.seal_for_installation(&place(&name), &*fresh.to_bytes()).await?;
        if self.store().add_signing_key(fresh.public().bytes(), &sealed, self.now()).await? {
            return Ok(fresh);
        }
        // Somebody else was first.
        self.stored_signing_key().await?.ok_or_else(damaged)
    }

    /// The public half, for whoever wants to verify a signature elsewhere.
    pub async fn public_key(&self) -> Result<PublicKey, Error> {
        Ok(self.signing_key().await?.public())
    }

    async fn stored_signing_key(&self) -> Result<Option<SigningKey>, Error> {
        let Some((public, sealed)) = self.store().signing_key().await? else { return Ok(None) };
        let public = PublicKey::from_bytes(&public).ok_or_else(damaged)?;
        let bytes = self.open_for_installation(&place(&public.to_string()), &sealed).await?;
        let key = SigningKey::from_bytes(&bytes).filter(|key| key.public() == public).ok_or_else(damaged)?;
        Ok(Some(key))
    }
}

fn place(public: &str) -> Place<'_> {
    Place { tenant: INSTALLATION, table: "signing_key", row: public, field: "sealed", schema: 1, revision: 0 }
}

fn damaged() -> Error {
    Cause::Store(clario_store::Error::Damaged("signing_key")).into()
}
