//! What happens around the work on a seeded issue: sprints, estimates, epics, flags, releases and talk.

use super::Journey;
use crate::moment::{DAY, HOUR, MINUTE};
use crate::world::issue::{Issue, ParentSpelling, Step, Talk};
use crate::world::plan::{Plan, Shape};

impl Journey<'_> {
    /// The sprint it was started in, and the ones it was carried on to.
    pub(super) fn plan_sprints(
        &mut self,
        plan: &Plan,
        issue: &mut Issue,
        start: Option<i64>,
        done: Option<i64>,
    ) {
        let sprints = &self.project.sprints;
        if sprints.is_empty() || self.kind == 0 || self.kind == 4 {
            return;
        }
        let begins = |position: u16| plan.sprints[usize::from(position)].lived.0;
        let Some(start) = start else {
            if self.place.number.is_multiple_of(4) {
                let at = self.later(self.created, 4.0, 0.5);
                let next = sprints.partition_point(|&position| begins(position) <= at);
                sprints
                    .get(next)
                    .into_iter()
                    .for_each(|&next| self.steps.push((at, Step::EnterSprint(next))));
            }
            return;
        };
        let first = sprints.partition_point(|&position| begins(position) <= start);
        let Some(&sprint) = first.checked_sub(1).and_then(|position| sprints.get(position)) else {
            return;
        };
        let opening = begins(sprint);
        if self.created > opening - 3 * HOUR && self.random.chance(0.5) {
            issue.sprints.push(sprint);
        } else {
            let planned = opening - self.random.between(10 * MINUTE, 2 * DAY);
            let added = self.random.chance(0.12) || planned <= self.created;
            let at = if added { start - MINUTE } else { planned };
            self.steps.push((at.max(self.created + MINUTE), Step::EnterSprint(sprint)));
        }
        let done = done.unwrap_or(i64::MAX);
        for pair in sprints[first - 1..].windows(2).take(4) {
            let close = plan.sprints[usize::from(pair[0])].lived.1;
            if close >= done {
                return;
            }
            self.steps.push((close, Step::EnterSprint(pair[1])));
        }
        if let Some(&fifth) = sprints.get(first + 3) {
            let close = plan.sprints[usize::from(fifth)].lived.1;
            if close < done {
                self.steps.push((close, Step::LeaveSprint));
            }
        }
    }

    pub(super) fn estimate(&mut self, issue: &mut Issue) {
        if self.kind == 0 || self.kind == 4 || self.random.chance(0.2) {
            return;
        }
        let decimals = self.project.key == "SRCH" && self.random.chance(0.2);
        let size =
            if decimals { 25 } else { self.random.pick(&[5, 10, 10, 20, 20, 30, 30, 50, 50, 80, 130]) };
        if self.random.chance(0.5) {
            issue.points = Some(size);
        } else {
            let at = self.later(self.created, 2.0, 0.5);
            self.steps.push((at, Step::Points(Some(size))));
        }
        if self.random.chance(0.08) {
            let at = self.later(self.created, 9.0, 0.5);
            self.steps.push((at, Step::Points(Some(size * 2))));
        }
    }

    /// Its epic, told in the way of the project and of the year.
    pub(super) fn belong(&mut self, issue: &mut Issue, id_of: &impl Fn(u32) -> u64) {
        let newest = (self.place.number.max(3) - 3) / 25;
        let back = u32::try_from(self.random.below(3)).unwrap_or(0);
        let epic = newest.saturating_sub(back) * 25 + 3;
        if self.kind == 0 || self.kind == 4 || epic >= self.place.number || !self.random.chance(0.7) {
            return;
        }
        if self.random.chance(0.4) {
            issue.parent = Some(id_of(epic));
            return;
        }
        let at = self.later(self.created, 1.0, 0.6);
        let spelling = match self.project.shape {
            Shape::Simple { .. } => ParentSpelling::Association,
            _ if at < self.place.now - 120 * DAY => ParentSpelling::EpicLink,
            _ => ParentSpelling::Parent,
        };
        self.steps.push((at, Step::Parent(id_of(epic), spelling)));
    }

    pub(super) fn raise_flags(&mut self, start: Option<i64>, done: Option<i64>) {
        let Some(start) = start else { return };
        let jam = self.is_jam(start);
        if !jam && !self.random.chance(0.1) {
            return;
        }
        let mut at = self.later(start, 0.8, 0.5);
        let end = done.unwrap_or(i64::MAX);
        for _ in 0..=self.random.below(2) {
            if at >= end {
                return;
            }
            self.steps.push((at, Step::Flag(true)));
            let within_the_day = self.random.chance(0.3) && !jam;
            let days = if jam { 25.0 } else { 1.5 };
            let off = if within_the_day { at + 3 * HOUR } else { self.later(at, days, 0.5) };
            if self.random.chance(0.9) || off < end {
                self.steps.push((off.min(end.saturating_sub(MINUTE)).max(at + 1), Step::Flag(false)));
            }
            at = self.later(off, 1.0, 0.5);
        }
    }

    pub(super) fn ship(&mut self, plan: &Plan, done: Option<i64>) {
        let Some(done) = done.filter(|_| self.random.chance(0.6)) else { return };
        let version =
            self.project.versions.iter().find(|&&position| plan.versions[position as usize].release > done);
        if let Some(&version) = version {
            let at = if self.random.chance(0.7) { done + MINUTE } else { self.created + MINUTE };
            self.steps.push((at, Step::FixVersion(version)));
        }
    }

    /// What people do beside: words, people, ranks and links, all in the same changelog.
    pub(super) fn make_noise(&mut self, id_of: &impl Fn(u32) -> u64) {
        let person = u8::try_from(self.random.below(8)).unwrap_or(0);
        let at = self.later(self.created, 0.5, 1.0);
        self.steps.push((at, Step::Talk(Talk::Assignee(person))));
        let other = id_of(self.place.number.saturating_sub(4).max(1));
        let noises = [
            (0.3, Step::Talk(Talk::Rank)),
            (0.2, Step::Talk(Talk::Description)),
            (0.12, Step::Talk(Talk::Summary)),
            (0.15, Step::Talk(Talk::Comment)),
            (0.08, Step::Talk(Talk::Attachment)),
            (0.06, Step::Talk(Talk::Notes)),
            (0.07, Step::Talk(Talk::Link(other))),
            (0.05, Step::Priority(person % 5)),
        ];
        for (probability, step) in noises {
            if self.random.chance(probability) {
                let at = self.later(self.created, 3.0, 0.9);
                self.steps.push((at, step));
            }
        }
        if self.kind == 3 && self.random.chance(0.05) {
            let at = self.later(self.created, 1.0, 0.5);
            self.steps.push((at, Step::Kind(self.project.kinds[2])));
        }
    }
}
