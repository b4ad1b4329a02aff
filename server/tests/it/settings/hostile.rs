//! Forms that no page of ours sends: nonsense, ids of other people, far too much, and too small a role.

use super::{Ready, in_order};
use crate::person::Person;
use crate::simulated_jira::{TOKEN, connect, until_complete};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

const PAGE: &str = "settings";
const STATUSES: &str = "settings/workflow";
const NONSENSE: [&str; 7] =
    ["", "0", "../../etc/passwd", "' OR 1=1 --", "\u{0}\u{1b}[31m", "<script>alert(1)</script>", "ÿ-b🦀"];

#[tokio::test]
async fn nonsense_is_refused_escaped_and_changes_nothing() {
    let ready = Ready::new().await;
    let before = (ready.teams().await, ready.connection().await);
    for nonsense in NONSENSE {
        for (page, fields) in [
            (PAGE, vec![("what", nonsense)]),
            (PAGE, vec![("what", "label-connection"), ("connection", nonsense), ("label", "x")]),
            (PAGE, vec![("what", "remove-connection"), ("connection", nonsense), ("sure", "yes")]),
            (PAGE, vec![("what", "add-team"), ("label", "x"), ("source", nonsense)]),
            (PAGE, vec![("what", "teams"), ("label.x", nonsense), ("remove", nonsense)]),
            (STATUSES, vec![("do", nonsense)]),
            (STATUSES, vec![("do", "save"), ("team", "nobody"), ("removed", nonsense)]),
            (STATUSES, vec![("do", "save"), ("removed", nonsense)]),
            (STATUSES, vec![("do", "preview"), ("stage.a.b", nonsense)]),
            (STATUSES, vec![("do", "reset"), ("team", "nobody"), ("stage.", nonsense)]),
        ] {
            let answer = ready.send(page, &fields).await;
            let status = answer.status().as_u16();
            assert!([400, 404, 422].contains(&status), "{status} for {fields:?}");
            let html = answer.text().await.expect("html");
            assert!(!html.contains("<script>alert") && !html.contains("SQL"), "{fields:?}");
        }
        let opened = ready.person.open(&ready.app, &ready.person.page("settings/workflow?team=%00%ff")).await;
        assert_eq!(opened.status(), 404);
    }
    assert_eq!((ready.teams().await, ready.connection().await), before);
}

#[tokio::test]
async fn ids_of_another_workspace_lead_nowhere() {
    let ready = Ready::new().await;
    let mallory = Person::new(&ready.app, "mallory@example.org").await;
    connect(&ready.app, &mallory, &ready.jira, TOKEN, "Theirs").await;
    until_complete(&ready.app, &mallory).await;
    let (teams, connection) = (ready.teams().await, ready.connection().await);
    let status = format!("stage.{connection}.10000");
    let removed = format!("{connection}.10001");
    for (page, fields) in [
        (PAGE, vec![("what", "label-connection"), ("connection", connection.as_str()), ("label", "x")]),
        (PAGE, vec![("what", "remove-connection"), ("connection", connection.as_str()), ("sure", "yes")]),
        (PAGE, vec![("what", "add-team"), ("label", "x"), ("source", teams[0].as_str())]),
        (STATUSES, vec![("do", "save"), ("team", teams[0].as_str())]),
        (STATUSES, vec![("do", "save"), (status.as_str(), "done")]),
        (STATUSES, vec![("do", "preview"), ("removed", removed.as_str())]),
    ] {
        let refused = mallory.post(&ready.app, &mallory.page(page), &fields).await.status().as_u16();
        assert!([404, 422].contains(&refused), "{refused} for {fields:?}");
        let door = mallory.post(&ready.app, &ready.person.page(page), &fields).await.status().as_u16();
        assert_eq!(door, 404, "the workspace itself: {fields:?}");
    }
    assert_eq!((ready.teams().await, ready.connection().await), (teams, connection));
    clario_proofs::proves(&["AC-57", "AC-28"]);
}

#[tokio::test]
async fn four_thousand_fields_are_read_and_more_are_not() {
    let ready = Ready::new().await;
    let before = ready.teams().await;
    let mut fields = vec![("what".to_owned(), "teams".to_owned())];
    fields.extend((0..3_999).map(|at| (format!("label.{at}"), "x".to_owned())));
    let borrowed = super::borrowed(&fields);
    assert!(ready.refused(PAGE, &borrowed).await.contains("Somebody else changed this"));
    let statuses: Vec<_> = (0..3_998).map(|at| (format!("stage.x.{at}"), "done".to_owned())).collect();
    let mut fields = vec![("do", "preview")];
    fields.extend(statuses.iter().map(|(name, stage)| (name.as_str(), stage.as_str())));
    ready.refused(STATUSES, &fields).await;
    fields.extend([("a", "b"); 10]);
    assert_eq!(ready.send(STATUSES, &fields).await.status(), 413);
    assert_eq!(ready.teams().await, before);
}

#[tokio::test]
async fn a_viewer_may_look_and_change_nothing() {
    let ready = Ready::new().await;
    let (teams, connection) = (ready.teams().await, ready.connection().await);
    let file = SqliteConnectOptions::new().filename(ready.app.data.path().join("altaclario.sqlite"));
    let database = SqlitePool::connect_with(file).await.expect("the database");
    sqlx::query("UPDATE membership SET role = 'viewer'").execute(&database).await.expect("a smaller role");

    for page in [PAGE, STATUSES] {
        let html = ready.page(page).await;
        assert!(html.contains("lets you look at the settings, not change them"), "{page}");
        assert!(!html.contains(">Save"), "{page}");
    }
    let order = in_order(&teams);
    for (page, fields) in [
        (PAGE, vec![("what", "name"), ("name", "Mine")]),
        (PAGE, vec![("what", "label-connection"), ("connection", connection.as_str()), ("label", "x")]),
        (PAGE, vec![("what", "remove-connection"), ("connection", connection.as_str()), ("sure", "yes")]),
        (PAGE, super::borrowed(&order)),
        (PAGE, vec![("what", "add-team"), ("label", "x"), ("source", teams[0].as_str())]),
        (PAGE, vec![("what", "reset-teams")]),
        (PAGE, vec![("what", "days"), ("zone", "UTC"), ("working_days", "Monday"), ("hours", "2")]),
        (STATUSES, vec![("do", "preview")]),
        (STATUSES, vec![("do", "save")]),
        (STATUSES, vec![("do", "reset")]),
    ] {
        assert_eq!(ready.send(page, &fields).await.status(), 403, "{fields:?}");
    }
    sqlx::query("UPDATE membership SET role = 'owner'").execute(&database).await.expect("the role again");
    assert_eq!((ready.teams().await, ready.connection().await), (teams, connection));
}
