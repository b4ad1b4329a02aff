//! Restricting what is done with a person's data: it is kept, and neither read anew nor counted until they lift that.

use clario_store::{AccountId, WorkspaceId};

use crate::Backend;
use crate::error::Error;
use crate::sessions::Recent;

impl Backend {
    /// Restricts what is done with the data of a person, or lifts that. Where nobody else works, reading stops at once and
    /// what was read is wiped.
    pub async fn restrict(&self, recent: &Recent, on: bool) -> Result<(), Error> {
        let alone = self.store().restrict(recent.account(), on, self.now()).await?;
        if on {
            for workspace in alone {
                self.forget_workspace(workspace.as_str()).await;
            }
        }
        Ok(())
    }

    /// Since when nothing is done with the data of an account; `None` when that is not so.
    pub async fn restricted_since(&self, account: &AccountId) -> Result<Option<i64>, Error> {
        Ok(self.store().restricted_since(account).await?)
    }

    /// Refuses to read anything for a workspace whose members all asked for that.
    pub(crate) async fn unless_frozen(&self, workspace: &WorkspaceId) -> Result<(), Error> {
        if self.store().is_frozen(workspace).await? { Err(Error::Restricted) } else { Ok(()) }
    }
}
