//! Puts the simple implementation's numbers beside the engine's and stops at the first that differs.

use crate::engine::Engine;
use crate::item::{Course, date};
use crate::numbers::{
    backward_moves, cumulative_flow, cycle_times_in, every_day, in_progress, lead_times_in, percentile,
    throughput, time_in_status_in,
};
use crate::team::by_stage;
use crate::workflow::Workflow;
use clario_analytics::calendar::Unit;
use clario_analytics::day::Day;
use clario_analytics::flow::FlowReport;
use clario_analytics::period::Period;
use clario_analytics::query::{Query, Span};
use clario_analytics::report::PercentileLine;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};

/// One question put to both.
pub(crate) struct Question<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) query: Query,
    pub(crate) period: Period,
    pub(crate) zone: &'a TimeZone,
    /// The items in question.
    pub(crate) courses: &'a [Course],
    /// Their workflow; `None` for several teams together.
    pub(crate) workflow: Option<&'a Workflow>,
    /// Names of statuses by id.
    pub(crate) names: &'a HashMap<String, String>,
}

impl Question<'_> {
    /// Compares every number for the period; answers how many finished items were compared.
    pub(crate) fn compare(&self) -> usize {
        let query = self.query.clone().over(Span::Between(self.period));
        let report = self.engine.flow(&query);
        assert_eq!(report.frame.period, self.period, "the period");
        let days = every_day(civil(self.period.from), civil(self.period.to));
        let finished: Vec<Course> = self.courses.iter().filter(|it| self.ends_within(it)).cloned().collect();
        self.compare_items(&query, &finished);
        self.compare_percentiles(&report, &finished);
        self.compare_throughput(&report, &days);
        self.compare_cumulative_flow(&report);
        self.compare_time_in_status(&report, &finished);
        finished.len()
    }

    fn ends_within(&self, course: &Course) -> bool {
        course.finished.is_some_and(|at| self.period.contains(day(date(at, self.zone))))
    }

    /// Cycle and lead times by key, in the unit asked for.
    fn durations(&self, finished: &[Course]) -> (BTreeMap<String, usize>, BTreeMap<String, usize>) {
        let counts = |day| self.counts(day);
        (cycle_times_in(finished, self.zone, counts), lead_times_in(finished, self.zone, counts))
    }

    fn time_in_status(&self, course: &Course) -> BTreeMap<String, i64> {
        time_in_status_in(std::slice::from_ref(course), self.zone, |day| self.counts(day))
    }

    fn counts(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.query.unit == Unit::Days || !weekend
    }

    fn compare_items(&self, query: &Query, finished: &[Course]) {
        let (cycles, leads) = self.durations(finished);
        let mut expected = BTreeMap::new();
        for course in finished {
            let on = |at: Option<i64>| at.map(|at| day(date(at, self.zone)));
            let row = (on(course.started), on(course.finished), cycles.get(&course.key).copied());
            expected.insert(course.key.clone(), (row, leads[&course.key]));
        }
        let mut found = BTreeMap::new();
        for row in self.engine.finished(query) {
            let cycle = row.cycle.map(|days| days as usize);
            let place = (row.started, Some(row.finished), cycle);
            found.insert(row.item.key, (place, row.lead as usize));
        }
        assert_eq!(found.len(), expected.len(), "finished items");
        for (key, row) in &expected {
            assert_eq!(found.get(key), Some(row), "started, finished, cycle and lead time of {key}");
        }
    }

    fn compare_percentiles(&self, report: &FlowReport, finished: &[Course]) {
        let (cycles, leads) = self.durations(finished);
        assert_eq!(report.scatter.caption.n as usize, cycles.len(), "cycle times");
        compare_lines(&report.scatter.lines, &cycles.into_values().collect::<Vec<_>>(), "cycle time");
        compare_lines(&report.scatter.lead_time.lines, &leads.into_values().collect::<Vec<_>>(), "lead time");
        let in_dots: u32 = report.scatter.dots.iter().map(|dot| dot.count).sum();
        assert_eq!(in_dots, report.scatter.caption.n, "items in the dots of the scatter");
    }

    fn compare_throughput(&self, report: &FlowReport, days: &[Date]) {
        let by_day = throughput(self.courses, days, self.zone);
        let mut covered = 0;
        for bar in &report.throughput.bars {
            let within = |at: &Date| (bar.from..=bar.to).contains(&day(*at));
            let expected: usize = days.iter().zip(&by_day).filter(|(at, _)| within(at)).map(|(_, n)| n).sum();
            assert_eq!(
                bar.count as usize,
                expected,
                "throughput from {} to {}",
                bar.from.iso(),
                bar.to.iso()
            );
            covered += days.iter().filter(|at| within(at)).count();
        }
        assert_eq!(covered, days.len(), "every day is in one bar of throughput");
        assert_eq!(report.throughput.total as usize, by_day.iter().sum::<usize>(), "throughput");
    }

    fn compare_cumulative_flow(&self, report: &FlowReport) {
        let flow = &report.cumulative_flow;
        let days: Vec<Date> = flow.days.iter().map(|at| civil(*at)).collect();
        let wip = in_progress(self.courses, &days, self.zone);
        assert_eq!(numbers(&flow.wip), wip, "work in progress");
        let first = civil(self.period.from);
        let before = |course: &&Course| course.finished.is_some_and(|at| date(at, self.zone) < first);
        let base = self.courses.iter().filter(before).count();
        let lines = if let Some(workflow) = self.workflow {
            cumulative_flow(self.courses, workflow, &days, self.zone)
        } else {
            let (workflow, courses) = by_stage(self.courses);
            cumulative_flow(&courses, &workflow, &days, self.zone)
        };
        let lines: Vec<(String, Vec<usize>)> = lines
            .into_iter()
            .map(|(name, line)| (name, line.into_iter().map(|value| value - base).collect()))
            .collect();
        let names: Vec<&String> = lines.iter().map(|(name, _)| name).collect();
        assert_eq!(flow.lines.iter().map(|line| &line.label).collect::<Vec<_>>(), names, "columns");
        for (found, (name, line)) in flow.lines.iter().zip(&lines) {
            for ((at, found), expected) in days.iter().zip(&found.values).zip(line) {
                assert_eq!(*found as usize, *expected, "items that reached {name} by {at}");
            }
        }
        let backward = backward_moves(self.courses, self.zone);
        let backward = backward.iter().filter(|at| self.period.contains(day(**at))).count();
        assert_eq!(flow.corrections as usize, backward, "moves back");
    }

    /// Both sides sum up whole histories; the engine keeps whole seconds, hence less than two for each item.
    fn compare_time_in_status(&self, report: &FlowReport, finished: &[Course]) {
        let mut expected: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for course in finished {
            for (status, millis) in self.time_in_status(course) {
                let sum = expected.entry(self.names[&status].clone()).or_default();
                *sum = (sum.0 + millis, sum.1 + 1);
            }
        }
        let mut found: BTreeMap<String, f64> = BTreeMap::new();
        for row in &report.time_in_status.rows {
            *found.entry(row.label.clone()).or_default() += row.total_days;
        }
        for (name, (millis, items)) in expected {
            let days = found.remove(&name).unwrap_or(0.0);
            #[expect(clippy::cast_precision_loss, reason = "sums of milliseconds stay far below 2^53")]
            let (seconds, slack) = (millis as f64 / 1000.0, items as f64 * 2.0);
            let difference = (days * 86_400.0 - seconds).abs();
            assert!(difference <= slack, "time in {name}: {days} days, expected {}", seconds / 86_400.0);
        }
        assert!(found.values().all(|days| *days < 1e-9), "time in statuses nobody was in: {found:?}");
    }
}

fn compare_lines(lines: &[PercentileLine], values: &[usize], of: &str) {
    if values.is_empty() {
        assert!(lines.is_empty(), "no percentiles of no {of}");
        return;
    }
    let found: Vec<(u32, u32)> = lines.iter().map(|line| (line.percent, line.days)).collect();
    let expected = [50_u32, 85, 95].map(|percent| {
        let days = percentile(values.iter().copied(), percent as usize).expect("a value");
        (percent, u32::try_from(days).expect("few days"))
    });
    assert_eq!(found, expected, "percentiles of {of}");
}

fn numbers(values: &[u32]) -> Vec<usize> {
    values.iter().map(|value| *value as usize).collect()
}

/// The engine's day of a date.
pub(crate) fn day(date: Date) -> Day {
    Day::parse(&date.to_string()).expect("a date")
}

fn civil(day: Day) -> Date {
    day.iso().parse().expect("a date")
}
