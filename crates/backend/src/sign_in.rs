//! Signing in, and what a signed-in person is called.

use clario_store::{Acceptance, AccountId, Workspace};
use clario_vault::{Password, Verdict};

use crate::Backend;
use crate::entry::EmailAddress;
use crate::error::Error;

/// The form of the sign-in page. It has no `Debug`, since it holds a password.
pub struct SignIn {
    /// The person's e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// What a page shows of the person who is signed in. It has no `Debug`, since it is about a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
}

impl Backend {
    /// Checks address and password. The caller then gives the session a new id and puts the
    /// account into it under [`crate::SESSION_ACCOUNT`].
    ///
    /// An address without an account takes the same time and gives the same answers.
    pub async fn sign_in(&self, form: SignIn) -> Result<AccountId, Error> {
        let email = EmailAddress::parse(&form.email).map_err(|_| Error::WrongPassword)?;
        let password = Password::entered(form.password).map_err(|_| Error::WrongPassword)?;
        self.inner
            .back_off
            .attempt(email.as_str(), self.now())
            .map_err(|retry_after| Error::SlowDown { retry_after })?;
        let account = self.store().account_by_email(email.as_str()).await?;
        let stored = account.as_ref().map(|account| account.password_phc.clone());
        let (verdict, password) = self.inner.hashing.check(password, stored).await?;
        let (Some(account), Verdict::Right { needs_rehash }) = (account, verdict) else {
            return Err(Error::WrongPassword);
        };
        self.inner.back_off.succeeded(email.as_str());
        if needs_rehash {
            let renewed = self.inner.hashing.hash(password).await?;
            self.store().renew_password_hash(&account.id, &account.password_phc, &renewed).await?;
        }
        Ok(account.id)
    }

    /// What to call the person who is signed in; [`Error::SignIn`] when the account is gone.
    pub async fn profile(&self, account: &AccountId) -> Result<Profile, Error> {
        let account = self.store().account(account).await?.ok_or(Error::SignIn)?;
        Ok(Profile { name: account.name, email: account.email })
    }

    /// The workspaces of an account, oldest first.
    pub async fn workspaces(&self, account: &AccountId) -> Result<Vec<Workspace>, Error> {
        Ok(self.store().workspaces(account).await?)
    }

    /// What the person accepted when, oldest first.
    pub async fn accepted_terms(&self, account: &AccountId) -> Result<Vec<Acceptance>, Error> {
        Ok(self.store().acceptances(account).await?)
    }
}
