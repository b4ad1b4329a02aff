//! Reading the consent log: how an account stands, what a browser chose before its user signed in, and the history.

use clario_privacy::consent::{Entry, Purpose, Record, State};

use super::event::{ConsentEvent, events};
use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;

impl Store {
    /// What the log says of an account: the latest event of each purpose.
    pub async fn consent_record(&self, account: &AccountId) -> Result<Record, Error> {
        let rows: Vec<(String, String, u32, i64, Option<i64>)> = sqlx::query_as(
            "SELECT purpose, state, policy_version, time, valid_until FROM consent_event WHERE seq IN (
                 SELECT max(seq) FROM consent_event WHERE account_id = ? GROUP BY purpose)",
        )
        .bind(account)
        .fetch_all(self.pool())
        .await?;
        let mut record = Record::default();
        for (purpose, state, version, time, valid_until) in rows {
            let (Some(purpose), Some(state)) = (Purpose::parse(&purpose), State::parse(&state)) else {
                return Err(Error::Damaged("consent_event"));
            };
            record.set(purpose, Entry { state, version, time, valid_until });
        }
        Ok(record)
    }

    /// The name that an account goes by in the log; `None` before its first event.
    pub async fn consent_subject(&self, account: &AccountId) -> Result<Option<String>, Error> {
        Ok(sqlx::query_scalar(
            "SELECT subject_ref FROM consent_event WHERE account_id = ? AND state <> 'imported_prelogin'
             ORDER BY seq LIMIT 1",
        )
        .bind(account)
        .fetch_optional(self.pool())
        .await?)
    }

    /// The latest event of each purpose that a browser chose for, while it belongs to no account.
    pub async fn consent_of_browser(&self, subject: &str) -> Result<Vec<ConsentEvent>, Error> {
        Ok(sqlx::query_as(events!(
            "WHERE seq IN (SELECT max(seq) FROM consent_event WHERE subject_ref = ?1 GROUP BY purpose)
             AND NOT EXISTS (SELECT 1 FROM consent_event WHERE subject_ref = ?1 AND account_id IS NOT NULL)
             ORDER BY seq"
        ))
        .bind(subject)
        .fetch_all(self.pool())
        .await?)
    }

    /// The events of an account, the latest first.
    pub async fn consent_history(
        &self,
        account: &AccountId,
        at_most: u32,
    ) -> Result<Vec<ConsentEvent>, Error> {
        Ok(sqlx::query_as(events!("WHERE account_id = ? ORDER BY seq DESC LIMIT ?"))
            .bind(account)
            .bind(at_most)
            .fetch_all(self.pool())
            .await?)
    }
}
