//! Which resolutions count as delivered, where a person said so.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::ConnectionId;
use crate::workspaces::Scope;

/// What a resolution of a provider means here.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ResolutionRule {
    /// Through which connection.
    pub connection_id: ConnectionId,
    /// The provider's id of the resolution.
    pub resolution_id: String,
    /// Delivered, or removed.
    pub delivered: bool,
}

impl Store {
    /// The rules of the workspace.
    pub async fn resolution_rules(&self, scope: &Scope) -> Result<Vec<ResolutionRule>, Error> {
        Ok(sqlx::query_as(
            "SELECT connection_id, resolution_id, delivered FROM resolution_rule
             WHERE workspace_id = ? ORDER BY connection_id, resolution_id",
        )
        .bind(scope.workspace())
        .fetch_all(self.pool())
        .await?)
    }

    /// Replaces the rules of the workspace. [`Error::Missing`] when a connection is not its own.
    pub async fn set_resolution_rules(&self, scope: &Scope, rules: &[ResolutionRule]) -> Result<(), Error> {
        let mut change = self.change().await?;
        sqlx::query("DELETE FROM resolution_rule WHERE workspace_id = ?")
            .bind(scope.workspace())
            .execute(&mut *change)
            .await?;
        for rule in rules {
            let added = sqlx::query(
                "INSERT INTO resolution_rule (workspace_id, connection_id, resolution_id, delivered)
                 SELECT workspace_id, id, ?3, ?4 FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
            )
            .bind(scope.workspace())
            .bind(&rule.connection_id)
            .bind(&rule.resolution_id)
            .bind(rule.delivered)
            .execute(&mut *change)
            .await?;
            if added.rows_affected() == 0 {
                return Err(Error::Missing);
            }
        }
        change.commit().await?;
        Ok(())
    }
}
