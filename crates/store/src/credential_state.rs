//! How the providers take the credentials, and whom that was told.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::{ConnectionId, WorkspaceId};
use crate::notifications::{self, NewNotification};
use crate::workspaces::Scope;

/// How a provider takes a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum CredentialState {
    /// Nothing is known against it.
    Good,
    /// The provider rejects it: it expired, or was revoked.
    Rejected,
    /// It was destroyed when the workspace was closed.
    Destroyed,
}

/// A credential that its owners should hear of, once.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct WorryingCredential {
    /// Its connection.
    pub connection: ConnectionId,
    /// The workspace of that.
    pub workspace: WorkspaceId,
    /// The name of the workspace.
    pub workspace_name: String,
    /// What the connection is called: its label, else its address.
    pub name: String,
    /// Which replacement of the credential this is.
    pub revision: i64,
    /// Whether the provider rejects it; otherwise it only grows old.
    pub rejected: bool,
    /// When it was entered.
    pub entered: i64,
}

impl Store {
    /// How often the credential of a connection was replaced, whether or not it is still there.
    pub async fn secret_revision(&self, scope: &Scope, id: &ConnectionId) -> Result<u64, Error> {
        let revision: Option<i64> = sqlx::query_scalar(
            "SELECT secret_revision FROM provider_connection WHERE workspace_id = ? AND id = ?",
        )
        .bind(scope.workspace())
        .bind(id)
        .fetch_optional(self.pool())
        .await?;
        u64::try_from(revision.ok_or(Error::Missing)?).map_err(|_| Error::Damaged("provider_connection"))
    }

    /// Notes that a provider rejects the credential of a connection.
    pub async fn note_rejected(&self, workspace: &str, connection: &str, now: i64) -> Result<(), Error> {
        sqlx::query(
            "UPDATE provider_connection SET credential_state = 'rejected', rejected_since = ?
             WHERE workspace_id = ? AND id = ? AND credential_state = 'good'",
        )
        .bind(now)
        .bind(workspace)
        .bind(connection)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Notes that a provider takes the credential of a connection again.
    pub async fn note_accepted(&self, workspace: &str, connection: &str) -> Result<(), Error> {
        sqlx::query(
            "UPDATE provider_connection SET credential_state = 'good', rejected_since = NULL
             WHERE workspace_id = ? AND id = ? AND credential_state = 'rejected'",
        )
        .bind(workspace)
        .bind(connection)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The credentials that are rejected, or were entered at or before a time, and of which nobody was told yet.
    pub async fn worrying_credentials(&self, entered_until: i64) -> Result<Vec<WorryingCredential>, Error> {
        Ok(sqlx::query_as(
            "SELECT it.id AS connection, it.workspace_id AS workspace, workspace.name AS workspace_name,
                 coalesce(it.label, it.base_url) AS name, it.secret_revision AS revision,
                 it.credential_state = 'rejected' AS rejected, it.secret_age AS entered
             FROM provider_connection AS it
             JOIN workspace ON workspace.id = it.workspace_id AND workspace.closed_at IS NULL
             WHERE (it.credential_state = 'rejected' AND it.rejection_told < it.secret_revision)
                OR (it.credential_state = 'good' AND it.secret_age <= ? AND it.expiry_told < it.secret_revision)
             ORDER BY it.created, it.rowid",
        )
        .bind(entered_until)
        .fetch_all(self.pool())
        .await?)
    }

    /// Queues the letters about a credential and notes, in the same change, that its owners were told.
    pub async fn tell_of_credential(
        &self,
        it: &WorryingCredential,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        let note = if it.rejected {
            "UPDATE provider_connection SET rejection_told = ?1 WHERE id = ?2 AND rejection_told < ?1"
        } else {
            "UPDATE provider_connection SET expiry_told = ?1 WHERE id = ?2 AND expiry_told < ?1"
        };
        let noted = sqlx::query(note).bind(it.revision).bind(&it.connection).execute(&mut *change).await?;
        if noted.rows_affected() == 1 {
            for letter in letters {
                notifications::enqueue(&mut change, letter, now).await?;
            }
        }
        Ok(change.commit().await?)
    }
}
