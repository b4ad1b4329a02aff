//! The numbers of docs/metrics.md section 3, each by walking over every item and every day.

use crate::item::{Course, date, days, forget_before_the_queue};
use crate::workflow::{Stage, Workflow};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Every day from the first to the last, both included.
pub(crate) fn every_day(first: Date, last: Date) -> Vec<Date> {
    let mut days = vec![first];
    while days[days.len() - 1] < last {
        days.push(days[days.len() - 1].tomorrow().expect("a day of our time"));
    }
    days
}

/// The Monday of a day's week.
pub(crate) fn monday(mut day: Date) -> Date {
    while day.weekday() != Weekday::Monday {
        day = day.yesterday().expect("a day of our time");
    }
    day
}

/// 3.1: cycle time in days of every item that started and finished, by key.
pub(crate) fn cycle_times(courses: &[Course], zone: &TimeZone) -> BTreeMap<String, usize> {
    cycle_times_in(courses, zone, |_| true)
}

/// 3.1 with 1.3: cycle time in days that count.
pub(crate) fn cycle_times_in(
    courses: &[Course],
    zone: &TimeZone,
    counts: impl Fn(Date) -> bool,
) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for course in courses {
        if let (Some(started), Some(finished)) = (course.started, course.finished) {
            found.insert(course.key.clone(), days(started, finished, zone, &counts));
        }
    }
    found
}

/// 3.1: lead time in days of every item that finished, by key.
pub(crate) fn lead_times(courses: &[Course], zone: &TimeZone) -> BTreeMap<String, usize> {
    lead_times_in(courses, zone, |_| true)
}

/// 3.1 with 1.3: lead time in days that count.
pub(crate) fn lead_times_in(
    courses: &[Course],
    zone: &TimeZone,
    counts: impl Fn(Date) -> bool,
) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for course in courses {
        if let Some(finished) = course.finished {
            found.insert(course.key.clone(), days(course.created, finished, zone, &counts));
        }
    }
    found
}

/// 3.2: the nearest-rank percentile, `None` for no items.
pub(crate) fn percentile(values: impl IntoIterator<Item = usize>, percent: usize) -> Option<usize> {
    let mut sorted: Vec<usize> = values.into_iter().collect();
    sorted.sort_unstable();
    let mut rank = 1;
    while rank * 100 < percent * sorted.len() {
        rank += 1;
    }
    sorted.get(rank - 1).copied()
}

/// 3.3: items finished on each of the days.
pub(crate) fn throughput(courses: &[Course], days: &[Date], zone: &TimeZone) -> Vec<usize> {
    let finished: Vec<Date> =
        courses.iter().filter_map(|course| course.finished).map(|at| date(at, zone)).collect();
    days.iter().map(|day| finished.iter().filter(|finished| *finished == day).count()).collect()
}

/// 3.3: items finished in each week that begins on a Monday, for the weeks the days touch.
pub(crate) fn weekly(days: &[Date], throughput: &[usize]) -> BTreeMap<Date, usize> {
    let mut weeks = BTreeMap::new();
    for (day, finished) in days.iter().zip(throughput) {
        *weeks.entry(monday(*day)).or_default() += finished;
    }
    weeks
}

/// 3.4: items in progress at the end of each of the days.
pub(crate) fn in_progress(courses: &[Course], days: &[Date], zone: &TimeZone) -> Vec<usize> {
    let mut spans = Vec::new();
    for course in courses.iter().filter(|course| !course.removed) {
        if let Some(started) = course.started {
            spans.push((date(started, zone), course.finished.map(|at| date(at, zone))));
        }
    }
    let on =
        |day: Date| spans.iter().filter(|(from, to)| *from <= day && to.is_none_or(|to| day < to)).count();
    days.iter().map(|day| on(*day)).collect()
}

/// 3.5: for each column of the workflow but the removed ones, its line at the end of each of the days.
pub(crate) fn cumulative_flow(
    courses: &[Course],
    workflow: &Workflow,
    days: &[Date],
    zone: &TimeZone,
) -> Vec<(String, Vec<usize>)> {
    let mut lines = Vec::new();
    for (column, named) in workflow.columns.iter().enumerate() {
        if named.stage == Stage::Removed {
            continue;
        }
        let mut arrivals = Vec::new();
        for course in courses.iter().filter(|course| !course.removed) {
            arrivals.extend(arrival(course, column).map(|at| date(at, zone)));
        }
        let line = days.iter().map(|day| arrivals.iter().filter(|at| *at <= day).count()).collect();
        lines.push((named.name.clone(), line));
    }
    lines
}

/// 3.5: the dates of all moves to an earlier column; a way back from the removed ones is none.
pub(crate) fn backward_moves(courses: &[Course], zone: &TimeZone) -> Vec<Date> {
    let mut dates = Vec::new();
    for course in courses.iter().filter(|course| !course.removed) {
        for pair in course.stays.windows(2) {
            if pair[1].column < pair[0].column && pair[0].stage != Stage::Removed {
                dates.push(date(pair[1].from, zone));
            }
        }
    }
    dates
}

/// When an item first reached this column or a later one; a stay in done that was left is no arrival.
fn arrival(course: &Course, column: usize) -> Option<i64> {
    if column == 0 {
        return Some(course.created);
    }
    let after_the_queue = forget_before_the_queue(&course.stays)[0].from;
    for stay in &course.stays {
        let counts = match stay.stage {
            Stage::Removed => false,
            Stage::Done => course.finished.is_some_and(|finished| stay.from >= finished),
            Stage::Active | Stage::Waiting => !course.restarts || stay.from >= after_the_queue,
            Stage::Queue => true,
        };
        if counts && stay.column >= column {
            return Some(stay.from);
        }
    }
    None
}

/// 3.6: milliseconds in each status between started and finished, of all the items given.
pub(crate) fn time_in_status(courses: &[Course], zone: &TimeZone) -> BTreeMap<String, i64> {
    time_in_status_in(courses, zone, |_| true)
}

/// 3.6 with 1.3: the same without the days that do not count.
pub(crate) fn time_in_status_in(
    courses: &[Course],
    zone: &TimeZone,
    counts: impl Fn(Date) -> bool,
) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for course in courses {
        let (Some(started), Some(finished)) = (course.started, course.finished) else { continue };
        for (index, stay) in course.stays.iter().enumerate() {
            let next = course.stays.get(index + 1).map_or(finished, |next| next.from);
            let (from, to) = (stay.from.max(started), next.min(finished));
            if from < to {
                *sums.entry(stay.status.clone()).or_default() += counted_millis(from, to, zone, &counts);
            }
        }
    }
    sums
}

/// Milliseconds of the days that count, day by day.
fn counted_millis(from: i64, to: i64, zone: &TimeZone, counts: impl Fn(Date) -> bool) -> i64 {
    let midnight = |day: Date| {
        let start = day.to_zoned(zone.clone()).and_then(|start| start.start_of_day());
        start.expect("a day of our time").timestamp().as_millisecond()
    };
    let (mut day, last, mut sum) = (date(from, zone), date(to, zone), 0);
    while day <= last {
        let tomorrow = day.tomorrow().expect("a day of our time");
        if counts(day) {
            sum += to.min(midnight(tomorrow)) - from.max(midnight(day));
        }
        day = tomorrow;
    }
    sum
}
