//! Workspaces: made at sign-up or later, and renamed.

use clario_store::{AccountId, NewWorkspace, Scope, WorkspaceId};
use clario_vault::{DataKey, Place, Sealed};

use crate::Backend;
use crate::entry::WorkspaceName;
use crate::error::{Cause, Error};
use crate::flaw::Flaw;
use crate::viewer::Viewer;

const MOST_WORKSPACES: u32 = 20;

impl Backend {
    /// Makes another workspace, owned by the account.
    pub async fn add_workspace(&self, account: &AccountId, name: &str) -> Result<WorkspaceId, Error> {
        let name = WorkspaceName::parse(name)?;
        let id = WorkspaceId::random()?;
        let dek_wrapped = self.new_workspace_key(&id)?;
        let workspace = NewWorkspace { id: &id, name: name.as_str(), dek_wrapped: &dek_wrapped };
        if self.store().add_workspace(account, &workspace, MOST_WORKSPACES, self.now()).await? {
            Ok(id)
        } else {
            Err(Flaw::TooManyWorkspaces.into())
        }
    }

    /// The name of the workspace.
    pub async fn workspace_name(&self, viewer: &Viewer) -> Result<String, Error> {
        match viewer.scope() {
            None => Ok("Sample".to_owned()),
            Some(scope) => Ok(self.store().workspace_name(scope).await?),
        }
    }

    /// Gives the workspace another name.
    pub async fn rename_workspace(&self, viewer: &Viewer, name: &str) -> Result<(), Error> {
        let scope = viewer.editor()?;
        let name = WorkspaceName::parse(name)?;
        Ok(self.store().rename_workspace(scope, name.as_str(), self.now()).await?)
    }

    /// A new data key, wrapped for its workspace.
    pub(crate) fn new_workspace_key(&self, workspace: &WorkspaceId) -> Result<Sealed, Error> {
        let data_key = DataKey::generate().map_err(Cause::Seal)?;
        Ok(self.inner.key_ring.wrap(&data_key, &key_place(workspace)).map_err(Cause::Seal)?)
    }

    /// The data key of a workspace, to open something with.
    pub(crate) async fn workspace_key(&self, scope: &Scope) -> Result<DataKey, Error> {
        let wrapped = self.store().workspace_key(scope).await?;
        Ok(self.inner.key_ring.unwrap(&wrapped, &key_place(scope.workspace())).map_err(Cause::Open)?)
    }

    /// Seals one value with the data key of a workspace.
    pub(crate) async fn seal(
        &self,
        scope: &Scope,
        place: &Place<'_>,
        plaintext: &[u8],
    ) -> Result<Sealed, Error> {
        let key = self.store().use_workspace_key(scope).await?;
        let data_key =
            self.inner.key_ring.unwrap(&key.wrapped, &key_place(scope.workspace())).map_err(Cause::Open)?;
        Ok(data_key.seal(place, plaintext, key.nth).map_err(Cause::Seal)?)
    }
}

/// Where the wrapped data key of a workspace belongs.
pub(crate) fn key_place(workspace: &WorkspaceId) -> Place<'_> {
    Place {
        tenant: workspace.as_str(),
        table: "workspace",
        row: workspace.as_str(),
        field: "dek_wrapped",
        schema: 1,
        revision: 0,
    }
}
