//! Errors that are one and the same, counted, opened, resolved and opened again.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::notifications::{self, NewNotification};

/// Incidents of one source that are told apart at once; those beyond it are not written down.
const MOST: u32 = 500;

/// Where an error happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum IncidentSource {
    /// In a browser.
    Browser,
    /// In this program.
    Server,
}

/// An error, by what it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Where it happened.
    pub source: IncidentSource,
    /// What it is, a word of a closed list.
    pub name: &'static str,
    /// The template of a route.
    pub route: String,
    /// The place in a file of ours; may be empty.
    pub place: String,
}

/// Errors that are one and the same.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Incident {
    /// By what it is known.
    pub fingerprint: Vec<u8>,
    /// Where it happens.
    pub source: IncidentSource,
    /// What it is.
    pub name: String,
    /// The template of the route.
    pub route: String,
    /// The place in a file of ours.
    pub place: String,
    /// How often it happened.
    pub count: u32,
    /// When it happened first.
    pub first_seen: i64,
    /// When it happened last.
    pub last_seen: i64,
    /// Whether nobody resolved it since it happened.
    pub open: bool,
    /// How often it was opened.
    pub times: u32,
}

impl Store {
    /// Counts on an incident that is open. Says `false` when there is none.
    pub async fn count_incident(&self, fingerprint: &[u8; 32], n: u32, now: i64) -> Result<bool, Error> {
        let counted = sqlx::query(
            "UPDATE incident SET count = count + ?1, last_seen = max(last_seen, ?2)
             WHERE fingerprint = ?3 AND state = 'open'",
        )
        .bind(n)
        .bind(now)
        .bind(&fingerprint[..])
        .execute(self.pool())
        .await?;
        Ok(counted.rows_affected() == 1)
    }

    /// Opens an incident, or opens it again, and queues the letters about it; one that is open already is counted on,
    /// without letters. Says `false` when there are too many to tell apart.
    pub async fn open_incident(
        &self,
        fingerprint: &[u8; 32],
        fault: &Fault,
        n: u32,
        letters: &[NewNotification<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let was_open: Option<bool> =
            sqlx::query_scalar("SELECT state = 'open' FROM incident WHERE fingerprint = ?")
                .bind(&fingerprint[..])
                .fetch_optional(&mut *change)
                .await?;
        let written = sqlx::query(
            "INSERT INTO incident
                 (fingerprint, source, name, route, place, count, first_seen, last_seen, state, opened, times)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 'open', ?7, 1
             WHERE (SELECT count(*) FROM incident WHERE source = ?2) < ?8 OR EXISTS (SELECT 1 FROM incident WHERE fingerprint = ?1)
             ON CONFLICT (fingerprint) DO UPDATE SET count = count + excluded.count,
                 last_seen = max(last_seen, excluded.last_seen),
                 opened = CASE state WHEN 'open' THEN opened ELSE excluded.opened END,
                 times = times + (state = 'resolved'), state = 'open'",
        )
        .bind(&fingerprint[..])
        .bind(fault.source)
        .bind(fault.name)
        .bind(&fault.route)
        .bind(&fault.place)
        .bind(n)
        .bind(now)
        .bind(MOST)
        .execute(&mut *change)
        .await?;
        if written.rows_affected() == 0 {
            return Ok(false);
        }
        if was_open != Some(true) {
            for letter in letters {
                notifications::enqueue(&mut change, letter, now).await?;
            }
        }
        change.commit().await?;
        Ok(true)
    }

    /// How many incidents of a source were opened since a time.
    pub async fn incidents_opened_since(&self, source: IncidentSource, since: i64) -> Result<u32, Error> {
        Ok(sqlx::query_scalar("SELECT count(*) FROM incident WHERE source = ? AND opened > ?")
            .bind(source)
            .bind(since)
            .fetch_one(self.pool())
            .await?)
    }

    /// The incidents, open ones first, then the latest.
    pub async fn incidents(&self, at_most: u32) -> Result<Vec<Incident>, Error> {
        Ok(sqlx::query_as(
            "SELECT fingerprint, source, name, route, place, count, first_seen, last_seen, state = 'open' AS open, times
             FROM incident ORDER BY open DESC, last_seen DESC, fingerprint LIMIT ?",
        )
        .bind(at_most)
        .fetch_all(self.pool())
        .await?)
    }

    /// Resolves an incident: it opens again when it happens again. Says `false` when no such incident is open.
    pub async fn resolve_incident(&self, fingerprint: &[u8; 32]) -> Result<bool, Error> {
        let changed =
            sqlx::query("UPDATE incident SET state = 'resolved' WHERE fingerprint = ? AND state = 'open'")
                .bind(&fingerprint[..])
                .execute(self.pool())
                .await?;
        Ok(changed.rows_affected() == 1)
    }
}
