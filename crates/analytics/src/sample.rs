//! One pass over the selected items: everything that several charts need of them.

use crate::calendar::{Calendar, Unit};
use crate::day::Day;
use crate::derived::{REMOVED, RESTARTED, STARTED, ShortDay, UNKNOWN_STATUS, day, short_day};
use crate::percentile::Distribution;
use crate::period::Period;
use crate::report::{Context, ItemRef};
use crate::selection::{Part, Selection};

/// An item finished in the period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finished {
    pub(crate) part: u32,
    pub(crate) place: u32,
    pub(crate) day: Day,
    /// 0 without a start.
    pub(crate) cycle: u32,
}

/// An item in progress today.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open {
    pub(crate) part: u32,
    pub(crate) place: u32,
    pub(crate) started: Day,
    pub(crate) age: u32,
}

/// The selected items, counted in the ways that several charts need.
pub(crate) struct Sample<'a> {
    pub(crate) selection: Selection<'a>,
    pub(crate) today: Day,
    pub(crate) period: Period,
    /// `None` as well while the first reading goes on: what was not read yet would be taken for a change.
    pub(crate) compared: Option<Period>,
    /// Whether items of before the period may not have been read yet.
    pub(crate) partial: bool,
    pub(crate) unit: Unit,
    /// Items finished in the period, by part and place.
    pub(crate) finished: Vec<Finished>,
    /// Items finished in the compared period, by part and place.
    pub(crate) finished_before: Vec<Finished>,
    /// Items in progress today, by part and place.
    pub(crate) open: Vec<Open>,
    /// (started, finished or 0) of all items that were in progress at some time since `first`.
    pub(crate) spells: Vec<(ShortDay, ShortDay)>,
    /// Cycle times by the day of finishing, from `first` on; items without a start are left out.
    pub(crate) cycles: Vec<Vec<u32>>,
    /// The first day of `throughput` and `wip`.
    pub(crate) first: Day,
    /// Items finished by day from `first` to the end of the period.
    pub(crate) throughput: Vec<u32>,
    /// Items in progress at the end of each day from `first` to the end of the period.
    pub(crate) wip: Vec<u32>,
    /// Cycle times of the period.
    pub(crate) durations: Distribution,
    /// Finished in the period without a start.
    pub(crate) without_start: u32,
    /// Those of them that were started until going back to the queue restarted their clock.
    pub(crate) not_restarted: u32,
    /// Items that left the flow undelivered within the period.
    pub(crate) removed: u32,
    /// Items in progress or finished in the period that were in a status nobody knows.
    pub(crate) unknown: u32,
    pub(crate) matching: u32,
}

impl<'a> Sample<'a> {
    pub(crate) fn of(selection: Selection<'a>, context: &Context) -> Self {
        let (today, partial) = (context.today, context.partial.is_some());
        let period = selection.query.period(today);
        let compared = selection.query.compared(today).filter(|_| !partial);
        // A percentile's history looks one window back.
        let first = compared.map_or(period.before().from, |it| it.from.min(period.before().from));
        let length = usize::try_from(period.to.0 - first.0 + 1).unwrap_or(0);
        let unit = selection.query.unit;
        let mut sample = Self {
            today,
            period,
            compared,
            partial,
            unit,
            finished: Vec::new(),
            finished_before: Vec::new(),
            open: Vec::new(),
            spells: Vec::new(),
            cycles: vec![Vec::new(); length],
            first,
            throughput: vec![0; length],
            wip: vec![0; length + 1],
            durations: Distribution::default(),
            without_start: 0,
            not_restarted: 0,
            removed: 0,
            unknown: 0,
            matching: 0,
            selection,
        };
        sample.scan();
        sample
    }

