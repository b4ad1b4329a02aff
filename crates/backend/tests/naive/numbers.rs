//! The numbers of docs/metrics.md section 3, each by walking over every item and every day.

use crate::item::{Course, date, days};
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
    let mut found = BTreeMap::new();
    for course in courses {
        if let (Some(started), Some(finished)) = (course.started, course.finished) {
            found.insert(course.key.clone(), days(started, finished, zone));
        }
    }
    found
}

/// 3.1: lead time in days of every item that finished, by key.
pub(crate) fn lead_times(courses: &[Course], zone: &TimeZone) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for course in courses {
        if let Some(finished) = course.finished {
            found.insert(course.key.clone(), days(course.created, finished, zone));
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
    let finished_on = |day: Date| {
        courses.iter().filter(|course| course.finished.is_some_and(|at| date(at, zone) == day)).count()
    };
    days.iter().map(|day| finished_on(*day)).collect()
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
    let mut counts = Vec::new();
    for day in days {
        let mut count = 0;
        for course in courses.iter().filter(|course| !course.removed) {
            let begun = course.started.is_some_and(|at| date(at, zone) <= *day);
            let over = course.finished.is_some_and(|at| date(at, zone) <= *day);
            if begun && !over {
                count += 1;
            }
        }
        counts.push(count);
    }
    counts
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

/// When an item first reached this column or a later one; a stay in done that was left is no arrival.
fn arrival(course: &Course, column: usize) -> Option<i64> {
    for stay in &course.stays {
        let counts = match stay.stage {
            Stage::Removed => false,
            Stage::Done => course.finished.is_some_and(|finished| stay.from >= finished),
            _ => true,
        };
        if counts && stay.column >= column {
            return Some(stay.from);
        }
    }
    None
}

/// 3.6: milliseconds in each status between started and finished, of all the items given.
pub(crate) fn time_in_status(courses: &[Course]) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for course in courses {
        let (Some(started), Some(finished)) = (course.started, course.finished) else { continue };
        for (index, stay) in course.stays.iter().enumerate() {
            let end = course.stays.get(index + 1).map_or(i64::MAX, |next| next.from);
            let inside = end.min(finished) - stay.from.max(started);
            if inside > 0 {
                *sums.entry(stay.status.clone()).or_default() += inside;
            }
        }
    }
    sums
}
