//! Which statuses share a row of the time in status, and how many items a row has.

use crate::data_set::DataSet;
use crate::fixtures::{ItemText, catalog, connection, context, item, query, settings, team, workflow};
use crate::flow::flow_report;
use crate::portfolio::{Connection, Portfolio};
use crate::query::Query;
use crate::records::{Catalog, Category, Status};
use crate::team::{Scope, Source, Team};
use crate::time_in_status::StatusRow;
use crate::workflow::Stage;

fn status(id: &str, name: &str, category: Category) -> Status {
    Status { id: id.to_owned(), name: name.to_owned(), category, project: None }
}

/// Besides the usual statuses a second one called Doing.
fn two_of_a_name() -> Catalog {
    let mut catalog = catalog();
    catalog.statuses.push(status("doing2", "Doing", Category::InProgress));
    catalog
}

fn read(slug: &str, catalog: &Catalog, items: &[ItemText]) -> Connection {
    let data = DataSet::build(catalog, items.iter().map(|item| item.0.clone()));
    Connection { slug: slug.to_owned(), ..connection(data) }
}

fn source(connection: &str, project: &str) -> Source {
    Source { connection: connection.to_owned(), scope: Scope::Project(project.to_owned()) }
}

fn other(sources: Vec<Source>) -> Team {
    Team { slug: "b".to_owned(), name: "Team B".to_owned(), sources, ..team(workflow()) }
}

fn rows(connections: Vec<Connection>, teams: Vec<Team>, query: &Query) -> Vec<StatusRow> {
    let portfolio = Portfolio::new(connections, teams, settings(), None);
    flow_report(&portfolio, query, &context()).time_in_status.rows
}

fn short(rows: &[StatusRow]) -> Vec<(&str, f64, u32)> {
    rows.iter().map(|row| (row.label.as_str(), row.total_days, row.items)).collect()
}

fn through_both(key: &str) -> ItemText {
    item(key).active("03-02").at("03-03", "doing2").done("03-04")
}

#[test]
fn two_statuses_of_one_name_stay_two_when_one_team_is_left_by_the_filters() {
    // docs/metrics.md 3.6
    let connections = vec![
        read("c", &two_of_a_name(), &[through_both("A-1")]),
        read("d", &two_of_a_name(), &[through_both("A-1")]),
    ];
    let teams = vec![team(workflow()), other(vec![source("d", "A")])];
    let rows = rows(connections, teams, &query(&[("connection", "c")]));
    assert_eq!(short(&rows), [("Doing", 1.0, 1), ("Doing", 1.0, 1)]);
}

#[test]
fn a_row_of_several_teams_counts_an_item_once() {
    // docs/metrics.md 3.6
    let items = [through_both("A-1"), item("B-2").active("03-02").done("03-03")];
    let teams = vec![team(workflow()), other(vec![source("c", "B")])];
    let rows = rows(vec![read("c", &two_of_a_name(), &items)], teams, &Query::default());
    assert_eq!(short(&rows), [("Doing", 3.0, 2)]);
}

#[test]
fn a_team_over_two_connections_has_the_statuses_of_both() {
    let one = |slug| read(slug, &catalog(), &[item("A-1").active("03-02").done("03-03")]);
    let both = Team { sources: vec![source("c", "A"), source("d", "A")], ..team(workflow()) };
    let rows = rows(vec![one("c"), one("d")], vec![both], &Query::default());
    assert_eq!(short(&rows), [("Doing", 1.0, 1), ("Doing", 1.0, 1)]);
}

#[test]
fn what_does_not_fit_is_summed_up_by_stage() {
    let mut catalog = catalog();
    // Every other one waits; the first ones are the shortest.
    for at in 0..45 {
        let category = if at % 2 == 0 { Category::InProgress } else { Category::Resolved };
        catalog.statuses.push(status(&format!("s{at}"), &format!("S{at}"), category));
    }
    let at = |minutes: u32| format!("03-02 {:02}:{:02}", minutes / 60, minutes % 60);
    let mut long = item("A-1");
    let mut minutes = 0;
    for status in 0..45 {
        long = long.at(&at(minutes), &format!("s{status}"));
        minutes += status + 1;
    }
    let brief = |key: &str, status: &str| item(key).at(&at(0), status).at(&at(1), "Done");
    let items = [long.at(&at(minutes), "Done"), brief("A-2", "s0"), brief("A-3", "s2")];
    let rows = rows(vec![read("c", &catalog, &items)], vec![team(workflow())], &Query::default());
    assert!(rows.len() <= 40);
    let minutes_in = |stage: Stage| {
        let days: f64 = rows.iter().filter(|row| row.stage == stage).map(|row| row.total_days).sum();
        (days * 1440.0).round()
    };
    // 1 + 3 + … + 45 and a minute for each of the two others; 2 + 4 + … + 44.
    assert_eq!((minutes_in(Stage::Active), minutes_in(Stage::Waiting)), (531.0, 506.0));
    let rest: Vec<(&str, u32)> = rows
        .iter()
        .filter(|row| !row.label.starts_with('S'))
        .map(|row| (row.label.as_str(), row.items))
        .collect();
    assert_eq!(rest, [("5 others, active", 3), ("5 others, waiting", 1)]);
}
