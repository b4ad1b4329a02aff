//! Operators: who looks after this installation, and what they may see of it. Never the data of a workspace.

mod letters;
mod link;
mod report;

pub(crate) use letters::shortened;
pub use letters::{HeldLetter, LetterNote, LetterProgress};
pub use link::OperatorLink;
pub use report::{AlertNote, Mailing, OperatorReport};

use clario_store::AccountId;

use crate::Backend;
use crate::error::Error;

/// Somebody who looks after this installation. Only [`Backend::operator`] makes one.
#[derive(Debug)]
pub struct Operator {
    account: AccountId,
}

impl Operator {
    /// Whose account it is.
    pub(crate) fn account(&self) -> &AccountId {
        &self.account
    }
}

impl Backend {
    /// Lets an operator in. To everybody else there is nothing here.
    pub async fn operator(&self, account: Option<&AccountId>) -> Result<Operator, Error> {
        let account = account.ok_or(Error::NotFound)?;
        if self.store().is_operator(account).await? {
            Ok(Operator { account: account.clone() })
        } else {
            Err(Error::NotFound)
        }
    }
}
