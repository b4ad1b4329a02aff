//! The rules of the numbers, each at the Flow page of a few items.

use crate::fixtures::{
    ItemText, catalog, connection, context, data, date, item, portfolio, query, settings, team, workflow,
};
use crate::flow::{FlowReport, flow_report};
use crate::portfolio::{Portfolio, Settings};
use crate::query::Query;
use crate::records::Named;
use crate::report::{Direction, Measure, Verdict};
use crate::team::{Scope, Source, Team};
use crate::workflow::Workflow;
use crate::zone::Zone;

fn report(items: &[ItemText]) -> FlowReport {
    flow_report(&portfolio(items), &Query::default(), &context())
}

/// The cycle time of one item; `None` when it has none, a failure when it is not finished.
fn cycle(item: ItemText) -> Option<u32> {
    let report = report(&[item]);
    report.finished.rows.first().expect("the item is finished").cycle
}

#[test]
fn a_duration_counts_both_dates() {
    // docs/metrics.md 1.2 and 3.1
    let report = report(&[item("A-1").created("03-02").active("03-04").done("03-09")]);
    let row = &report.finished.rows[0];
    assert_eq!((row.started, row.finished), (Some(date("03-04")), date("03-09")));
    assert_eq!((row.cycle, row.lead), (Some(6), 8));
}

#[test]
fn started_and_finished_on_one_day_is_one() {
    assert_eq!(cycle(item("A-1").active("03-03 09:00").done("03-03 09:01")), Some(1));
}

#[test]
fn dates_are_those_of_the_workspace_zone() {
    // docs/metrics.md 1.1: Berlin puts its clocks forward on 29 March 2026.
    let berlin = Zone::new("Europe/Berlin", 3600, vec![(1_774_746_000, 7200)]);
    let mut settings = settings();
    settings.zone = berlin;
    let items = [item("A-1").active("03-28 22:30").done("03-29 22:30")];
    let portfolio = Portfolio::new(vec![connection(data(&items))], vec![team(workflow())], settings, None);
    let seen = flow_report(&portfolio, &Query::default(), &context());
    assert_eq!(seen.finished.rows[0].cycle, Some(3));
    assert_eq!(report(&items).finished.rows[0].cycle, Some(2));
}

#[test]
fn working_days_are_a_switch_that_leaves_throughput_alone() {
    let items = [item("A-1").active("03-06").done("03-09"), item("A-2").active("03-07").done("03-08")];
    let worked = flow_report(&portfolio(&items), &query(&[("unit", "workdays")]), &context());
    let cycles: Vec<Option<u32>> = worked.finished.rows.iter().map(|row| row.cycle).collect();
    assert_eq!(cycles, [Some(2), Some(1)]);
    assert_eq!(worked.frame.unit_label, "working days");
    assert_eq!(worked.throughput.total, report(&items).throughput.total);
}

#[test]
fn the_status_at_creation_counts() {
    // docs/metrics.md 2.2
    let report = report(&[item("A-1").created("03-02").created_in("Doing").done("03-04")]);
    assert_eq!(report.finished.rows[0].started, Some(date("03-02")));
}

#[test]
fn an_item_without_changes_is_in_its_status_since_creation() {
    let done = item("A-1").created("03-02").created_in("Done");
    assert_eq!(cycle(done), None);
    let doing = item("A-1").created("03-02").created_in("Doing");
    assert_eq!(report(&[doing]).ageing.oldest[0].age, 31);
}

#[test]
fn going_back_to_the_queue_keeps_the_start() {
    // docs/metrics.md 2.6
    let moves = item("A-1").active("03-03").queue("03-05").active("03-09").done("03-10");
    assert_eq!(cycle(moves.clone()), Some(8));
    let restarting = Portfolio::new(
        vec![connection(data(&[moves]))],
        vec![team(workflow().restarting())],
        settings(),
        None,
    );
    let report = flow_report(&restarting, &Query::default(), &context());
    assert_eq!(report.finished.rows[0].cycle, Some(2));
}

