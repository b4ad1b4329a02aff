//! Where items spent the time between started and finished, summed up.

use crate::data_set::DataSet;
use crate::day::Day;
use crate::derived::FLAGGED;
use crate::elapsed::{Elapsed, days};
use crate::period::Period;
use crate::portfolio::Slice;
use crate::sample::{Finished, Sample};
use crate::stay::{blocked, stays};
use crate::trace::Trace;
use crate::workflow::Stage;

/// What makes a row of its own, in the order of rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RowKey {
    rank: u8,
    /// The workflow's column; 0 across teams, whose columns are not each other's.
    column: u8,
    pub(crate) stage: Stage,
    pub(crate) name: String,
    /// Connection and status: two statuses of one name are two within a team. Across teams they are shown as one.
    status: Option<(usize, u16)>,
}

/// Time in one row.
#[derive(Debug, Clone)]
pub(crate) struct Spent {
    pub(crate) key: RowKey,
    pub(crate) seconds: i64,
    pub(crate) blocked: i64,
    /// The items that were in it, each once, by their number among all that were added.
    pub(crate) items: Vec<u32>,
}

/// The time of a number of items.
#[derive(Debug, Default)]
pub(crate) struct SpentTime {
    /// In the order in which they were met.
    pub(crate) rows: Vec<Spent>,
    /// By part of the selection: (status, column, index in `rows`). A part has few statuses, so they are searched in a row.
    met: Vec<Vec<(u16, u8, usize)>>,
    several: bool,
    pub(crate) active: i64,
    pub(crate) waiting: i64,
    pub(crate) blocked: i64,
    pub(crate) blocked_items: u32,
    pub(crate) blocked_times: u32,
    /// Items with a start and an end.
    pub(crate) items: u32,
    /// Everything between started and finished, whatever the stage.
    pub(crate) all: i64,
    /// (active, waiting) by the day on which the items were finished.
    by_day: Vec<(i64, i64)>,
    /// The day of the first entry of `by_day`.
    first: Day,
}

