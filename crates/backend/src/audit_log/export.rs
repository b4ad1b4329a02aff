//! The audit log as a file of one JSON object a line, made piece by piece.

use clario_store::{AccountId, AuditEntry, Checkpoint, WorkspaceId};
use clario_vault::PublicKey;
use serde_json::{Value, json};

use super::hexadecimal;
use crate::Backend;
use crate::error::Error;

/// Entries of one piece.
const AT_ONCE: u32 = 1_000;

/// A log on its way out, see `docs/audit-log.md`. Whoever loses access meanwhile gets no further piece.
pub struct AuditExport {
    backend: Backend,
    account: AccountId,
    workspace: WorkspaceId,
    next: Next,
}

enum Next {
    Head(String),
    Entries { after: i64 },
    Checkpoints { until: i64 },
    End,
}

impl AuditExport {
    pub(super) fn new(
        backend: Backend,
        account: AccountId,
        workspace: WorkspaceId,
        public: &PublicKey,
    ) -> Self {
        let head = json!({
            "kind": "log", "version": 1, "workspace": workspace.as_str(), "public_key": public.to_string(),
        });
        Self { backend, account, workspace, next: Next::Head(head.to_string() + "\n") }
    }

    /// The next piece of the file; `None` at its end.
    pub async fn piece(&mut self) -> Result<Option<String>, Error> {
        let scope = self.backend.store().scope(&self.account, &self.workspace).await?;
        let scope = scope.ok_or(Error::NotFound)?;
        match std::mem::replace(&mut self.next, Next::End) {
            Next::Head(line) => {
                self.next = Next::Entries { after: 0 };
                Ok(Some(line))
            }
            Next::Entries { after } => {
                let entries = self.backend.store().audit_entries_after(&scope, after, AT_ONCE).await?;
                self.next = match entries.last() {
                    Some(last) => Next::Entries { after: last.seq },
                    None => Next::Checkpoints { until: after },
                };
                Ok(Some(entries.iter().map(entry_line).collect()))
            }
            Next::Checkpoints { until } => {
                let checkpoints = self.backend.store().checkpoints(&scope).await?;
                let covered = checkpoints.iter().filter(|checkpoint| checkpoint.seq <= until);
                Ok(Some(covered.map(checkpoint_line).collect()))
            }
            Next::End => Ok(None),
        }
    }
}

fn entry_line(entry: &AuditEntry) -> String {
    let line = json!({
        "kind": "entry",
        "seq": entry.seq,
        "time": entry.time,
        "event": entry.event,
        "actor_kind": entry.actor_kind,
        "facts": entry.facts,
        "actor": part(entry.actor_commitment.as_deref(), entry.actor_salt.as_deref(), entry.actor_clear.as_deref()),
        "subject": part(
            entry.subject_commitment.as_deref(),
            entry.subject_salt.as_deref(),
            entry.subject_clear.as_deref(),
        ),
        "hash": hexadecimal(&entry.hash),
    });
    line.to_string() + "\n"
}

fn part(commitment: Option<&[u8]>, salt: Option<&[u8]>, clear: Option<&str>) -> Option<Value> {
    let commitment = hexadecimal(commitment?);
    Some(json!({ "commitment": commitment, "salt": salt.map(hexadecimal), "clear": clear }))
}

fn checkpoint_line(checkpoint: &Checkpoint) -> String {
    let line = json!({
        "kind": "checkpoint",
        "seq": checkpoint.seq,
        "hash": hexadecimal(&checkpoint.hash),
        "time": checkpoint.time,
        "public_key": hexadecimal(&checkpoint.signer),
        "signature": hexadecimal(&checkpoint.signature),
    });
    line.to_string() + "\n"
}
