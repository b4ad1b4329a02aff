//! Signing in, and what a signed-in person is called.

use clario_store::{Acceptance, Account, AccountId, Workspace};
use clario_vault::{Password, Verdict};
use secrecy::zeroize::Zeroizing;

use crate::entry::EmailAddress;
use crate::error::Error;
use crate::security_events::SecurityEvent;
use crate::sessions::Visit;
use crate::{Backend, caller};

/// What a ticket of a half-way sign-in is for.
const TICKET: &str = "sign-in";
/// Seconds within which the code follows the password.
const TICKET_LIFE: i64 = 5 * 60;

/// The form of the sign-in page. It has no `Debug`, since it holds a password.
pub struct SignIn {
    /// The person's e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// How far a sign-in came. It has no `Debug`, since it holds half a key.
pub enum Entry {
    /// There is a session for this account.
    In(AccountId),
    /// The password was right, and a code is to follow, together with this ticket. There is no session yet.
    CodeNeeded {
        /// Sealed, for the form that asks for the code.
        ticket: String,
    },
    /// Everything was right, but the account is closed. There is no session: all this offers is to open it again.
    Closed {
        /// Sealed, for [`Backend::reopening`].
        ticket: String,
    },
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
    /// Checks address and password, and begins a session unless a code is to follow.
    ///
    /// An address without an account takes the same time and gives the same answers.
    pub async fn sign_in(&self, visit: &Visit, form: SignIn) -> Result<Entry, Error> {
        let password = Zeroizing::new(form.password);
        let email = EmailAddress::parse(&form.email).map_err(|_| Error::WrongPassword)?;
        let account = self.password_of(&email, &password).await?;
        if account.verified_at.is_none() {
            self.ask_to_confirm(&account).await?;
            return Err(Error::Unconfirmed);
        }
        if self.store().recovery_codes_left(&account.id).await?.is_some() {
            return Ok(Entry::CodeNeeded { ticket: self.ticket(&account)? });
        }
        self.come_in(visit, account.id).await
    }

    /// Begins a session, unless the account is closed.
    async fn come_in(&self, visit: &Visit, account: AccountId) -> Result<Entry, Error> {
        if let Some(reopening) = self.reopening_of(&account).await? {
            return Ok(Entry::Closed { ticket: reopening.ticket });
        }
        self.begin_session(visit, &account).await?;
        Ok(Entry::In(account))
    }

    /// Goes on with a sign-in whose password was right: the right code begins the session.
    pub async fn sign_in_with_code(&self, visit: &Visit, ticket: &str, code: &str) -> Result<Entry, Error> {
        let account = self.account_of(ticket).await?.ok_or(Error::StartAgain)?;
        self.check_code(&account.id, code).await?;
        self.come_in(visit, account.id).await
    }

    /// The account with this address and this password.
    pub(crate) async fn password_of(
        &self,
        email: &EmailAddress,
        password: &Zeroizing<String>,
    ) -> Result<Account, Error> {
        let password = Password::entered(password.to_string()).map_err(|_| Error::WrongPassword)?;
        let network = caller::address().unwrap_or_default();
        if let Err(retry_after) = self.inner.back_off.attempt(email.as_str(), &network, self.now()) {
            self.security_event(SecurityEvent::SoftLocked, Some(email.as_str())).await;
            return Err(Error::SlowDown { retry_after });
        }
        let account = self.store().account_by_email(email.as_str()).await?;
        let stored = account.as_ref().map(|account| account.password_phc.clone());
        let (verdict, password) = self.inner.hashing.check(password, stored).await?;
        let (Some(account), Verdict::Right { needs_rehash }) = (account, verdict) else {
            self.security_event(SecurityEvent::SignInFailed, Some(email.as_str())).await;
            return Err(Error::WrongPassword);
        };
        self.inner.back_off.succeeded(email.as_str(), &network);
        if needs_rehash {
            let renewed = self.inner.hashing.hash(password).await?;
            self.store().renew_password_hash(&account.id, &account.password_phc, &renewed).await?;
        }
        Ok(account)
    }

    /// Says in a form who gave the right password when, and for how long that holds.
    fn ticket(&self, account: &Account) -> Result<String, Error> {
        let value = format!("{} {} {}", account.id, account.security_revision, self.now());
        self.inner.tickets.seal(TICKET, "", value.as_bytes())
    }

    /// Whose ticket it is, when it still holds: neither old, nor from before a change of password or second factor.
    async fn account_of(&self, ticket: &str) -> Result<Option<Account>, Error> {
        let Some((id, revision, made)) = self.inner.tickets.open(TICKET, "", ticket).and_then(|value| {
            let text = std::str::from_utf8(&value).ok()?;
            let mut parts = text.split(' ');
            let id = AccountId::parse(parts.next()?)?;
            let mut number = || parts.next()?.parse::<i64>().ok();
            Some((id, number()?, number()?))
        }) else {
            return Ok(None);
        };
        let account = self.store().account(&id).await?;
        let in_time = (0..TICKET_LIFE).contains(&(self.now() - made));
        Ok(account.filter(|account| in_time && account.security_revision == revision))
    }

    /// What to call the person who is signed in; [`Error::SignIn`] when the account is gone.
    pub async fn profile(&self, account: &AccountId) -> Result<Profile, Error> {
        let account = self.signed_in_account(account).await?;
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
