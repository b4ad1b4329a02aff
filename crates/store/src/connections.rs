//! Connections to providers; their credentials only sealed.

use clario_vault::Sealed;
use sqlx::FromRow;

use crate::audit_log::{self, Act};
use crate::credential_state::CredentialState;
use crate::database::Store;
use crate::error::Error;
use crate::ids::ConnectionId;
use crate::workspaces::Scope;

/// Which provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum ConnectionKind {
    /// Jira Cloud.
    JiraCloud,
}

/// How the program signs in at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum Auth {
    /// E-mail and API token.
    EmailToken,
    /// A token alone, as service accounts have.
    Bearer,
}

/// A connection as it may be shown: nothing of its credential but the last four characters.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// Which provider.
    pub kind: ConnectionKind,
    /// Where it is.
    pub base_url: String,
    /// How the program signs in.
    pub auth: Auth,
    /// What a person called it.
    pub label: Option<String>,
    /// The last four characters of the token.
    pub last_four: String,
    /// When the token was entered.
    pub secret_age: i64,
    /// The site's id at the gateway, when the credential works there and not at the site itself.
    pub cloud_id: Option<String>,
    /// How the provider takes the credential.
    pub credential_state: CredentialState,
    /// When the connection was made.
    pub created: i64,
}

/// A sealed credential, and how often it was replaced.
#[derive(Debug, Clone)]
pub struct SealedSecret {
    /// Sign-in name and token, sealed.
    pub sealed: Sealed,
    /// Counts the replacements, from 1; part of what the seal is bound to.
    pub revision: u64,
    /// The last four characters of the token.
    pub last_four: String,
}

/// A connection to be made.
pub struct NewConnection<'a> {
    /// Its id.
    pub id: &'a ConnectionId,
    /// Which provider.
    pub kind: ConnectionKind,
    /// Where it is.
    pub base_url: &'a str,
    /// How the program signs in.
    pub auth: Auth,
    /// What the person calls it.
    pub label: Option<&'a str>,
    /// Its credential.
    pub secret: &'a SealedSecret,
}

impl Store {
    /// Adds a connection. Says `false`, and adds none, when there are `at_most` already.
    pub async fn add_connection(
        &self,
        scope: &Scope,
        connection: &NewConnection<'_>,
        at_most: u32,
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let added = sqlx::query(
            "INSERT INTO provider_connection (id, workspace_id, kind, base_url, auth, label, secret_enc,
                 secret_revision, secret_age, last_four, created)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9
             WHERE (SELECT count(*) FROM provider_connection WHERE workspace_id = ?2) < ?11",
        )
        .bind(connection.id)
        .bind(scope.workspace())
        .bind(connection.kind)
        .bind(connection.base_url)
        .bind(connection.auth)
        .bind(connection.label)
        .bind(connection.secret.sealed.as_bytes())
        .bind(revision_to_row(connection.secret.revision))
        .bind(now)
        .bind(&connection.secret.last_four)
        .bind(at_most)
        .execute(&mut *change)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        let act =
            Act::ConnectionAdded { address: connection.base_url, last_four: &connection.secret.last_four };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// The connections of the workspace, oldest first.
    pub async fn connections(&self, scope: &Scope) -> Result<Vec<Connection>, Error> {
        Ok(sqlx::query_as(
            "SELECT id, kind, base_url, auth, label, last_four, secret_age, cloud_id, credential_state, created
             FROM provider_connection WHERE workspace_id = ? ORDER BY created, rowid",
        )
        .bind(scope.workspace())
        .fetch_all(self.pool())
        .await?)
    }

    /// One connection.
    pub async fn connection(&self, scope: &Scope, id: &ConnectionId) -> Result<Connection, Error> {
        sqlx::query_as(
            "SELECT id, kind, base_url, auth, label, last_four, secret_age, cloud_id, credential_state, created
             FROM provider_connection WHERE workspace_id = ? AND id = ?",
        )
        .bind(scope.workspace())
        .bind(id)
        .fetch_optional(self.pool())
        .await?
        .ok_or(Error::Missing)
    }

