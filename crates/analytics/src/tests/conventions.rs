//! Conventions on which tools differ, each as a small history with the numbers it must give (docs/metrics.md 10).

use crate::fixtures::{
    ItemText, connection, context, data, item, millis, portfolio, query, settings, status, team, workflow,
};
use crate::flow::{FlowReport, flow_report};
use crate::item_report::item_report;
use crate::portfolio::{Portfolio, Settings};
use crate::query::Query;
use crate::records::{Change, Changed};
use crate::zone::Zone;

/// What a history must come to: finished items, cycle time, lead time, age on 1 April 2026.
type Numbers = (u32, Option<u32>, Option<u32>, Option<u32>);

fn numbers_of(portfolio: &Portfolio, asked: &Query) -> Numbers {
    let now = millis("04-01 10:00") / 1000;
    let told = item_report(portfolio, "c", 1, asked, &context(), now).expect("the item is there");
    let flow = flow_report(portfolio, asked, &context());
    (flow.finished.total, told.cycle, told.lead, told.age)
}

fn numbers(item: ItemText) -> Numbers {
    numbers_of(&portfolio(&[item]), &Query::default())
}

fn done(cycle: Option<u32>, lead: u32) -> Numbers {
    (1, cycle, Some(lead), None)
}

fn in_progress(age: u32) -> Numbers {
    (0, None, None, Some(age))
}

const NOWHERE: Numbers = (0, None, None, None);

/// Items are created on 1 March at 08:00 unless said.
fn it() -> ItemText {
    item("A-1")
}

fn hold<const N: usize>(cases: [(&str, ItemText, Numbers); N]) {
    for (rule, history, expected) in cases {
        assert_eq!(numbers(history), expected, "{rule}");
    }
}

#[test]
fn started_and_finished_come_from_the_first_and_the_last_stage() {
    hold([
        ("same day is 1, not 0", it().active("03-03 09:00").done("03-03 17:00"), done(Some(1), 3)),
        ("one second in progress", it().active("03-03 09:00:00").done("03-03 09:00:01"), done(Some(1), 3)),
        ("two minutes over midnight", it().active("03-03 23:59").done("03-04 00:01"), done(Some(2), 4)),
        ("both ends count", it().active("03-02").done("03-09"), done(Some(8), 9)),
        ("both moves in one second", it().active("03-03 09:00").done("03-03 09:00"), done(Some(1), 3)),
        ("no time in progress", it().done("03-05"), done(None, 5)),
        ("created in progress", it().created_in("Doing").done("03-05"), done(Some(5), 5)),
        ("created done", it().created_in("Done"), done(None, 1)),
        ("waiting is started", it().waiting("03-03").done("03-05"), done(Some(3), 5)),
        ("imported late", it().created("03-09").active("03-02").done("03-10"), done(Some(9), 9)),
        ("started today", it().active("04-01 09:00"), in_progress(1)),
        ("never started", it(), NOWHERE),
        ("yesterday is in the period", it().active("03-30").done("03-31 23:59"), done(Some(2), 31)),
        ("today is not", it().active("03-30").done("04-01 08:00"), (0, Some(3), Some(32), None)),
    ]);
}

#[test]
fn what_goes_back_and_what_is_done_twice_counts_once() {
    let back = || it().active("03-02").queue("03-04");
    let once = || it().active("03-02").done("03-05");
    hold([
        ("back to the queue keeps the start", back().active("03-08").done("03-09"), done(Some(8), 9)),
        ("done from the queue after work", back().done("03-09"), done(Some(8), 9)),
        ("back in the queue its age goes on", back(), in_progress(31)),
        ("done then done", once().at("03-09", "Released"), done(Some(4), 5)),
        ("done, released, done", once().at("03-09", "Released").done("03-11"), done(Some(4), 5)),
        ("re-opened and done again", once().active("03-08").done("03-10"), done(Some(9), 10)),
        ("re-opened into the queue", once().queue("03-08").done("03-10"), done(Some(9), 10)),
        ("re-opened and still open", once().active("03-08"), in_progress(31)),
        ("re-opened on the day", once().active("03-05 13:00").done("03-05 14:00"), done(Some(4), 5)),
        ("re-opened, never worked on", it().done("03-05").queue("03-08").done("03-10"), done(None, 10)),
        ("worked on once re-opened", it().done("03-05").active("03-08").done("03-10"), done(Some(3), 10)),
    ]);
}

#[test]
fn the_status_says_done_and_the_resolution_says_not_delivered() {
    let removed = || it().active("03-02").at("03-05", "Removed");
    let closed = || it().active("03-02").done("03-05");
    let open = (0, None, None, Some(31));
    hold([
        ("a resolution, no done status", it().active("03-02").resolution("1"), in_progress(31)),
        ("a done status, no resolution", closed(), done(Some(4), 5)),
        ("not delivered by resolution", closed().resolution("2"), NOWHERE),
        ("not delivered, still open", it().active("03-02").resolution("3"), NOWHERE),
        ("not delivered by status", removed(), NOWHERE),
        ("taken back from removed", removed().active("03-07").done("03-10"), done(Some(9), 10)),
        ("done after it was removed", removed().done("03-10"), done(Some(9), 10)),
        ("removed after it was done", closed().at("03-07", "Removed"), NOWHERE),
        ("a sub-task", it().of_type("subtask").active("03-02"), open),
        ("an epic", it().of_type("epic").active("03-02"), open),
    ]);
}

