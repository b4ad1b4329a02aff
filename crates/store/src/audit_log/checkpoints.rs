//! Signed heads of audit logs: whoever holds one can tell whether entries were taken away later.

use clario_vault::Sealed;
use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::workspaces::Scope;

/// The head of a chain at some time, signed.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Checkpoint {
    /// The last entry it covers.
    pub seq: i64,
    /// The hash of that entry.
    pub hash: Vec<u8>,
    /// When it was made.
    pub time: i64,
    /// The public key it was signed with.
    pub signer: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

/// A checkpoint to be kept.
pub struct NewCheckpoint<'a> {
    /// The last entry it covers.
    pub seq: i64,
    /// The hash of that entry.
    pub hash: &'a [u8; 32],
    /// The public key it was signed with.
    pub signer: &'a [u8; 32],
    /// The signature.
    pub signature: &'a [u8; 64],
}

impl Store {
    /// The workspaces whose logs have grown since they were last signed.
    pub async fn unsigned_audit_logs(&self) -> Result<Vec<WorkspaceId>, Error> {
        Ok(sqlx::query_scalar(
            "SELECT id FROM workspace WHERE
                 coalesce((SELECT max(seq) FROM audit_entry WHERE workspace_id = workspace.id), 0) >
                 coalesce((SELECT max(seq) FROM audit_checkpoint WHERE workspace_id = workspace.id), 0)
             ORDER BY id",
        )
        .fetch_all(self.pool())
        .await?)
    }

    /// Keeps a checkpoint, unless there is one for the entry.
    pub async fn add_checkpoint(
        &self,
        scope: &Scope,
        checkpoint: &NewCheckpoint<'_>,
        now: i64,
    ) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO audit_checkpoint (workspace_id, seq, hash, time, signer, signature)
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workspace_id, seq) DO NOTHING",
        )
        .bind(scope.workspace())
        .bind(checkpoint.seq)
        .bind(checkpoint.hash.to_vec())
        .bind(now)
        .bind(checkpoint.signer.to_vec())
        .bind(checkpoint.signature.to_vec())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The checkpoints of a log, oldest first.
    pub async fn checkpoints(&self, scope: &Scope) -> Result<Vec<Checkpoint>, Error> {
        Ok(sqlx::query_as(
            "SELECT seq, hash, time, signer, signature FROM audit_checkpoint WHERE workspace_id = ? ORDER BY seq",
        )
        .bind(scope.workspace())
        .fetch_all(self.pool())
        .await?)
    }

    /// The signing key of the installation: its public half, and sealed.
    pub async fn signing_key(&self) -> Result<Option<(Vec<u8>, Sealed)>, Error> {
        let row: Option<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT public, sealed FROM signing_key ORDER BY created, public LIMIT 1")
                .fetch_optional(self.pool())
                .await?;
        row.map(|(public, sealed)| {
            Ok((public, Sealed::from_bytes(sealed).map_err(|_| Error::Damaged("signing_key"))?))
        })
        .transpose()
    }

    /// Keeps the first signing key; says `false` when there is one already.
    pub async fn add_signing_key(&self, public: &[u8; 32], sealed: &Sealed, now: i64) -> Result<bool, Error> {
        let added = sqlx::query(
            "INSERT INTO signing_key (public, sealed, created) SELECT ?, ?, ?
             WHERE NOT EXISTS (SELECT 1 FROM signing_key)",
        )
        .bind(public.to_vec())
        .bind(sealed.as_bytes())
        .bind(now)
        .execute(self.pool())
        .await?;
        Ok(added.rows_affected() == 1)
    }
}
