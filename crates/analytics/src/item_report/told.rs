//! The story of one item: its stays, its dates, and the rules that made its numbers.

use super::{BlockedStay, StatusTime, Stay};
use crate::calendar::Unit;
use crate::data_set::DataSet;
use crate::day::Day;
use crate::elapsed::Elapsed;
use crate::label::{count, often};
use crate::moment::{length, moment};
use crate::portfolio::Settings;
use crate::stay::{blocked, stays};
use crate::trace::Trace;
use crate::workflow::{Column, Resolved, Stage};

/// One item with everything its story needs.
pub(super) struct Told<'a> {
    pub(super) settings: &'a Settings,
    pub(super) unit: Unit,
    pub(super) data: &'a DataSet,
    pub(super) resolved: &'a Resolved,
    pub(super) columns: &'a [Column],
    pub(super) item: u32,
    /// Seconds since 1970 UTC.
    pub(super) now: u32,
    pub(super) trace: &'a Trace,
}

/// The dates of an item and what lies between them.
pub(super) struct Dates {
    started: Option<Day>,
    finished: Option<Day>,
    pub(super) cycle: Option<u32>,
    pub(super) lead: Option<u32>,
    pub(super) age: Option<u32>,
}

impl Dates {
    pub(super) fn heading(&self, key: &str, unit: Unit, trace: &Trace) -> String {
        match (self.cycle, self.age, self.finished) {
            _ if trace.removed => format!("{key} was closed without being delivered"),
            (Some(cycle), _, _) => format!("{key} took {} {}", count(cycle), unit.word(cycle)),
            (_, _, Some(_)) if trace.restarts > 0 => {
                format!("{key} was finished without being started again")
            }
            (_, _, Some(_)) => format!("{key} went straight to done"),
            (_, Some(age), _) => {
                format!("{key} is in progress for {} {}", count(age), unit.word(age))
            }
            _ if trace.restarts > 0 => format!("{key} was not started again"),
            _ => format!("{key} was not started yet"),
        }
    }
}

