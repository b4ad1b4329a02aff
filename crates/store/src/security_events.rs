//! Security events, and the sealed keys of the program under which they name people.

use clario_vault::Sealed;

use crate::database::Store;
use crate::error::Error;

/// What a key of the program is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum ServerKey {
    /// Marks the forms of our pages.
    Forms,
    /// Makes pseudonyms.
    Pseudonyms,
}

/// A security event to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewSecurityEvent<'a> {
    /// What happened, a word of a closed list.
    pub kind: &'static str,
    /// Whom it is about, as a keyed pseudonym.
    pub subject: Option<&'a [u8; 32]>,
    /// The epoch of the key that made the pseudonym.
    pub epoch: i64,
    /// The shortened address it came from.
    pub address: Option<&'a str>,
}

impl Store {
    /// A sealed key of an epoch.
    pub async fn server_key(&self, purpose: ServerKey, epoch: i64) -> Result<Option<Sealed>, Error> {
        let sealed: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT sealed FROM server_key WHERE purpose = ? AND epoch = ?")
                .bind(purpose)
                .bind(epoch)
                .fetch_optional(self.pool())
                .await?;
        sealed.map(Sealed::from_bytes).transpose().map_err(|_| Error::Damaged("server_key"))
    }

    /// Keeps a sealed key, unless its epoch has one, and returns the one that counts.
    pub async fn settle_server_key(
        &self,
        purpose: ServerKey,
        epoch: i64,
        sealed: &Sealed,
        now: i64,
    ) -> Result<Sealed, Error> {
        sqlx::query(
            "INSERT INTO server_key (purpose, epoch, sealed, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(purpose)
        .bind(epoch)
        .bind(sealed.as_bytes())
        .bind(now)
        .execute(self.pool())
        .await?;
        self.server_key(purpose, epoch).await?.ok_or(Error::Damaged("server_key"))
    }

    /// Destroys the keys of all epochs before this one; says how many.
    pub async fn destroy_server_keys(&self, purpose: ServerKey, before: i64) -> Result<u64, Error> {
        let removed = sqlx::query("DELETE FROM server_key WHERE purpose = ? AND epoch < ?")
            .bind(purpose)
            .bind(before)
            .execute(self.pool())
            .await?;
        Ok(removed.rows_affected())
    }

    /// Writes a security event down.
    pub async fn add_security_event(&self, event: &NewSecurityEvent<'_>, now: i64) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO security_event (kind, subject_hmac, key_epoch, ip_prefix, time) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(event.kind)
        .bind(event.subject.map(|subject| subject.to_vec()))
        .bind(event.epoch)
        .bind(event.address)
        .bind(now)
        .execute(self.pool())
        .await?;
        Ok(())
    }
}
