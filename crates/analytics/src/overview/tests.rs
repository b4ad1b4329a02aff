//! What the Overview page says.

use super::{Concern, FindingPage, OverviewReport, overview_report};
use crate::fixtures::{
    ItemText, connection, context, data, item, portfolio, query, settings, team, workflow,
};
use crate::portfolio::{Connection, Portfolio};
use crate::query::Query;
use crate::report::Measure;
use crate::team::{Scope, Source, Team};

fn overview(items: &[ItemText]) -> OverviewReport {
    overview_report(&portfolio(items), &Query::default(), &context())
}

fn done_after(at: u64, days: u32) -> ItemText {
    item(&format!("A-{at}")).created("02-01").active("02-02").done(&format!("02-{:02}", days + 1))
}

#[test]
fn the_summary_names_the_biggest_change() {
    let before =
        |at: u64| item(&format!("A-{at}")).created("2025-11-01").active("2025-11-03").done("2025-11-06");
    let items: Vec<ItemText> = (1..=12).map(before).chain((21..=32).map(|at| done_after(at, 10))).collect();
    let report = overview(&items);
    assert_eq!(report.summary, "85% of items took 10 days or less: 6 days slower than the 90 days before.");
    assert_eq!(report.findings[0].sentence, "Team A: cycle time is 6 days slower than the 90 days before.");
    assert_eq!(
        (report.findings[0].query.as_str(), report.findings[0].anchor.as_str()),
        ("team=a", "cycle-time")
    );
}

#[test]
fn items_that_grow_too_old_are_counted_and_found() {
    let mut items: Vec<ItemText> = (1..=12).map(|at| done_after(at, 5)).collect();
    items.extend((21..=23).map(|at| item(&format!("A-{at}")).active("03-03")));
    items.push(item("A-24").active("03-31"));
    let report = overview(&items);
    let old = report.cards.iter().find(|card| card.measure == Measure::OldItems).unwrap();
    assert_eq!(old.value, Some(3.0));
    let sentences: Vec<&str> = report.findings.iter().map(|it| it.sentence.as_str()).collect();
    assert_eq!(sentences, ["Team A: 3 of 4 items in progress are older than 5 days, the 85% cycle time."]);
}

#[test]
fn at_most_five_findings_are_shown() {
    let items: Vec<ItemText> =
        (1..=9).map(|at| item(&format!("A-{at}")).active("03-03").flag("03-04", true)).collect();
    let teams =
        (1..=9).map(|at| Team { slug: format!("t{at}"), name: format!("Team {at}"), ..team(workflow()) });
    let portfolio = Portfolio::new(vec![connection(data(&items))], teams.collect(), settings(), None);
    let report = overview_report(&portfolio, &Query::default(), &context());
    assert_eq!(report.findings.len(), 5);
    assert_eq!(report.teams.len(), 9);
}

#[test]
fn each_team_has_its_row_and_the_state_of_its_data() {
    let mut items: Vec<ItemText> = (1..=12).map(|at| done_after(at, 5)).collect();
    items.push(item("B-30").active("03-03").at("03-04", "Gone"));
    let other = Team {
        slug: "b".to_owned(),
        name: "Aaa".to_owned(),
        sources: vec![Source { connection: "c".to_owned(), scope: Scope::Project("B".to_owned()) }],
        ..team(workflow())
    };
    let portfolio =
        Portfolio::new(vec![connection(data(&items))], vec![team(workflow()), other], settings(), None);
    let report = overview_report(&portfolio, &Query::default(), &context());
    let rows: Vec<(&str, &str)> =
        report.teams.iter().map(|row| (row.name.as_str(), row.quality.label.as_str())).collect();
    assert_eq!(rows, [("Aaa", "2 things to check"), ("Team A", "Good")]);
    assert_eq!(report.teams[0].cells[2].value, Some(1.0));
    assert_eq!(report.teams[1].flow_query, "team=a");
}

#[test]
fn an_empty_workspace_has_a_sentence_and_no_findings() {
    let report = overview(&[]);
    assert_eq!(report.summary, "There are no items yet. Check what the connection can see.");
    assert!(report.findings.is_empty());
}

#[test]
fn old_items_are_those_of_the_end_of_a_period_that_is_over() {
    // docs/metrics.md 3.8: on 31 January nothing but A-20 is in progress; on 1 April are, and old.
    let mut items: Vec<ItemText> =
        (1..=12).map(|at| item(&format!("A-{at}")).created("01-01").active("01-02").done("01-06")).collect();
    items.push(item("A-20").created("01-01").active("01-30").done("02-02"));
    items.extend((21..=23).map(|at| item(&format!("A-{at}")).active("03-03").flag("03-04", true)));
    let asked = query(&[("from", "2026-01-01"), ("to", "2026-01-31")]);
    let report = overview_report(&portfolio(&items), &asked, &context());
    let card = |measure| report.cards.iter().find(|card| card.measure == measure).unwrap();
    assert_eq!(card(Measure::WorkInProgress).value, Some(1.0));
    assert_eq!(card(Measure::OldItems).value, Some(0.0));
    assert_eq!(card(Measure::OldItems).spark.last(), Some(&Some(0.0)));
    assert_eq!(report.findings, []);
}

