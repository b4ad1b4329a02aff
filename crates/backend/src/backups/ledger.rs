//! The copy of the deletion ledger beside the backups: what was destroyed, what is closed, and which credentials are
//! live, by marks that only this installation can make. With it an old backup forgets what it should.

use std::collections::{BTreeMap, BTreeSet};

use clario_store::{Destroyed, LiveCredential, StillClosed, Store, Subject};
use clario_vault::{KeyRing, MacKey};
use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::purge;
use crate::trial::to_hexadecimal;

/// What stands for an account or a workspace.
type Mark = String;

/// What has to be known of the time after a backup.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Ledger {
    /// When it was written, in seconds since 1970-01-01T00:00:00Z.
    pub(super) written: i64,
    /// By which the key of its marks is recognised.
    key: Mark,
    destroyed: Vec<Gone>,
    closed: BTreeMap<Mark, Shut>,
    credentials: BTreeSet<Mark>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Gone {
    mark: Mark,
    is_account: bool,
    due: i64,
    done: i64,
    deleted: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Shut {
    closed_at: i64,
    purge_after: i64,
    undo_hash: Option<String>,
    closed_with: Option<Mark>,
}

/// How much a restored database had to forget.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Accounts and workspaces that were destroyed since.
    pub destroyed: u32,
    /// Those that were closed since and can still be opened again.
    pub closed: u32,
    /// Credentials that were replaced or taken away since.
    pub credentials: u32,
}

impl Ledger {
    /// What a database knows.
    pub(super) async fn of(store: &Store, key: &MacKey, now: i64) -> Result<Self, BackupError> {
        let destroyed = store.destroyed().await?.into_iter().map(|one| Gone {
            mark: to_hexadecimal(&one.mark),
            is_account: one.kind == Subject::Account,
            due: one.due,
            done: one.done,
            deleted: one.deleted,
        });
        let closed = store.still_closed().await?.into_iter().map(|one| {
            let shut = Shut {
                closed_at: one.closed_at,
                purge_after: one.purge_after,
                undo_hash: one.undo_hash.as_deref().map(to_hexadecimal),
                closed_with: one.closed_with.map(|account| mark(key, Subject::Account, &account)),
            };
            (mark(key, one.kind, &one.subject), shut)
        });
        let live = store.live_credentials().await?;
        Ok(Self {
            written: now,
            key: own_mark(key),
            destroyed: destroyed.collect(),
            closed: closed.collect(),
            credentials: live.iter().map(|credential| credential_mark(key, credential)).collect(),
        })
    }

    /// Whether its marks are made with this key.
    pub(super) fn is_of(&self, key: &MacKey) -> bool {
        self.key == own_mark(key)
    }

    /// Takes over what another one knows to be destroyed.
    pub(super) fn learn(&mut self, other: Self) {
        let known: BTreeSet<Mark> = self.destroyed.iter().map(|gone| gone.mark.clone()).collect();
        self.destroyed.extend(other.destroyed.into_iter().filter(|gone| !known.contains(&gone.mark)));
    }

    /// Makes a restored database forget what it should.
    pub(super) async fn replay(
        &self,
        store: &Store,
        key: &MacKey,
        now: i64,
    ) -> Result<Forgotten, BackupError> {
        let mut forgotten = Forgotten::default();
        let bytes = |text: &str| crate::trial::from_hexadecimal(text).unwrap_or_default();
        let rows = self.destroyed.iter().map(|gone| Destroyed {
            mark: bytes(&gone.mark),
            kind: if gone.is_account { Subject::Account } else { Subject::Workspace },
            due: gone.due,
            done: gone.done,
            deleted: gone.deleted,
        });
        store.add_to_ledger(&rows.collect::<Vec<_>>()).await?;
        let destroyed: BTreeSet<&Mark> = self.destroyed.iter().map(|gone| &gone.mark).collect();
        let everybody = store.everybody().await?;
        let marks: Vec<Mark> = everybody.iter().map(|(kind, id)| mark(key, *kind, id)).collect();
        let id_of = |wanted: &Mark| {
            let place = marks.iter().position(|mark| mark == wanted)?;
            Some(everybody[place].1.clone())
        };
        let was_closed: BTreeSet<String> =
            store.still_closed().await?.into_iter().map(|closed| closed.subject).collect();
        // Workspaces come before accounts, as in a purge.
        for ((kind, id), mark) in everybody.iter().zip(&marks) {
            if destroyed.contains(mark) {
                store.condemn(*kind, id, now).await?;
                forgotten.destroyed += 1;
            } else if let Some(shut) = self.closed.get(mark) {
                let closed = StillClosed {
                    kind: *kind,
                    subject: id.clone(),
                    closed_at: shut.closed_at,
                    purge_after: shut.purge_after,
                    undo_hash: shut.undo_hash.as_deref().map(bytes),
                    closed_with: shut.closed_with.as_ref().and_then(id_of),
                };
                store.close_again(&closed).await?;
                forgotten.closed += u32::from(!was_closed.contains(id));
            } else if was_closed.contains(id) {
                store.open_again(*kind, id).await?;
            }
        }
        for credential in store.live_credentials().await? {
            if !self.credentials.contains(&credential_mark(key, &credential)) {
                store.destroy_credential(&credential).await?;
                forgotten.credentials += 1;
            }
        }
        for due in store.purges(now).await? {
            store.purge(&due, &purge::mark_of(key, due.kind, &due.subject), now).await?;
        }
        if store.erase(now).await? { Ok(forgotten) } else { Err(BackupError::Busy) }
    }
}

/// The key of the marks that a restored database has; `None` when nothing was ever marked in it.
pub(super) async fn key(store: &Store, ring: &KeyRing) -> Result<Option<MacKey>, BackupError> {
    match store.ledger_key().await? {
        Some(_) => Ok(Some(purge::ledger_key(store, ring).await?)),
        None => Ok(None),
    }
}

fn own_mark(key: &MacKey) -> Mark {
    to_hexadecimal(&key.mark("the key of the ledger", &[]))
}

fn mark(key: &MacKey, kind: Subject, id: &str) -> Mark {
    to_hexadecimal(&purge::mark_of(key, kind, id))
}

fn credential_mark(key: &MacKey, credential: &LiveCredential) -> Mark {
    let revision = credential.secret_revision.to_be_bytes();
    let parts = [credential.workspace_id.as_str(), credential.id.as_str()].map(str::as_bytes);
    to_hexadecimal(&key.mark("live credential", &[parts[0], parts[1], &revision]))
}
