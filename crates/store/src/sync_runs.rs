//! What was read from a provider and when: counts and reasons, no names.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::ConnectionId;
use crate::workspaces::Scope;

/// A reading that has ended.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SyncRun {
    /// What kind of reading: a word of the program.
    pub kind: String,
    /// How it ended: a word of the program.
    pub outcome: String,
    /// When it began.
    pub started: i64,
    /// When it ended.
    pub ended: i64,
    /// Items read.
    pub items: i64,
    /// Items dropped because the provider no longer shows them.
    pub removed: i64,
    /// Requests sent.
    pub requests: i64,
}

/// A reading to be noted. The words are the program's own, never a provider's.
#[derive(Debug, Clone, Copy)]
pub struct NewSyncRun {
    /// What kind of reading.
    pub kind: &'static str,
    /// How it ended.
    pub outcome: &'static str,
    /// When it began.
    pub started: i64,
    /// When it ended.
    pub ended: i64,
    /// Items read.
    pub items: u32,
    /// Items dropped because the provider no longer shows them.
    pub removed: u32,
    /// Requests sent.
    pub requests: u32,
}

impl Store {
    /// Notes a reading of a connection.
    pub async fn add_sync_run(
        &self,
        scope: &Scope,
        id: &ConnectionId,
        run: &NewSyncRun,
    ) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO sync_run (workspace_id, connection_id, kind, outcome, started, ended, items, removed, requests)
             SELECT workspace_id, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9
             FROM provider_connection WHERE workspace_id = ?1 AND id = ?2",
        )
        .bind(scope.workspace())
        .bind(id)
        .bind(run.kind)
        .bind(run.outcome)
        .bind(run.started)
        .bind(run.ended)
        .bind(run.items)
        .bind(run.removed)
        .bind(run.requests)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The last readings of a connection, latest first.
    pub async fn sync_runs(
        &self,
        scope: &Scope,
        id: &ConnectionId,
        at_most: u32,
    ) -> Result<Vec<SyncRun>, Error> {
        Ok(sqlx::query_as(
            "SELECT kind, outcome, started, ended, items, removed, requests FROM sync_run
             WHERE workspace_id = ? AND connection_id = ? ORDER BY ended DESC, id DESC LIMIT ?",
        )
        .bind(scope.workspace())
        .bind(id)
        .bind(at_most)
        .fetch_all(self.pool())
        .await?)
    }

    /// Removes what was noted of readings that ended before a time; says how many.
    pub async fn remove_sync_runs_before(&self, time: i64) -> Result<u64, Error> {
        let removed =
            sqlx::query("DELETE FROM sync_run WHERE ended < ?").bind(time).execute(self.pool()).await?;
        Ok(removed.rows_affected())
    }
}
