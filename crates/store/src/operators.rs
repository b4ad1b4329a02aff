//! Who looks after this installation, and the one link that makes the first of them.

use sqlx::{Sqlite, SqliteConnection, Transaction};

use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;
use crate::people::Enrolment;

impl Store {
    /// Whether an account is an operator.
    pub async fn is_operator(&self, account: &AccountId) -> Result<bool, Error> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM operator WHERE account_id = ?)")
            .bind(account)
            .fetch_one(self.pool())
            .await?)
    }

    /// The accounts of all operators.
    pub async fn operators(&self) -> Result<Vec<AccountId>, Error> {
        Ok(sqlx::query_scalar("SELECT account_id FROM operator ORDER BY since, account_id")
            .fetch_all(self.pool())
            .await?)
    }

    /// Lets a new link make the first operator; an older one works no more. Says `false`, and changes nothing, when
    /// there is an operator.
    pub async fn offer_operator(&self, token_hash: &[u8; 32]) -> Result<bool, Error> {
        let changed = sqlx::query(
            "UPDATE installation SET operator_token_hash = ? WHERE NOT EXISTS (SELECT 1 FROM operator)",
        )
        .bind(token_hash.as_slice())
        .execute(self.pool())
        .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// Whether there is any account.
    pub async fn has_account(&self) -> Result<bool, Error> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM account)").fetch_one(self.pool()).await?)
    }

    /// Whether this is the link that makes an operator.
    pub async fn is_operator_token(&self, token_hash: &[u8; 32]) -> Result<bool, Error> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM installation WHERE operator_token_hash = ?)")
            .bind(token_hash.as_slice())
            .fetch_one(self.pool())
            .await?)
    }

    /// Makes an account an operator by the link. Says `false` when the link works no more.
    pub async fn claim_operator(
        &self,
        account: &AccountId,
        token_hash: &[u8; 32],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let claimed = claim(&mut change, account, token_hash, now).await?;
        change.commit().await?;
        Ok(claimed)
    }
}

/// Uses the link up, within the change that needs an operator. Says `false` when it works no more.
pub(crate) async fn claim(
    change: &mut SqliteConnection,
    account: &AccountId,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<bool, Error> {
    let used =
        sqlx::query("UPDATE installation SET operator_token_hash = NULL WHERE operator_token_hash = ?")
            .bind(token_hash.as_slice())
            .execute(&mut *change)
            .await?;
    if used.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("INSERT INTO operator (account_id, since) VALUES (?, ?) ON CONFLICT (account_id) DO NOTHING")
        .bind(account)
        .bind(now)
        .execute(change)
        .await?;
    Ok(true)
}

/// Ends a sign-up that came with the link of the first operator: the account is the operator's, and its address counts
/// as confirmed. The link works once; without it nothing is made.
pub(crate) async fn enrol(
    mut change: Transaction<'static, Sqlite>,
    account: &AccountId,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<Enrolment, Error> {
    if !claim(&mut change, account, token_hash, now).await? {
        return Ok(Enrolment::Closed);
    }
    sqlx::query("UPDATE account SET verified_at = ? WHERE id = ?")
        .bind(now)
        .bind(account)
        .execute(&mut *change)
        .await?;
    change.commit().await?;
    Ok(Enrolment::Made)
}
