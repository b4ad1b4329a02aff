//! Who runs the installation, and since when: what the operator stated at each start at which it had changed.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::NoticeId;
use crate::notices::{self, Notice};

/// Who runs the installation from some time on.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OperatorStatement {
    /// The name of the person or the organisation.
    pub name: String,
    /// The country they are established in.
    pub country: String,
    /// When it was first stated, in seconds since 1970-01-01T00:00:00Z.
    pub announced: i64,
    /// When it takes or took effect.
    pub effective: i64,
    /// The notice by which everybody was told.
    pub notice_id: Option<NoticeId>,
}

impl Store {
    /// All statements, the oldest first.
    pub async fn operator_statements(&self) -> Result<Vec<OperatorStatement>, Error> {
        let select =
            "SELECT name, country, announced, effective, notice_id FROM operator_statement ORDER BY number";
        Ok(sqlx::query_as(select).fetch_all(self.pool()).await?)
    }

    /// Keeps what the operator states from now on, together with the notice of it. A change that has not taken effect yet
    /// never does, and its notice is shown no longer.
    pub async fn state_operator(
        &self,
        new: Option<&OperatorStatement>,
        notice: Option<&Notice>,
        now: i64,
    ) -> Result<(), Error> {
        let mut change = self.change().await?;
        sqlx::query(
            "UPDATE notice SET shown_until = ?1 WHERE shown_until > ?1 AND id IN (
                 SELECT notice_id FROM operator_statement WHERE effective > ?1)",
        )
        .bind(now)
        .execute(&mut *change)
        .await?;
        sqlx::query("DELETE FROM operator_statement WHERE effective > ?")
            .bind(now)
            .execute(&mut *change)
            .await?;
        if let Some(new) = new {
            sqlx::query(
                "INSERT INTO operator_statement (name, country, announced, effective, notice_id) VALUES (?, ?, ?, ?, ?)",
            )
            .bind(&new.name)
            .bind(&new.country)
            .bind(new.announced)
            .bind(new.effective)
            .bind(&new.notice_id)
            .execute(&mut *change)
            .await?;
        }
        if let Some(notice) = notice {
            notices::add(&mut change, notice).await?;
        }
        Ok(change.commit().await?)
    }
}
