//! Sessions: a cookie holds the token, the database only its SHA-256 and the account it stands for.

use sqlx::{FromRow, SqliteConnection};

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, SessionId};
use crate::looks::{Density, Theme};

/// Seconds after which an unused session ends.
pub const IDLE_LIMIT: i64 = 60 * 60;
/// Seconds after which any session ends.
pub const ABSOLUTE_LIMIT: i64 = 24 * 60 * 60;
/// How many sessions an account has at most; one more ends the oldest.
pub const SESSIONS_PER_ACCOUNT: i64 = 20;
/// Seconds within which a second use is not written down again.
const USE_GRAIN: i64 = 60;

/// The SHA-256 of the token in a cookie.
pub type SessionHash = [u8; 32];

/// The family of a browser: enough for people to tell their sessions apart, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum Browser {
    /// Firefox and what is made of it.
    Firefox,
    /// Chrome and Chromium.
    Chrome,
    /// Edge.
    Edge,
    /// Safari.
    Safari,
    /// Opera.
    Opera,
    /// Anything else.
    Other,
}

/// A session to begin.
pub struct NewSession<'a> {
    /// The hash of its token.
    pub hash: &'a SessionHash,
    /// Its name in the list of its owner.
    pub id: &'a SessionId,
    /// Whose it is.
    pub account: &'a AccountId,
    /// Until when sensitive acts need no new proof.
    pub confirmed_until: i64,
    /// In which browser it began.
    pub browser: Browser,
    /// In which network it began, /24 or /48.
    pub network: Option<&'a str>,
}

/// A session as it is found by its token, with what every page needs to know of its account.
#[derive(Clone, FromRow)]
pub struct LiveSession {
    /// Its name in the list of its owner.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// When it was last used.
    pub last_seen: i64,
    /// Until when sensitive acts need no new proof.
    pub confirmed_until: i64,
    /// Whether the account has a second factor.
    pub has_totp: bool,
    /// How the account wants pages to look.
    pub theme: Theme,
    /// How close the account wants lines to stand.
    pub density: Density,
}

/// A session in the list of its owner.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SessionEntry {
    /// Its name.
    pub id: SessionId,
    /// When it began.
    pub created: i64,
    /// When it was last used.
    pub last_seen: i64,
    /// In which browser it began.
    pub browser: Browser,
    /// In which network it began.
    pub network: Option<String>,
}

impl Store {
    /// Begins a session; the oldest ones make room when there are too many.
    pub async fn begin_session(&self, session: &NewSession<'_>, now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        begin(&mut change, session, now).await?;
        change.commit().await?;
        Ok(())
    }

    /// The running session with this token. To find it is not to use it.
    pub async fn session(&self, hash: &SessionHash, now: i64) -> Result<Option<LiveSession>, Error> {
        Ok(sqlx::query_as(
            "SELECT session.id, session.account_id AS account, session.last_seen, session.confirmed_until,
                    EXISTS (SELECT 1 FROM totp WHERE totp.account_id = session.account_id) AS has_totp,
                    account.theme, account.density
             FROM session JOIN account ON account.id = session.account_id AND account.closed_at IS NULL
             WHERE session.token_hash = ? AND session.last_seen > ? AND session.created > ?",
        )
        .bind(hash.as_slice())
        .bind(now - IDLE_LIMIT)
        .bind(now - ABSOLUTE_LIMIT)
        .fetch_optional(self.pool())
        .await?)
    }

