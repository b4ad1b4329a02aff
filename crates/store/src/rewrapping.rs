//! The wrapped data keys of everybody, for the one who wraps them anew with another key of the operator.

use clario_vault::{Kid, Sealed};

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};

/// Whose data key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyOwner {
    /// The installation's.
    Installation,
    /// A workspace's.
    Workspace(WorkspaceId),
    /// An account's.
    Account(AccountId),
}

/// A wrapped data key.
#[derive(Debug, Clone)]
pub struct WrappedKey {
    /// Whose it is.
    pub owner: KeyOwner,
    /// The key.
    pub wrapped: Sealed,
}

impl Store {
    /// Data keys that another key than this one wraps, at most so many.
    pub async fn keys_not_wrapped_by(&self, kid: Kid, at_most: u32) -> Result<Vec<WrappedKey>, Error> {
        let rows: Vec<(String, String, Vec<u8>)> = sqlx::query_as(
            "SELECT 'installation', '', dek_wrapped FROM installation WHERE substr(dek_wrapped, 3, 4) <> ?1
             UNION ALL SELECT 'workspace', id, dek_wrapped FROM workspace WHERE substr(dek_wrapped, 3, 4) <> ?1
             UNION ALL SELECT 'account', id, dek_wrapped FROM account WHERE substr(dek_wrapped, 3, 4) <> ?1
             LIMIT ?2",
        )
        .bind(kid.bytes().to_vec())
        .bind(at_most)
        .fetch_all(self.pool())
        .await?;
        wrapped_keys(rows)
    }

    /// Puts a data key that was wrapped anew in the place of the old form, unless that changed or went meanwhile.
    pub async fn rewrap(&self, old: &WrappedKey, wrapped: &Sealed) -> Result<bool, Error> {
        let update = match &old.owner {
            KeyOwner::Installation => {
                sqlx::query("UPDATE installation SET dek_wrapped = ?1 WHERE dek_wrapped = ?2")
            }
            KeyOwner::Workspace(_) => {
                sqlx::query("UPDATE workspace SET dek_wrapped = ?1 WHERE dek_wrapped = ?2 AND id = ?3")
            }
            KeyOwner::Account(_) => {
                sqlx::query("UPDATE account SET dek_wrapped = ?1 WHERE dek_wrapped = ?2 AND id = ?3")
            }
        };
        let update = update.bind(wrapped.as_bytes()).bind(old.wrapped.as_bytes());
        let update = match &old.owner {
            KeyOwner::Installation => update,
            KeyOwner::Workspace(id) => update.bind(id),
            KeyOwner::Account(id) => update.bind(id),
        };
        Ok(update.execute(self.pool()).await?.rows_affected() == 1)
    }

    /// Marks a key as one that wraps nothing any more, now or ever. Says `false`, and marks nothing, while a data key is
    /// still wrapped with it.
    pub async fn retire_key(&self, kid: Kid, now: i64) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let needed: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM workspace WHERE substr(dek_wrapped, 3, 4) = ?1)
                 OR EXISTS (SELECT 1 FROM account WHERE substr(dek_wrapped, 3, 4) = ?1)
                 OR EXISTS (SELECT 1 FROM installation WHERE substr(dek_wrapped, 3, 4) = ?1)",
        )
        .bind(kid.bytes().to_vec())
        .fetch_one(&mut *change)
        .await?;
        if needed {
            return Ok(false);
        }
        sqlx::query("UPDATE key_check SET retired = coalesce(retired, ?) WHERE kid = ?")
            .bind(now)
            .bind(kid.bytes().to_vec())
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(true)
    }
}

/// Reads rows of table, id and wrapped key.
pub(crate) fn wrapped_keys(rows: Vec<(String, String, Vec<u8>)>) -> Result<Vec<WrappedKey>, Error> {
    rows.into_iter()
        .map(|(table, id, wrapped)| {
            let damaged = || Error::Damaged("workspace");
            let owner = match table.as_str() {
                "workspace" => KeyOwner::Workspace(WorkspaceId::parse(&id).ok_or_else(damaged)?),
                "account" => KeyOwner::Account(AccountId::parse(&id).ok_or_else(damaged)?),
                _ => KeyOwner::Installation,
            };
            let wrapped = Sealed::from_bytes(wrapped).map_err(|_| damaged())?;
            Ok(WrappedKey { owner, wrapped })
        })
        .collect()
}
