//! The audit log of a workspace: a chain of entries, written in the transaction of the act.

mod act;
mod chain;
mod checkpoints;
mod event;
mod verify;

pub use act::{Act, Actor};
pub use chain::AuditEntry;
pub use checkpoints::{Checkpoint, NewCheckpoint};
pub use event::Event;
pub use verify::ChainReport;

use act::Subject;
use chain::{Canonical, commitment, entries};
use serde_json::json;
use sqlx::SqliteConnection;

use crate::chain::{FIRST, Hash};
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, WorkspaceId};
use crate::workspaces::Scope;

/// Writes an act into the log of a workspace, in the transaction of the act itself.
///
/// The names of the persons are taken from their accounts as they are now, so it comes before an
/// account is changed or removed.
pub(crate) async fn append(
    change: &mut SqliteConnection,
    workspace: &WorkspaceId,
    actor: Actor<'_>,
    act: &Act<'_>,
    now: i64,
) -> Result<(), Error> {
    let (event, facts, subject) = act.parts();
    let (actor_kind, doer) = match actor {
        Actor::Member(account) => ("member", Some(account)),
        Actor::Operator(account) => ("operator", Some(account)),
        Actor::Program => ("program", None),
    };
    let actor = match doer {
        Some(account) => Some(Part::of_account(change, account).await?),
        None => None,
    };
    let subject = match subject {
        Some(Subject::Account(account)) => Some(Part::of_account(change, account).await?),
        Some(Subject::Email(email)) => Some(Part::new(None, &json!({ "email": email }))?),
        Some(Subject::Words(words)) => Some(Part::new(doer, &json!({ "words": words }))?),
        None => None,
    };
    let last: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT seq, hash FROM audit_entry WHERE workspace_id = ? ORDER BY seq DESC LIMIT 1")
            .bind(workspace)
            .fetch_optional(&mut *change)
            .await?;
    let (seq, before) = match last {
        Some((seq, hash)) => (seq + 1, hash.try_into().map_err(|_| Error::Damaged("audit_entry"))?),
        None => (1, FIRST),
    };
    let facts = json!(facts).to_string();
    let canonical = Canonical {
        workspace: workspace.as_str(),
        seq,
        time: now,
        event: event.key(),
        actor_kind,
        facts: &facts,
        actor: actor.as_ref().map(|part| &part.commitment[..]),
        subject: subject.as_ref().map(|part| &part.commitment[..]),
    };
    let hash = canonical.hash(&before);
    let mut insert = sqlx::query(
        "INSERT INTO audit_entry (workspace_id, seq, time, event, actor_kind, facts, hash,
             actor_commitment, actor_salt, actor_clear, actor_account,
             subject_commitment, subject_salt, subject_clear, subject_account)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(workspace)
    .bind(seq)
    .bind(now)
    .bind(event.key())
    .bind(actor_kind)
    .bind(&facts)
    .bind(hash.to_vec());
    for part in [actor, subject] {
        let part = part.map(|part| (part.commitment.to_vec(), part.salt.to_vec(), part.clear, part.account));
        let (commitment, salt, clear, account) = match part {
            Some((commitment, salt, clear, account)) => (Some(commitment), Some(salt), Some(clear), account),
            None => (None, None, None, None),
        };
        insert = insert.bind(commitment).bind(salt).bind(clear).bind(account);
    }
    insert.execute(change).await?;
    Ok(())
}

/// Takes a person out of all logs: name, address and what they typed. The chains still verify.
///
/// Entries about an address without an account, such as old invitations, are found by the address.
pub(crate) async fn erase_person(
    change: &mut SqliteConnection,
    account: &AccountId,
    email: &str,
) -> Result<u64, Error> {
    let acted = sqlx::query(
        "UPDATE audit_entry SET actor_salt = NULL, actor_clear = NULL, actor_account = NULL
         WHERE actor_account = ?",
    )
    .bind(account)
    .execute(&mut *change)
    .await?;
    let mentioned = sqlx::query(
        "UPDATE audit_entry SET subject_salt = NULL, subject_clear = NULL, subject_account = NULL
         WHERE subject_account = ? OR subject_clear ->> 'email' = ?",
    )
    .bind(account)
    .bind(email)
    .execute(change)
    .await?;
    Ok(acted.rows_affected() + mentioned.rows_affected())
}

impl Store {
    /// The entries before one, newest first; the newest of all without one.
    pub async fn audit_entries(
        &self,
        scope: &Scope,
        before: Option<i64>,
        at_most: u32,
    ) -> Result<Vec<AuditEntry>, Error> {
        Ok(sqlx::query_as(entries!("WHERE workspace_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?"))
            .bind(scope.workspace())
            .bind(before.unwrap_or(i64::MAX))
            .bind(at_most)
            .fetch_all(self.pool())
            .await?)
    }

    /// The entries after one, oldest first, for a copy of the log.
    pub async fn audit_entries_after(
        &self,
        scope: &Scope,
        after: i64,
        at_most: u32,
    ) -> Result<Vec<AuditEntry>, Error> {
        Ok(sqlx::query_as(entries!("WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT ?"))
            .bind(scope.workspace())
            .bind(after)
            .bind(at_most)
            .fetch_all(self.pool())
            .await?)
    }

    /// Writes an act that changes nothing else, such as taking a copy of the log.
    pub async fn record(&self, scope: &Scope, act: &Act<'_>, now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        append(&mut change, scope.workspace(), scope.actor(), act, now).await?;
        change.commit().await?;
        Ok(())
    }
}

/// A person, or words, on the way into an entry.
struct Part {
    account: Option<String>,
    commitment: Hash,
    salt: Hash,
    clear: String,
}

impl Part {
    fn new(account: Option<&AccountId>, clear: &serde_json::Value) -> Result<Self, Error> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).map_err(|_| Error::NoRandom)?;
        let clear = clear.to_string();
        let account = account.map(|account| account.as_str().to_owned());
        Ok(Self { account, commitment: commitment(&salt, &clear), salt, clear })
    }

    async fn of_account(change: &mut SqliteConnection, account: &AccountId) -> Result<Self, Error> {
        let (name, email): (String, String) = sqlx::query_as("SELECT name, email FROM account WHERE id = ?")
            .bind(account)
            .fetch_optional(change)
            .await?
            .ok_or(Error::Missing)?;
        Self::new(Some(account), &json!({ "email": email, "name": name }))
    }
}
