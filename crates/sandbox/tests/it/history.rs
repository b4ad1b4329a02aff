//! The row "Cloud history", with the quirks of single items.

use std::collections::{BTreeMap, BTreeSet};

use clario_sandbox::{Settings, Token};
use serde_json::{Value, json};

use crate::client::{NOW, Site, settings};

/// Every item of every history of a project, without a filter.
async fn items(site: &Site, project: &str) -> Vec<Value> {
    let mut ids = site.ids(project).await;
    ids.truncate(1000);
    let body = json!({"issueIdsOrKeys": ids, "maxResults": 10_000});
    let answer = site.histories(body).await;
    let histories =
        answer.list("issueChangeLogs").iter().flat_map(|log| log["changeHistories"].as_array().unwrap());
    histories.flat_map(|history| history["items"].as_array().unwrap().clone()).collect()
}

#[tokio::test]
async fn one_to_a_thousand_issues_and_up_to_ten_fields_can_be_asked_for() {
    let site = Site::start().await;
    let ask = |ids: usize, fields: usize, size: i64| {
        let ids: Vec<String> = (0..ids).map(|id| (10_000 + id).to_string()).collect();
        let fields: Vec<String> = (0..fields).map(|field| format!("field{field}")).collect();
        site.histories(json!({"issueIdsOrKeys": ids, "fieldIds": fields, "maxResults": size}))
    };
    assert_eq!(ask(1000, 10, 10_000).await.status, 200);
    assert_eq!(ask(0, 0, 1).await.status, 400);
    assert_eq!(ask(1, 11, 1).await.status, 400);
    assert_eq!(ask(1, 0, 10_001).await.status, 400);
    assert_eq!(ask(1, 0, 0).await.status, 400);
    let refused = ask(1001, 0, 1).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("for a maximum of 1,000 issues by ID or key at a time."));
    let twice = json!({"issueIdsOrKeys": ["PAY-1"], "fieldIds": ["status", "status"]});
    assert_eq!(site.histories(twice).await.status, 400);
    let unknown = json!({"issueIdsOrKeys": ["PAY-1"], "startAt": 1});
    assert_eq!(site.histories(unknown).await.status, 400);
}

#[tokio::test]
async fn histories_are_sorted_across_issues_and_split_over_pages() {
    let site = Site::start().await;
    let ids = site.ids("PAY").await;
    let whole =
        site.histories(json!({"issueIdsOrKeys": ids, "fieldIds": ["status"], "maxResults": 10_000})).await;
    assert!(whole.json.get("nextPageToken").is_none());
    let merged = |pages: &[Value]| {
        let mut by_issue: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for log in pages.iter().flat_map(|page| page["issueChangeLogs"].as_array().unwrap()) {
            let histories = log["changeHistories"].as_array().unwrap().clone();
            by_issue.entry(log["issueId"].to_string()).or_default().extend(histories);
        }
        by_issue
    };
    let (mut pages, mut last, mut split) = (Vec::new(), 0, false);
    let mut body = json!({"issueIdsOrKeys": ids, "fieldIds": ["status"], "maxResults": 13});
    loop {
        let page = site.histories(body.clone()).await.json;
        let logs = page["issueChangeLogs"].as_array().unwrap();
        let times: Vec<i64> = logs
            .iter()
            .flat_map(|log| log["changeHistories"].as_array().unwrap())
            .map(|history| history["created"].as_i64().unwrap())
            .collect();
        assert!(times.len() <= 13 && times.iter().all(|&time| time >= last));
        last = times.into_iter().max().unwrap_or(last);
        let seen: BTreeSet<String> = merged(&pages).into_keys().collect();
        split |= logs.iter().any(|log| seen.contains(&log["issueId"].to_string()));
        let token = page["nextPageToken"].clone();
        pages.push(page);
        if token.is_null() {
            break;
        }
        body["nextPageToken"] = token;
    }
    assert!(split, "no issue was split over two pages");
    assert_eq!(merged(&pages), merged(&[whole.json]));
}

