//! Confirming who is there, before something sensitive is done.

use clario_store::{Account, AccountId};
use clario_vault::{Password, Verdict};

use crate::Backend;
use crate::error::Error;
use crate::security_events::SecurityEvent;
use crate::sessions::{SignedIn, Visit};

/// The form that asks who is there. It has no `Debug`, since it holds a password.
pub struct Confirmation {
    /// The password of the account.
    pub password: String,
    /// A code of the second factor; empty for an account without one.
    pub code: String,
}

impl Backend {
    /// Opens the window for sensitive acts, for ten minutes. The session gets another token.
    pub async fn confirm(&self, visit: &Visit, form: Confirmation) -> Result<(), Error> {
        let who = visit.signed_in().ok_or(Error::SignIn)?;
        self.prove(&who, form.password, &form.code).await?;
        self.renew_session(visit, &who).await
    }

    /// Checks the password of a signed-in person, and a code if they have a second factor. Hands the password back.
    pub(crate) async fn prove(
        &self,
        who: &SignedIn,
        password: String,
        code: &str,
    ) -> Result<(Account, Password), Error> {
        let (account, password) = self.prove_password(who, password).await?;
        if who.has_totp() {
            self.check_code(&account.id, code).await?;
        }
        Ok((account, password))
    }

    /// Checks the password of a signed-in person. Whoever guesses in a session they found open has to wait, and only
    /// in that session.
    pub(crate) async fn prove_password(
        &self,
        who: &SignedIn,
        password: String,
    ) -> Result<(Account, Password), Error> {
        let password = Password::entered(password).map_err(|_| Error::NotYourPassword)?;
        let account = self.signed_in_account(who.account()).await?;
        self.inner
            .back_off
            .attempt(who.session().as_str(), "", self.now())
            .map_err(|retry_after| Error::SlowDown { retry_after })?;
        let stored = Some(account.password_phc.clone());
        let (Verdict::Right { .. }, password) = self.inner.hashing.check(password, stored).await? else {
            self.security_event(SecurityEvent::SignInFailed, Some(who.account().as_str())).await;
            return Err(Error::NotYourPassword);
        };
        self.inner.back_off.succeeded(who.session().as_str(), "");
        Ok((account, password))
    }

    /// The account of somebody who is signed in; [`Error::SignIn`] when it is gone.
    pub(crate) async fn signed_in_account(&self, account: &AccountId) -> Result<Account, Error> {
        self.store().account(account).await?.ok_or(Error::SignIn)
    }
}