#[test]
fn a_finding_about_old_items_counts_at_the_end_of_the_period() {
    let mut items: Vec<ItemText> =
        (1..=12).map(|at| item(&format!("A-{at}")).created("01-01").active("01-02").done("01-06")).collect();
    items.extend((20..=22).map(|at| item(&format!("A-{at}")).created("01-01").active("01-02").done("02-02")));
    let asked = query(&[("from", "2026-01-01"), ("to", "2026-01-31")]);
    let report = overview_report(&portfolio(&items), &asked, &context());
    let old = report.cards.iter().find(|card| card.measure == Measure::OldItems).unwrap();
    assert_eq!(old.value, Some(3.0));
    assert_eq!(
        report.findings[0].sentence,
        "Team A: 3 of 3 items in progress at the end were older than 5 days, the 85% cycle time."
    );
}

#[test]
fn a_team_without_a_source_in_the_chosen_connection_has_no_row() {
    let items: Vec<ItemText> = (1..=12).map(|at| done_after(at, 5)).collect();
    let mut other = Team { slug: "b".to_owned(), name: "Team B".to_owned(), ..team(workflow()) };
    other.sources[0].connection = "d".to_owned();
    let second = Connection { slug: "d".to_owned(), ..connection(data(&items)) };
    let connections = vec![connection(data(&items)), second];
    let portfolio = Portfolio::new(connections, vec![team(workflow()), other], settings(), None);
    let names = |pairs: &[(&str, &str)]| {
        let report = overview_report(&portfolio, &query(pairs), &context());
        report.teams.into_iter().map(|row| row.slug).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["a", "b"]);
    assert_eq!(names(&[("connection", "d")]), ["b"]);
}

fn facts(report: &OverviewReport) -> Vec<(Concern, &str)> {
    report.findings.iter().map(|it| (it.concern, it.sentence.as_str())).collect()
}

#[test]
fn late_items_are_found_and_listed_those_in_progress_first() {
    // docs/metrics.md 5.2: today is 1 April.
    let report = overview(&[
        item("A-1").active("03-30").due("03-20"),
        item("A-2").due("03-19"),
        item("A-3").active("03-30").due("04-01"),
        item("A-4").active("03-30").done("03-31").due("03-20"),
        item("A-5").active("03-30").due("03-20").resolution("2"),
        item("A-6").of_type("epic").due("03-20"),
        item("A-7").due("04-08"),
        item("A-8").due("04-09"),
    ]);
    assert_eq!(
        facts(&report),
        [
            (Concern::Late, "Team A: 2 items are past their due date, one of them by 13 days."),
            (Concern::Soon, "Team A: 1 item is due within 7 days and not started."),
        ]
    );
    assert!(report.findings.iter().all(|it| it.page == FindingPage::Overview && it.anchor == "watch"));
    let rows: Vec<(&str, &str)> =
        report.watch.rows.iter().map(|row| (row.item.key.as_str(), row.why.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("A-1", "12 days past its due date"),
            ("A-2", "13 days past its due date"),
            ("A-7", "due in 7 days and not started"),
        ]
    );
    assert_eq!(report.watch.total, 3);
}

#[test]
fn items_that_go_from_sprint_to_sprint_are_found_from_the_third_on() {
    // docs/metrics.md 5.1
    let begun = |key: &str| item(key).created("01-10").active("01-20");
    let report = overview(&[
        begun("A-1").sprint("02-03", 12).sprint("02-16", 13).sprint("03-02", 14),
        begun("A-2").sprint("01-20", 11).sprint("02-02", 12).sprint("02-16", 13).sprint("03-02", 14),
        begun("A-3").sprint("02-17", 13).sprint("03-02", 14),
        begun("A-4").sprint("01-20", 11).sprint("02-02", 12).sprint("02-16", 13),
    ]);
    let carried: Vec<_> = facts(&report).into_iter().filter(|it| it.0 == Concern::Carried).collect();
    assert_eq!(
        carried,
        [(Concern::Carried, "Team A: 2 items are in their 3rd sprint in a row or a later one.")]
    );
    let rows: Vec<(&str, &str)> =
        report.watch.rows.iter().map(|row| (row.item.key.as_str(), row.why.as_str())).collect();
    assert_eq!(rows, [("A-2", "in its 4th sprint in a row"), ("A-1", "in its 3rd sprint in a row")]);
}

#[test]
fn nothing_is_late_in_a_period_that_is_over() {
    let items = [item("A-1").created("01-01").active("01-02").due("01-20")];
    let asked = query(&[("from", "2026-01-01"), ("to", "2026-01-31")]);
    let report = overview_report(&portfolio(&items), &asked, &context());
    assert_eq!(report.watch.total, 0);
    assert!(report.findings.iter().all(|it| it.concern != Concern::Late));
}

#[test]
fn a_filter_by_project_leaves_the_teams_with_items_in_it() {
    let items: Vec<ItemText> =
        (1..=12).map(|at| done_after(at, 5)).chain([item("B-30").active("03-03")]).collect();
    let other = Team {
        slug: "b".to_owned(),
        name: "Team B".to_owned(),
        sources: vec![Source { connection: "c".to_owned(), scope: Scope::Project("B".to_owned()) }],
        ..team(workflow())
    };
    let portfolio =
        Portfolio::new(vec![connection(data(&items))], vec![team(workflow()), other], settings(), None);
    let names = |pairs: &[(&str, &str)]| {
        let report = overview_report(&portfolio, &query(pairs), &context());
        report.teams.into_iter().map(|row| row.slug).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["a", "b"]);
    assert_eq!(names(&[("project", "c.B")]), ["b"]);
    assert_eq!(names(&[("project", "c.A"), ("project", "c.B")]), ["a", "b"]);
}
