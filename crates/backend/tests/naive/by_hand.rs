//! The simple implementation against numbers that were worked out by hand in docs/metrics.md.

use crate::item::{Course, Issue, days};
use crate::numbers::{
    cumulative_flow, cycle_times, every_day, in_progress, lead_times, percentile, throughput, time_in_status,
    weekly,
};
use crate::workflow::{Column, Stage, Workflow};
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

fn recorded(file: &str) -> Vec<Value> {
    let path = format!("{}/../sandbox/recorded/{file}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).expect("the file")).expect("an array")
}

/// The recorded issues that count (docs/metrics.md 2.4), followed through a workflow.
fn courses(workflow: &Workflow) -> Vec<Course> {
    let logs = recorded("changelogs");
    let mut found = Vec::new();
    for issue in recorded("issues") {
        let log = logs.iter().find(|log| log["issueId"] == issue["id"]).expect("a changelog");
        let issue = Issue::read(&issue, log["changeHistories"].as_array().expect("histories"));
        if issue.level == 0 {
            found.push(issue.course(workflow));
        }
    }
    found
}

/// Workflow A of docs/metrics.md 9.1.
fn as_connected() -> Workflow {
    Workflow::by_category(&recorded("statuses"))
}

/// Workflow B of docs/metrics.md 9.1.
fn mapped_by_hand() -> Workflow {
    let queue = Stage::Queue;
    as_connected().with(&[("10020", queue), ("10029", queue), ("10000", queue), ("5", Stage::Done)])
}

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").expect("a zone")
}

fn one(courses: &[Course], key: &str) -> Vec<Course> {
    courses.iter().filter(|course| course.key == key).cloned().collect()
}

/// Metrics 1.1 to 1.3.
#[test]
fn a_night_of_24_hours_can_touch_three_dates_and_a_weekend_is_one_working_day() {
    let at = |text: &str| text.parse::<jiff::Timestamp>().expect("a time").as_millisecond();
    let (from, to) = (at("2026-03-28T22:30:00Z"), at("2026-03-29T22:30:00Z"));
    let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
    assert_eq!([days(from, to, &berlin, |_| true), days(from, to, &TimeZone::UTC, |_| true)], [3, 2]);
    let worked = |day: Date| {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        !weekend && day != date(2026, 4, 6)
    };
    let april = |from: i8, to: i8| {
        let noon = |day: i8| at(&format!("2026-04-{day:02}T12:00:00Z"));
        days(noon(from), noon(to), &TimeZone::UTC, worked)
    };
    assert_eq!([april(2, 7), april(4, 5)], [3, 1]);
}

/// Metrics 2.2.
#[test]
fn a_status_replaced_by_a_migration_is_the_last_stay() {
    let at = |day: i8| format!("2026-03-{day:02}T12:00:00.000+0000");
    let read = |now: &str, updated: i8| {
        let item = json!({"field": "status", "from": "Doing", "to": "Done"});
        let history = json!({"id": "1", "created": at(4), "items": [item]});
        let fields = json!({"created": at(2), "updated": at(updated), "status": {"id": now}});
        let issue = Issue::read(&json!({"id": "1", "key": "A", "fields": fields}), &[history]);
        issue.stays.into_iter().map(|(_, status)| status).collect::<Vec<_>>()
    };
    assert_eq!(read("Done", 4), ["Doing", "Done"]);
    assert_eq!(read("Closed", 4), ["Doing", "Closed"]);
    assert_eq!(read("Doing", 4), ["Doing"]);
    assert_eq!(read("Closed", 3), ["Doing", "Done"], "newer than what was read of the item");
}

/// Metrics 3.2.
#[test]
fn the_85th_percentile_of_ten_is_the_ninth() {
    let ten = [5, 6, 10, 13, 16, 17, 17, 19, 24, 24];
    assert_eq!(percentile(ten, 85), Some(24));
    assert_eq!(percentile(ten, 50), Some(16));
    assert_eq!(percentile([], 85), None);
}