#[test]
fn a_reopened_item_counts_once() {
    // docs/metrics.md 2.7
    let moves =
        item("A-1").active("03-02").done("03-04").active("03-06").done("03-09").at("03-12", "Released");
    let report = report(&[moves]);
    assert_eq!(report.throughput.total, 1);
    let row = &report.finished.rows[0];
    assert_eq!((row.finished, row.cycle), (date("03-09"), Some(8)));
    let week_of = |day: &str| {
        let day = date(day);
        report.throughput.bars.iter().find(|bar| bar.from == day).map(|bar| bar.count)
    };
    assert_eq!((week_of("03-02"), week_of("03-09")), (Some(0), Some(1)));
}

#[test]
fn a_reopened_item_is_not_finished_until_it_is_done_again() {
    let report = report(&[item("A-1").active("03-02").done("03-04").active("03-06")]);
    assert_eq!(report.throughput.total, 0);
    assert_eq!(report.ageing.total, 1);
    assert_eq!(report.ageing.oldest[0].age, 31);
}

#[test]
fn straight_to_done_counts_in_throughput_and_is_left_out_of_cycle_time() {
    // docs/metrics.md 2.8
    let report = report(&[item("A-1").done("03-04"), item("A-2").active("03-03").done("03-04")]);
    assert_eq!(report.throughput.total, 2);
    assert_eq!(report.scatter.caption.n, 1);
    assert_eq!(report.frame.left_out.len(), 1);
    assert_eq!(report.frame.left_out[0].count, 1);
}

#[test]
fn an_item_that_was_not_delivered_is_in_no_number() {
    // docs/metrics.md 2.9
    let report = report(&[
        item("A-1").active("03-03").done("03-04").resolution("1"),
        item("A-2").active("03-03").done("03-04").resolution("3"),
        item("A-3").active("03-03").at("03-04", "Removed"),
        item("A-4").active("03-03").resolution("2"),
    ]);
    assert_eq!(report.throughput.total, 1);
    assert_eq!(report.ageing.total, 0);
    assert_eq!(report.cumulative_flow.net_flow.created, 1);
    let removed: Vec<u32> = report.frame.left_out.iter().map(|left| left.count).collect();
    assert_eq!(removed, [3]);
}

#[test]
fn a_removal_that_was_taken_back_is_none() {
    let report = report(&[item("A-1").active("03-03").at("03-04", "Removed").active("03-05").done("03-06")]);
    assert_eq!(report.finished.rows[0].cycle, Some(4));
}

#[test]
fn an_unknown_status_takes_the_stage_of_its_neighbour() {
    // docs/metrics.md 2.5
    let moves =
        item("A-1").created_in("Gone 1").queue("03-02").active("03-03").at("03-05", "Gone 2").done("03-07");
    assert_eq!(cycle(moves), Some(5));
    let begun = item("A-1").created("03-02").created_in("Gone 1").active("03-03").done("03-04");
    assert_eq!(cycle(begun), Some(3));
    let nothing_known = item("A-1").created_in("Gone 1").at("03-05", "Gone 2");
    let report = report(&[nothing_known]);
    assert_eq!((report.throughput.total, report.ageing.total), (0, 0));
}

#[test]
fn a_deleted_status_with_a_name_alone_is_still_a_status() {
    let mut moves = item("A-1").active("03-03").at("03-04", "Old").done("03-07");
    for change in &mut moves.0.changes {
        if let crate::records::Changed::Status { from, to } = &mut change.what {
            for side in [from, to] {
                if side.name == "Old" {
                    *side = Named { id: String::new(), name: "Old".to_owned() };
                }
            }
        }
    }
    let report = report(&[moves]);
    assert_eq!(report.finished.rows[0].cycle, Some(5));
    assert!(report.time_in_status.rows.iter().any(|row| row.label == "Old"));
}

#[test]
fn epics_never_count_and_subtasks_by_a_switch() {
    // docs/metrics.md 2.4
    let mut items = vec![item("A-1").of_type("epic").active("03-03").done("03-04")];
    items.extend((2..5).map(|n| item(&format!("A-{n}")).active("03-03").done("03-04")));
    items.push(item("A-5").of_type("bug").active("03-03").done("03-04"));
    items.extend((6..11).map(|n| item(&format!("A-{n}")).of_type("subtask").active("03-03").done("03-04")));
    assert_eq!(report(&items).throughput.total, 4);
    let mut settings = settings();
    settings.subtasks = true;
    let with = Portfolio::new(vec![connection(data(&items))], vec![team(workflow())], settings, None);
    assert_eq!(flow_report(&with, &Query::default(), &context()).throughput.total, 9);
}

