//! What the item page says.

use super::item_report;
use crate::fixtures::{connection, context, data, item, millis, portfolio, query, settings, team, workflow};
use crate::portfolio::Portfolio;
use crate::query::Query;
use crate::team::Team;
use crate::workflow::Stage;

fn told(item: crate::fixtures::ItemText) -> super::ItemReport {
    let now = millis("04-01 10:00") / 1000;
    item_report(&portfolio(&[item]), "c", 1, &Query::default(), &context(), now).unwrap()
}

#[test]
fn a_finished_item_says_which_rules_made_its_days() {
    let report = told(
        item("A-1")
            .active("03-02")
            .done("03-04")
            .active("03-06")
            .waiting("03-08")
            .done("03-09")
            .at("03-12", "Released"),
    );
    assert_eq!(report.heading, "A-1 took 8 days");
    assert_eq!((report.cycle, report.lead, report.age), (Some(8), Some(9), None));
    assert_eq!(
        report.reasons,
        [
            "Started on 2 Mar 2026: entered Doing, the first active or waiting column.",
            "Finished on 9 Mar 2026: entered Done and did not leave done again.",
            "2 Mar 2026 to 9 Mar 2026 is 8 days, both dates counted.",
        ]
    );
    assert_eq!(report.notes[0], "Re-opened once: it counts once, on the day it was done for good.");
    let stays: Vec<(&str, &str, bool)> = report
        .stays
        .iter()
        .map(|stay| (stay.status.as_str(), stay.days_label.as_str(), stay.counted))
        .collect();
    assert_eq!(
        stays,
        [
            ("To do", "1.2 d", false),
            ("Doing", "2.0 d", true),
            ("Done", "2.0 d", true),
            ("Doing", "2.0 d", true),
            ("Review", "1.0 d", true),
            ("Done", "3.0 d", false),
            ("Released", "19.9 d", false),
        ]
    );
    let statuses: Vec<(&str, &str, u32)> = report
        .statuses
        .iter()
        .map(|status| (status.status.as_str(), status.days_label.as_str(), status.times))
        .collect();
    assert_eq!(statuses, [("Doing", "4.0 d", 2), ("Done", "2.0 d", 1), ("Review", "1.0 d", 1)]);
    assert_eq!(report.stays[6].to_label, "now");
    assert_eq!(report.stays[0].from_label, "1 Mar 2026, 08:00");
}

#[test]
fn an_item_in_progress_has_an_age_and_shows_what_blocks_it() {
    let report = told(item("A-1").active("03-02").flag("03-31 10:00", true));
    assert_eq!(report.heading, "A-1 is in progress for 31 days");
    assert_eq!((report.age, report.cycle, report.stage), (Some(31), None, Stage::Active));
    assert_eq!(report.blocked.len(), 1);
    assert_eq!(
        (report.blocked[0].to_label.as_str(), report.blocked[0].days_label.as_str()),
        ("now", "1.0 d")
    );
}

#[test]
fn an_item_that_counts_nowhere_says_why() {
    let removed = told(item("A-1").active("03-02").done("03-04").resolution("2"));
    assert_eq!(removed.heading, "A-1 was closed without being delivered");
    assert_eq!((removed.cycle, removed.lead), (None, None));
    let straight = told(item("A-1").done("03-04"));
    assert_eq!(straight.heading, "A-1 went straight to done");
    assert_eq!((straight.cycle, straight.lead), (None, Some(4)));
    assert_eq!(told(item("A-1")).heading, "A-1 was not started yet");
    let epic = told(item("A-1").of_type("epic").active("03-02"));
    assert_eq!(epic.notes, ["Items of its type stand above ordinary work and are not counted."]);
}

