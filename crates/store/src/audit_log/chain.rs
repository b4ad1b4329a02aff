//! How an entry is hashed: every part carries its length, so no two entries share their bytes.

use sha2::{Digest, Sha256};
use sqlx::FromRow;

use crate::chain::{Break, FIRST, Hash, link};

const ENTRY: &str = "AltaClario audit entry 1";

/// An entry of an audit log, as it is stored. The clear parts are JSON objects, or erased.
#[derive(Clone, FromRow)]
pub struct AuditEntry {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When it was written.
    pub time: i64,
    /// The key of its event.
    pub event: String,
    /// `member`, `operator` or `program`.
    pub actor_kind: String,
    /// A JSON object of texts, none of them about a person.
    pub facts: String,
    /// SHA-256 of salt and clear text of the actor.
    pub actor_commitment: Option<Vec<u8>>,
    /// The salt; gone once the actor was erased.
    pub actor_salt: Option<Vec<u8>>,
    /// Name and address of the actor; gone once erased.
    pub actor_clear: Option<String>,
    /// SHA-256 of salt and clear text of the subject.
    pub subject_commitment: Option<Vec<u8>>,
    /// The salt; gone once the subject was erased.
    pub subject_salt: Option<Vec<u8>>,
    /// Name and address of the person it was done to, or what the actor typed; gone once erased.
    pub subject_clear: Option<String>,
    /// SHA-256 of the hash before and the entry.
    pub hash: Vec<u8>,
}

/// Selects rows of [`AuditEntry`].
macro_rules! entries {
    ($condition:literal) => {
        concat!(
            "SELECT seq, time, event, actor_kind, facts, actor_commitment, actor_salt, actor_clear,
                 subject_commitment, subject_salt, subject_clear, hash FROM audit_entry ",
            $condition
        )
    };
}
pub(super) use entries;

/// What enters the hash of an entry.
pub(super) struct Canonical<'a> {
    pub(super) workspace: &'a str,
    pub(super) seq: i64,
    pub(super) time: i64,
    pub(super) event: &'a str,
    pub(super) actor_kind: &'a str,
    pub(super) facts: &'a str,
    pub(super) actor: Option<&'a [u8]>,
    pub(super) subject: Option<&'a [u8]>,
}

impl Canonical<'_> {
    /// SHA-256 of the hash before and of all parts, each as `length:bytes,`.
    pub(super) fn hash(&self, before: &Hash) -> Hash {
        let (seq, time) = (self.seq.to_string(), self.time.to_string());
        let parts: [&[u8]; 9] = [
            ENTRY.as_bytes(),
            self.workspace.as_bytes(),
            seq.as_bytes(),
            time.as_bytes(),
            self.event.as_bytes(),
            self.actor_kind.as_bytes(),
            self.facts.as_bytes(),
            self.actor.unwrap_or_default(),
            self.subject.unwrap_or_default(),
        ];
        link(before, &parts)
    }
}

/// Binds to a text without telling it; whoever has the salt can show it.
pub(super) fn commitment(salt: &[u8], clear: &str) -> Hash {
    let mut digest = Sha256::new();
    digest.update(salt);
    digest.update(clear);
    digest.finalize().into()
}

/// Walks along a chain, entry by entry.
pub(super) struct Walk<'a> {
    workspace: &'a str,
    /// How many entries it passed.
    pub(super) seq: i64,
    /// The hash of the last one.
    pub(super) head: Hash,
}

impl<'a> Walk<'a> {
    pub(super) fn new(workspace: &'a str) -> Self {
        Self { workspace, seq: 0, head: FIRST }
    }

    /// Takes the next entry in.
    pub(super) fn pass(&mut self, entry: &AuditEntry) -> Result<(), Break> {
        if entry.seq != self.seq + 1 {
            return Err(Break::Order);
        }
        let canonical = Canonical {
            workspace: self.workspace,
            seq: entry.seq,
            time: entry.time,
            event: &entry.event,
            actor_kind: &entry.actor_kind,
            facts: &entry.facts,
            actor: entry.actor_commitment.as_deref(),
            subject: entry.subject_commitment.as_deref(),
        };
        let hash = canonical.hash(&self.head);
        if entry.hash != hash {
            return Err(Break::Entry);
        }
        shown(entry.actor_commitment.as_deref(), entry.actor_salt.as_deref(), entry.actor_clear.as_deref())?;
        shown(
            entry.subject_commitment.as_deref(),
            entry.subject_salt.as_deref(),
            entry.subject_clear.as_deref(),
        )?;
        (self.seq, self.head) = (entry.seq, hash);
        Ok(())
    }
}

/// A clear part is what was committed to, or erased together with its salt.
fn shown(commitment_made: Option<&[u8]>, salt: Option<&[u8]>, clear: Option<&str>) -> Result<(), Break> {
    match (commitment_made, salt, clear) {
        (_, None, None) => Ok(()),
        (Some(made), Some(salt), Some(clear)) if commitment(salt, clear) == made => Ok(()),
        _ => Err(Break::Person),
    }
}