#[test]
fn each_history_comes_to_its_working_days() {
    // Monday to Friday; 2, 9, 16, 23 and 30 March 2026 are Mondays.
    for (rule, history, expected) in [
        ("Friday to Monday", it().active("03-06").done("03-09"), Some(2)),
        ("a weekend alone is 1", it().active("03-07").done("03-08"), Some(1)),
        ("Saturday to Monday", it().active("03-07").done("03-09"), Some(1)),
        ("Friday to Saturday", it().active("03-06").done("03-07"), Some(1)),
        ("two whole weeks", it().active("03-02").done("03-15"), Some(10)),
        ("no start, none either", it().done("03-09"), None),
    ] {
        let (total, cycle, ..) = numbers_of(&portfolio(&[history]), &query(&[("unit", "workdays")]));
        assert_eq!((total, cycle), (1, expected), "{rule}");
    }
}

fn in_zone(zone: Zone, items: &[ItemText]) -> Portfolio {
    let settings = Settings { zone, ..settings() };
    Portfolio::new(vec![connection(data(items))], vec![team(workflow())], settings, None)
}

#[test]
fn each_zone_has_its_own_dates() {
    let kathmandu = || Zone::new("Asia/Kathmandu", 20_700, Vec::new());
    let honolulu = || Zone::new("Pacific/Honolulu", -36_000, Vec::new());
    let havana = || Zone::new("America/Havana", -18_000, vec![(1_772_946_000, -14_400)]);
    let it = || item("A-1").created("03-02 12:00");
    for (rule, zone, history, cycle) in [
        (
            "+5:45 brings the end to the next day",
            kathmandu(),
            it().active("03-03 12:00").done("03-03 18:15"),
            2,
        ),
        ("a second before it does not", kathmandu(), it().active("03-03 12:00").done("03-03 18:14:59"), 1),
        (
            "-10 brings the start to the day before",
            honolulu(),
            it().active("03-04 09:59").done("03-04 10:00"),
            2,
        ),
        (
            "a midnight that the clocks skip",
            havana(),
            it().active("03-08 04:59:59").done("03-08 05:00:00"),
            2,
        ),
        ("a day of 23 hours is a day", havana(), it().active("03-08 05:00").done("03-09 03:59:59"), 1),
    ] {
        let (_, found, ..) = numbers_of(&in_zone(zone, &[history]), &Query::default());
        assert_eq!(found, Some(cycle), "{rule}");
    }
}

#[test]
fn a_week_begins_on_monday_in_the_zone_of_the_workspace() {
    // Sunday 8 March 2026, 18:15 UTC is Monday 9 March, 00:00 in Kathmandu.
    let items = [item("A-1").active("03-03").done("03-08 18:15")];
    let weeks = |portfolio: &Portfolio| -> Vec<String> {
        let report: FlowReport = flow_report(portfolio, &Query::default(), &context());
        report.throughput.bars.iter().filter(|bar| bar.count > 0).map(|bar| bar.from.iso()).collect()
    };
    assert_eq!(weeks(&portfolio(&items)), ["2026-03-02"]);
    assert_eq!(weeks(&in_zone(Zone::new("Asia/Kathmandu", 20_700, Vec::new()), &items)), ["2026-03-09"]);
}

#[test]
fn leap_days_and_turns_of_the_year_are_days_like_others() {
    for (rule, history, asked, expected) in [
        (
            "29 February 2024",
            item("A-1").created("2024-02-27").active("2024-02-28").done("2024-03-01"),
            ("2024-01-01", "2024-12-31"),
            3,
        ),
        (
            "no 29 February 2025",
            item("A-1").created("2025-02-27").active("2025-02-28").done("2025-03-01"),
            ("2025-01-01", "2025-12-31"),
            2,
        ),
        (
            "New Year",
            item("A-1").created("2025-12-30").active("2025-12-31").done("2026-01-01"),
            ("2026-01-01", "2026-01-31"),
            2,
        ),
    ] {
        let asked = query(&[("from", asked.0), ("to", asked.1)]);
        assert_eq!(numbers_of(&portfolio(&[history]), &asked).1, Some(expected), "{rule}");
    }
}

#[test]
fn an_item_that_moved_to_another_project_keeps_its_history_and_counts_there_alone() {
    // It was worked on in project B, in a status that project A does not have, under another key.
    let mut moved = item("A-1").active("03-02").at("03-04", "Vendor").done("03-06");
    moved.0.changes.insert(
        0,
        Change {
            at: millis("03-01 09:00"),
            order: 99,
            what: Changed::Status { from: status("Idea"), to: status("To do") },
        },
    );
    assert_eq!(numbers(moved), done(Some(5), 6));
}

#[test]
fn percentiles_are_values_that_occurred() {
    // The same sample in tools that interpolate: 22.25 (numpy); in others 19.
    let days = [5, 6, 10, 13, 16, 17, 17, 19, 24, 24];
    let items: Vec<ItemText> = (1_u32..)
        .zip(days)
        .map(|(at, length)| {
            let start = crate::day::Day::parse("2026-02-01").expect("a day");
            let end = start.plus(length - 1);
            item(&format!("A-{at}")).created("01-15").active("02-01 09:00").done(&end.iso())
        })
        .collect();
    let report = flow_report(&portfolio(&items), &Query::default(), &context());
    let lines: Vec<(u32, u32)> = report.scatter.lines.iter().map(|line| (line.percent, line.days)).collect();
    assert_eq!(lines, [(50, 16), (85, 24), (95, 24)]);
}
