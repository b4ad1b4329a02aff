//! The life of one seeded issue: when it was made, started, stuck, reworked and finished.

use super::issue::{Issue, Step};
use super::plan::{Plan, Project, Shape, Story};
use super::seeded::HISTORY_DAYS;
use crate::moment::{DAY, HOUR, MINUTE, weekday};
use crate::random::Random;

mod surroundings;

/// Numbers that say where an issue of the seeded world stands in its project.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) seed: u64,
    pub(crate) now: i64,
    pub(crate) project: usize,
    pub(crate) number: u32,
}

/// The issue at a place, told up to `now`.
pub(crate) fn issue(plan: &Plan, place: Place, id_of: impl Fn(u32) -> u64) -> Issue {
    let project = &plan.projects[place.project];
    let mut random = Random::of(&[place.seed, place.project as u64, u64::from(place.number)]);
    let created = created(place, project, &mut random);
    let kind = kind(place.number, &mut random);
    let mut journey = Journey { project, place, random, kind, created, steps: Vec::new() };
    let (start, done) = journey.work();
    let mut issue = journey.at_birth(id_of(place.number), &id_of);
    if done.is_none_or(|done| done > place.now) {
        // People move the dates of what is not done: few are long over.
        issue.due = issue.due.map(|due| place.now + (due - created) - 15 * DAY);
    }
    journey.plan_sprints(plan, &mut issue, start, done);
    journey.estimate(&mut issue);
    journey.belong(&mut issue, &id_of);
    journey.raise_flags(start, done);
    journey.ship(plan, done);
    journey.make_noise(&id_of);
    journey.steps.retain(|(at, _)| *at <= place.now);
    journey.steps.sort_by_key(|(at, _)| *at);
    for (ordinal, (at, step)) in (0..).zip(&journey.steps) {
        issue.take(plan, step, *at, issue.id * 64 + ordinal, u8::try_from(ordinal % 7).unwrap_or(0));
    }
    issue
}

/// Every 25th issue is an epic, every 13th a sub-task.
fn kind(number: u32, random: &mut Random) -> usize {
    match (number % 25, number % 13) {
        (3, _) => 0,
        (_, 7) => 4,
        _ => random.pick(&[1, 1, 1, 1, 2, 2, 2, 3, 3]),
    }
}

struct Journey<'a> {
    project: &'a Project,
    place: Place,
    random: Random,
    kind: usize,
    created: i64,
    steps: Vec<(i64, Step)>,
}

