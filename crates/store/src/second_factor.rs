//! The second factor: a sealed seed, the last step that was used, the soft lock, recovery codes.
//!
//! Whatever must not happen twice is decided by one statement that changes a row or does not.

use clario_vault::Sealed;
use sqlx::SqliteConnection;

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, SessionId};
use crate::members::queue;
use crate::notifications::NewNotification;
use crate::{people, sessions};

/// Wrong codes in a row that cost nothing.
const FREE_FAILURES: i64 = 5;
/// Seconds of the first lock; each further failure doubles it.
const FIRST_LOCK: i64 = 60;
/// The longest lock, in seconds.
const LONGEST_LOCK: i64 = 24 * 60 * 60;

/// A keyed hash of a recovery code.
pub type CodeHash = [u8; 32];

/// What a code is checked against.
#[derive(Debug, Clone)]
pub struct Totp {
    /// The sealed seed.
    pub seed: Sealed,
    /// Which replacement of the seed this is.
    pub revision: u64,
}

/// Whether a code may be looked at.
#[derive(Debug, Clone)]
pub enum CodeAttempt {
    /// It may, and counts as wrong until it is found right.
    Open(Totp),
    /// Not before this time.
    Locked {
        /// When, in seconds since 1970-01-01T00:00:00Z.
        until: i64,
    },
    /// The account has no second factor.
    Without,
}

impl Store {
    /// Counts an attempt before the code is looked at, so that many at once count as many. The lock
    /// belongs to the account, whoever asks from wherever.
    pub async fn attempt_code(&self, account: &AccountId, now: i64) -> Result<CodeAttempt, Error> {
        let open: Option<(Vec<u8>, i64)> = sqlx::query_as(
            "UPDATE totp SET failures = failures + 1,
                 locked_until = CASE WHEN failures + 1 >= ?2
                     THEN ?1 + min(?3 << min(failures + 1 - ?2, 20), ?4) ELSE locked_until END
             WHERE account_id = ?5 AND locked_until <= ?1 RETURNING seed, revision",
        )
        .bind(now)
        .bind(FREE_FAILURES)
        .bind(FIRST_LOCK)
        .bind(LONGEST_LOCK)
        .bind(account)
        .fetch_optional(self.pool())
        .await?;
        if let Some((seed, revision)) = open {
            let seed = Sealed::from_bytes(seed).map_err(|_| Error::Damaged("totp"))?;
            let revision = u64::try_from(revision).map_err(|_| Error::Damaged("totp"))?;
            return Ok(CodeAttempt::Open(Totp { seed, revision }));
        }
        let until: Option<i64> = sqlx::query_scalar("SELECT locked_until FROM totp WHERE account_id = ?")
            .bind(account)
            .fetch_optional(self.pool())
            .await?;
        Ok(until.map_or(CodeAttempt::Without, |until| CodeAttempt::Locked { until }))
    }

    /// Uses the code of a step up: says whether it was the first to do so. A later step bars all
    /// earlier ones.
    pub async fn use_step(&self, account: &AccountId, step: i64) -> Result<bool, Error> {
        let used = sqlx::query(
            "UPDATE totp SET last_used_step = ?1, failures = 0, locked_until = 0
             WHERE account_id = ?2 AND last_used_step < ?1",
        )
        .bind(step)
        .bind(account)
        .execute(self.pool())
        .await?;
        Ok(used.rows_affected() == 1)
    }

    /// Uses a recovery code up: says whether it was there and unused.
    pub async fn use_recovery_code(
        &self,
        account: &AccountId,
        hash: &CodeHash,
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let used = sqlx::query(
            "UPDATE recovery_code SET used_at = ? WHERE account_id = ? AND code_hash = ? AND used_at IS NULL",
        )
        .bind(now)
        .bind(account)
        .bind(hash.as_slice())
        .execute(&mut *change)
        .await?;
        if used.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE totp SET failures = 0, locked_until = 0 WHERE account_id = ?")
            .bind(account)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(true)
    }

    /// How many recovery codes are left; `None` without a second factor.
    pub async fn recovery_codes_left(&self, account: &AccountId) -> Result<Option<u32>, Error> {
        Ok(sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM recovery_code
                     WHERE recovery_code.account_id = totp.account_id AND used_at IS NULL)
             FROM totp WHERE account_id = ?",
        )
        .bind(account)
        .fetch_optional(self.pool())
        .await?)
    }

    /// Switches the second factor on, with its recovery codes. The code of `step` has been used.
    /// Ends all other sessions; says `false`, and does nothing, when it was on already.
    #[expect(clippy::too_many_arguments, reason = "all of it belongs into one change")]
    pub async fn add_totp(
        &self,
        account: &AccountId,
        totp: &Totp,
        step: i64,
        codes: &[CodeHash],
        keep: &SessionId,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let added = sqlx::query(
            "INSERT INTO totp (account_id, seed, revision, created, last_used_step) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (account_id) DO NOTHING",
        )
        .bind(account)
        .bind(totp.seed.as_bytes())
        .bind(i64::try_from(totp.revision).map_err(|_| Error::Damaged("totp"))?)
        .bind(now)
        .bind(step)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        put_codes(&mut change, account, codes).await?;
        people::count_security_change(&mut change, account).await?;
        sessions::end_others(&mut change, account, Some(keep)).await?;
        queue(&mut change, letters, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Switches the second factor off, and voids its recovery codes. Ends all other sessions.
    pub async fn remove_totp(
        &self,
        account: &AccountId,
        keep: &SessionId,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let removed =
            sqlx::query("DELETE FROM totp WHERE account_id = ?").bind(account).execute(&mut *change).await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        people::count_security_change(&mut change, account).await?;
        sessions::end_others(&mut change, account, Some(keep)).await?;
        queue(&mut change, letters, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Puts new recovery codes in the place of the old ones, which are void.
    pub async fn replace_recovery_codes(&self, account: &AccountId, codes: &[CodeHash]) -> Result<(), Error> {
        let mut change = self.change().await?;
        sqlx::query("DELETE FROM recovery_code WHERE account_id = ?")
            .bind(account)
            .execute(&mut *change)
            .await?;
        put_codes(&mut change, account, codes).await?;
        change.commit().await?;
        Ok(())
    }
}

async fn put_codes(
    change: &mut SqliteConnection,
    account: &AccountId,
    codes: &[CodeHash],
) -> Result<(), Error> {
    for hash in codes {
        sqlx::query("INSERT INTO recovery_code (account_id, code_hash) VALUES (?, ?)")
            .bind(account)
            .bind(hash.as_slice())
            .execute(&mut *change)
            .await?;
    }
    Ok(())
}
