//! How an operator gets into a workspace: with a reason, for a short time, to look, and never unseen.

use clario_store::{Grant, GrantId, LONGEST_GRANT, NewGrant, WorkspaceId};

use crate::Backend;
use crate::entry;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::mail::{Letter, Recipient, SealedLetter};
use crate::operator::Operator;
use crate::permission::Permission;
use crate::sessions::Recent;
use crate::viewer::Viewer;

const SHORTEST_GRANT: i64 = 5;

impl Backend {
    /// Opens a workspace for an operator to look at. Its own audit log is told first, in the same transaction, and its
    /// owners by letter.
    pub async fn open_workspace_for_operator(
        &self,
        operator: &Operator,
        recent: &Recent,
        workspace: &str,
        reason: &str,
        minutes: &str,
    ) -> Result<WorkspaceId, Error> {
        if operator.account() != recent.account() {
            return Err(Error::Confirm);
        }
        let workspace = WorkspaceId::parse(workspace.trim()).ok_or(Flaw::NoSuchWorkspace)?;
        let reason = entry::reason(reason)?;
        let minutes: i64 = minutes.trim().parse().map_err(|_| Flaw::Minutes)?;
        if !(SHORTEST_GRANT..=LONGEST_GRANT).contains(&minutes) {
            return Err(Flaw::Minutes.into());
        }
        let directory = self.store().workspace_directory().await?;
        let (_, name) =
            directory.into_iter().find(|(id, _)| *id == workspace).ok_or(Flaw::NoSuchWorkspace)?;
        let mut letters = Vec::new();
        for owner in self.store().owners(&workspace).await? {
            let letter = Letter::OperatorLooksIn {
                workspace: name.clone(),
                minutes: minutes.unsigned_abs(),
                link: format!("/w/{workspace}/settings/audit"),
            };
            letters.push(self.letter(Recipient::Account(&owner), letter).await?.about(&workspace));
        }
        let letters: Vec<_> = letters.iter().map(SealedLetter::for_store).collect();
        let id = GrantId::random()?;
        let grant = NewGrant {
            id: &id,
            workspace: &workspace,
            operator: operator.account(),
            reason: &reason,
            minutes,
        };
        self.store().open_grant(&grant, &letters, self.now()).await?;
        Ok(workspace)
    }

    /// The workspaces that are open for an operator now.
    pub async fn open_workspaces(&self, operator: &Operator) -> Result<Vec<Grant>, Error> {
        Ok(self.store().grants_of(operator.account(), self.now()).await?)
    }

    /// Every workspace by id and name, for an operator to find one.
    pub async fn workspace_directory(
        &self,
        _operator: &Operator,
    ) -> Result<Vec<(WorkspaceId, String)>, Error> {
        Ok(self.store().workspace_directory().await?)
    }

    /// The operators who may look at the workspace now.
    pub async fn operators_inside(&self, viewer: &Viewer) -> Result<Vec<Grant>, Error> {
        Ok(self.store().grants_into(viewer.allowed(Permission::ReadAuditLog)?, self.now()).await?)
    }

    /// Ends the access of an operator at once.
    pub async fn end_operator_access(&self, viewer: &Viewer, grant: &str) -> Result<(), Error> {
        let scope = viewer.allowed(Permission::ReadAuditLog)?;
        let grant = GrantId::parse(grant).ok_or(Error::NotFound)?;
        Ok(self.store().end_grant(scope, &grant, self.now()).await?)
    }
}
