//! Whether an audit log is what was written: each hash, each person, each checkpoint.

use super::chain::{AuditEntry, Walk, entries};
use super::checkpoints::Checkpoint;
use crate::chain::{Break, Hash};
use crate::database::Store;
use crate::error::Error;
use crate::workspaces::Scope;

/// Entries that are in memory at a time.
const AT_ONCE: i64 = 4_096;

/// What walking along a chain found. Whether the signatures are right is for whoever has the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// How many entries follow each other as they were written.
    pub entries: i64,
    /// The hash of the last of them.
    pub head: Hash,
    /// Where the chain breaks first, and why.
    pub broken: Option<(i64, Break)>,
    /// The checkpoints, oldest first.
    pub checkpoints: Vec<Checkpoint>,
}

impl Store {
    /// Walks along the log of a workspace, as it is at one moment.
    pub async fn verify_audit_log(&self, scope: &Scope) -> Result<ChainReport, Error> {
        let mut reading = self.pool().begin().await?;
        let checkpoints: Vec<Checkpoint> = sqlx::query_as(
            "SELECT seq, hash, time, signer, signature FROM audit_checkpoint WHERE workspace_id = ? ORDER BY seq",
        )
        .bind(scope.workspace())
        .fetch_all(&mut *reading)
        .await?;
        let mut walk = Walk::new(scope.workspace().as_str());
        let mut signed = checkpoints.iter().peekable();
        let mut broken = None;
        'walk: loop {
            let next: Vec<AuditEntry> =
                sqlx::query_as(entries!("WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT ?"))
                    .bind(scope.workspace())
                    .bind(walk.seq)
                    .bind(AT_ONCE)
                    .fetch_all(&mut *reading)
                    .await?;
            if next.is_empty() {
                break;
            }
            for entry in &next {
                if let Err(why) = walk.pass(entry) {
                    broken = Some((entry.seq, why));
                    break 'walk;
                }
                if let Some(checkpoint) = signed.next_if(|checkpoint| checkpoint.seq <= entry.seq)
                    && (checkpoint.seq, &*checkpoint.hash) != (entry.seq, &walk.head[..])
                {
                    broken = Some((checkpoint.seq, Break::Checkpoint));
                    break 'walk;
                }
            }
        }
        // A checkpoint beyond the end tells of entries that were taken away.
        let beyond = signed.next().map(|checkpoint| (checkpoint.seq, Break::Checkpoint));
        Ok(ChainReport { entries: walk.seq, head: walk.head, broken: broken.or(beyond), checkpoints })
    }
}
