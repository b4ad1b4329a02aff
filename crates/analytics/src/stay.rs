//! The stays of an item in its statuses, one after the other.

use crate::data_set::DataSet;
use crate::workflow::{Resolved, UNKNOWN};

/// From entering a status to leaving it, in seconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusStay {
    pub(crate) status: u16,
    /// The column it counts as: its own, or its neighbour's when nobody knows it.
    pub(crate) column: u8,
    /// Whether nobody knows the status.
    pub(crate) unknown: bool,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// All stays of an item in order of time; the last one ends at `end`.
pub(crate) fn stays<'a>(
    data: &'a DataSet,
    workflow: &'a Resolved,
    item: u32,
    end: u32,
) -> impl Iterator<Item = StatusStay> + 'a {
    let (first, times, to) = data.statuses_of(item);
    let item_type = data.type_of(item);
    let of = move |status: u16| workflow.column(item_type, status);
    let mut column = std::iter::once(first)
        .chain(to.iter().copied())
        .map(of)
        .find(|column| *column != UNKNOWN)
        .unwrap_or(0);
    (0..=times.len()).map(move |at| {
        let status = if at == 0 { first } else { to[at - 1] };
        let own = of(status);
        if own != UNKNOWN {
            column = own;
        }
        let from = if at == 0 { data.created(item) } else { times[at - 1] };
        let to = times.get(at).copied().unwrap_or(end).max(from);
        StatusStay { status, column, unknown: own == UNKNOWN, from, to }
    })
}

/// The stretches in which an item was flagged; one that lasts ends at `end`.
pub(crate) fn blocked(data: &DataSet, item: u32, end: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
    data.flag_toggles(item)
        .chunks(2)
        .map(move |pair| (pair[0], pair.get(1).copied().unwrap_or(end).max(pair[0])))
}