/// Metrics 9.3, workflow B.
#[test]
fn five_recorded_issues_take_the_days_worked_out_by_hand() {
    let courses = courses(&mapped_by_hand());
    let cycle = cycle_times(&courses, &shanghai());
    let expected = [("EE-1", 8), ("EE-17", 1), ("EE-19", 7), ("EE-23", 4)];
    assert_eq!(cycle, expected.map(|(key, days)| (key.to_owned(), days)).into());
    let lead = lead_times(&courses, &shanghai());
    let five = ["EE-1", "EE-10", "EE-17", "EE-19", "EE-23"].map(|key| lead[key]);
    assert_eq!(five, [8, 28, 41, 7, 4]);
    assert_eq!(lead_times(&courses, &TimeZone::UTC)["EE-10"], 27);
}

/// Metrics 9.3, workflow A: statuses that no longer exist take the stage of their neighbour.
#[test]
fn deleted_statuses_count_as_their_neighbours() {
    let courses = courses(&as_connected());
    let cycle = cycle_times(&courses, &shanghai());
    let expected = [("EE-1", 8), ("EE-17", 112), ("EE-19", 152), ("EE-23", 6)];
    assert_eq!(cycle, expected.map(|(key, days)| (key.to_owned(), days)).into());
    assert_eq!([50, 85].map(|percent| percentile(cycle.values().copied(), percent)), [Some(8), Some(152)]);
    assert_eq!(lead_times(&courses, &shanghai())["EE-10"], 152);
}

/// Metrics 9.4.
#[test]
fn time_in_status_agrees_to_the_millisecond() {
    let courses = courses(&mapped_by_hand());
    let spent = |key: &str| time_in_status(&one(&courses, key), &shanghai()).into_iter().collect::<Vec<_>>();
    let named =
        |list: &[(&str, i64)]| list.iter().map(|(id, ms)| ((*id).to_owned(), *ms)).collect::<Vec<_>>();
    assert_eq!(spent("EE-1"), named(&[("1", 605_309_174), ("3", 9_849_567)]));
    assert_eq!(spent("EE-10"), []);
    assert_eq!(spent("EE-17"), named(&[("3", 3_067_054)]));
    let nineteen = [("1", 531_170_551), ("10000", 153_214), ("3", 3_554), ("5", 11_537_043)];
    assert_eq!(spent("EE-19"), named(&nineteen));
    let bug = [("1", 273_579_019), ("10000", 153_499), ("10033", 417_069), ("3", 11_263), ("5", 12_656_867)];
    assert_eq!(spent("EE-23"), named(&bug));
}

/// Metrics 9.5.
#[test]
fn sixteen_recorded_issues_finish_in_the_weeks_counted_by_hand() {
    let courses = courses(&mapped_by_hand());
    let days = every_day(date(2020, 6, 15), date(2020, 7, 26));
    let weeks = weekly(&days, &throughput(&courses, &days, &shanghai()));
    assert_eq!(weeks.into_values().collect::<Vec<_>>(), [9, 3, 0, 3, 0, 1]);
    let cycle = cycle_times(&courses, &shanghai());
    assert_eq!([50, 85].map(|percent| percentile(cycle.values().copied(), percent)), [Some(4), Some(8)]);
    let lead = lead_times(&courses, &shanghai());
    assert_eq!(lead.len(), 16);
    assert_eq!([50, 85].map(|percent| percentile(lead.values().copied(), percent)), [Some(7), Some(28)]);
    assert_eq!(percentile(lead_times(&courses, &TimeZone::UTC).into_values(), 85), Some(27));
}

/// An issue created on a day of March 2026 in a status, with moves of (day, status).
fn march(key: &str, created: i8, status: &str, moves: &[(i8, &str)]) -> Issue {
    let noon = |day: i8| format!("2026-03-{day:02}T12:00:00.000+0000");
    let (mut before, mut histories) = (status, Vec::new());
    for (order, (day, to)) in moves.iter().enumerate() {
        let item = json!({"field": "status", "from": before, "to": to});
        histories.push(json!({"id": (order + 1).to_string(), "created": noon(*day), "items": [item]}));
        before = to;
    }
    histories.reverse();
    let fields = json!({"created": noon(created), "updated": noon(31), "status": {"id": before}});
    Issue::read(&json!({"id": "1", "key": key, "fields": fields}), &histories)
}

