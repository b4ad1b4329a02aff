//! Which resolutions mean "not delivered", where a workspace has its own list.

use sqlx::{FromRow, SqliteConnection};

use crate::audit_log::{self, Act};
use crate::database::Store;
use crate::error::Error;
use crate::ids::ConnectionId;
use crate::workspaces::Scope;

/// A resolution of a provider.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, FromRow)]
pub struct Resolution {
    /// Through which connection.
    pub connection_id: ConnectionId,
    /// The provider's id of the resolution.
    pub resolution_id: String,
}

impl Store {
    /// The resolutions that mean "not delivered"; `None` when the workspace has no list of its own.
    pub async fn removed_resolutions(&self, scope: &Scope) -> Result<Option<Vec<Resolution>>, Error> {
        let mut reading = self.pool().begin().await?;
        standing(&mut reading, scope).await
    }

    /// Replaces the list, or gives it up. [`Error::Missing`], and no change, when a connection is not
    /// of this workspace.
    pub async fn set_removed_resolutions(
        &self,
        scope: &Scope,
        resolutions: Option<&[Resolution]>,
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        if standing(&mut change, scope).await?.as_deref() == resolutions {
            return Ok(());
        }
        sqlx::query("UPDATE workspace SET own_resolutions = ? WHERE id = ?")
            .bind(resolutions.is_some())
            .bind(scope.workspace())
            .execute(&mut *change)
            .await?;
        sqlx::query("DELETE FROM removed_resolution WHERE workspace_id = ?")
            .bind(scope.workspace())
            .execute(&mut *change)
            .await?;
        add(&mut change, scope, resolutions.unwrap_or_default()).await?;
        let act = Act::ResolutionsChanged { resolutions: resolutions.map_or(0, <[_]>::len) };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        Ok(())
    }
}

/// Adds resolutions that mean "not delivered". [`Error::Missing`] when a connection is not of the workspace.
pub(crate) async fn add(
    change: &mut SqliteConnection,
    scope: &Scope,
    resolutions: &[Resolution],
) -> Result<(), Error> {
    for resolution in resolutions {
        let added = sqlx::query(
            "INSERT INTO removed_resolution (workspace_id, connection_id, resolution_id)
             SELECT workspace_id, id, ?3 FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
        )
        .bind(scope.workspace())
        .bind(&resolution.connection_id)
        .bind(&resolution.resolution_id)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Err(Error::Missing);
        }
    }
    Ok(())
}

async fn standing(reading: &mut SqliteConnection, scope: &Scope) -> Result<Option<Vec<Resolution>>, Error> {
    let own: bool = sqlx::query_scalar("SELECT own_resolutions FROM workspace WHERE id = ?")
        .bind(scope.workspace())
        .fetch_one(&mut *reading)
        .await?;
    if !own {
        return Ok(None);
    }
    let resolutions = sqlx::query_as(
        "SELECT connection_id, resolution_id FROM removed_resolution
         WHERE workspace_id = ? ORDER BY connection_id, resolution_id",
    )
    .bind(scope.workspace())
    .fetch_all(reading)
    .await?;
    Ok(Some(resolutions))
}
