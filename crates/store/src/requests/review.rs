//! Requests as operators read them.

use clario_vault::Sealed;
use sqlx::FromRow;

use super::{Outcome, RequestForm, Requests};
use crate::error::Error;
use crate::ids::RequestId;

/// A request in the ledger.
#[derive(Debug)]
pub struct StoredRequest {
    /// Its reference.
    pub id: RequestId,
    /// Which form it came by.
    pub form: RequestForm,
    /// What it is about.
    pub category: String,
    /// When it came.
    pub created: i64,
    /// When an answer is owed.
    pub due: i64,
    /// When it was answered first.
    pub answered: Option<i64>,
    /// When it was closed, and how.
    pub closed: Option<(i64, Outcome)>,
    /// When its row goes, unless it is closed later.
    pub keep_until: i64,
    /// Reply address and text.
    pub sealed: Sealed,
}

/// An answer to a request, or a note on it.
#[derive(Debug)]
pub struct RequestEntry {
    /// Its id.
    pub id: RequestId,
    /// Whether it was sent, else it is a note.
    pub is_reply: bool,
    /// When.
    pub time: i64,
    /// The text.
    pub sealed: Sealed,
}

impl Requests<'_> {
    /// The requests, open ones first by the day they are due, then the latest.
    pub async fn list(&self, at_most: u32) -> Result<Vec<StoredRequest>, Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT * FROM request ORDER BY closed IS NOT NULL, CASE WHEN closed IS NULL THEN due ELSE -closed END, id
             LIMIT ?",
        )
        .bind(at_most)
        .fetch_all(self.0.pool())
        .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// One request.
    pub async fn find(&self, request: &RequestId) -> Result<Option<StoredRequest>, Error> {
        let row: Option<Row> = sqlx::query_as("SELECT * FROM request WHERE id = ?")
            .bind(request)
            .fetch_optional(self.0.pool())
            .await?;
        row.map(Row::read).transpose()
    }

    /// What was answered and noted, oldest first.
    pub async fn entries(&self, request: &RequestId) -> Result<Vec<RequestEntry>, Error> {
        let rows: Vec<(RequestId, String, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT id, kind, time, sealed FROM request_entry WHERE request_id = ? ORDER BY time, rowid",
        )
        .bind(request)
        .fetch_all(self.0.pool())
        .await?;
        rows.into_iter()
            .map(|(id, kind, time, sealed)| {
                Ok(RequestEntry { id, is_reply: kind == "reply", time, sealed: read_sealed(sealed)? })
            })
            .collect()
    }
}

fn read_sealed(bytes: Vec<u8>) -> Result<Sealed, Error> {
    Sealed::from_bytes(bytes).map_err(|_| Error::Damaged("request"))
}

#[derive(FromRow)]
struct Row {
    id: RequestId,
    form: RequestForm,
    category: String,
    sealed: Vec<u8>,
    created: i64,
    due: i64,
    answered: Option<i64>,
    closed: Option<i64>,
    outcome: Option<Outcome>,
    keep_until: i64,
}

impl Row {
    fn read(self) -> Result<StoredRequest, Error> {
        Ok(StoredRequest {
            id: self.id,
            form: self.form,
            category: self.category,
            created: self.created,
            due: self.due,
            answered: self.answered,
            closed: self.closed.zip(self.outcome),
            keep_until: self.keep_until,
            sealed: read_sealed(self.sealed)?,
        })
    }
}