impl Journey<'_> {
    /// How much of the history has passed at a time, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a year fit a double")]
    fn progress(&self, at: i64) -> f64 {
        (1.0 - (self.place.now - at) as f64 / (HISTORY_DAYS * DAY) as f64).clamp(0.0, 1.0)
    }

    fn median_days(&self, start: i64) -> f64 {
        let progress = self.progress(start);
        let median = match self.project.story {
            Story::Steady => 5.0,
            Story::Improving => 10.5 - 7.5 * progress,
            Story::Growing => 2.5 + 8.5 * progress * progress,
            Story::Blocked if self.is_jam(start) => 45.0,
            Story::Blocked => 3.5,
        };
        median * [9.0, 1.0, 0.85, 0.7, 0.5][self.kind]
    }

    fn is_jam(&self, at: i64) -> bool {
        self.project.story == Story::Blocked
            && at > self.place.now - 50 * DAY
            && self.place.number.is_multiple_of(3)
    }

    /// Status changes; answers when work began and when it was last finished.
    fn work(&mut self) -> (Option<i64>, Option<i64>) {
        let path = self.project.path.clone();
        let last = path[path.len() - 1];
        let wait = match self.project.shape {
            Shape::Scrum => 8.0,
            Shape::Kanban => 5.0,
            Shape::Simple { .. } => 4.0,
        };
        let mut at = self.later(self.created, wait, 0.9);
        let fate = self.random.unit();
        if fate < 0.07 {
            return (None, None);
        }
        if fate < 0.12 {
            let why = self.random.pick(&[1, 1, 2, 3]);
            self.steps.push((at, Step::Resolve(last, Some(why))));
            return (None, None);
        }
        if fate < 0.155 {
            self.steps.push((at, Step::Resolve(last, Some(0))));
            return (None, Some(at));
        }
        for &queue in &path[1..self.project.queues] {
            self.steps.push((at, Step::Status(queue)));
            at = self.later(at, 1.5, 0.8);
        }
        let start = at;
        let active = &path[self.project.queues..path.len() - 1];
        let days = self.random.log_normal(self.median_days(start), 0.72);
        at = self.pass(active, at, days);
        if self.random.chance(0.16) {
            let share = self.random.unit() * 0.5 + 0.1;
            at = self.pass(&active[..active.len().min(2)], at, days * share);
        }
        if fate < 0.17 {
            self.steps.push((at, Step::Resolve(last, Some(1))));
            return (Some(start), None);
        }
        let mut done = at;
        self.steps.push((at, Step::Resolve(last, Some(0))));
        if self.random.chance(0.04) {
            at = self.later(at, 3.0, 0.8);
            self.steps.push((at, Step::Resolve(active[0], None)));
            done = self.later(at, 2.0, 0.8);
            self.steps.push((done, Step::Resolve(last, Some(0))));
        }
        if let Some(released) = self.project.released
            && self.random.chance(0.4)
        {
            let at = self.later(done, 3.0, 0.6);
            self.steps.push((at, Step::Status(released)));
        }
        (Some(start), Some(done))
    }

    /// Walks through active statuses, some of them skipped; answers when the last one is left.
    fn pass(&mut self, statuses: &[u16], from: i64, days: f64) -> i64 {
        let mut at = from;
        let mut weights = [0.45, 0.2, 0.12, 0.23];
        weights[..statuses.len()].iter_mut().skip(1).for_each(|weight| {
            if self.random.chance(0.12) {
                *weight = 0.0;
            }
        });
        let total: f64 = weights[..statuses.len()].iter().sum();
        for (&status, weight) in statuses.iter().zip(weights).filter(|(_, weight)| *weight > 0.0) {
            self.steps.push((at, Step::Status(status)));
            at = self.later(at, days * weight / total, 0.25);
        }
        if statuses.len() > 2 && self.place.now - at > 330 * DAY && self.random.chance(0.08) {
            let vendor = at;
            at = self.later(at, 1.0, 0.3);
            self.steps.push((vendor, Step::Status(9)));
        }
        at
    }

    /// A time after another one, `median_days` on average, within working hours as a rule.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "whole milliseconds")]
    fn later(&mut self, from: i64, median_days: f64, sigma: f64) -> i64 {
        let days = self.random.log_normal(median_days, sigma).min(400.0);
        let at = from + 3 * MINUTE + (days * DAY as f64) as i64;
        let hour = at.rem_euclid(DAY) / HOUR;
        let overtime = self.random.chance(0.05);
        if overtime || ((7..17).contains(&hour) && weekday(at) < 5) {
            return at;
        }
        let midnight = at.div_euclid(DAY) * DAY;
        let evening = midnight + 17 * HOUR;
        if at >= evening && from > midnight && from < evening - HOUR && weekday(at) < 5 {
            return self.random.between(from + 3 * MINUTE, evening);
        }
        let mut morning = if hour < 7 { midnight } else { midnight + DAY };
        while weekday(morning) >= 5 {
            morning += DAY;
        }
        (morning + self.random.between(7 * HOUR, 10 * HOUR)).max(at)
    }

    fn at_birth(&mut self, id: u64, id_of: &impl Fn(u32) -> u64) -> Issue {
        let started_at_once = self.kind == 3 && self.random.chance(0.08);
        let first = if started_at_once { self.project.queues } else { 0 };
        let bits = self.random.bits().to_le_bytes();
        let above = if self.place.number % 25 == 4 { 2 } else { 1 };
        let parent = (self.kind == 4).then(|| id_of(self.place.number.saturating_sub(above).max(1)));
        let due = self.random.chance(0.1).then(|| self.created + self.random.between(5, 60) * DAY);
        let link = (self.place.number > 5 && self.random.chance(0.08)).then(|| {
            let back = 1 + u32::from(bits[4]) % 5;
            (bits[3] % 3, id_of(self.place.number - back))
        });
        let place = self.place;
        let status = self.project.path[first];
        let kind = self.project.kinds[self.kind];
        Issue {
            priority: self.random.pick(&[0, 1, 1, 2, 2, 2, 2, 3, 3, 4]),
            labels: if bits[0].trailing_zeros() >= 2 { 1 << (bits[1] & 7) } else { 0 },
            components: if bits[2] & 1 == 0 { 1 << (bits[2] >> 6) } else { 0 },
            parent,
            link,
            due,
            changes: Vec::with_capacity(12),
            ..Issue::new(id, place.project, place.number, self.created, kind, status)
        }
    }
}

/// When an issue was made: evenly over the working days, less at weekends and in late December.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "days and hours of a year")]
fn created(place: Place, project: &Project, random: &mut Random) -> i64 {
    let growth = if project.story == Story::Growing { 1.35 } else { 1.0 };
    let share =
        (f64::from(place.number) - 0.5 + (random.unit() - 0.5) * 0.8) / f64::from(project.issues.max(1));
    let days = HISTORY_DAYS as f64 * share.clamp(0.0, 1.0).powf(1.0 / growth);
    let first = (place.now - HISTORY_DAYS * DAY).div_euclid(DAY) * DAY;
    let mut day = first + days.floor() as i64 * DAY;
    let busy = random.unit();
    if weekday(day) >= 5 && busy > 0.15 {
        day -= (weekday(day) - 4 + random.between(0, 2)) * DAY;
    }
    let hours = 7.0 + 10.0 * days.fract();
    (day + (hours * HOUR as f64) as i64 + random.between(0, MINUTE)).min(place.now - MINUTE).max(first)
}
