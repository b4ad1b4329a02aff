//! Another password: changed by somebody who knows the old one, or reset through the mailbox.

use clario_store::{Account, MailPurpose, NewMailToken};
use clario_vault::{Beside, Password, Token};
use secrecy::zeroize::Zeroizing;

use crate::Backend;
use crate::entry::EmailAddress;
use crate::error::{Cause, Error};
use crate::flaw::Flaw;
use crate::mail::{Letter, Recipient};
use crate::security_events::SecurityEvent;
use crate::sessions::{Recent, Visit};

/// Seconds for which a link in a letter works.
pub(crate) const LINK_LIFE: i64 = 30 * 60;

impl Backend {
    /// Changes the password. All other sessions end and all links from letters are void.
    pub async fn change_password(
        &self,
        visit: &Visit,
        recent: &Recent,
        new_password: String,
    ) -> Result<(), Error> {
        let account = self.signed_in_account(recent.account()).await?;
        let password = self.chosen(&account, new_password).await?;
        let new_phc = self.inner.hashing.hash(password).await?;
        let letter = self.letter(Recipient::Account(&account.id), Letter::PasswordChanged).await?;
        let session = recent.who().session();
        let letters = [letter.for_store()];
        let changed = self
            .store()
            .change_password(&account.id, &account.password_phc, &new_phc, session, &letters, self.now())
            .await?;
        if !changed {
            return Err(Error::ChangedMeanwhile);
        }
        self.security_event(SecurityEvent::PasswordChanged, Some(account.id.as_str())).await;
        self.renew_session(visit, recent.who()).await
    }

    /// Sends a link for a new password, if there is an account with this address. The answer does not tell, and takes
    /// the same work.
    pub async fn ask_for_reset(&self, email: &str) -> Result<(), Error> {
        let email = EmailAddress::parse(email)?;
        let token = Token::random().map_err(Cause::Seal)?;
        let link = format!("/reset-password?token={}", *token.to_text());
        let letter = Letter::ResetPassword { link };
        let Some(account) = self.store().account_by_email(email.as_str()).await? else {
            self.letter(Recipient::Address(email.as_str()), letter).await?;
            return Ok(self.store().keep_no_mail_token().await?);
        };
        let now = self.now();
        let hash = token.hash();
        let token = NewMailToken::reset_password(&hash, &account.id, now + LINK_LIFE);
        let letter = self.letter(Recipient::Account(&account.id), letter).await?;
        // When there were too many, those before it work.
        self.store().add_mail_token(&token, &[letter.for_store()], now).await?;
        Ok(())
    }

    /// Whether the link of a letter still leads to a new password.
    pub async fn reset_link_works(&self, token: &str) -> Result<bool, Error> {
        Ok(self.account_to_reset(token).await?.is_some())
    }

    /// Sets a new password with the link of a letter. All sessions end; a second factor stays. Go on with the sign-in
    /// page.
    pub async fn reset_password(&self, token: &str, new_password: String) -> Result<(), Error> {
        let new_password = Zeroizing::new(new_password);
        let (account, hash) = self.account_to_reset(token).await?.ok_or(Error::LinkEnded)?;
        let password = self.chosen(&account, new_password.to_string()).await?;
        let new_phc = self.inner.hashing.hash(password).await?;
        let letter = self.letter(Recipient::Account(&account.id), Letter::PasswordChanged).await?;
        if !self.store().reset_password(&hash, &new_phc, &[letter.for_store()], self.now()).await? {
            return Err(Error::LinkEnded);
        }
        self.security_event(SecurityEvent::PasswordChanged, Some(account.id.as_str())).await;
        Ok(())
    }

    async fn account_to_reset(&self, token: &str) -> Result<Option<(Account, [u8; 32])>, Error> {
        let Some(token) = Token::parse(token) else { return Ok(None) };
        let hash = token.hash();
        let Some(found) = self.store().mail_token(&hash, MailPurpose::ResetPassword, self.now()).await?
        else {
            return Ok(None);
        };
        Ok(self.store().account(&found.account).await?.map(|account| (account, hash)))
    }

    /// Checks a password somebody wants to use from now on against their own words: name, address, workspaces.
    async fn chosen(&self, account: &Account, new_password: String) -> Result<Password, Error> {
        let new_password = Zeroizing::new(new_password);
        let has_totp = self.store().recovery_codes_left(&account.id).await?.is_some();
        let beside = if has_totp { Beside::Code } else { Beside::Nothing };
        let workspaces = self.store().workspaces(&account.id).await?;
        let mut context = vec![account.name.as_str(), account.email.as_str()];
        context.extend(workspaces.iter().map(|workspace| workspace.name.as_str()));
        Ok(Password::chosen(new_password.to_string(), &context, beside).map_err(Flaw::Password)?)
    }
}
