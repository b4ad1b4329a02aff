//! Sessions: a cookie holds the id, the database only its SHA-256 and the account it stands for.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tower_sessions_core::session::{Id, Record};
use tower_sessions_core::session_store::{Error as SessionError, Result as SessionResult, SessionStore};

use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;

/// The only key a session holds: the id of the account that signed in, as a text.
pub const SESSION_ACCOUNT: &str = "account";
/// Seconds after which an unused session ends.
pub const IDLE_LIMIT: i64 = 60 * 60;
/// Seconds after which any session ends.
pub const ABSOLUTE_LIMIT: i64 = 24 * 60 * 60;
/// How many sessions an account has at most; one more ends the oldest.
pub const SESSIONS_PER_ACCOUNT: i64 = 20;

/// Tells the time, in seconds since 1970-01-01T00:00:00Z.
type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The sessions of all accounts, for the session layer of the server.
///
/// Loading a session does not count as using it, so that a page that refreshes itself keeps nobody
/// signed in; [`Sessions::touch`] does.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    now: Now,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sessions")
    }
}

impl Store {
    /// The sessions, measured by the given clock.
    pub fn sessions(&self, now: impl Fn() -> i64 + Send + Sync + 'static) -> Sessions {
        Sessions { store: self.clone(), now: Arc::new(now) }
    }
}

impl Sessions {
    /// Counts a session as used now.
    pub async fn touch(&self, id: &Id) -> Result<(), Error> {
        sqlx::query("UPDATE session SET last_seen = max(last_seen, ?) WHERE token_hash = ?")
            .bind((self.now)())
            .bind(hash(id))
            .execute(self.store.pool())
            .await?;
        Ok(())
    }

    /// Removes the sessions that have ended; says how many.
    pub async fn remove_ended(&self) -> Result<u64, Error> {
        let now = (self.now)();
        let removed = sqlx::query("DELETE FROM session WHERE last_seen <= ? OR created <= ?")
            .bind(now - IDLE_LIMIT)
            .bind(now - ABSOLUTE_LIMIT)
            .execute(self.store.pool())
            .await?;
        Ok(removed.rows_affected())
    }

    /// Ends all sessions of an account; says how many.
    pub async fn end_all(&self, account: &AccountId) -> Result<u64, Error> {
        let removed = sqlx::query("DELETE FROM session WHERE account_id = ?")
            .bind(account)
            .execute(self.store.pool())
            .await?;
        Ok(removed.rows_affected())
    }

    async fn insert(&self, id: &Id, account: &AccountId) -> Result<bool, Error> {
        let now = (self.now)();
        let mut change = self.store.change().await?;
        let made = sqlx::query(
            "INSERT INTO session (token_hash, account_id, created, last_seen) VALUES (?, ?, ?, ?)
             ON CONFLICT (token_hash) DO NOTHING",
        )
        .bind(hash(id))
        .bind(account)
        .bind(now)
        .bind(now)
        .execute(&mut *change)
        .await?;
        sqlx::query(
            "DELETE FROM session WHERE account_id = ?1 AND token_hash NOT IN (
                 SELECT token_hash FROM session WHERE account_id = ?1 ORDER BY created DESC, rowid DESC LIMIT ?2)",
        )
        .bind(account)
        .bind(SESSIONS_PER_ACCOUNT)
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok(made.rows_affected() == 1)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> SessionResult<()> {
        let account = account_of(record)?;
        while !self.insert(&record.id, &account).await.map_err(|error| unusable(&error))? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> SessionResult<()> {
        // A session never passes to another account, and one that has ended does not come back.
        sqlx::query(
            "UPDATE session SET last_seen = max(last_seen, ?) WHERE token_hash = ? AND account_id = ?",
        )
        .bind((self.now)())
        .bind(hash(&record.id))
        .bind(account_of(record)?)
        .execute(self.store.pool())
        .await
        .map_err(|error| unusable(&error.into()))?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> SessionResult<Option<Record>> {
        let row: Option<(AccountId, i64, i64)> =
            sqlx::query_as("SELECT account_id, created, last_seen FROM session WHERE token_hash = ?")
                .bind(hash(id))
                .fetch_optional(self.store.pool())
                .await
                .map_err(|error| unusable(&error.into()))?;
        let Some((account, created, last_seen)) = row else { return Ok(None) };
        let end = (created + ABSOLUTE_LIMIT).min(last_seen + IDLE_LIMIT);
        if (self.now)() >= end {
            self.delete(id).await?;
            return Ok(None);
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(end)
            .map_err(|_| SessionError::Decode("the session has no possible end".to_owned()))?;
        let data = HashMap::from([(SESSION_ACCOUNT.to_owned(), Value::String(account.as_str().to_owned()))]);
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> SessionResult<()> {
        sqlx::query("DELETE FROM session WHERE token_hash = ?")
            .bind(hash(id))
            .execute(self.store.pool())
            .await
            .map_err(|error| unusable(&error.into()))?;
        Ok(())
    }
}

/// The id is 128 random bits, so a plain hash is enough: there is nothing to guess it from.
fn hash(id: &Id) -> Vec<u8> {
    Sha256::digest(id.0.to_be_bytes()).to_vec()
}

fn account_of(record: &Record) -> SessionResult<AccountId> {
    if record.data.keys().any(|key| key != SESSION_ACCOUNT) {
        return Err(SessionError::Encode("a session holds nothing but its account".to_owned()));
    }
    record
        .data
        .get(SESSION_ACCOUNT)
        .and_then(Value::as_str)
        .and_then(AccountId::parse)
        .ok_or_else(|| SessionError::Encode("there is no session without an account".to_owned()))
}

/// The session layer logs what it is told, so it is told nothing of the cause.
fn unusable(error: &Error) -> SessionError {
    tracing::error!(%error, "a session could not be read or written");
    SessionError::Backend("the sessions cannot be used".to_owned())
}
