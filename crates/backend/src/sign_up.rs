//! Signing up: an account, the accepted terms and a first workspace, all or nothing.

use clario_store::{
    AccountId, Enrolment, EnrolmentLetters, Gate, NewAcceptance, NewAccount, NewWorkspace, WorkspaceId,
};
use clario_vault::{Beside, Password};
use secrecy::zeroize::Zeroizing;

use crate::address::{confirmation, known_key};
use crate::entry::{EmailAddress, PersonName, WorkspaceName};
use crate::error::Error;
use crate::flaw::Flaw;
use crate::mail::{Letter, Recipient};
use crate::password::LINK_LIFE;
use crate::{Backend, terms};

/// The form of the sign-up page. It has no `Debug`, since it holds a password.
pub struct SignUp {
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The version of the terms that was shown and accepted; `None` when the box is empty.
    pub accepted_terms: Option<u32>,
}

impl Backend {
    /// Whether the sign-up page has a form at all now, for somebody with the token of the first operator's link, or
    /// with an empty one.
    pub async fn sign_up_is_open(&self, operator: &str) -> Result<bool, Error> {
        Ok(self.gate(operator).await?.is_some())
    }

    /// Makes an account with a workspace of its own, see [`Backend::sign_up_with`], without the first operator's link.
    pub async fn sign_up(&self, form: SignUp) -> Result<(), Error> {
        self.sign_up_with(form, "").await
    }

    /// Makes an account with a workspace of its own.
    ///
    /// The account waits for its address to be confirmed by the link in a letter. For an address that has an account
    /// already it does the same work, gives the same answer and changes nothing: only the letter tells who has one.
    ///
    /// The token of the first operator's link makes the account the operator's and needs no confirmation.
    pub async fn sign_up_with(&self, form: SignUp, operator: &str) -> Result<(), Error> {
        let password = Zeroizing::new(form.password);
        let name = PersonName::parse(&form.name)?;
        let email = EmailAddress::parse(&form.email)?;
        let context = [name.as_str(), email.as_str()];
        let password =
            Password::chosen(password.to_string(), &context, Beside::Nothing).map_err(Flaw::Password)?;
        let terms = terms::current();
        let accepted = form.accepted_terms.ok_or(Flaw::TermsNotAccepted)?;
        if accepted != terms.version {
            return Err(Flaw::TermsChanged.into());
        }
        let gate = self.gate(operator).await?.ok_or(Error::SignUpClosed)?;
        let password_phc = self.inner.hashing.hash(password).await?;
        let workspace_id = WorkspaceId::random()?;
        let dek_wrapped = self.new_workspace_key(&workspace_id)?;
        let account_id = AccountId::random()?;
        let account = NewAccount {
            id: &account_id,
            email: email.as_str(),
            name: name.as_str(),
            password_phc: &password_phc,
            dek_wrapped: &self.new_account_key(&account_id)?,
            acceptance: NewAcceptance {
                document: terms::DOCUMENT,
                version: terms.version,
                hash: &terms.hash,
            },
        };
        let workspace_name = WorkspaceName::of(&name);
        let workspace =
            NewWorkspace { id: &workspace_id, name: workspace_name.as_str(), dek_wrapped: &dek_wrapped };
        let now = self.now();
        let (token, confirm) = confirmation()?;
        let to = Recipient::Address(email.as_str());
        let confirm = self.letter(to, confirm).await?;
        let mut known = self.letter(to, Letter::AlreadyHaveAnAccount).await?;
        if let Some(owner) = self.store().account_by_email(email.as_str()).await? {
            known = known.once(known_key(&owner.id, now));
        }
        let letters = EnrolmentLetters {
            token_hash: &token.hash(),
            expires: now + LINK_LIFE,
            confirm: &confirm.for_store(),
            known: &known.for_store(),
        };
        match self.store().enrol(gate, &account, &workspace, &letters, now).await? {
            Enrolment::Made | Enrolment::Replaced | Enrolment::EmailTaken => Ok(()),
            Enrolment::Closed => Err(Error::SignUpClosed),
        }
    }

    /// The way in for a sign-up, if there is one.
    async fn gate(&self, operator: &str) -> Result<Option<Gate>, Error> {
        if let Some(hash) = self.operator_link(operator).await? {
            return Ok(Some(Gate::Operator(hash)));
        }
        Ok(self.config().open_sign_up.then_some(Gate::Open))
    }
}