#[tokio::test]
async fn issues_without_changes_and_issues_that_cannot_be_seen_are_absent() {
    let site = Site::start().await;
    let fresh = site.sandbox.world().add_issue("PAY").unwrap();
    let body = json!({"issueIdsOrKeys": [fresh, "PAY-1", "NOSUCH-1", "99999999"]});
    let answer = site.histories(body).await;
    let ids: Vec<&str> =
        answer.list("issueChangeLogs").iter().map(|log| log["issueId"].as_str().unwrap()).collect();
    assert_eq!(
        (answer.status, ids),
        (200, vec![site.issue("PAY-1", &["key"]).await["id"].as_str().unwrap()])
    );
}

#[tokio::test]
async fn the_time_of_a_change_is_a_number_here_and_text_elsewhere() {
    let site = Site::start().await;
    let bulk = site.histories(json!({"issueIdsOrKeys": ["PAY-1"]})).await;
    let single = site.get("/rest/api/3/issue/PAY-1/changelog").await;
    let expanded = site.search(json!({"jql": "key = PAY-1", "expand": "changelog"})).await;
    let number = bulk.json["issueChangeLogs"][0]["changeHistories"][0]["created"].as_i64().unwrap();
    let text = single.json["values"][0]["created"].as_str().unwrap();
    assert!(number > NOW - 420 * 86_400_000 && number <= NOW);
    assert!(text.contains('T') && (text.ends_with("+0200") || text.ends_with("+0100")), "{text}");
    let histories = expanded.json["issues"][0]["changelog"]["histories"].as_array().unwrap();
    assert_eq!(histories.last().unwrap()["created"], text);
}

