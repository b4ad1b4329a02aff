//! The address of an account: confirmed after the sign-up, and exchanged for another one.

use clario_store::{Account, AccountId, MailPurpose, NewMailToken};
use clario_vault::Token;
use secrecy::zeroize::Zeroizing;

use crate::Backend;
use crate::entry::EmailAddress;
use crate::error::{Cause, Error};
use crate::flaw::Flaw;
use crate::mail::{Letter, Recipient};
use crate::password::LINK_LIFE;
use crate::sessions::{Recent, Visit};

/// Seconds within which an owner is told once that somebody tried their address.
const ONCE_WITHIN: i64 = 30 * 60;

impl Backend {
    /// Whether the link of a letter still confirms the address of a new account.
    pub async fn confirmation_link_works(&self, token: &str) -> Result<bool, Error> {
        Ok(self.linked(token, MailPurpose::ConfirmAddress).await?.is_some())
    }

    /// Confirms the address of a new account and signs in. The link alone does not: whoever signed up with somebody
    /// else's address must not have it confirmed by them, so the password of the sign-up is asked for.
    pub async fn confirm_address(
        &self,
        visit: &Visit,
        token: &str,
        password: String,
    ) -> Result<AccountId, Error> {
        let password = Zeroizing::new(password);
        let (hash, account) =
            self.linked(token, MailPurpose::ConfirmAddress).await?.ok_or(Error::LinkEnded)?;
        let email = EmailAddress::parse(&account.email)?;
        self.password_of(&email, &password).await.map_err(|error| match error {
            Error::WrongPassword => Error::NotYourPassword,
            other => other,
        })?;
        if !self.store().confirm_address(&hash, self.now()).await? {
            return Err(Error::LinkEnded);
        }
        self.begin_session(visit, &account.id).await?;
        Ok(account.id)
    }

    /// Sends another letter to an account whose address is not confirmed yet.
    pub(crate) async fn ask_to_confirm(&self, account: &Account) -> Result<(), Error> {
        let (token, letter) = confirmation()?;
        let (hash, now) = (token.hash(), self.now());
        let letter = self.letter(Recipient::Account(&account.id), letter).await?;
        let token = NewMailToken::confirm_address(&hash, &account.id, now + LINK_LIFE);
        // When there were too many, those before it work.
        self.store().add_mail_token(&token, &[letter.for_store()], now).await?;
        Ok(())
    }

    /// Sends a link to the address that the account is to have. Whether somebody has that address is not told.
    pub async fn ask_for_address(&self, recent: &Recent, email: &str) -> Result<(), Error> {
        let email = EmailAddress::parse(email)?;
        let account = self.signed_in_account(recent.account()).await?;
        if account.email == email.as_str() {
            return Err(Flaw::SameEmail.into());
        }
        let now = self.now();
        let token = Token::random().map_err(Cause::Seal)?;
        let owner = self.store().account_by_email(email.as_str()).await?;
        let letter = match &owner {
            None => {
                let link = format!("/confirm-new-address?token={}", *token.to_text());
                let to = Recipient::OtherAddress { account: &account.id, address: email.as_str() };
                self.letter(to, Letter::ConfirmNewAddress { link }).await?
            }
            Some(owner) => self
                .letter(Recipient::Account(&owner.id), Letter::AlreadyHaveAnAccount)
                .await?
                .once(known_key(&owner.id, now)),
        };
        let hash = token.hash();
        let token = NewMailToken::change_address(&hash, &account.id, email.as_str(), now + LINK_LIFE);
        self.store().add_mail_token(&token, &[letter.for_store()], now).await?;
        Ok(())
    }

    /// Whether the link of a letter still gives an account another address.
    pub async fn new_address_link_works(&self, token: &str) -> Result<bool, Error> {
        Ok(self.linked(token, MailPurpose::ChangeAddress).await?.is_some())
    }

    /// Gives an account the address that the link was sent to. The old and the new address are told.
    pub async fn change_address(&self, token: &str) -> Result<(), Error> {
        let token = Token::parse(token).ok_or(Error::LinkEnded)?.hash();
        let found = self
            .store()
            .mail_token(&token, MailPurpose::ChangeAddress, self.now())
            .await?
            .ok_or(Error::LinkEnded)?;
        let new_address = found.email.ok_or(Error::LinkEnded)?;
        let to_old = self.letter(Recipient::Account(&found.account), Letter::AddressChanged).await?;
        let new = Recipient::OtherAddress { account: &found.account, address: &new_address };
        let to_new = self.letter(new, Letter::AddressChanged).await?;
        let letters = [to_old.for_store(), to_new.for_store()];
        if self.store().change_address(&token, &letters, self.now()).await? {
            Ok(())
        } else {
            Err(Error::LinkEnded)
        }
    }

    /// The account that the link of a letter is about, with the hash of its token.
    async fn linked(&self, token: &str, purpose: MailPurpose) -> Result<Option<([u8; 32], Account)>, Error> {
        let Some(token) = Token::parse(token) else { return Ok(None) };
        let hash = token.hash();
        let Some(found) = self.store().mail_token(&hash, purpose, self.now()).await? else { return Ok(None) };
        Ok(self.store().account(&found.account).await?.map(|account| (hash, account)))
    }
}

/// A token and the letter that carries it, for the address of a new account.
pub(crate) fn confirmation() -> Result<(Token, Letter), Error> {
    let token = Token::random().map_err(Cause::Seal)?;
    let link = format!("/confirm-address?token={}", *token.to_text());
    Ok((token, Letter::ConfirmAddress { link }))
}

/// An owner is told once in half an hour that somebody tried their address.
pub(crate) fn known_key(account: &AccountId, now: i64) -> String {
    format!("known.{account}.{}", now / ONCE_WITHIN)
}