    /// Counts a session as used now. Uses within a minute of each other count as one.
    pub async fn touch_session(
        &self,
        hash: &SessionHash,
        session: &LiveSession,
        now: i64,
    ) -> Result<(), Error> {
        if now - session.last_seen < USE_GRAIN {
            return Ok(());
        }
        sqlx::query("UPDATE session SET last_seen = max(last_seen, ?) WHERE token_hash = ?")
            .bind(now)
            .bind(hash.as_slice())
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Gives a running session another token, and more time for sensitive acts. Its beginning stays.
    /// Says `false` when it has ended meanwhile.
    pub async fn renew_session(
        &self,
        old: &SessionHash,
        new: &SessionHash,
        confirmed_until: i64,
    ) -> Result<bool, Error> {
        let renewed =
            sqlx::query("UPDATE session SET token_hash = ?, confirmed_until = ? WHERE token_hash = ?")
                .bind(new.as_slice())
                .bind(confirmed_until)
                .bind(old.as_slice())
                .execute(self.pool())
                .await?;
        Ok(renewed.rows_affected() == 1)
    }

    /// Ends the session with this token.
    pub async fn end_session(&self, hash: &SessionHash) -> Result<(), Error> {
        sqlx::query("DELETE FROM session WHERE token_hash = ?")
            .bind(hash.as_slice())
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// The running sessions of an account, the one used last first.
    pub async fn sessions_of(&self, account: &AccountId, now: i64) -> Result<Vec<SessionEntry>, Error> {
        Ok(sqlx::query_as(
            "SELECT id, created, last_seen, browser, network FROM session
             WHERE account_id = ? AND last_seen > ? AND created > ? ORDER BY last_seen DESC, rowid DESC",
        )
        .bind(account)
        .bind(now - IDLE_LIMIT)
        .bind(now - ABSOLUTE_LIMIT)
        .fetch_all(self.pool())
        .await?)
    }

    /// Ends one session of an account by its name; says whether there was one.
    pub async fn end_session_of(&self, account: &AccountId, session: &SessionId) -> Result<bool, Error> {
        let ended = sqlx::query("DELETE FROM session WHERE account_id = ? AND id = ?")
            .bind(account)
            .bind(session)
            .execute(self.pool())
            .await?;
        Ok(ended.rows_affected() == 1)
    }

    /// Ends all sessions of an account but one; says how many.
    pub async fn end_other_sessions(&self, account: &AccountId, but: &SessionId) -> Result<u64, Error> {
        end_others(&mut *self.pool().acquire().await?, account, Some(but)).await
    }

    /// Ends all sessions of an account; says how many.
    pub async fn end_all_sessions(&self, account: &AccountId) -> Result<u64, Error> {
        end_others(&mut *self.pool().acquire().await?, account, None).await
    }

    /// Removes the sessions that have ended; says how many.
    pub async fn remove_ended_sessions(&self, now: i64) -> Result<u64, Error> {
        let removed = sqlx::query("DELETE FROM session WHERE last_seen <= ? OR created <= ?")
            .bind(now - IDLE_LIMIT)
            .bind(now - ABSOLUTE_LIMIT)
            .execute(self.pool())
            .await?;
        Ok(removed.rows_affected())
    }
}

pub(crate) async fn begin(
    change: &mut SqliteConnection,
    session: &NewSession<'_>,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO session (token_hash, id, account_id, created, last_seen, confirmed_until, browser, network)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(session.hash.as_slice())
    .bind(session.id)
    .bind(session.account)
    .bind(now)
    .bind(now)
    .bind(session.confirmed_until)
    .bind(session.browser)
    .bind(session.network)
    .execute(&mut *change)
    .await?;
    sqlx::query(
        "DELETE FROM session WHERE account_id = ?1 AND token_hash NOT IN (
             SELECT token_hash FROM session WHERE account_id = ?1 ORDER BY created DESC, rowid DESC LIMIT ?2)",
    )
    .bind(session.account)
    .bind(SESSIONS_PER_ACCOUNT)
    .execute(&mut *change)
    .await?;
    Ok(())
}

/// Ends the sessions of an account, perhaps all but one, as part of a larger change.
pub(crate) async fn end_others(
    change: &mut SqliteConnection,
    account: &AccountId,
    but: Option<&SessionId>,
) -> Result<u64, Error> {
    let ended = sqlx::query("DELETE FROM session WHERE account_id = ? AND id IS NOT ?")
        .bind(account)
        .bind(but)
        .execute(&mut *change)
        .await?;
    Ok(ended.rows_affected())
}