#[test]
fn the_rank_is_among_the_finished_items_of_the_team() {
    let items: Vec<_> = (1..=20u64)
        .map(|at| item(&format!("A-{at}")).active("03-02").done(&format!("03-{:02}", at + 1)))
        .collect();
    let now = millis("04-01 10:00") / 1000;
    let report = item_report(&portfolio(&items), "c", 5, &Query::default(), &context(), now).unwrap();
    assert_eq!((report.cycle, report.rank), (Some(5), Some(25)));
    assert_eq!(report.rank_sentence, "25% of the 20 items finished 1 Jan to 31 Mar took no longer.");
}

#[test]
fn an_item_nobody_has_is_none() {
    let ask = |connection: &str, id: u64| {
        item_report(&portfolio(&[item("A-1")]), connection, id, &query(&[]), &context(), 0)
    };
    assert!(ask("c", 2).is_none());
    assert!(ask("other", 1).is_none());
    let before_its_time = ask("c", 1).unwrap();
    assert_eq!(before_its_time.stays[0].days_label, "0.0 d");
}

#[test]
fn an_item_of_several_teams_is_told_for_the_team_that_is_asked_for() {
    let items = [item("A-1").active("03-02").queue("03-03").active("03-05").done("03-06")];
    let other = |slug: &str, project: &str| {
        let mut team =
            Team { slug: slug.to_owned(), name: format!("Team {slug}"), ..team(workflow().restarting()) };
        team.sources[0].scope = crate::team::Scope::Project(project.to_owned());
        team
    };
    let teams = vec![team(workflow()), other("b", "A"), other("empty", "B")];
    let portfolio = Portfolio::new(vec![connection(data(&items))], teams, settings(), None);
    let ask = |pairs: &[(&str, &str)]| {
        let report = item_report(&portfolio, "c", 1, &query(pairs), &context(), 0).unwrap();
        (report.team.unwrap(), report.cycle)
    };
    assert_eq!(ask(&[]), ("Team A".to_owned(), Some(5)));
    assert_eq!(ask(&[("team", "b")]), ("Team b".to_owned(), Some(2)));
    assert_eq!(ask(&[("team", "empty"), ("team", "b")]), ("Team b".to_owned(), Some(2)));
    assert_eq!(ask(&[("team", "empty")]), ("Team A".to_owned(), Some(5)));
}

#[test]
fn a_restarted_clock_is_told_as_one() {
    // docs/metrics.md 2.6 and 2.8
    let told = |item: crate::fixtures::ItemText| {
        let teams = vec![team(workflow().restarting())];
        let portfolio = Portfolio::new(vec![connection(data(&[item]))], teams, settings(), None);
        item_report(&portfolio, "c", 1, &Query::default(), &context(), millis("04-01") / 1000).unwrap()
    };
    let done = told(item("A-1").active("03-02").queue("03-03").done("03-05"));
    assert_eq!(done.heading, "A-1 was finished without being started again");
    assert_eq!(
        done.reasons[0],
        "Going back to the queue restarted its clock and it was not started again: it counts in throughput and \
         has no cycle time."
    );
    let open = told(item("A-1").active("03-02").queue("03-03"));
    assert_eq!(open.heading, "A-1 was not started again");
    assert_eq!(
        open.reasons,
        ["Going back to the queue restarted its clock and it was not started again, so it has no start."]
    );
}

#[test]
fn a_due_date_is_told_with_its_distance_in_calendar_days() {
    let due = |item: crate::fixtures::ItemText| {
        let due = told(item).plan.due.unwrap();
        (due.label, due.distance, due.late)
    };
    let said = |label: &str, distance: &str, late: bool| (label.to_owned(), distance.to_owned(), late);
    assert_eq!(due(item("A-1").due("03-20")), said("20 Mar 2026", "12 days late", true));
    assert_eq!(due(item("A-1").due("03-31")), said("31 Mar 2026", "1 day late", true));
    assert_eq!(due(item("A-1").due("04-01")), said("1 Apr 2026", "today", false));
    assert_eq!(due(item("A-1").due("04-04")), said("4 Apr 2026", "in 3 days", false));
    let done = |at: &str| due(item("A-1").active("03-02").done("03-10").due(at)).1;
    assert_eq!(done("03-12"), "finished 2 days before");
    assert_eq!(done("03-10"), "finished on the day");
    assert_eq!(done("03-09"), "finished 1 day late");
    assert_eq!(due(item("A-1").done("03-10").resolution("2").due("03-09")), said("9 Mar 2026", "", false));
    assert_eq!(told(item("A-1")).plan.due, None);
}

