//! A row of the consent log, and what of it enters its hash.

use sqlx::FromRow;

use crate::chain::{Hash, link};

const EVENT: &str = "AltaClario consent event 1";

/// A row of the consent log, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ConsentEvent {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// Its name in receipts.
    pub id: String,
    /// A random name for the choices of one browser or account.
    pub subject_ref: String,
    /// Whose choice it is, if that is known.
    pub account_id: Option<String>,
    /// The key of the purpose.
    pub purpose: String,
    /// The key of what became of it.
    pub state: String,
    /// The key of the act.
    pub mechanism: String,
    /// The key of the place where the question stood.
    pub layer: String,
    /// The language of the question.
    pub locale: String,
    /// SHA-256 of the words that were shown.
    pub banner_text_hash: Vec<u8>,
    /// The version of the policy they belong to.
    pub policy_version: u32,
    /// SHA-256 of that version.
    pub policy_hash: Vec<u8>,
    /// Whether the browser sent Global Privacy Control.
    pub gpc_at_event: bool,
    /// Whether the browser sent Do Not Track.
    pub dnt_at_event: bool,
    /// When the choice was made.
    pub time: i64,
    /// When it was written down.
    pub recorded: i64,
    /// Until when it holds.
    pub valid_until: Option<i64>,
    /// SHA-256 of the hash before and the row.
    pub hash: Vec<u8>,
}

/// Selects rows of [`ConsentEvent`].
macro_rules! events {
    ($condition:literal) => {
        concat!(
            "SELECT seq, id, subject_ref, account_id, purpose, state, mechanism, layer, locale, banner_text_hash,
                 policy_version, policy_hash, gpc_at_event, dnt_at_event, time, recorded, valid_until, hash
             FROM consent_event ",
            $condition
        )
    };
}
pub(super) use events;

impl ConsentEvent {
    /// SHA-256 of the hash before and of everything in the row.
    pub(super) fn hash_after(&self, before: &Hash) -> Hash {
        let numbers = [
            self.seq.to_string(),
            self.policy_version.to_string(),
            self.time.to_string(),
            self.recorded.to_string(),
            self.valid_until.map(|until| until.to_string()).unwrap_or_default(),
        ];
        let signals: &[u8] = match (self.gpc_at_event, self.dnt_at_event) {
            (false, false) => b"",
            (true, false) => b"gpc",
            (false, true) => b"dnt",
            (true, true) => b"gpc dnt",
        };
        let parts: [&[u8]; 17] = [
            EVENT.as_bytes(),
            numbers[0].as_bytes(),
            self.id.as_bytes(),
            self.subject_ref.as_bytes(),
            self.account_id.as_deref().unwrap_or_default().as_bytes(),
            self.purpose.as_bytes(),
            self.state.as_bytes(),
            self.mechanism.as_bytes(),
            self.layer.as_bytes(),
            self.locale.as_bytes(),
            &self.banner_text_hash,
            numbers[1].as_bytes(),
            &self.policy_hash,
            signals,
            numbers[2].as_bytes(),
            numbers[3].as_bytes(),
            numbers[4].as_bytes(),
        ];
        link(before, &parts)
    }
}

/// A row as verifying reads it: everything that is no hash in one text, since a million rows have few columns that way.
#[derive(FromRow)]
pub(super) struct Packed {
    pub(super) seq: i64,
    words: String,
    banner_text_hash: Vec<u8>,
    policy_hash: Vec<u8>,
    pub(super) hash: Vec<u8>,
}

/// Selects rows of [`Packed`].
pub(super) const PACKED: &str = "SELECT seq, banner_text_hash, policy_hash, hash,
        id || '|' || subject_ref || '|' || coalesce(account_id, '') || '|' || purpose || '|' || state || '|' || mechanism
        || '|' || layer || '|' || locale || '|' || policy_version || '|' || gpc_at_event || '|' || dnt_at_event || '|' ||
        time || '|' || recorded || '|' || coalesce(valid_until, '') AS words
    FROM consent_event WHERE seq > ? ORDER BY seq LIMIT ?";

impl Packed {
    /// The same as [`ConsentEvent::hash_after`]; `None` when a column holds what was never written.
    pub(super) fn hash_after(&self, before: &Hash) -> Option<Hash> {
        let mut words = [""; 14];
        let mut given = self.words.split('|');
        for word in &mut words {
            *word = given.next()?;
        }
        if given.next().is_some() {
            return None;
        }
        let [
            id,
            subject,
            account,
            purpose,
            state,
            mechanism,
            layer,
            locale,
            version,
            gpc,
            dnt,
            time,
            recorded,
            until,
        ] = words.map(str::as_bytes);
        let signals: &[u8] = match (gpc, dnt) {
            (b"0", b"0") => b"",
            (b"1", b"0") => b"gpc",
            (b"0", b"1") => b"dnt",
            (b"1", b"1") => b"gpc dnt",
            _ => return None,
        };
        let seq = self.seq.to_string();
        let parts: [&[u8]; 17] = [
            EVENT.as_bytes(),
            seq.as_bytes(),
            id,
            subject,
            account,
            purpose,
            state,
            mechanism,
            layer,
            locale,
            &self.banner_text_hash,
            version,
            &self.policy_hash,
            signals,
            time,
            recorded,
            until,
        ];
        Some(link(before, &parts))
    }
}