    /// The sealed credential of a connection.
    pub async fn connection_secret(&self, scope: &Scope, id: &ConnectionId) -> Result<SealedSecret, Error> {
        let row: Option<(Vec<u8>, i64, String)> = sqlx::query_as(
            "SELECT secret_enc, secret_revision, last_four
             FROM provider_connection WHERE workspace_id = ? AND id = ?",
        )
        .bind(scope.workspace())
        .bind(id)
        .fetch_optional(self.pool())
        .await?;
        let (sealed, revision, last_four) = row.ok_or(Error::Missing)?;
        if sealed.is_empty() {
            return Err(Error::Destroyed);
        }
        let damaged = || Error::Damaged("provider_connection");
        let sealed = Sealed::from_bytes(sealed).map_err(|_| damaged())?;
        Ok(SealedSecret { sealed, revision: u64::try_from(revision).map_err(|_| damaged())?, last_four })
    }

    /// Replaces address, way of signing in and credential together: a credential never meets an
    /// address it was not entered for. The old one is overwritten, in the write-ahead log as well. Says `false` when
    /// somebody else replaced it meanwhile.
    pub async fn replace_connection_secret(
        &self,
        scope: &Scope,
        id: &ConnectionId,
        base_url: &str,
        auth: Auth,
        secret: &SealedSecret,
        now: i64,
    ) -> Result<bool, Error> {
        let revision = revision_to_row(secret.revision);
        let mut change = self.change().await?;
        let replaced = sqlx::query(
            "UPDATE provider_connection SET base_url = ?, auth = ?, secret_enc = ?, secret_revision = ?,
                 secret_age = ?, last_four = ?, cloud_id = NULL, credential_state = 'good', rejected_since = NULL
             WHERE workspace_id = ? AND id = ? AND secret_revision = ?",
        )
        .bind(base_url)
        .bind(auth)
        .bind(secret.sealed.as_bytes())
        .bind(revision)
        .bind(now)
        .bind(&secret.last_four)
        .bind(scope.workspace())
        .bind(id)
        .bind(revision - 1)
        .execute(&mut *change)
        .await?;
        if replaced.rows_affected() == 0 {
            return Ok(false);
        }
        let act = Act::ConnectionRenewed { address: base_url, last_four: &secret.last_four };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        self.empty_log().await?;
        Ok(true)
    }

    /// Gives a connection another label, or none.
    pub async fn label_connection(
        &self,
        scope: &Scope,
        id: &ConnectionId,
        label: Option<&str>,
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        let (address, standing): (String, Option<String>) = sqlx::query_as(
            "SELECT base_url, label FROM provider_connection WHERE workspace_id = ? AND id = ?",
        )
        .bind(scope.workspace())
        .bind(id)
        .fetch_optional(&mut *change)
        .await?
        .ok_or(Error::Missing)?;
        if standing.as_deref() == label {
            return Ok(());
        }
        sqlx::query("UPDATE provider_connection SET label = ? WHERE workspace_id = ? AND id = ?")
            .bind(label)
            .bind(scope.workspace())
            .bind(id)
            .execute(&mut *change)
            .await?;
        let act = Act::ConnectionLabelled { address: &address, label: label.unwrap_or_default() };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        Ok(())
    }

    /// Remembers where the present credential works; forgotten when the credential is replaced.
    pub async fn remember_gateway(
        &self,
        scope: &Scope,
        id: &ConnectionId,
        cloud_id: Option<&str>,
    ) -> Result<(), Error> {
        let changed =
            sqlx::query("UPDATE provider_connection SET cloud_id = ? WHERE workspace_id = ? AND id = ?")
                .bind(cloud_id)
                .bind(scope.workspace())
                .bind(id)
                .execute(self.pool())
                .await?;
        if changed.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
    }

    /// Removes a connection with its credential and every setting that refers to it. The content
    /// of the deleted row is overwritten, in the write-ahead log as well.
    pub async fn remove_connection(&self, scope: &Scope, id: &ConnectionId, now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        let address: String = sqlx::query_scalar(
            "DELETE FROM provider_connection WHERE workspace_id = ? AND id = ? RETURNING base_url",
        )
        .bind(scope.workspace())
        .bind(id)
        .fetch_optional(&mut *change)
        .await?
        .ok_or(Error::Missing)?;
        sqlx::query(
            "DELETE FROM team WHERE workspace_id = ?1
             AND NOT EXISTS (SELECT 1 FROM team_source WHERE workspace_id = ?1 AND team_id = team.id)",
        )
        .bind(scope.workspace())
        .execute(&mut *change)
        .await?;
        let act = Act::ConnectionRemoved { address: &address };
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &act, now).await?;
        change.commit().await?;
        self.empty_log().await?;
        Ok(())
    }
}

/// Revisions count single acts of people and stay far below the bound.
fn revision_to_row(revision: u64) -> i64 {
    i64::try_from(revision).unwrap_or(i64::MAX)
}
