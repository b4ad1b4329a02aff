//! Manners of the server that can be changed while it runs.

use std::collections::BTreeSet;

/// How nice the server is; every field can be set at any time through [`crate::Faults::set`].
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each switch is on or off on its own")]
pub struct Switches {
    /// Answers more than was asked: every field, the words and the people included, at every request.
    pub generous: bool,
    /// The most issues on a page of a search that asks for more than id and key, whatever was asked.
    pub page_cap: usize,
    /// The most issues on a page of a search for ids and keys alone; the real limit is 5,000.
    pub id_page_cap: usize,
    /// The most histories on a page of `changelog/bulkfetch`; the real limit is 10,000.
    pub history_cap: usize,
    /// Sends an empty page with a token before every page of a search that has this ordinal; 0 for never.
    pub empty_page_every: usize,
    /// Leaves `isLast` out of search answers.
    pub omits_is_last: bool,
    /// Leaves `total` out of lists of the agile API.
    pub omits_total: bool,
    /// How long a change takes to reach the search index, in milliseconds of virtual time.
    pub index_lag_millis: i64,
    /// How far the server's own clock (header `Date`, `serverTime`) is ahead of the virtual time.
    pub clock_skew_millis: i64,
    /// Boards whose configuration the reader may not see, by id.
    pub refused_configurations: BTreeSet<u32>,
    /// Keeps whole histories in `changelog/bulkfetch` when one of their items was asked for.
    pub whole_histories: bool,
    /// Compresses answers for clients that accept gzip.
    pub gzip: bool,
    /// Fields, by their names on the wire, that tell nothing: null in every issue and nothing in histories. The two
    /// moments that no issue is without, `created` and `updated`, are the same for all issues instead.
    pub blank: BTreeSet<String>,
    /// Fields, by their names on the wire, of which no history tells anything.
    pub without_history: BTreeSet<String>,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            generous: true,
            page_cap: 1000,
            id_page_cap: 5000,
            history_cap: 10_000,
            empty_page_every: 0,
            omits_is_last: false,
            omits_total: false,
            index_lag_millis: 0,
            clock_skew_millis: 0,
            refused_configurations: BTreeSet::new(),
            whole_histories: true,
            gzip: true,
            blank: BTreeSet::new(),
            without_history: BTreeSet::new(),
        }
    }
}

impl Switches {
    pub(crate) fn hides_history(&self, field_id: &str) -> bool {
        self.blank.contains(field_id) || self.without_history.contains(field_id)
    }
}