    pub(crate) fn part(&self, at: u32) -> &Part<'a> {
        &self.selection.parts[at as usize]
    }

    pub(crate) fn item_ref(&self, part: u32, place: u32) -> ItemRef {
        self.selection.portfolio.item_ref(self.part(part).slice, place as usize)
    }

    pub(crate) fn calendar(&self) -> &Calendar {
        &self.selection.portfolio.settings().calendar
    }

    pub(crate) fn duration(&self, from: Day, to: Day) -> u32 {
        self.calendar().duration(from, to, self.unit)
    }

    /// Items finished in a period that lies within the scanned days.
    pub(crate) fn finished_in(&self, period: Period) -> u32 {
        let at = |day: Day| usize::try_from(day.0 - self.first.0).unwrap_or(0);
        let end = (at(period.to) + 1).min(self.throughput.len());
        self.throughput.get(at(period.from)..end).unwrap_or(&[]).iter().sum()
    }

    /// Items in progress at the end of a day that was scanned.
    pub(crate) fn wip_at(&self, day: Day) -> Option<u32> {
        self.wip.get(usize::try_from(day.0 - self.first.0).ok()?).copied()
    }

    /// Cycle times of the items finished on a day that was scanned.
    pub(crate) fn cycles_on(&self, day: Day) -> &[u32] {
        let at = usize::try_from(day.0 - self.first.0).ok();
        at.and_then(|at| self.cycles.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Cycle times of the items finished in a period that lies within the scanned days.
    pub(crate) fn durations_in(&self, period: Period) -> Distribution {
        let days = (period.from.0..=period.to.0).map(Day);
        Distribution::of(days.flat_map(|day| self.cycles_on(day)).copied())
    }

    /// The 50th, 85th and 95th percentile of the window of so many days that ends on a day.
    ///
    /// `None` with too few items, and while items of the window may not have been read yet: the period is what is being
    /// shown, so a window is taken as whole when it does not begin before it.
    pub(crate) fn three_of(&self, window: &Distribution, end: Day, days: u32) -> Option<[u32; 3]> {
        let whole = !self.partial || Period::ending(end, days).from >= self.period.from;
        window.three().filter(|_| whole)
    }

    /// For each of these days, ascending, the cycle times of the `days` that end on it.
    pub(crate) fn windows(&self, ends: &[Day], days: u32) -> Vec<Distribution> {
        let mut inside = Distribution::default();
        let (mut entered, mut left) = (self.first, self.first);
        let window = |end: &Day| {
            while entered <= *end {
                self.cycles_on(entered).iter().for_each(|cycle| inside.add(*cycle));
                entered = entered.plus(1);
            }
            while left < Period::ending(*end, days).from {
                self.cycles_on(left).iter().for_each(|cycle| inside.remove(*cycle));
                left = left.plus(1);
            }
            inside.clone()
        };
        ends.iter().map(window).collect()
    }

    /// Items in progress at the end of a day whose age then was more than so many days.
    pub(crate) fn older_than(&self, limit: u32, at: Day) -> u32 {
        let (end, begun_by) = (short_day(at), self.begun_by(limit, at));
        // Numbers and no branches: there is no telling which way the next one would go.
        let is_old = |(started, finished): &(ShortDay, ShortDay)| {
            u32::from(*started <= begun_by) & (u32::from(*finished == 0) | u32::from(*finished > end))
        };
        self.spells.iter().map(is_old).sum()
    }

    /// The last day on which an item was started that is older than so many days on another day; 0 when there is none.
    fn begun_by(&self, limit: u32, at: Day) -> ShortDay {
        let (mut older, mut younger) = (0, short_day(at).saturating_add(1));
        while older + 1 < younger {
            let middle = older.midpoint(younger);
            if self.duration(day(middle), at) > limit { older = middle } else { younger = middle }
        }
        older
    }

    fn scan(&mut self) {
        let parts = std::mem::take(&mut self.selection.parts);
        for (at, part) in (0..).zip(&parts) {
            self.scan_part(at, part);
        }
        self.selection.parts = parts;
        let mut running = 0_u32;
        self.wip.pop();
        for day in &mut self.wip {
            // Differences are kept as wrapping numbers until they are summed up.
            running = running.wrapping_add(*day);
            *day = running;
        }
    }

    fn scan_part(&mut self, at: u32, part: &Part<'a>) {
        let derived = &part.slice.derived;
        let (first, last) = (short_day(self.first), short_day(self.period.to));
        let (from, today) = (short_day(self.period.from), short_day(self.today));
        self.matching += u32::try_from(part.count()).unwrap_or(u32::MAX);
        for place in part.places_by_end(|finished| finished == 0 || finished >= first) {
            let finished = derived.finished[place];
            let state = derived.state[place];
            if state & REMOVED != 0 {
                self.removed += u32::from(self.left_in_period(part, place));
                continue;
            }
            let started = if state & STARTED == 0 { 0 } else { derived.started[place] };
            let mut relevant = false;
            let short_place = u32::try_from(place).unwrap_or(u32::MAX);
            if finished != 0 && finished <= last {
                self.throughput[usize::from(finished - first)] += 1;
                let cycle = if started == 0 { 0 } else { self.duration(day(started), day(finished)) };
                if cycle > 0 {
                    self.cycles[usize::from(finished - first)].push(cycle);
                }
                let item = Finished { part: at, place: short_place, day: day(finished), cycle };
                if finished >= from {
                    relevant = true;
                    self.finished.push(item);
                    if cycle > 0 {
                        self.durations.add(cycle);
                    } else {
                        self.without_start += 1;
                        self.not_restarted += u32::from(state & RESTARTED != 0);
                    }
                }
                if self.compared.is_some_and(|compared| compared.contains(item.day)) {
                    self.finished_before.push(item);
                }
            }
            if started != 0 {
                self.spell(started, finished);
                if finished == 0 && started <= today {
                    relevant = true;
                    let age = self.duration(day(started), self.today);
                    let open = Open { part: at, place: short_place, started: day(started), age };
                    self.open.push(open);
                }
            }
            self.unknown += u32::from(relevant && state & UNKNOWN_STATUS != 0);
        }
    }

    fn spell(&mut self, started: ShortDay, finished: ShortDay) {
        let (first, last) = (short_day(self.first), short_day(self.period.to));
        if started > last {
            return;
        }
        self.spells.push((started, finished));
        let begin = usize::from(started.max(first) - first);
        self.wip[begin] = self.wip[begin].wrapping_add(1);
        if finished != 0 && finished <= last {
            let end = usize::from(finished - first);
            self.wip[end] = self.wip[end].wrapping_sub(1);
        }
    }

    /// Whether the last thing that happened to an undelivered item happened in the period.
    fn left_in_period(&self, part: &Part<'_>, place: usize) -> bool {
        let data = &part.slice.data;
        let item = part.slice.members.item(place);
        let (_, times, _) = data.statuses_of(item);
        let at = times.last().copied().unwrap_or(data.created(item));
        let zone = &self.selection.portfolio.settings().zone;
        self.period.contains(zone.day_of(i64::from(at)))
    }
}
