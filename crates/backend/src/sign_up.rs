//! Signing up: an account, the accepted terms and a first workspace, all or nothing.

use clario_store::{AccountId, Gate, NewAcceptance, NewAccount, NewWorkspace, WorkspaceId};
use clario_vault::Password;

use crate::entry::{EmailAddress, PersonName, WorkspaceName};
use crate::error::Error;
use crate::flaw::Flaw;
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
    /// Whether the sign-up page has a form at all now.
    pub async fn sign_up_is_open(&self) -> Result<bool, Error> {
        Ok(self.store().is_open(self.gate()).await?)
    }

    /// Makes an account with a workspace of its own.
    ///
    /// For an address that has an account already it does the same work, gives the same answer and
    /// changes nothing: the answer does not tell who has an account. Go on with the sign-in page.
    pub async fn sign_up(&self, form: SignUp) -> Result<(), Error> {
        let name = PersonName::parse(&form.name)?;
        let email = EmailAddress::parse(&form.email)?;
        let context = [name.as_str(), email.local_part()];
        let password = Password::chosen(form.password, &context).map_err(Flaw::Password)?;
        let terms = terms::current();
        let accepted = form.accepted_terms.ok_or(Flaw::TermsNotAccepted)?;
        if accepted != terms.version {
            return Err(Flaw::TermsChanged.into());
        }
        if !self.sign_up_is_open().await? {
            return Err(Error::SignUpClosed);
        }
        let password_phc = self.inner.hashing.hash(password).await?;
        let workspace_id = WorkspaceId::random()?;
        let dek_wrapped = self.new_workspace_key(&workspace_id)?;
        let account = NewAccount {
            id: &AccountId::random()?,
            email: email.as_str(),
            name: name.as_str(),
            password_phc: &password_phc,
            acceptance: NewAcceptance {
                document: terms::DOCUMENT,
                version: terms.version,
                hash: &terms.hash,
            },
        };
        let workspace_name = WorkspaceName::of(&name);
        let workspace =
            NewWorkspace { id: &workspace_id, name: workspace_name.as_str(), dek_wrapped: &dek_wrapped };
        match self.store().enrol(self.gate(), &account, &workspace, self.now()).await? {
            clario_store::Enrolment::Made | clario_store::Enrolment::EmailTaken => Ok(()),
            clario_store::Enrolment::Closed => Err(Error::SignUpClosed),
        }
    }

    fn gate(&self) -> Gate {
        if self.config().open_sign_up { Gate::Open } else { Gate::FirstOnly }
    }
}
