//! The row "All": poison in every content field, other poison in names that may be shown.

use clario_sandbox::{Place, Poison, Settings, Switches};
use serde_json::json;

use crate::client::{Site, settings};

const METADATA: [&str; 4] = ["created", "status", "customfield_10020", "labels"];

/// Everything a thorough reader can read, in one text.
async fn everything(site: &Site) -> String {
    let mut text = String::new();
    let search = json!({"jql": "created >= 0", "fields": METADATA, "maxResults": 5000});
    text += &site.search(search).await.text;
    for project in ["PAY", "CHK", "PLAT", "MOB", "SRCH"] {
        let body =
            json!({"issueIdsOrKeys": site.ids(project).await, "fieldIds": ["status"], "maxResults": 10_000});
        text += &site.histories(body).await.text;
    }
    for path in [
        "/rest/api/3/myself",
        "/rest/api/3/field",
        "/rest/api/3/status",
        "/rest/api/3/issuetype",
        "/rest/api/3/priority",
        "/rest/api/3/resolution",
        "/rest/api/3/project/search",
        "/rest/api/3/project/PAY/version",
        "/rest/api/3/filter/10101",
        "/rest/agile/1.0/board",
        "/rest/agile/1.0/board/1/configuration",
        "/rest/agile/1.0/board/1/sprint",
    ] {
        text += &site.get(path).await.text;
    }
    text
}

fn missing(text: &str, poison: &[Poison]) -> Vec<&'static str> {
    poison.iter().filter(|poison| !text.contains(&poison.text)).map(|poison| poison.source).collect()
}

#[tokio::test]
async fn a_generous_server_pours_every_poison_over_a_reader_who_asked_for_metadata() {
    let settings =
        Settings { issues: 1_500, poison_names: true, switches: Switches::default(), ..settings() };
    let site = Site::with(settings).await;
    let text = everything(&site).await;
    assert_eq!(missing(&text, &site.sandbox.poison()), ["error"]);
}

#[tokio::test]
async fn without_generosity_a_reader_of_metadata_meets_no_words_in_a_search() {
    let site = Site::with(Settings { poison_names: true, ..settings() }).await;
    let body = json!({"jql": "created >= 0", "fields": METADATA, "maxResults": 5000});
    let text = site.search(body).await.text;
    for poison in site.sandbox.poison().iter().filter(|poison| poison.source != "goal") {
        let expected = ["status.name", "sprint.name", "label"].contains(&poison.source);
        assert_eq!(text.contains(&poison.text), expected, "{}", poison.source);
    }
}

#[tokio::test]
async fn an_embedded_parent_brings_its_summary_along() {
    let site = Site::with(Settings { issues: 1_000, ..settings() }).await;
    let poison = site.sandbox.poison();
    let of = |source: &str| poison.iter().find(|poison| poison.source == source).unwrap().text.clone();
    let body =
        json!({"jql": "project = PAY", "fields": ["parent", "issuelinks", "subtasks"], "maxResults": 5000});
    let text = site.search(body).await.text;
    for source in ["parent.summary", "issuelink.summary", "subtask.summary"] {
        assert!(text.contains(&of(source)), "{source}");
    }
    assert!(!text.contains(&of("summary")));
}

#[tokio::test]
async fn poison_is_fresh_at_every_start_and_sorted_by_place() {
    let start = || Site::with(Settings { issues: 5, poison_names: true, ..settings() });
    let (first, second) = (start().await.sandbox.poison(), start().await.sandbox.poison());
    assert!(first.iter().all(|one| second.iter().all(|other| one.text != other.text)));
    let allowed = first.iter().filter(|poison| poison.place == Place::Allowed).count();
    assert!(allowed >= 10 && first.len() - allowed >= 20);
    let texts: std::collections::BTreeSet<&str> = first.iter().map(|poison| poison.text.as_str()).collect();
    assert_eq!(texts.len(), first.len());
    let plain = Site::with(Settings::sample(crate::client::NOW)).await;
    assert!(plain.sandbox.poison().iter().all(|poison| poison.place == Place::Content));
}
