//! Where each finished item spent its time, computed once: most of what the charts of the past ask for.

use crate::data_set::DataSet;
use crate::derived::{ShortDay, short_day};
use crate::stay::stays;
use crate::trace::Trace;
use crate::workflow::{Resolved, Stage};
use crate::zone::Zone;

/// The stays of finished items between their start and their end, those in one status and column as one.
///
/// Items that finished near each other lie next to each other, so a period reads one stretch of memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    /// (status, column) by number.
    rows: Vec<(u16, u8)>,
    /// For each place the number of its item in the order of finishing; 0 for those without a past.
    ranks: Vec<u32>,
    /// Where the stays of each rank begin; one more at the end.
    begins: Vec<u32>,
    stays: Vec<PastStay>,
}

/// The time of one item in one status and column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PastStay {
    row: u16,
    /// The day on which it left for good.
    pub(crate) left: ShortDay,
    /// Elapsed time between start and end; 0 when it only passed through.
    pub(crate) seconds: u32,
}

impl Past {
    /// The stays of a place, in the order in which they began.
    pub(crate) fn of(&self, place: usize) -> &[PastStay] {
        let rank = self.ranks[place] as usize;
        &self.stays[self.begins[rank] as usize..self.begins[rank + 1] as usize]
    }

    /// The status and the column of a stay.
    pub(crate) fn row_of(&self, stay: PastStay) -> (u16, u8) {
        self.rows[usize::from(stay.row)]
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        4 * (self.rows.capacity() + self.ranks.capacity() + self.begins.capacity())
            + size_of::<PastStay>() * self.stays.capacity()
    }
}

/// The same in the making, by place.
pub(crate) struct PastBuilder {
    rows: Vec<(u16, u8)>,
    /// Where the stays of each place begin; one more at the end.
    begins: Vec<u32>,
    stays: Vec<PastStay>,
}

impl PastBuilder {
    pub(crate) fn with_capacity(items: usize) -> Self {
        let mut begins = Vec::with_capacity(items + 1);
        begins.push(0);
        Self { rows: Vec::new(), begins, stays: Vec::new() }
    }

    /// Adds the next place: an item whose way was traced. One that is not finished, or never started, has no past.
    pub(crate) fn push(
        &mut self,
        data: &DataSet,
        workflow: &Resolved,
        item: u32,
        trace: &Trace,
        zone: &Zone,
    ) {
        if let (Some(start), Some(end)) = (trace.started, trace.finished) {
            let first = self.stays.len();
            for stay in stays(data, workflow, item, end) {
                let before = stay.from < start && stay.to <= start;
                let after = stay.from >= end && workflow.stage(stay.column) == Stage::Done;
                if before || after {
                    continue;
                }
                let (from, to) = (stay.from.max(start), stay.to.min(end));
                let row = self.row(stay.status, stay.column);
                let left = short_day(zone.day_of(i64::from(stay.to)));
                match self.stays[first..].iter_mut().find(|known| known.row == row) {
                    Some(known) => {
                        known.seconds += to.saturating_sub(from);
                        known.left = left;
                    }
                    None => self.stays.push(PastStay { row, left, seconds: to.saturating_sub(from) }),
                }
            }
        }
        self.begins.push(u32::try_from(self.stays.len()).unwrap_or(u32::MAX));
    }

    /// Puts them into the order of the days on which the items finished, given by place.
    pub(crate) fn finish(self, finished: &[ShortDay]) -> Past {
        let stays_of =
            |place: usize| &self.stays[self.begins[place] as usize..self.begins[place + 1] as usize];
        let mut order: Vec<usize> =
            (0..finished.len()).filter(|place| !stays_of(*place).is_empty()).collect();
        order.sort_by_key(|place| finished[*place]);
        let mut ranks = vec![0; finished.len()];
        let mut begins = Vec::with_capacity(order.len() + 2);
        begins.extend([0, 0]);
        let mut stays = Vec::with_capacity(self.stays.len());
        for (rank, place) in (1..).zip(order) {
            ranks[place] = rank;
            stays.extend_from_slice(stays_of(place));
            begins.push(u32::try_from(stays.len()).unwrap_or(u32::MAX));
        }
        Past { rows: self.rows, ranks, begins, stays }
    }

    fn row(&mut self, status: u16, column: u8) -> u16 {
        let known = self.rows.iter().position(|row| *row == (status, column));
        let at = known.unwrap_or_else(|| {
            self.rows.push((status, column));
            self.rows.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }
}
