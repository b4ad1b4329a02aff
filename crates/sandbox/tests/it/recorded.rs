//! The answers recorded from a real site, at the addresses the client uses.

use clario_sandbox::Settings;
use serde_json::{Value, json};

use crate::client::{NOW, Site};

async fn start() -> Site {
    let site = Site::with(Settings::recorded(NOW)).await;
    site.sandbox.faults().set(|switches| switches.generous = false);
    site
}

#[tokio::test]
async fn the_recorded_issues_are_found_and_carry_their_fields_word_for_word() {
    let site = start().await;
    assert_eq!(site.ids("EE").await.len(), 30);
    assert_eq!(site.ids("K5").await.len(), 3);
    let issue = site.issue("EE-1", &["status", "customfield_10024", "customfield_10020", "created"]).await;
    assert_eq!(issue["fields"]["status"]["name"], "已完成");
    assert_eq!(issue["fields"]["status"]["statusCategory"]["key"], "new");
    assert_eq!(issue["fields"]["customfield_10024"], "-1");
    assert_eq!(issue["fields"]["customfield_10020"][0]["id"], 7);
    assert_eq!(issue["fields"]["created"], "2020-06-12T08:13:13.360+0800");
}

#[tokio::test]
async fn the_recorded_histories_come_with_times_as_numbers() {
    let site = start().await;
    let body =
        json!({"issueIdsOrKeys": ["EE-1"], "fieldIds": ["status", "fixVersions"], "maxResults": 10_000});
    let answer = site.histories(body).await;
    let histories = answer.json["issueChangeLogs"][0]["changeHistories"].as_array().unwrap();
    let migrated = histories.iter().find(|history| history["id"] == "86412").unwrap();
    assert_eq!(migrated["created"], 1_616_918_768_715_i64);
    assert_eq!(migrated["items"][0]["toString"], "已完成");
    let ids = [site.ids("EE").await, site.ids("K5").await].concat();
    let all = json!({"issueIdsOrKeys": ids, "maxResults": 10_000});
    let all = site.histories(all).await;
    let count: usize =
        all.list("issueChangeLogs").iter().map(|log| log["changeHistories"].as_array().unwrap().len()).sum();
    assert_eq!((all.list("issueChangeLogs").len(), count), (32, 401), "one issue never changed");
}

#[tokio::test]
async fn the_recorded_lists_are_served_and_unrecorded_columns_are_refused() {
    let site = start().await;
    assert_eq!(site.get("/rest/api/3/status").await.json.as_array().unwrap().len(), 53);
    assert_eq!(site.get("/rest/api/3/issuetype").await.json.as_array().unwrap().len(), 6);
    assert_eq!(site.get("/rest/api/3/project/search").await.list("values").len(), 13);
    let fields = site.get("/rest/api/3/field").await;
    let custom = |field: &&Value| field["custom"] == true;
    assert_eq!(fields.json.as_array().unwrap().iter().filter(custom).count(), 5);
    let sprints = site.get("/rest/agile/1.0/board/8/sprint").await;
    assert_eq!(sprints.list("values").len(), 30);
    assert_eq!(site.get("/rest/agile/1.0/board/8/configuration").await.status, 403);
    let sprint = json!({"jql": "sprint = 7", "fields": ["created"]});
    assert!(!site.search(sprint).await.list("issues").is_empty());
}

#[tokio::test]
async fn a_recorded_issue_can_be_changed_too() {
    let site = start().await;
    assert!(site.sandbox.world().set_status("EE-2", "3"));
    let issue = site.issue("EE-2", &["status", "updated", "labels"]).await;
    assert_eq!(issue["fields"]["status"]["id"], "3");
    assert!(issue["fields"]["updated"].as_str().unwrap().starts_with("2025-10-09T"));
    assert_eq!(site.search(json!({"jql": format!("updated >= {NOW}")})).await.list("issues").len(), 1);
}
