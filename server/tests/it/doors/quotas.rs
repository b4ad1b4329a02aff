//! AL-09: what may be used on one day, how it is counted and shown, and what happens when it is used up.

use crate::person::Person;
use crate::simulated_jira::{TOKEN, app_for, connect, jira, settings, until, until_complete};
use clario_backend::{Pace, Quotas};

#[tokio::test]
async fn what_is_used_is_counted_and_shown() {
    let jira = jira(settings(200)).await;
    let app = app_for(&[&jira], |_| {}).await;
    let person = Person::new(&app, "grace@example.org").await;
    connect(&app, &person, &jira, TOKEN, "Ours").await;
    until_complete(&app, &person).await;
    for _ in 0..3 {
        person.text(&app, &person.page("flow/finished-items.csv")).await;
    }
    let asked = jira.requests().len() as u64;
    let html = person.text(&app, &person.page("settings/usage")).await;
    let rows = |name: &str| -> Vec<Vec<String>> {
        html.split("<tr").filter(|row| row.contains(name)).map(cells).collect()
    };
    let calls: u64 = rows("Requests to providers")[0][0].replace('\u{202f}', "").parse().expect("a number");
    assert!(calls > 5 && calls <= asked, "{calls} of {asked}");
    let downloads = rows("Downloads");
    assert_eq!(downloads.len(), 2, "of the workspace and of the person");
    assert!(downloads.iter().all(|row| row[0] == "3" && row[2] == "3"), "{downloads:?}");
    clario_proofs::proves(&["AL-09"]);
}

/// The cells of a row, without its head.
fn cells(row: &str) -> Vec<String> {
    row.split("<td")
        .skip(1)
        .filter_map(|cell| cell.split_once('>').map(|(_, rest)| rest))
        .map(|cell| cell.split('<').next().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn when_the_downloads_of_a_day_are_used_up_a_sentence_says_so() {
    let jira = jira(settings(100)).await;
    let app = app_for(&[&jira], |config| config.quotas = Quotas { exports: 5, ..Quotas::default() }).await;
    let person = Person::new(&app, "grace@example.org").await;
    connect(&app, &person, &jira, TOKEN, "Ours").await;
    until_complete(&app, &person).await;
    let table = person.page("flow/finished-items.csv");
    let ask = || async { person.open(&app, &table).await.status().as_u16() };
    let statuses = futures::future::join_all((0..20).map(|_| ask())).await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 5, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 15);
    let said = person.text(&app, &table).await;
    assert!(said.contains("used up") && said.contains("midnight"), "{said}");
    assert!(person.text(&app, &person.page("settings/usage")).await.contains("used up"));
    let other = Person::new(&app, "linus@example.org").await;
    assert_eq!(other.open(&app, "/w/sample/settings").await.status(), 200, "others are not concerned");
}

#[tokio::test]
async fn when_the_requests_of_a_day_are_used_up_nothing_more_is_sent() {
    let jira = jira(settings(200)).await;
    let app = app_for(&[&jira], |config| {
        config.quotas = Quotas { provider_calls: 12, ..Quotas::default() };
        config.pace = Pace { first_pause: std::time::Duration::from_millis(50), ..Pace::default() };
    })
    .await;
    let person = Person::new(&app, "grace@example.org").await;
    connect(&app, &person, &jira, TOKEN, "Ours").await;
    let html = until(&app, &person, "sync", "as often as this workspace may in a day").await;
    assert!(html.contains("role=\"alert\""));
    assert!(jira.requests().len() <= 12, "{} were sent", jira.requests().len());
    clario_proofs::proves(&["AL-09"]);
}

#[tokio::test]
async fn a_connection_holds_so_many_items_and_says_so() {
    let jira = jira(settings(300)).await;
    let app = app_for(&[&jira], |config| config.pace = Pace { most_items: 120, ..Pace::default() }).await;
    let person = Person::new(&app, "grace@example.org").await;
    connect(&app, &person, &jira, TOKEN, "Ours").await;
    let html = until(&app, &person, "sync", "more than 120 items").await;
    assert!(html.contains("ALTACLARIO_ITEMS"));
}
