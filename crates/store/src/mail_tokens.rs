//! Links in letters: single use, short-lived, and void once the account has changed in the meantime.

use sqlx::{FromRow, SqliteConnection};

use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;
use crate::notifications::{self, NewNotification};

/// How many links of one purpose an account may have at a time: nobody fills a mailbox through us.
const MOST_AT_A_TIME: i64 = 5;

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum MailPurpose {
    /// Confirms the address of a new account.
    ConfirmAddress,
    /// Sets a new password.
    ResetPassword,
    /// Puts the address it was sent to in the place of the account's.
    ChangeAddress,
}

/// A link to be sent.
pub struct NewMailToken<'a> {
    /// The SHA-256 of its token.
    pub hash: &'a [u8; 32],
    /// Whose account it is about.
    pub account: &'a AccountId,
    /// What it does.
    pub purpose: MailPurpose,
    /// The new address, when it changes the address.
    pub email: Option<&'a str>,
    /// When it ends.
    pub expires: i64,
}

impl<'a> NewMailToken<'a> {
    /// A link that confirms the address of a new account.
    pub fn confirm_address(hash: &'a [u8; 32], account: &'a AccountId, expires: i64) -> Self {
        Self { hash, account, purpose: MailPurpose::ConfirmAddress, email: None, expires }
    }

    /// A link that sets a new password.
    pub fn reset_password(hash: &'a [u8; 32], account: &'a AccountId, expires: i64) -> Self {
        Self { hash, account, purpose: MailPurpose::ResetPassword, email: None, expires }
    }

    /// A link that gives the account another address.
    pub fn change_address(hash: &'a [u8; 32], account: &'a AccountId, email: &'a str, expires: i64) -> Self {
        Self { hash, account, purpose: MailPurpose::ChangeAddress, email: Some(email), expires }
    }
}

/// A link that still works.
#[derive(Clone, FromRow)]
pub struct MailToken {
    /// Whose account it is about.
    pub account: AccountId,
    /// The new address, when it changes the address.
    pub email: Option<String>,
}

impl Store {
    /// Keeps a link and queues its letters. Says `false`, and does neither, when the account has too many.
    pub async fn add_mail_token(
        &self,
        token: &NewMailToken<'_>,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        if !add(&mut change, token, now).await? {
            return Ok(false);
        }
        for letter in letters {
            notifications::enqueue(&mut change, letter, now).await?;
        }
        change.commit().await?;
        Ok(true)
    }

    /// Does nothing in the time in which another call keeps a link: whoever asks for a letter to an unknown address
    /// must not see that there is nobody.
    pub async fn keep_no_mail_token(&self) -> Result<(), Error> {
        let mut change = self.change().await?;
        sqlx::query("DELETE FROM mail_token WHERE token_hash = zeroblob(32)").execute(&mut *change).await?;
        change.commit().await?;
        Ok(())
    }

    /// The link with this token, when it still works. To look is not to use it.
    pub async fn mail_token(
        &self,
        hash: &[u8; 32],
        purpose: MailPurpose,
        now: i64,
    ) -> Result<Option<MailToken>, Error> {
        find(&mut *self.pool().acquire().await?, hash, purpose, now).await
    }

    /// Removes the links that have ended; says how many.
    pub async fn remove_ended_mail_tokens(&self, now: i64) -> Result<u64, Error> {
        let removed =
            sqlx::query("DELETE FROM mail_token WHERE expires <= ?").bind(now).execute(self.pool()).await?;
        Ok(removed.rows_affected())
    }
}

/// Keeps a link, unless the account has too many of its kind.
pub(crate) async fn add(
    change: &mut SqliteConnection,
    token: &NewMailToken<'_>,
    now: i64,
) -> Result<bool, Error> {
    let added = sqlx::query(
        "INSERT INTO mail_token (token_hash, account_id, purpose, email, security_revision, expires)
         SELECT ?1, id, ?2, ?3, security_revision, ?4 FROM account WHERE id = ?5
         AND (SELECT count(*) FROM mail_token WHERE account_id = ?5 AND purpose = ?2 AND expires > ?6) < ?7",
    )
    .bind(token.hash.as_slice())
    .bind(token.purpose)
    .bind(token.email)
    .bind(token.expires)
    .bind(token.account)
    .bind(now)
    .bind(MOST_AT_A_TIME)
    .execute(change)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Binds a link to its account as it is now.
pub(crate) async fn renew(change: &mut SqliteConnection, hash: &[u8; 32]) -> Result<(), Error> {
    sqlx::query(
        "UPDATE mail_token SET security_revision =
             (SELECT security_revision FROM account WHERE account.id = mail_token.account_id)
         WHERE token_hash = ?",
    )
    .bind(hash.as_slice())
    .execute(change)
    .await?;
    Ok(())
}

/// Uses a link up, when it still works.
pub(crate) async fn take(
    change: &mut SqliteConnection,
    hash: &[u8; 32],
    purpose: MailPurpose,
    now: i64,
) -> Result<Option<MailToken>, Error> {
    let found = find(change, hash, purpose, now).await?;
    if found.is_some() {
        sqlx::query("DELETE FROM mail_token WHERE token_hash = ?")
            .bind(hash.as_slice())
            .execute(change)
            .await?;
    }
    Ok(found)
}

async fn find(
    connection: &mut SqliteConnection,
    hash: &[u8; 32],
    purpose: MailPurpose,
    now: i64,
) -> Result<Option<MailToken>, Error> {
    Ok(sqlx::query_as(
        "SELECT mail_token.account_id AS account, mail_token.email FROM mail_token
         JOIN account ON account.id = mail_token.account_id
             AND account.security_revision = mail_token.security_revision
         WHERE mail_token.token_hash = ? AND mail_token.purpose = ? AND mail_token.expires > ?",
    )
    .bind(hash.as_slice())
    .bind(purpose)
    .bind(now)
    .fetch_optional(connection)
    .await?)
}