#[test]
fn an_estimate_is_told_with_every_change() {
    let plan =
        told(item("A-1").points("03-03", 3.0).points("03-05", 5.0).active("03-06").points("03-07", 0.5)).plan;
    assert_eq!(plan.estimate.as_deref(), Some("0.5"));
    assert_eq!(plan.estimates, ["none → 3 on 3 Mar 2026", "3 → 5 on 5 Mar 2026", "5 → 0.5 on 7 Mar 2026"]);
    assert_eq!(told(item("A-1")).plan.estimate, None);
    let mut taken = item("A-1").points("03-03", 3.0);
    taken.0.points = None;
    taken.0.updated = millis("03-09");
    let plan = told(taken).plan;
    assert_eq!((plan.estimate.as_deref(), plan.estimates.len()), (Some("none"), 2));
}

#[test]
fn sprints_are_told_in_the_order_of_their_start() {
    let carried = item("A-1").created("02-01").sprint("02-17", 13).sprint("03-02", 14).sprint("03-02", 99);
    let plan = told(carried.clone()).plan;
    let sprints: Vec<_> =
        plan.sprints.iter().map(|it| (it.name.as_str(), it.state.as_str(), it.days.as_str())).collect();
    assert_eq!(
        sprints,
        [
            ("Sprint 13", "closed", "16 Feb 2026 to 2 Mar 2026"),
            ("Sprint 14", "running", "2 Mar 2026 to 10 Apr 2026")
        ]
    );
    assert_eq!(plan.sprints[0].entered, "17 Feb 2026, 12:00");
    assert_eq!(plan.carried.as_deref(), Some("It is in its 2nd sprint in a row."));
    let done = told(carried.active("03-03").done("03-05")).plan;
    assert_eq!(done.carried.as_deref(), Some("It was finished in its 2nd sprint in a row."));
    assert_eq!(told(item("A-1").sprint("03-05", 14)).plan.carried, None);
}

#[test]
fn an_item_names_what_it_belongs_to() {
    let mut child = item("A-2").label("urgent");
    child.0.parent = Some(1);
    child.0.priority = Some("1".to_owned());
    child.0.components = vec!["Checkout".to_owned()];
    child.0.releases = vec!["7".to_owned()];
    child.0.updated = millis("03-09 09:15");
    let report = item_report(
        &portfolio(&[item("A-1").of_type("epic"), child.clone()]),
        "c",
        2,
        &Query::default(),
        &context(),
        0,
    )
    .unwrap();
    let plan = &report.plan;
    let parent = plan.parent.as_ref().unwrap();
    assert_eq!((parent.item.as_ref().unwrap().key.as_str(), parent.item_type.as_str()), ("A-1", "Epic"));
    assert_eq!((plan.priority.as_deref(), plan.resolution.as_deref()), (Some("High"), None));
    assert_eq!((&plan.labels, &plan.components), (&vec!["urgent".to_owned()], &vec!["Checkout".to_owned()]));
    assert_eq!(
        (plan.releases.as_slice(), plan.changed.as_str()),
        (["1.0".to_owned()].as_slice(), "9 Mar 2026, 09:15")
    );
    child.0.parent = Some(99);
    let orphan = item_report(&portfolio(&[child]), "c", 2, &Query::default(), &context(), 0).unwrap();
    assert_eq!(orphan.plan.parent.unwrap().item, None, "it is in a project that nobody lets us read");
}
