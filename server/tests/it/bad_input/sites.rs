//! Sites of odd contents: nothing, one issue, an endless history, unknown statuses, hours that do not exist.

use super::{Connected, words};
use crate::simulated_jira::settings;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// Bytes of HTML, gzip, a page may have.
const HTML_BUDGET: usize = 40 * 1024;

#[tokio::test]
async fn a_site_without_issues_says_what_is_missing() {
    let connected = Connected::complete(settings(0), |_| {}).await;
    let flow = words(&connected.page("flow").await);
    assert!(flow.contains("There are no items yet. Check what the connection can see."), "{flow}");
    assert!(!flow.contains("NaN") && !flow.contains("inf"), "{flow}");
    let overview = words(&connected.page("overview").await);
    assert!(overview.contains("Overview") && !overview.contains("NaN"), "{overview}");
    assert_eq!(connected.finished().await.lines().count(), 1, "the heads of the columns alone");
}

#[tokio::test]
async fn a_site_of_one_issue_counts_one_and_draws_no_conclusion() {
    let connected = Connected::complete(settings(0), |jira| {
        let key = jira.world().add_issue("PAY").expect("a project");
        jira.world().advance(-3 * 86_400_000);
        assert!(jira.world().set_status(&key, "In Progress"));
        jira.world().advance(86_400_000);
        assert!(jira.world().set_status(&key, "Done"));
        jira.world().advance(2 * 86_400_000);
    })
    .await;
    let flow = words(&connected.page("flow?p=30d").await);
    assert!(flow.contains("1 item finished") || flow.contains("1 items finished"), "{flow}");
    assert!(!flow.contains("NaN") && !flow.contains("inf "), "{flow}");
    assert!(!flow.contains("of items finish within"), "one item makes no percentile: {flow}");
    assert_eq!(connected.finished().await.lines().count(), 2);
}

#[tokio::test]
async fn an_issue_with_five_thousand_changes_has_a_page_of_bearable_size() {
    let connected = Connected::complete(settings(50), |jira| {
        let key = jira.world().keys("PAY")[0].clone();
        assert!(jira.world().flood(&key, 5_000));
    })
    .await;
    let key = connected.jira.world().keys("PAY")[0].clone();
    let id = id_of(&connected, &key).await;
    let connection = connected.finished().await;
    let connection =
        connection.lines().nth(1).and_then(|row| row.split(',').nth(2)).expect("a row").to_owned();
    let html = connected.page(&format!("item/{connection}/{id}")).await;
    assert!(words(&html).contains(&key) && words(&html).contains("the last 100 of"), "{}", words(&html));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(html.as_bytes()).expect("memory");
    let size = encoder.finish().expect("memory").len();
    assert!(size <= HTML_BUDGET, "{size} bytes");
    assert!(words(&connected.page("flow").await).contains("How this is calculated"));
}

/// What the connection is called in addresses.
async fn connection(connected: &Connected) -> String {
    let table = connected.finished().await;
    table.lines().nth(1).and_then(|row| row.split(',').nth(2)).expect("a finished item").to_owned()
}

/// The id of an issue, as the simulated site gives them out.
async fn id_of(connected: &Connected, key: &str) -> String {
    let url = format!("{}/rest/api/3/search/jql", connected.jira.url());
    let body = serde_json::json!({"jql": format!("key = {key}"), "fields": ["created"]});
    let request = reqwest::Client::builder().build().expect("a client").post(url).json(&body);
    let reader = crate::simulated_jira::READER;
    let request = request.basic_auth(reader, Some(crate::simulated_jira::TOKEN));
    let answer = crate::test_app::send(request).await.json::<serde_json::Value>().await.expect("json");
    answer["issues"][0]["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn a_status_that_nobody_knows_any_more_keeps_its_name_and_a_stage() {
    let connected = Connected::complete(settings(80), |jira| {
        for key in jira.world().keys("PAY").iter().take(3) {
            assert!(jira.world().set_status(key, "Waiting for vendor"));
        }
    })
    .await;
    let connection = connection(&connected).await;
    for key in connected.jira.world().keys("PAY").iter().take(3) {
        let id = id_of(&connected, key).await;
        let item = words(&connected.page(&format!("item/{connection}/{id}")).await);
        assert!(item.contains("Waiting for vendor"), "{item}");
        let sentence = "It was in a status that no longer exists or has no class; that time counts as the status before it.";
        assert!(item.contains(sentence), "{item}");
    }
}

#[tokio::test]
async fn days_of_23_and_25_hours_lose_and_double_nothing() {
    let connected = Connected::complete(settings(600), |_| {}).await;
    let settings = connected.person.page("settings");
    for zone in ["Europe/Berlin", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia"] {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
        let mut fields = vec![("what", "days"), ("zone", zone), ("holidays", ""), ("hours", "72")];
        fields.extend(days.map(|day| ("working_days", day)));
        let saved = connected.person.post(&connected.app, &settings, &fields).await;
        assert_eq!(saved.status(), 303, "{zone}");
        // The clocks of Berlin change on 29 March and 25 October 2026, those of Santiago on 5 April and 6 September.
        for (first, last) in
            [("2026-03-25", "2026-04-08"), ("2026-09-01", "2026-09-10"), ("2026-10-20", "2026-10-30")]
        {
            let rows = |csv: String| csv.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
            let whole =
                rows(connected.page(&format!("flow/finished-items.csv?from={first}&to={last}")).await);
            let mut single = Vec::new();
            let mut day: jiff::civil::Date = first.parse().expect("a day");
            while day.to_string().as_str() <= last {
                single.extend(rows(
                    connected.page(&format!("flow/finished-items.csv?from={day}&to={day}")).await,
                ));
                day = day.tomorrow().expect("another day");
            }
            let sorted = |mut rows: Vec<String>| {
                rows.sort();
                rows
            };
            assert_eq!(sorted(single), sorted(whole), "{zone}, {first} to {last}");
        }
    }
}

#[tokio::test]
async fn a_period_of_one_day_is_a_report_of_one_day() {
    let connected = Connected::complete(settings(600), |_| {}).await;
    let csv = connected.finished().await;
    let day = csv.lines().nth(1).and_then(|row| row.split(',').nth(6)).expect("a finished item").to_owned();
    let count = csv.lines().filter(|row| row.split(',').nth(6) == Some(&day)).count();
    let flow = words(&connected.page(&format!("flow?from={day}&to={day}")).await);
    let counted = if count == 1 { "1 item finished".to_owned() } else { format!("{count} items finished") };
    assert!(flow.contains(&counted), "{counted}: {flow}");
}
