//! What changes about an account: who reads its letters, its password, its address, its looks.

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, SessionId};
use crate::looks::{Density, Theme};
use crate::mail_tokens::{self, MailPurpose};
use crate::members::queue;
use crate::notifications::NewNotification;
use crate::people::count_security_change;
use crate::sessions;

impl Store {
    /// Confirms the address of a new account with the link in its letter. Says whether the link still worked.
    pub async fn confirm_address(&self, token_hash: &[u8; 32], now: i64) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let Some(token) =
            mail_tokens::take(&mut change, token_hash, MailPurpose::ConfirmAddress, now).await?
        else {
            return Ok(false);
        };
        sqlx::query("UPDATE account SET verified_at = ? WHERE id = ? AND verified_at IS NULL")
            .bind(now)
            .bind(&token.account)
            .execute(&mut *change)
            .await?;
        count_security_change(&mut change, &token.account).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Puts another password in the place of the old one, unless that changed meanwhile. Ends all other sessions and
    /// voids all links.
    pub async fn change_password(
        &self,
        account: &AccountId,
        old_phc: &str,
        new_phc: &str,
        keep: &SessionId,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let changed = sqlx::query("UPDATE account SET password_phc = ? WHERE id = ? AND password_phc = ?")
            .bind(new_phc)
            .bind(account)
            .bind(old_phc)
            .execute(&mut *change)
            .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        count_security_change(&mut change, account).await?;
        sessions::end_others(&mut change, account, Some(keep)).await?;
        queue(&mut change, letters, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Sets a new password with the link in a letter, which also proves who reads letters to the address. Ends all
    /// sessions and voids all links; a second factor stays. Says whether the link still worked.
    pub async fn reset_password(
        &self,
        token_hash: &[u8; 32],
        new_phc: &str,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let Some(token) = mail_tokens::take(&mut change, token_hash, MailPurpose::ResetPassword, now).await?
        else {
            return Ok(false);
        };
        sqlx::query(
            "UPDATE account SET password_phc = ?, verified_at = coalesce(verified_at, ?) WHERE id = ?",
        )
        .bind(new_phc)
        .bind(now)
        .bind(&token.account)
        .execute(&mut *change)
        .await?;
        count_security_change(&mut change, &token.account).await?;
        sessions::end_others(&mut change, &token.account, None).await?;
        queue(&mut change, letters, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Gives an account the address that the link was sent to. Says `false` when the link no longer worked or the
    /// address has an account meanwhile; which of the two is not told.
    pub async fn change_address(
        &self,
        token_hash: &[u8; 32],
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let Some(token) = mail_tokens::take(&mut change, token_hash, MailPurpose::ChangeAddress, now).await?
        else {
            return Ok(false);
        };
        let changed = sqlx::query(
            "UPDATE account SET email = ?1 WHERE id = ?2
             AND NOT EXISTS (SELECT 1 FROM account WHERE email = ?1)",
        )
        .bind(&token.email)
        .bind(&token.account)
        .execute(&mut *change)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        count_security_change(&mut change, &token.account).await?;
        queue(&mut change, letters, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Gives the person another name.
    pub async fn rename_account(&self, account: &AccountId, name: &str) -> Result<(), Error> {
        sqlx::query("UPDATE account SET name = ? WHERE id = ?")
            .bind(name)
            .bind(account)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Keeps how the person wants pages to look.
    pub async fn set_looks(&self, account: &AccountId, theme: Theme, density: Density) -> Result<(), Error> {
        sqlx::query("UPDATE account SET theme = ?, density = ? WHERE id = ?")
            .bind(theme)
            .bind(density)
            .bind(account)
            .execute(self.pool())
            .await?;
        Ok(())
    }
}