#[tokio::test]
async fn a_history_keeps_its_other_items_or_loses_them() {
    let site = Site::start().await;
    let ask =
        json!({"issueIdsOrKeys": site.ids("PAY").await, "fieldIds": ["resolution"], "maxResults": 10_000});
    let statuses = |answer: &Value| answer.to_string().matches("\"fieldId\":\"status\"").count();
    assert!(statuses(&site.histories(ask.clone()).await.json) > 0);
    site.sandbox.faults().set(|switches| switches.whole_histories = false);
    let answer = site.histories(ask).await.json;
    assert_eq!(statuses(&answer), 0);
    assert!(!answer["issueChangeLogs"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn points_stand_in_the_strings_alone() {
    let site = Site::with(Settings { issues: 2_500, ..settings() }).await;
    for (project, id) in [("SRCH", "customfield_10036"), ("MOB", "customfield_10016")] {
        let items = items(&site, project).await;
        let points: Vec<&Value> = items.iter().filter(|item| item["fieldId"] == id).collect();
        assert!(points.iter().all(|item| item["from"].is_null() && item["to"].is_null()));
        assert!(points.iter().all(|item| item["toString"].as_str().unwrap().parse::<f64>().is_ok()));
        assert!(points.iter().any(|item| item["toString"].as_str().unwrap().contains('.')), "no decimals");
    }
}

#[tokio::test]
async fn sprints_are_whole_lists_and_no_sprint_is_an_empty_text() {
    let site = Site::with(Settings { issues: 2_500, ..settings() }).await;
    let items = items(&site, "PAY").await;
    let sprints: Vec<&Value> = items.iter().filter(|item| item["field"] == "Sprint").collect();
    assert!(sprints.iter().any(|item| item["from"] == "" && item["fromString"] == ""));
    assert!(sprints.iter().any(|item| {
        let (from, to) = (item["from"].as_str().unwrap(), item["to"].as_str().unwrap());
        !from.is_empty() && to.starts_with(&format!("{from}, "))
    }));
    assert!(sprints.iter().any(|item| item["toString"].as_str().unwrap().contains(", PAY Sprint ")));
}

#[tokio::test]
async fn a_flag_has_brackets_around_its_id() {
    let site = Site::with(Settings { issues: 2_500, ..settings() }).await;
    let items = items(&site, "CHK").await;
    let flags: Vec<&Value> = items.iter().filter(|item| item["field"] == "Flagged").collect();
    let raised = flags.iter().find(|item| item["toString"] == "Impediment").unwrap();
    assert_eq!(
        (&raised["from"], &raised["fromString"], &raised["to"]),
        (&Value::Null, &json!(""), &json!("[10019]"))
    );
    let lowered = flags.iter().find(|item| item["fromString"] == "Impediment").unwrap();
    assert_eq!(
        (&lowered["from"], &lowered["to"], &lowered["toString"]),
        (&json!("[10019]"), &json!(""), &json!(""))
    );
}

#[tokio::test]
async fn parents_are_told_in_three_ways_and_links_without_a_field_id() {
    let site = Site::with(Settings { issues: 2_500, ..settings() }).await;
    let (company, team) = (items(&site, "PAY").await, items(&site, "MOB").await);
    let of = |items: &[Value], field: &str| items.iter().find(|item| item["field"] == field).cloned();
    assert_eq!(of(&company, "Epic Link").unwrap()["fieldId"], "customfield_10014");
    assert_eq!(of(&company, "Parent").unwrap()["fieldId"], "parent");
    assert_eq!(of(&team, "IssueParentAssociation").unwrap().get("fieldId"), None);
    assert_eq!(of(&company, "Link").unwrap().get("fieldId"), None);
    assert_eq!(of(&company, "IssueParentAssociation"), None);
    assert_eq!(of(&company, "Fix Version").unwrap()["fieldId"], "fixVersions");
}

#[tokio::test]
async fn a_deleted_status_has_a_name_and_no_id() {
    let site = Site::with(Settings { issues: 5_000, projects: Some(5), ..settings() }).await;
    let items = items(&site, "PLAT").await;
    let gone: Vec<&Value> = items.iter().filter(|item| item["toString"] == "Waiting for vendor").collect();
    assert!(!gone.is_empty() && gone.iter().all(|item| item["to"].is_null()));
    let statuses = site.get("/rest/api/3/status").await;
    assert!(!statuses.text.contains("Waiting for vendor"));
}

#[tokio::test]
async fn each_status_change_begins_where_the_one_before_ended() {
    let site = Site::with(Settings { issues: 1_000, ..settings() }).await;
    for project in ["PAY", "CHK", "PLAT", "MOB", "SRCH"] {
        let ids = site.ids(project).await;
        let answer = site
            .histories(json!({"issueIdsOrKeys": ids, "fieldIds": ["status"], "maxResults": 10_000}))
            .await;
        let body = json!({"jql": format!("project = {project}"), "fields": ["status", "created"], "maxResults": 5000});
        let issues = site.walk(body).await;
        for log in answer.list("issueChangeLogs") {
            let issue = issues.iter().find(|issue| issue["id"] == log["issueId"]).unwrap();
            let histories = log["changeHistories"].as_array().unwrap();
            let items = histories.iter().flat_map(|history| history["items"].as_array().unwrap());
            let moves: Vec<&Value> = items.filter(|item| item["fieldId"] == "status").collect();
            assert!(moves.windows(2).all(|pair| pair[0]["toString"] == pair[1]["fromString"]), "{issue}");
            assert_eq!(moves.last().unwrap()["toString"], issue["fields"]["status"]["name"], "{issue}");
        }
    }
}

#[tokio::test]
async fn an_expanded_changelog_stops_after_forty_changes() {
    let site = Site::start().await;
    assert!(site.sandbox.world().flood("PAY-1", 5_000));
    let expanded = site.search(json!({"jql": "key = PAY-1", "expand": "changelog"})).await;
    let histories = expanded.json["issues"][0]["changelog"]["histories"].as_array().unwrap();
    assert_eq!(histories.len(), 40);
    assert!(histories[0]["created"].as_str() > histories[39]["created"].as_str(), "newest first");
    let single = site.get("/rest/api/3/issue/PAY-1/changelog?startAt=0&maxResults=500").await;
    assert_eq!((single.list("values").len(), &single.json["isLast"]), (100, &json!(false)));
    assert!(single.json["total"].as_u64() >= Some(5_000));
    let bulk = site
        .histories(json!({"issueIdsOrKeys": ["PAY-1"], "fieldIds": ["status"], "maxResults": 10_000}))
        .await;
    assert!(bulk.json["issueChangeLogs"][0]["changeHistories"].as_array().unwrap().len() >= 5_000);
}

#[tokio::test]
async fn histories_are_never_given_to_a_stranger() {
    let site = Site::start().await;
    let body = json!({"issueIdsOrKeys": ["PAY-1"]});
    let answer = site.post_as(&Token::dead(), "/rest/api/3/changelog/bulkfetch", body).await;
    assert_eq!(answer.status, 401);
}
