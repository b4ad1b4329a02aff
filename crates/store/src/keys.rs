//! The wrapped data keys of the workspaces, and the check values of the key ring.

use clario_vault::{Kid, Sealed};

use crate::database::Store;
use crate::error::Error;
use crate::workspaces::Scope;

/// The data key of a workspace, wrapped.
#[derive(Debug, Clone)]
pub struct WorkspaceKey {
    /// The wrapped key.
    pub wrapped: Sealed,
    /// The number of the sealing that is about to be made with it, from 1.
    pub nth: u64,
}

impl Store {
    /// The wrapped data key, to open something with.
    pub async fn workspace_key(&self, scope: &Scope) -> Result<Sealed, Error> {
        let wrapped: Vec<u8> = sqlx::query_scalar("SELECT dek_wrapped FROM workspace WHERE id = ?")
            .bind(scope.workspace())
            .fetch_one(self.pool())
            .await?;
        Sealed::from_bytes(wrapped).map_err(|_| Error::Damaged("workspace"))
    }

    /// The wrapped data key, to seal one value with: the use is counted before it happens.
    pub async fn use_workspace_key(&self, scope: &Scope) -> Result<WorkspaceKey, Error> {
        let (wrapped, uses): (Vec<u8>, i64) = sqlx::query_as(
            "UPDATE workspace SET dek_uses = dek_uses + 1 WHERE id = ? RETURNING dek_wrapped, dek_uses",
        )
        .bind(scope.workspace())
        .fetch_one(self.pool())
        .await?;
        let wrapped = Sealed::from_bytes(wrapped).map_err(|_| Error::Damaged("workspace"))?;
        let nth = u64::try_from(uses).map_err(|_| Error::Damaged("workspace"))?;
        Ok(WorkspaceKey { wrapped, nth })
    }

    /// The check values of all keys this installation has used.
    pub async fn key_checks(&self) -> Result<Vec<Sealed>, Error> {
        let rows: Vec<Vec<u8>> = sqlx::query_scalar("SELECT sealed FROM key_check ORDER BY created, kid")
            .fetch_all(self.pool())
            .await?;
        rows.into_iter().map(|row| Sealed::from_bytes(row).map_err(|_| Error::Damaged("key_check"))).collect()
    }

    /// Keeps the check value of a key, unless there is one.
    pub async fn add_key_check(&self, check_value: &Sealed, now: i64) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO key_check (kid, sealed, created) VALUES (?, ?, ?) ON CONFLICT (kid) DO NOTHING",
        )
        .bind(check_value.kid().bytes().to_vec())
        .bind(check_value.as_bytes())
        .bind(now)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Which keys the stored data keys are wrapped with.
    pub async fn wrapping_keys(&self) -> Result<Vec<Kid>, Error> {
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT substr(dek_wrapped, 3, 4) FROM workspace
             UNION SELECT substr(dek_wrapped, 3, 4) FROM account WHERE dek_wrapped IS NOT NULL
             UNION SELECT substr(dek_wrapped, 3, 4) FROM installation",
        )
        .fetch_all(self.pool())
        .await?;
        rows.into_iter()
            .map(|row| row.try_into().map(Kid::new).map_err(|_| Error::Damaged("workspace")))
            .collect()
    }
}
