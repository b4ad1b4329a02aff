//! Everything of a workspace: what it is, what is set up in it, and its audit log.

use std::fmt::Write as _;

use clario_store::{AuditEntry, Consumer, ExportPart, QuotaKind};
use serde_json::{Value, json};

use super::{Abandoned, Archive, Export};
use crate::Backend;
use crate::error::Error;
use crate::permission::Permission;
use crate::sessions::Recent;
use crate::viewer::Viewer;

/// Entries of the audit log that are read at a time.
const AT_ONCE: u32 = 500;

impl Backend {
    /// Everything of the workspace, as one archive. Only an owner may take it.
    pub async fn export_workspace(&self, viewer: &Viewer, recent: &Recent) -> Result<Export, Error> {
        let scope = viewer.allowed_recently(Permission::ExportWorkspace, recent)?;
        self.spend(&Consumer::Workspace(scope.workspace().clone()), QuotaKind::Exports).await?;
        let parts = self.store().export_workspace(scope, self.now()).await?;
        let settings = self.settings_document(viewer).await?;
        let workspace = scope.workspace().clone();
        Ok(self.archive("workspace", async move |mut archive| {
            let text = document("altaclario-workspace-v1", &parts);
            for (name, bytes) in [("workspace.json", text), ("settings.json", settings)] {
                if archive.file(name, bytes.into_bytes()).await.is_err() {
                    return Ok(Err(Abandoned));
                }
            }
            // The owner was one when it began; a workspace that is closed meanwhile ends the copy.
            let scope = archive.backend.store().scope_for_upkeep(&workspace).await?.ok_or(Error::NotFound)?;
            if archive.open("audit_log.jsonl").await.is_err() {
                return Ok(Err(Abandoned));
            }
            let mut after = 0;
            loop {
                let entries = archive.backend.store().audit_entries_after(&scope, after, AT_ONCE).await?;
                let Some(last) = entries.last() else { break };
                after = last.seq;
                if lines(&mut archive, &entries).await.is_err() {
                    return Ok(Err(Abandoned));
                }
            }
            if archive.close().await.is_err() {
                return Ok(Err(Abandoned));
            }
            archive.finish().await
        }))
    }
}

async fn lines(archive: &mut Archive, entries: &[AuditEntry]) -> Result<(), Abandoned> {
    let mut text = String::new();
    for entry in entries {
        let parsed = |text: &Option<String>| {
            text.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok()).unwrap_or(Value::Null)
        };
        let line = json!({
            "number": entry.seq,
            "time": entry.time,
            "event": entry.event,
            "actor_kind": entry.actor_kind,
            "facts": serde_json::from_str::<Value>(&entry.facts).unwrap_or(Value::Null),
            "actor": parsed(&entry.actor_clear),
            "actor_commitment": entry.actor_commitment.as_deref().map(hexadecimal),
            "actor_salt": entry.actor_salt.as_deref().map(hexadecimal),
            "subject": parsed(&entry.subject_clear),
            "subject_commitment": entry.subject_commitment.as_deref().map(hexadecimal),
            "subject_salt": entry.subject_salt.as_deref().map(hexadecimal),
            "hash": hexadecimal(&entry.hash),
        });
        text.push_str(&line.to_string());
        text.push('\n');
    }
    archive.write(text.into_bytes()).await
}

/// The lists of an export under the name of its schema. The store gives JSON, which is taken as it is.
pub(super) fn document(schema: &str, parts: &[ExportPart]) -> String {
    let mut text = format!("{{\n  \"schema\": \"{schema}\"");
    for part in parts {
        let _ = write!(text, ",\n  \"{}\": {}", part.name, part.json);
    }
    text.push_str("\n}\n");
    text
}

fn hexadecimal(bytes: &[u8]) -> String {
    crate::trial::to_hexadecimal(bytes)
}