fn column(name: &str, stage: Stage) -> Column {
    Column { name: name.to_owned(), stage, statuses: vec![name.to_owned()] }
}

fn four_columns() -> Workflow {
    let columns = vec![
        column("To do", Stage::Queue),
        column("Doing", Stage::Active),
        column("Review", Stage::Waiting),
        column("Done", Stage::Done),
    ];
    Workflow { columns, restarts: false }
}

/// Metrics 2.6 and 2.7.
#[test]
fn going_back_to_the_queue_restarts_the_clock_on_request_and_done_twice_counts_once() {
    let columns = vec![
        column("To do", Stage::Queue),
        column("Doing", Stage::Active),
        column("Done", Stage::Done),
        column("Released", Stage::Done),
    ];
    let back = march("A", 2, "To do", &[(3, "Doing"), (5, "To do"), (9, "Doing"), (10, "Done")]);
    for (restarts, days) in [(false, 8), (true, 2)] {
        let course = back.course(&Workflow { columns: columns.clone(), restarts });
        assert_eq!(cycle_times(&[course], &TimeZone::UTC)["A"], days);
    }
    let moves = [(2, "Doing"), (4, "Done"), (6, "Doing"), (9, "Done"), (12, "Released")];
    let reopened = [march("B", 1, "To do", &moves).course(&Workflow { columns, restarts: false })];
    assert_eq!(cycle_times(&reopened, &TimeZone::UTC)["B"], 8);
    let days = every_day(date(2026, 3, 2), date(2026, 3, 15));
    let weeks = weekly(&days, &throughput(&reopened, &days, &TimeZone::UTC));
    assert_eq!(weeks.into_values().collect::<Vec<_>>(), [0, 1]);
}

/// Metrics 3.6.
#[test]
fn time_in_status_is_elapsed_time() {
    let at = |time: &str| format!("2026-03-{time}:00:00.000+0000");
    let (mut histories, mut before) = (Vec::new(), "To do");
    for (order, (time, to)) in
        [("02T09", "Doing"), ("03T15", "Review"), ("04T09", "Doing"), ("04T12", "Done")]
            .into_iter()
            .enumerate()
    {
        let item = json!({"field": "status", "from": before, "to": to});
        histories.push(json!({"id": order.to_string(), "created": at(time), "items": [item]}));
        before = to;
    }
    let fields = json!({"created": at("02T08"), "updated": at("04T12"), "status": {"id": "Done"}});
    let issue = Issue::read(&json!({"id": "1", "key": "A", "fields": fields}), &histories);
    let courses = [issue.course(&four_columns())];
    let hours = |name: &str, hours: i64| (name.to_owned(), hours * 3_600_000);
    assert_eq!(time_in_status(&courses, &TimeZone::UTC), [hours("Doing", 33), hours("Review", 18)].into());
    assert_eq!(cycle_times(&courses, &TimeZone::UTC)["A"], 3);
}

/// Metrics 3.5.
#[test]
fn a_backward_move_lowers_no_line_and_progress_can_be_read_off() {
    let workflow = four_columns();
    let a = [(2, "Doing"), (3, "Review"), (4, "Doing"), (5, "Review"), (5, "Done")];
    let b = [(3, "Doing"), (4, "Done"), (5, "Doing")];
    let issues =
        [march("A", 1, "To do", &a), march("B", 1, "To do", &b), march("C", 2, "To do", &[(4, "Done")])];
    let courses = issues.map(|issue| issue.course(&workflow));
    let days: Vec<Date> = every_day(date(2026, 3, 1), date(2026, 3, 5));
    let lines = cumulative_flow(&courses, &workflow, &days, &TimeZone::UTC);
    let lines: Vec<Vec<usize>> = lines.into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines, [[2, 3, 3, 3, 3], [0, 1, 2, 3, 3], [0, 0, 1, 2, 2], [0, 0, 0, 1, 2]]);
    assert_eq!(in_progress(&courses, &days, &TimeZone::UTC), [0, 1, 2, 2, 1]);
}
