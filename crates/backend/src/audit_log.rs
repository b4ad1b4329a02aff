//! The audit log of a workspace: read in words, verified, signed, taken away.

mod export;
mod words;

use clario_store::{Act, AuditHash, Break, ChainReport, Checkpoint, NewCheckpoint, Scope};
use clario_vault::PublicKey;

pub use export::AuditExport;
pub use words::AuditLine;

use crate::Backend;
use crate::alerts::AlertKind;
use crate::error::Error;
use crate::permission::Permission;
use crate::reports::aside;
use crate::sessions::Recent;
use crate::viewer::Viewer;

/// Entries of one page.
const A_PAGE: u32 = 50;

/// A page of the log, newest first.
pub struct AuditPage {
    /// The entries in words.
    pub lines: Vec<AuditLine>,
    /// The number to ask for older entries with; `None` when these are the oldest.
    pub older: Option<i64>,
    /// The name of the time zone of the times.
    pub zone: String,
    /// What verifying the whole log found.
    pub standing: Verified,
}

/// What verifying a log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many entries follow each other as they were written.
    pub entries: i64,
    /// The hash of the last of them.
    pub head: AuditHash,
    /// Where the log was altered, and how it shows.
    pub broken: Option<(i64, Flawed)>,
    /// The last entry that is covered by a signature.
    pub signed: Option<i64>,
    /// The key of the installation, hexadecimal.
    pub public_key: String,
}

/// How it shows that a log was altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flawed {
    /// The chain itself.
    Chain(Break),
    /// A checkpoint was not signed by this installation.
    Signature,
}

impl Backend {
    /// A page of the log, newest first; the entries before a number, if one is given.
    pub async fn audit_log(&self, viewer: &Viewer, before: Option<i64>) -> Result<AuditPage, Error> {
        let scope = viewer.allowed(Permission::ReadAuditLog)?;
        let entries = self.store().audit_entries(scope, before, A_PAGE).await?;
        let zone = self.store().calendar(scope).await?.zone;
        let older = entries.last().map(|entry| entry.seq).filter(|seq| *seq > 1);
        Ok(AuditPage {
            lines: words::lines(&entries, &zone),
            older,
            zone,
            standing: self.verify_audit_log(scope).await?,
        })
    }

    /// Takes the log away as a file. The log tells of it, and its head is signed first, so that the file is complete.
    pub async fn export_audit_log(&self, viewer: &Viewer, recent: &Recent) -> Result<AuditExport, Error> {
        let scope = viewer.allowed_recently(Permission::ReadAuditLog, recent)?;
        self.store().record(scope, &Act::LogExported, self.now()).await?;
        let account = viewer.account().ok_or(Error::SignIn)?.clone();
        let public = self.public_key().await?;
        let workspace = scope.workspace().clone();
        // A log that was altered is taken away as it is, unsigned from there on.
        self.sign_audit_log(scope).await?;
        Ok(AuditExport::new(self.clone(), account, workspace, &public))
    }

    /// Verifies every log of the installation and signs the heads of those that have grown. To be called about once
    /// an hour. An altered log is never signed; the operators are told.
    pub async fn watch_audit_logs(&self) -> Result<(), Error> {
        for (workspace, _) in self.store().workspace_directory().await? {
            let Some(scope) = self.store().scope_for_upkeep(&workspace).await? else { continue };
            if self.sign_audit_log(&scope).await?.broken.is_some() {
                tracing::error!("an audit log was altered");
                self.raise_alert(AlertKind::AuditLogAltered).await;
            }
        }
        Ok(())
    }

    /// How many logs are not what was written; nothing is signed.
    pub(crate) async fn altered_logs(&self) -> Result<u64, Error> {
        let mut altered = 0;
        for (workspace, _) in self.store().workspace_directory().await? {
            let Some(scope) = self.store().scope_for_upkeep(&workspace).await? else { continue };
            altered += u64::from(self.verify_audit_log(&scope).await?.broken.is_some());
        }
        Ok(altered)
    }

    async fn sign_audit_log(&self, scope: &Scope) -> Result<Verified, Error> {
        let verified = self.verify_audit_log(scope).await?;
        if verified.broken.is_none() && verified.entries > verified.signed.unwrap_or(0) {
            let (key, now) = (self.signing_key().await?, self.now());
            let public = key.public();
            let message = message(scope.workspace().as_str(), verified.entries, &verified.head, now);
            let checkpoint = NewCheckpoint {
                seq: verified.entries,
                hash: &verified.head,
                signer: public.bytes(),
                signature: &key.sign(&message),
            };
            self.store().add_checkpoint(scope, &checkpoint, now).await?;
        }
        Ok(verified)
    }

    async fn verify_audit_log(&self, scope: &Scope) -> Result<Verified, Error> {
        let (report, public) = (self.store().verify_audit_log(scope).await?, self.public_key().await?);
        let workspace = scope.workspace().as_str().to_owned();
        aside(move || verified(&workspace, &report, public)).await
    }
}

fn verified(workspace: &str, report: &ChainReport, public: PublicKey) -> Verified {
    let chain = report.broken.map(|(seq, why)| (seq, Flawed::Chain(why)));
    let unsigned = report
        .checkpoints
        .iter()
        .find(|checkpoint| !is_signed(workspace, checkpoint, public))
        .map(|checkpoint| (checkpoint.seq, Flawed::Signature));
    Verified {
        entries: report.entries,
        head: report.head,
        broken: chain.or(unsigned),
        signed: report.checkpoints.last().map(|checkpoint| checkpoint.seq),
        public_key: public.to_string(),
    }
}

fn is_signed(workspace: &str, checkpoint: &Checkpoint, public: PublicKey) -> bool {
    let Ok(hash) = checkpoint.hash.as_slice().try_into() else { return false };
    checkpoint.signer == public.bytes()
        && public.verifies(&message(workspace, checkpoint.seq, hash, checkpoint.time), &checkpoint.signature)
}

/// What is signed: each part as `length:bytes,`, see `docs/audit-log.md`.
fn message(workspace: &str, seq: i64, hash: &AuditHash, time: i64) -> Vec<u8> {
    let parts = [
        "AltaClario audit checkpoint 1".to_owned(),
        workspace.to_owned(),
        seq.to_string(),
        hexadecimal(hash),
        time.to_string(),
    ];
    counted(&parts)
}

/// Parts as a signature is over them: each as `length:bytes,`.
pub(crate) fn counted(parts: &[String]) -> Vec<u8> {
    parts.iter().fold(String::new(), |text, part| text + &format!("{}:{part},", part.len())).into_bytes()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    crate::trial::to_hexadecimal(bytes)
}