#[test]
fn an_item_of_two_teams_counts_once() {
    // docs/metrics.md 2.3
    let items: Vec<ItemText> =
        (1..4).map(|n| item(&format!("A-{n}")).active("03-03").done("03-04")).collect();
    let mut catalog = catalog();
    catalog.boards = vec![crate::fixtures::board("1", &[1, 2]), crate::fixtures::board("2", &[2, 3])];
    let data = crate::data_set::DataSet::build(&catalog, items.into_iter().map(|item| item.0));
    let teams = Team::defaults("c", &data);
    let portfolio = Portfolio::new(vec![connection(data)], teams, settings(), None);
    let total = |query: &Query| flow_report(&portfolio, query, &context()).throughput.total;
    assert_eq!(total(&Query::default()), 3);
    assert_eq!(total(&query(&[("team", "c-b1")])), 2);
    assert_eq!(total(&query(&[("team", "c-b2")])), 2);
    assert_eq!(total(&query(&[("team", "c-b2"), ("team", "c-b1")])), 3);
}

#[test]
fn days_without_throughput_are_kept_and_today_is_never_in_the_sample() {
    // docs/metrics.md 3.3
    let items = [
        item("A-1").active("03-02").done("03-02 15:00"),
        item("A-2").active("03-02").done("03-02 16:00"),
        item("A-3").active("03-02").done("03-05"),
        item("A-4").active("03-02").done("04-01 09:00"),
    ];
    let daily = query(&[("from", "2026-03-02"), ("to", "2026-03-15")]);
    let report = flow_report(&portfolio(&items), &daily, &context());
    let counts: Vec<u32> = report.throughput.bars.iter().map(|bar| bar.count).collect();
    assert_eq!(counts, [2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(report.throughput.per_week_label, "1.5 items a week");
    let whole = flow_report(&portfolio(&items), &Query::default(), &context());
    assert_eq!(whole.throughput.total, 3);
    assert_eq!(whole.throughput.bars.len(), 14);
    assert_eq!(whole.throughput.bars.iter().filter(|bar| bar.partial).count(), 2);
}

#[test]
fn work_in_progress_is_counted_at_the_end_of_each_day() {
    // docs/metrics.md 3.4
    let items = [
        item("A-1").active("03-02").done("03-04"),
        item("A-2").active("03-03 09:00").done("03-03 10:00"),
        item("A-3").active("03-03"),
    ];
    let days = query(&[("from", "2026-03-02"), ("to", "2026-03-05")]);
    let report = flow_report(&portfolio(&items), &days, &context());
    assert_eq!(report.cumulative_flow.wip, [1, 2, 1, 1]);
    assert_eq!(report.cards[2].value, Some(1.0));
}

#[test]
fn cumulative_flow_follows_the_example_of_the_rules() {
    // docs/metrics.md 3.5
    let born = |key: &str| item(key).created("03-01 08:00");
    let items = [
        born("A-1")
            .active("03-02")
            .waiting("03-03")
            .active("03-04")
            .waiting("03-05 09:00")
            .done("03-05 10:00"),
        born("A-2").active("03-03").done("03-04").active("03-05"),
        born("A-3").created("03-02 08:00").done("03-04"),
    ];
    let days = query(&[("from", "2026-03-01"), ("to", "2026-03-05")]);
    let flow = flow_report(&portfolio(&items), &days, &context()).cumulative_flow;
    let lines: Vec<(&str, Vec<u32>)> =
        flow.lines.iter().map(|line| (line.label.as_str(), line.values.clone())).collect();
    assert_eq!(
        lines,
        [
            ("To do", vec![2, 3, 3, 3, 3]),
            ("Doing", vec![0, 1, 2, 3, 3]),
            ("Review", vec![0, 0, 1, 2, 2]),
            ("Done", vec![0, 0, 0, 1, 2]),
        ]
    );
    assert_eq!(flow.wip, [0, 1, 2, 2, 1]);
    assert_eq!(flow.corrections, 2);
}

#[test]
fn the_done_line_starts_at_zero() {
    let items = [item("A-1").active("03-02").done("03-04"), item("A-2").active("03-02").done("03-09")];
    let later = query(&[("from", "2026-03-06"), ("to", "2026-03-10")]);
    let flow = flow_report(&portfolio(&items), &later, &context()).cumulative_flow;
    assert_eq!(flow.lines.last().map(|line| line.values.clone()), Some(vec![0, 0, 0, 1, 1]));
    assert_eq!(flow.lines[0].values, [1, 1, 1, 1, 1]);
}

fn efficiency_item() -> ItemText {
    item("A-1").active("03-02 09:00").waiting("03-03 15:00").active("03-04 09:00").done("03-04 12:00")
}

#[test]
fn time_in_status_is_elapsed_time() {
    // docs/metrics.md 3.6
    let time = report(&[efficiency_item()]).time_in_status;
    let rows: Vec<(&str, &str)> =
        time.rows.iter().map(|row| (row.label.as_str(), row.mean_label.as_str())).collect();
    assert_eq!(rows, [("Doing", "1.4 d"), ("Review", "0.8 d")]);
    assert_eq!(time.efficiency.map(f64::round), Some(65.0));
}

#[test]
fn blocked_time_counts_as_waiting() {
    // docs/metrics.md 3.7
    let time =
        report(&[efficiency_item().flag("03-02 12:00", true).flag("03-02 18:00", false)]).time_in_status;
    assert_eq!(time.efficiency.map(f64::round), Some(53.0));
    assert_eq!((time.blocked.items, time.blocked.times), (1, 1));
    assert_eq!(time.blocked.sentence, "1 of 1 item was blocked, for 0.3 days on average.");
}

#[test]
fn blocked_time_may_repeat_stay_open_or_be_there_from_the_start() {
    let twice =
        efficiency_item().flag("03-02 10:00", true).flag("03-02 11:00", false).flag("03-03 16:00", true);
    let blocked = report(&[twice]).time_in_status.blocked;
    assert_eq!((blocked.times, blocked.days), (2, 0.9));
    let mut from_creation = efficiency_item();
    from_creation.0.flagged = true;
    let time = report(&[from_creation]).time_in_status;
    assert_eq!(time.efficiency, Some(0.0));
    let cleared = efficiency_item().flag("03-02 10:00", false);
    assert_eq!(report(&[cleared]).time_in_status.blocked.times, 1);
}

#[test]
fn working_days_take_the_weekend_out_of_time_in_status() {
    let items = [item("A-1").active("03-06 12:00").done("03-09 12:00")];
    let worked = flow_report(&portfolio(&items), &query(&[("unit", "workdays")]), &context());
    assert_eq!(worked.time_in_status.rows[0].mean_label, "1.0 d");
    assert_eq!(report(&items).time_in_status.rows[0].mean_label, "3.0 d");
}

#[test]
fn ten_items_make_a_claim_and_nine_do_not() {
    let many = |n: u64| -> Vec<ItemText> {
        (1..=n).map(|at| item(&format!("A-{at}")).active("03-03").done("03-07")).collect()
    };
    let nine = report(&many(9));
    assert!(nine.scatter.caption.too_few);
    assert_eq!(nine.cards[0].sample, "too few items (n = 9)");
    assert_eq!(nine.scatter.caption.heading, "Only 9 items finished with a cycle time: too few to say");
    let ten = report(&many(10));
    assert!(!ten.scatter.caption.too_few);
    assert_eq!(ten.cards[0].sample, "n = 10");
    assert_eq!(ten.scatter.caption.heading, "85% of items finish within 5 days");
    assert_eq!(ten.scatter.dots.len(), 1);
    assert_eq!(ten.scatter.dots[0].count, 10);
}

#[test]
fn a_card_compares_with_the_period_before() {
    let old =
        |at: u64| item(&format!("A-{at}")).created("2025-11-01").active("2025-11-03").done("2025-11-05");
    let new = |at: u64| item(&format!("A-{at}")).active("03-03").done("03-07");
    let items: Vec<ItemText> = (1..=10).map(old).chain((11..=30).map(new)).collect();
    let report = report(&items);
    let delta = |measure: Measure| {
        let card = report.cards.iter().find(|card| card.measure == measure);
        card.and_then(|card| card.delta.clone()).map(|delta| (delta.text, delta.verdict))
    };
    assert_eq!(
        delta(Measure::CycleTime),
        Some(("2 days slower than the 90 days before".to_owned(), Verdict::Bad))
    );
    assert_eq!(
        delta(Measure::Throughput),
        Some(("100% more than the 90 days before".to_owned(), Verdict::Good))
    );
    assert_eq!(report.scatter.caption.heading, "85% of items finish within 5 days");
}

#[test]
fn an_empty_workspace_says_what_is_missing() {
    let report = report(&[]);
    assert_eq!(report.frame.matching, 0);
    for empty in [
        &report.scatter.caption.empty,
        &report.throughput.caption.empty,
        &report.cumulative_flow.caption.empty,
    ] {
        assert_eq!(empty.as_deref(), Some("There are no items yet. Check what the connection can see."));
    }
    assert_eq!(report.cards[0].value_label, "–");
}

#[test]
fn filters_must_all_match_and_unknown_ones_are_said_and_ignored() {
    let items = [
        item("A-1").label("x").of_type("bug").active("03-03").done("03-04"),
        item("A-2").label("x").active("03-03").done("03-04"),
        item("A-3").active("03-03").done("03-04"),
    ];
    let seen = |pairs: &[(&str, &str)]| flow_report(&portfolio(&items), &query(pairs), &context());
    assert_eq!(seen(&[("label", "x")]).throughput.total, 2);
    assert_eq!(seen(&[("label", "x"), ("type", "Bug")]).throughput.total, 1);
    assert_eq!(seen(&[("type", "Bug"), ("type", "Story")]).throughput.total, 3);
    assert_eq!(seen(&[("project", "c.A")]).throughput.total, 3);
    let unknown = seen(&[("label", "nobody"), ("type", "Bug")]);
    assert_eq!(unknown.throughput.total, 1);
    assert_eq!(
        unknown.frame.notices[0].text,
        "The label in the address is not in the data, so that filter is ignored."
    );
    assert_eq!(unknown.frame.chips.len(), 1);
    assert_eq!(unknown.frame.chips[0].remove_query, "");
}

#[test]
fn teams_with_different_columns_are_shown_by_stage() {
    let items = [item("A-1").active("03-03"), item("B-2").active("03-03").done("03-05")];
    let other = Team {
        slug: "b".to_owned(),
        sources: vec![Source { connection: "c".to_owned(), scope: Scope::Project("B".to_owned()) }],
        ..team(Workflow::by_category())
    };
    let portfolio =
        Portfolio::new(vec![connection(data(&items))], vec![team(workflow()), other], settings(), None);
    let flow = flow_report(&portfolio, &Query::default(), &context()).cumulative_flow;
    assert!(flow.by_stage);
    let labels: Vec<&str> = flow.lines.iter().map(|line| line.label.as_str()).collect();
    assert_eq!(labels, ["To do", "In progress", "Done"]);
    assert_eq!(flow.wip.last(), Some(&1));
}

#[test]
fn a_period_of_one_day_has_its_numbers() {
    let items = [item("A-1").active("03-03").done("03-04"), item("A-2").active("03-03").done("03-05")];
    let day = query(&[("from", "2026-03-04"), ("to", "2026-03-04")]);
    let report = flow_report(&portfolio(&items), &day, &context());
    assert_eq!(report.throughput.total, 1);
    assert_eq!(report.cumulative_flow.days.len(), 1);
    assert_eq!(report.cards[1].spark.len(), 1);
}

#[test]
fn pages_hold_a_hundred_rows() {
    let items: Vec<ItemText> =
        (1..=201).map(|at| item(&format!("A-{at}")).active("03-03").done("03-04")).collect();
    let third = flow_report(&portfolio(&items), &query(&[("page", "3")]), &context()).finished;
    assert_eq!((third.rows.len(), third.pages, third.range_label.as_str()), (1, 3, "201 to 201 of 201"));
    assert_eq!(third.previous_query.as_deref(), Some("page=2"));
    let beyond = flow_report(&portfolio(&items), &query(&[("page", "99")]), &context()).finished;
    assert_eq!(beyond.page, 3);
}

#[test]
fn the_history_of_a_percentile_is_recomputed_from_the_items_before_each_week() {
    // docs/metrics.md 3.10
    let early = (1..=10).map(|at| item(&format!("A-{at}")).active("03-01").done("03-02"));
    let late = (11..=20).map(|at| item(&format!("A-{at}")).active("03-02").done("03-11"));
    let items: Vec<ItemText> = early.chain(late).collect();
    let report =
        flow_report(&portfolio(&items), &query(&[("from", "2026-03-03"), ("to", "2026-03-16")]), &context());
    let history: Vec<(&str, u32, Option<[u32; 3]>)> =
        report.scatter.history.iter().map(|point| (point.label.as_str(), point.n, point.days)).collect();
    // The window of 14 days before 16 March begins on 2 March and holds both groups.
    assert_eq!(history, [("9 Mar", 10, Some([2, 2, 2])), ("16 Mar", 20, Some([2, 10, 10]))]);
    assert_eq!(report.scatter.caption.n, 10);
}

#[test]
fn the_pace_of_a_column_is_the_age_at_which_items_left_it() {
    let items: Vec<ItemText> = (1..=10)
        .map(|at| item(&format!("A-{at}")).active("03-02").waiting("03-04").done("03-09"))
        .chain([item("A-11").active("03-30")])
        .collect();
    let ageing = report(&items).ageing;
    let paces: Vec<(&str, Option<[u32; 3]>, u32)> =
        ageing.columns.iter().map(|column| (column.label.as_str(), column.pace, column.wip)).collect();
    assert_eq!(paces, [("Doing", Some([3, 3, 3]), 1), ("Review", Some([8, 8, 8]), 0)]);
    assert_eq!(ageing.caption.heading, "No item in progress is older than 85% of finished ones");
    assert_eq!(ageing.oldest[0].rank, Some(0));
}

#[test]
fn the_pace_of_a_column_is_of_the_items_that_were_in_it_and_of_their_last_stay() {
    // docs/metrics.md 3.8: ten go back from review; one goes past it.
    let items: Vec<ItemText> = (1..=10)
        .map(|at| {
            let begun = item(&format!("A-{at}")).active("03-02").waiting("03-04");
            begun.active("03-06").waiting("03-07").done("03-09")
        })
        .chain([item("A-11").active("03-02").done("03-03")])
        .collect();
    let paces: Vec<(Option<[u32; 3]>, u32)> =
        report(&items).ageing.columns.iter().map(|column| (column.pace, column.pace_n)).collect();
    assert_eq!(paces, [(Some([6, 6, 6]), 11), (Some([8, 8, 8]), 10)]);
}

#[test]
fn a_column_left_before_the_clock_was_restarted_has_no_part_in_its_pace() {
    let items = [item("A-1").waiting("03-02").queue("03-03").active("03-05").done("03-06")];
    let of = |workflow: Workflow| {
        let portfolio =
            Portfolio::new(vec![connection(data(&items))], vec![team(workflow)], settings(), None);
        let ageing = flow_report(&portfolio, &Query::default(), &context()).ageing;
        ageing.columns.iter().map(|column| column.pace_n).collect::<Vec<_>>()
    };
    assert_eq!(of(workflow()), [1, 1]);
    assert_eq!(of(workflow().restarting()), [1, 0]);
}

#[test]
fn bad_input_changes_nothing_that_was_good() {
    let mut odd = item("A-2").active("03-03").done("03-05");
    odd.0.item_type = "nobody knows".to_owned();
    odd.0.resolution = Some("nobody knows".to_owned());
    odd.0.priority = Some("nobody knows".to_owned());
    odd.0.releases = vec!["nobody knows".to_owned()];
    odd.0.key = String::new();
    let seen = report(&[item("A-1").active("03-03").done("03-05"), odd]);
    assert_eq!(seen.throughput.total, 2);
    assert!(seen.finished.rows.iter().any(|row| row.item_type == "Unknown type"));
}

#[test]
fn time_in_an_unknown_status_counts_as_the_stage_of_its_neighbour() {
    let time = report(&[item("A-1").active("03-02").waiting("03-03").at("03-04", "Gone").done("03-06")])
        .time_in_status;
    let gone = time.rows.iter().find(|row| row.label == "Gone").map(|row| (row.stage.key(), row.total_days));
    assert_eq!(gone, Some(("waiting", 2.0)));
    assert_eq!((time.active_days, time.waiting_days), (1.0, 3.0));
}

#[test]
fn a_difference_that_rounds_to_nothing_is_about_the_same() {
    // 4 of 100 hours against 4.4: a tenth more, and no point.
    let old = |at: u64| {
        let begun = item(&format!("A-{at}")).created("2025-11-01").active("2025-11-03 00:00");
        begun.waiting("2025-11-03 04:24").done("2025-11-07 04:00")
    };
    let new = |at: u64| {
        let begun = item(&format!("A-{at}")).active("03-02 00:00");
        begun.waiting("03-02 04:00").done("03-06 04:00")
    };
    let items: Vec<ItemText> = (1..=10).map(old).chain((11..=20).map(new)).collect();
    let report = report(&items);
    let card = report.cards.iter().find(|card| card.measure == Measure::FlowEfficiency).unwrap();
    assert_eq!(card.value_label, "4");
    let delta = card.delta.clone().unwrap();
    assert_eq!(
        (delta.text.as_str(), delta.short.as_str(), delta.direction, delta.verdict),
        ("about the same as the 90 days before", "=", Direction::Same, Verdict::Neutral)
    );
}

#[test]
fn an_item_whose_clock_was_restarted_and_not_started_again_is_left_out_under_that_name() {
    // docs/metrics.md 2.8
    let items = [item("A-1").active("03-02").queue("03-03").done("03-04"), item("A-2").done("03-04")];
    let restarting =
        Portfolio::new(vec![connection(data(&items))], vec![team(workflow().restarting())], settings(), None);
    let left: Vec<(String, u32)> = flow_report(&restarting, &Query::default(), &context())
        .frame
        .left_out
        .into_iter()
        .map(|left| (left.reason, left.count))
        .collect();
    assert_eq!(
        left,
        [
            ("never started: they went straight to done and have no cycle time".to_owned(), 1),
            (
                "not started again: going back to the queue restarted their clock, so they have no cycle time"
                    .to_owned(),
                1
            ),
        ]
    );
}

#[test]
fn items_of_no_team_follow_the_switch_for_subtasks() {
    // docs/metrics.md 2.4
    let items = [item("A-1"), item("B-2"), item("B-3").of_type("subtask"), item("B-4").of_type("epic")];
    let off_teams = |subtasks: bool| {
        let settings = Settings { subtasks, ..settings() };
        let portfolio =
            Portfolio::new(vec![connection(data(&items))], vec![team(workflow())], settings, None);
        flow_report(&portfolio, &Query::default(), &context()).frame.left_out[0].count
    };
    assert_eq!((off_teams(false), off_teams(true)), (1, 2));
}

#[test]
fn only_weeks_are_said_to_be_hatched() {
    let items = [item("A-1").active("03-03").done("03-05")];
    let subtitle = |span: &str| {
        flow_report(&portfolio(&items), &query(&[("p", span)]), &context()).throughput.caption.subtitle
    };
    assert!(subtitle("90d").ends_with("1 item. Part weeks are hatched."), "{}", subtitle("90d"));
    let by_day =
        flow_report(&portfolio(&items), &query(&[("from", "2026-03-02"), ("to", "2026-03-08")]), &context());
    assert_eq!(by_day.throughput.caption.subtitle, "Items finished by day, 2 Mar to 8 Mar, 1 item.");
}
