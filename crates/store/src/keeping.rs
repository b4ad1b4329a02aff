//! What was done to keep the data safe, and a sample of what is sealed, for the one who tries whether it still opens.

use clario_vault::Sealed;
use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, ConnectionId, WorkspaceId};
use crate::rewrapping::{self, WrappedKey};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum KeepingKind {
    /// A backup was made.
    Backup,
    /// The database was looked at.
    Examination,
}

/// One time that it was done.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KeepingRun {
    /// What.
    pub kind: KeepingKind,
    /// When it began, in seconds since 1970-01-01T00:00:00Z.
    pub started: i64,
    /// How long it took.
    pub millis: i64,
    /// Bytes of the backup.
    pub bytes: i64,
    /// Why it was not good, a word of the program's own list; `None` when it was.
    pub trouble: Option<String>,
}

/// A sealed credential with the wrapped key that sealed it.
#[derive(Debug)]
pub struct SealedCredential {
    /// Whose it is.
    pub workspace: WorkspaceId,
    /// The connection.
    pub id: ConnectionId,
    /// Where it may be sent.
    pub address: String,
    /// Which replacement it is.
    pub revision: u64,
    /// The data key of the workspace.
    pub wrapped: Sealed,
    /// The credential.
    pub sealed: Sealed,
}

/// Workspace, connection, address, revision, wrapped key and sealed credential.
type CredentialRow = (WorkspaceId, ConnectionId, String, i64, Vec<u8>, Vec<u8>);

/// A sealed seed with the wrapped key that sealed it.
#[derive(Debug)]
pub struct SealedSeed {
    /// Whose it is.
    pub account: AccountId,
    /// Which replacement it is.
    pub revision: u64,
    /// The data key of the account.
    pub wrapped: Sealed,
    /// The seed.
    pub sealed: Sealed,
}

impl Store {
    /// Notes that something was done.
    pub async fn add_keeping_run(&self, run: &KeepingRun) -> Result<(), Error> {
        sqlx::query("INSERT INTO keeping_run (kind, started, millis, bytes, trouble) VALUES (?, ?, ?, ?, ?)")
            .bind(run.kind)
            .bind(run.started)
            .bind(run.millis)
            .bind(run.bytes)
            .bind(&run.trouble)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// The last time, and the last time that all was well.
    pub async fn last_keeping_runs(&self, kind: KeepingKind) -> Result<[Option<KeepingRun>; 2], Error> {
        let last = sqlx::query_as(
            "SELECT kind, started, millis, bytes, trouble FROM keeping_run WHERE kind = ?
             ORDER BY started DESC, id DESC LIMIT 1",
        );
        let good = sqlx::query_as(
            "SELECT kind, started, millis, bytes, trouble FROM keeping_run WHERE kind = ? AND trouble IS NULL
             ORDER BY started DESC, id DESC LIMIT 1",
        );
        Ok([
            last.bind(kind).fetch_optional(self.pool()).await?,
            good.bind(kind).fetch_optional(self.pool()).await?,
        ])
    }

    /// Wrapped data keys taken at random, at most so many.
    pub async fn some_keys(&self, at_most: u32) -> Result<Vec<WrappedKey>, Error> {
        rewrapping::wrapped_keys(
            sqlx::query_as(
                "SELECT * FROM (SELECT 'installation', '', dek_wrapped FROM installation
                 UNION ALL SELECT 'workspace', id, dek_wrapped FROM workspace
                 UNION ALL SELECT 'account', id, dek_wrapped FROM account WHERE dek_wrapped IS NOT NULL)
                 ORDER BY random() LIMIT ?",
            )
            .bind(at_most)
            .fetch_all(self.pool())
            .await?,
        )
    }

    /// Credentials taken at random, at most so many.
    pub async fn some_credentials(&self, at_most: u32) -> Result<Vec<SealedCredential>, Error> {
        let rows: Vec<CredentialRow> = sqlx::query_as(
            "SELECT workspace.id, provider_connection.id, base_url, secret_revision, dek_wrapped, secret_enc
             FROM provider_connection JOIN workspace ON workspace.id = provider_connection.workspace_id
             WHERE credential_state <> 'destroyed' ORDER BY random() LIMIT ?",
        )
        .bind(at_most)
        .fetch_all(self.pool())
        .await?;
        let sealed = |(workspace, id, address, revision, wrapped, sealed): CredentialRow| {
            let damaged = || Error::Damaged("provider_connection");
            Ok(SealedCredential {
                workspace,
                id,
                address,
                revision: u64::try_from(revision).map_err(|_| damaged())?,
                wrapped: Sealed::from_bytes(wrapped).map_err(|_| damaged())?,
                sealed: Sealed::from_bytes(sealed).map_err(|_| damaged())?,
            })
        };
        rows.into_iter().map(sealed).collect()
    }

    /// Seeds of the second factor taken at random, at most so many.
    pub async fn some_seeds(&self, at_most: u32) -> Result<Vec<SealedSeed>, Error> {
        let rows: Vec<(AccountId, i64, Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "SELECT account.id, totp.revision, dek_wrapped, seed FROM totp JOIN account ON account.id = totp.account_id
             WHERE dek_wrapped IS NOT NULL ORDER BY random() LIMIT ?",
        )
        .bind(at_most)
        .fetch_all(self.pool())
        .await?;
        let sealed = |(account, revision, wrapped, sealed): (_, i64, _, _)| {
            let damaged = || Error::Damaged("totp");
            Ok(SealedSeed {
                account,
                revision: u64::try_from(revision).map_err(|_| damaged())?,
                wrapped: Sealed::from_bytes(wrapped).map_err(|_| damaged())?,
                sealed: Sealed::from_bytes(sealed).map_err(|_| damaged())?,
            })
        };
        rows.into_iter().map(sealed).collect()
    }
}
