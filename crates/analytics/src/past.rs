//! Where each finished item spent its time, computed once: most of what the charts of the past ask for.

use crate::data_set::DataSet;
use crate::derived::{ShortDay, short_day};
use crate::stay::stays;
use crate::trace::Trace;
use crate::workflow::{Resolved, Stage};
use crate::zone::Zone;

/// The stays of finished items between their start and their end, those in one status and column as one.
#[derive(Debug, Clone)]
pub(crate) struct Past {
    /// (status, column) by number.
    rows: Vec<(u16, u8)>,
    /// Where the stays of each place begin; one more at the end.
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

    /// The stays of a place, in the order in which they began.
    pub(crate) fn of(&self, place: usize) -> &[PastStay] {
        &self.stays[self.begins[place] as usize..self.begins[place + 1] as usize]
    }

    /// The status and the column of a stay.
    pub(crate) fn row_of(&self, stay: PastStay) -> (u16, u8) {
        self.rows[usize::from(stay.row)]
    }

    pub(crate) fn shrink(&mut self) {
        self.stays.shrink_to_fit();
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        4 * self.rows.capacity() + 4 * self.begins.capacity() + size_of::<PastStay>() * self.stays.capacity()
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