impl SpentTime {
    /// The time of finished items; those without a start have none.
    pub(crate) fn of<'i>(sample: &Sample<'_>, finished: impl IntoIterator<Item = &'i Finished>) -> Self {
        let settings = sample.selection.portfolio.settings();
        let elapsed = Elapsed::new(settings, sample.unit);
        let mut time = Self {
            met: vec![Vec::new(); sample.selection.parts.len()],
            several: sample.selection.has_several_teams(),
            by_day: vec![(0, 0); sample.throughput.len()],
            first: sample.first,
            ..Self::default()
        };
        let mut trace = Trace::default();
        for item in finished.into_iter().filter(|item| item.cycle > 0) {
            time.add(sample, *item, &elapsed, &mut trace);
        }
        time
    }

    /// Active share of active and waiting time, in percent, blocked time taken as waiting.
    pub(crate) fn efficiency(&self) -> Option<f64> {
        efficiency(self.active, self.waiting)
    }

    /// The same of the items finished in a part of the period.
    pub(crate) fn efficiency_in(&self, period: Period) -> Option<f64> {
        let at = |day: Day| usize::try_from(day.0 - self.first.0).unwrap_or(0);
        let days = self.by_day.get(at(period.from)..=at(period.to)).unwrap_or(&[]).iter();
        let (active, waiting) = days.fold((0, 0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
        efficiency(active, waiting)
    }

    fn add(&mut self, sample: &Sample<'_>, finished: Finished, elapsed: &Elapsed<'_>, trace: &mut Trace) {
        let slice = sample.part(finished.part).slice;
        let before = (self.active, self.waiting);
        let flagged = slice.derived.state[finished.place as usize] & FLAGGED != 0;
        self.items += 1;
        if flagged || elapsed.leaves_days_out() {
            self.follow(slice, finished, elapsed, trace);
        } else {
            self.look_up(slice, finished);
        }
        let at = usize::try_from(finished.day.0 - self.first.0).unwrap_or(0);
        if let Some(day) = self.by_day.get_mut(at) {
            day.0 += self.active - before.0;
            day.1 += self.waiting - before.1;
        }
    }

    /// Adds an item that was never flagged from what was computed with the data.
    fn look_up(&mut self, slice: &Slice, finished: Finished) {
        let past = &slice.derived.past;
        for stay in past.of(finished.place as usize).iter().filter(|stay| stay.seconds > 0) {
            let (status, column) = past.row_of(*stay);
            let seconds = i64::from(stay.seconds);
            let number = self.items;
            let spent = self.spent_in(slice, finished.part, status, column);
            spent.seconds += seconds;
            if spent.items.last() != Some(&number) {
                spent.items.push(number);
            }
            self.all += seconds;
            match slice.resolved.stage(column) {
                Stage::Active => self.active += seconds,
                Stage::Waiting => self.waiting += seconds,
                Stage::Queue | Stage::Done | Stage::Removed => {}
            }
        }
    }

    /// Adds an item by following its way anew.
    fn follow(&mut self, slice: &Slice, finished: Finished, elapsed: &Elapsed<'_>, trace: &mut Trace) {
        let (data, workflow) = (&slice.data, &slice.resolved);
        let item = slice.members.item(finished.place as usize);
        trace.follow(data, workflow, item);
        let (Some(start), Some(end)) = (trace.started, trace.finished) else { return };
        let flagged = !data.flag_toggles(item).is_empty();
        for stay in stays(data, workflow, item, end) {
            let (from, to) = (stay.from.max(start), stay.to.min(end));
            if from >= to {
                continue;
            }
            let seconds = elapsed.between(from, to);
            let stopped = if flagged { overlap(data, item, (from, to), elapsed) } else { 0 };
            let number = self.items;
            let spent = self.spent_in(slice, finished.part, stay.status, stay.column);
            spent.seconds += seconds;
            spent.blocked += stopped;
            // Coming back does not count an item again.
            if spent.items.last() != Some(&number) {
                spent.items.push(number);
            }
            self.all += seconds;
            match workflow.stage(stay.column) {
                Stage::Active => {
                    self.active += seconds - stopped;
                    self.waiting += stopped;
                }
                Stage::Waiting => self.waiting += seconds,
                Stage::Queue | Stage::Done | Stage::Removed => {}
            }
        }
        if flagged {
            let times = blocked(data, item, end).filter(|(from, to)| *to > start && *from < end);
            let times = u32::try_from(times.count()).unwrap_or(u32::MAX);
            self.blocked += overlap(data, item, (start, end), elapsed);
            self.blocked_times += times;
            self.blocked_items += u32::from(times > 0);
        }
    }
}

impl SpentTime {
    /// The row of a status, made when it is met for the first time.
    fn spent_in(&mut self, slice: &Slice, part: u32, status: u16, column: u8) -> &mut Spent {
        let met = &mut self.met[part as usize];
        let known = met.iter().find(|entry| (entry.0, entry.1) == (status, column)).map(|entry| entry.2);
        let at = known.unwrap_or_else(|| {
            let key = RowKey {
                rank: slice.resolved.rank(column),
                column: if self.several { 0 } else { column },
                stage: slice.resolved.stage(column),
                name: slice.data.status(status).0.to_owned(),
                status: (!self.several).then_some((slice.connection, status)),
            };
            let at = self.rows.iter().position(|row| row.key == key).unwrap_or_else(|| {
                self.rows.push(Spent { key, seconds: 0, blocked: 0, items: Vec::new() });
                self.rows.len() - 1
            });
            met.push((status, column, at));
            at
        });
        &mut self.rows[at]
    }
}

fn efficiency(active: i64, waiting: i64) -> Option<f64> {
    let both = active + waiting;
    (both > 0).then(|| days(active) * 100.0 / days(both))
}

/// Seconds of a stretch in which the item was flagged.
fn overlap(data: &DataSet, item: u32, within: (u32, u32), elapsed: &Elapsed<'_>) -> i64 {
    blocked(data, item, within.1)
        .map(|(from, to)| elapsed.between(from.max(within.0), to.min(within.1)))
        .sum()
}
