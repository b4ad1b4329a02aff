//! The opaque page token: bound to its query, dead after seven days.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::moment::DAY;
use crate::world::Row;

/// Where the next page of a search begins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Cursor {
    bound: u64,
    issued: i64,
    pub(crate) ordinal: usize,
    pub(crate) last: Option<Row>,
}

impl Cursor {
    /// A number that differs as soon as the query does.
    pub(crate) fn fingerprint(jql: &str, fields: &[String], fresh: &[u64]) -> u64 {
        let mut hasher = DefaultHasher::new();
        (jql, fields, fresh).hash(&mut hasher);
        hasher.finish()
    }

    pub(crate) fn start(bound: u64, now: i64) -> Self {
        Self { bound, issued: now, ordinal: 0, last: None }
    }

    /// The cursor of a token; none when it is broken, too old or of another query.
    pub(crate) fn read(token: &str, bound: u64, now: i64) -> Option<Self> {
        let cursor: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        (cursor.bound == bound && now - cursor.issued <= 7 * DAY).then_some(cursor)
    }

    pub(crate) fn write(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// The same place, one page later.
    pub(crate) fn skipped(&self) -> Self {
        Self { ordinal: self.ordinal + 1, ..self.clone() }
    }

    /// The place behind a row.
    pub(crate) fn after(&self, last: Row, now: i64) -> Self {
        Self { bound: self.bound, issued: now, ordinal: self.ordinal + 1, last: Some(last) }
    }
}