impl Told<'_> {
    pub(super) fn date(&self, seconds: u32) -> Day {
        self.settings.zone.day_of(i64::from(seconds))
    }

    pub(super) fn dates(&self, today: Day) -> Dates {
        let created = self.date(self.data.created(self.item));
        let started = self.trace.started.map(|at| self.date(at));
        let finished = self.trace.finished.map(|at| self.date(at));
        let duration = |from: Day, to: Day| self.settings.calendar.duration(from, to, self.unit);
        let counts = !self.trace.removed;
        Dates {
            started,
            finished,
            cycle: started.zip(finished).filter(|_| counts).map(|(from, to)| duration(from, to)),
            lead: finished.filter(|_| counts).map(|to| duration(created, to)),
            age: started.filter(|_| counts && finished.is_none()).map(|from| duration(from, today)),
        }
    }

    /// The end of what is counted: finished, else now.
    fn end(&self) -> u32 {
        self.trace.finished.unwrap_or(self.now)
    }

    fn elapsed(&self) -> Elapsed<'_> {
        Elapsed::new(self.settings, self.unit)
    }

    pub(super) fn stays(&self) -> Vec<Stay> {
        let elapsed = self.elapsed();
        let zone = &self.settings.zone;
        let count = stays(self.data, self.resolved, self.item, self.now).count();
        stays(self.data, self.resolved, self.item, self.now)
            .enumerate()
            .map(|(at, stay)| {
                let (days, days_label) = length(elapsed.between(stay.from, stay.to));
                let counted =
                    self.trace.started.is_some_and(|start| stay.from >= start && stay.from < self.end());
                Stay {
                    status: self.data.status(stay.status).0.to_owned(),
                    column: self
                        .columns
                        .get(usize::from(stay.column))
                        .map_or_else(String::new, |column| column.label.clone()),
                    stage: self.resolved.stage(stay.column),
                    from: i64::from(stay.from),
                    to: i64::from(stay.to),
                    from_label: moment(zone, stay.from),
                    to_label: if at + 1 == count { "now".to_owned() } else { moment(zone, stay.to) },
                    days,
                    days_label,
                    counted,
                }
            })
            .collect()
    }

    pub(super) fn statuses(&self) -> Vec<StatusTime> {
        let Some(start) = self.trace.started else { return Vec::new() };
        let elapsed = self.elapsed();
        let mut sums: Vec<(u16, u8, i64, u32)> = Vec::new();
        for stay in stays(self.data, self.resolved, self.item, self.now) {
            let (from, to) = (stay.from.max(start), stay.to.min(self.end()));
            if from >= to {
                continue;
            }
            let seconds = elapsed.between(from, to);
            match sums.iter_mut().find(|sum| (sum.0, sum.1) == (stay.status, stay.column)) {
                Some(sum) => {
                    sum.2 += seconds;
                    sum.3 += 1;
                }
                None => sums.push((stay.status, stay.column, seconds, 1)),
            }
        }
        sums.into_iter()
            .map(|(status, column, seconds, times)| {
                let (days, days_label) = length(seconds);
                StatusTime {
                    status: self.data.status(status).0.to_owned(),
                    stage: self.resolved.stage(column),
                    days,
                    days_label,
                    times,
                }
            })
            .collect()
    }

    pub(super) fn blocked(&self) -> Vec<BlockedStay> {
        let elapsed = self.elapsed();
        let zone = &self.settings.zone;
        let open = self.data.flag_toggles(self.item).len() % 2 == 1;
        let all: Vec<(u32, u32)> = blocked(self.data, self.item, self.now).collect();
        all.iter()
            .enumerate()
            .map(|(at, (from, to))| {
                let (days, days_label) = length(elapsed.between(*from, *to));
                let lasts = open && at + 1 == all.len();
                BlockedStay {
                    from_label: moment(zone, *from),
                    to_label: if lasts { "now".to_owned() } else { moment(zone, *to) },
                    days,
                    days_label,
                }
            })
            .collect()
    }

    /// The status an item entered at a moment.
    fn entered(&self, at: u32) -> &str {
        stays(self.data, self.resolved, self.item, self.now)
            .filter(|stay| stay.from == at)
            .last()
            .map_or("a status", |stay| self.data.status(stay.status).0)
    }

    pub(super) fn reasons(&self, dates: &Dates) -> Vec<String> {
        let mut reasons = Vec::new();
        let trace = self.trace;
        if trace.removed {
            reasons.push(
                "Its status or its resolution says that it was not delivered, so it is in none of the numbers."
                    .to_owned(),
            );
        }
        if let (Some(at), Some(day)) = (trace.started, dates.started) {
            let created = at == self.data.created(self.item);
            reasons.push(if created {
                format!(
                    "Started on {}: it was created in {}, which is work in progress.",
                    day.long(),
                    self.entered(at)
                )
            } else if trace.restarts > 0 {
                format!(
                    "Started on {}: entered {} after the last stay in the queue, which restarts the clock.",
                    day.long(),
                    self.entered(at)
                )
            } else {
                format!(
                    "Started on {}: entered {}, the first active or waiting column.",
                    day.long(),
                    self.entered(at)
                )
            });
        } else {
            let why = if trace.restarts > 0 {
                "Going back to the queue restarted its clock and it was not started again"
            } else {
                "It was never in an active or waiting column"
            };
            reasons.push(if dates.finished.is_some() && !trace.removed {
                format!("{why}: it counts in throughput and has no cycle time.")
            } else {
                format!("{why}, so it has no start.")
            });
        }
        if let (Some(at), Some(day)) = (trace.finished, dates.finished) {
            reasons.push(format!(
                "Finished on {}: entered {} and did not leave done again.",
                day.long(),
                self.entered(at)
            ));
        }
        if let (Some(cycle), Some(from), Some(to)) = (dates.cycle, dates.started, dates.finished) {
            let what = match self.unit {
                Unit::Days => "both dates counted".to_owned(),
                Unit::Workdays => "both dates counted, without days that are not worked".to_owned(),
            };
            reasons.push(format!(
                "{} to {} is {} {}, {what}.",
                from.long(),
                to.long(),
                count(cycle),
                self.unit.word(cycle)
            ));
        }
        reasons
    }

    pub(super) fn notes(&self, has_team: bool) -> Vec<String> {
        let mut notes = Vec::new();
        let trace = self.trace;
        if trace.reopened > 0 {
            notes.push(format!(
                "Re-opened {}: it counts once, on the day it was done for good.",
                often(trace.reopened)
            ));
        }
        let back = u32::try_from(trace.backward.len()).unwrap_or(u32::MAX);
        if back > 0 {
            notes.push(format!("Moved back to an earlier column {}.", often(back)));
        }
        if trace.unknown {
            notes.push(
                "It was in a status that no longer exists or has no class; that time counts as the status before it."
                    .to_owned(),
            );
        }
        if self.columns.get(usize::from(trace.column)).is_some_and(|it| it.stage == Stage::Queue)
            && trace.started.is_some()
            && trace.finished.is_none()
        {
            notes.push("It went back to the queue, and its clock goes on.".to_owned());
        }
        let (_, level) = self.data.item_type(self.data.type_of(self.item));
        if level > 0 {
            notes.push("Items of its type stand above ordinary work and are not counted.".to_owned());
        } else if level < 0 && !self.settings.subtasks {
            notes.push("It is a sub-task; sub-tasks are not counted.".to_owned());
        }
        if !has_team {
            notes.push("It is on no team's board, so it is in none of the numbers.".to_owned());
        }
        notes
    }
}
