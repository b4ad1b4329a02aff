//! What workspaces and accounts have used up, day by day.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};

/// Whose use is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Consumer {
    /// That of all members together.
    Workspace(WorkspaceId),
    /// That of one person.
    Account(AccountId),
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum QuotaKind {
    /// Requests to a provider.
    ProviderCalls,
    /// Files made of a workspace or an account.
    Exports,
    /// Letters sent.
    Mails,
    /// Calls of our own programming interface.
    ApiCalls,
}

/// What was used up of one kind on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Used {
    /// Days since 1970-01-01, in UTC.
    pub day: i64,
    /// Of what.
    pub kind: QuotaKind,
    /// How much.
    pub n: i64,
}

impl Store {
    /// Adds to what was used up on a day. Nothing is added for a workspace or an account that is gone.
    pub async fn add_use(&self, consumer: &Consumer, kind: QuotaKind, day: i64, n: u32) -> Result<(), Error> {
        let query = match consumer {
            Consumer::Workspace(_) => {
                "INSERT INTO quota_counter (workspace_id, day, kind, n)
                 SELECT id, ?2, ?3, ?4 FROM workspace WHERE id = ?1
                 ON CONFLICT (workspace_id, day, kind) WHERE workspace_id IS NOT NULL DO UPDATE SET n = n + excluded.n"
            }
            Consumer::Account(_) => {
                "INSERT INTO quota_counter (account_id, day, kind, n)
                 SELECT id, ?2, ?3, ?4 FROM account WHERE id = ?1
                 ON CONFLICT (account_id, day, kind) WHERE account_id IS NOT NULL DO UPDATE SET n = n + excluded.n"
            }
        };
        if n > 0 {
            sqlx::query(query)
                .bind(consumer.as_str())
                .bind(day)
                .bind(kind)
                .bind(n)
                .execute(self.pool())
                .await?;
        }
        Ok(())
    }

    /// What was used up since a day, newest first.
    pub async fn used(&self, consumer: &Consumer, since: i64) -> Result<Vec<Used>, Error> {
        let query = match consumer {
            Consumer::Workspace(_) => {
                "SELECT day, kind, n FROM quota_counter WHERE workspace_id = ? AND day >= ? ORDER BY day DESC, kind"
            }
            Consumer::Account(_) => {
                "SELECT day, kind, n FROM quota_counter WHERE account_id = ? AND day >= ? ORDER BY day DESC, kind"
            }
        };
        Ok(sqlx::query_as(query).bind(consumer.as_str()).bind(since).fetch_all(self.pool()).await?)
    }
}

impl Consumer {
    /// Its id.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Workspace(id) => id.as_str(),
            Self::Account(id) => id.as_str(),
        }
    }
}
