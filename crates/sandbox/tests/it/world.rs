//! The seeded world: the same for a seed, believable, and of any size.

use std::collections::BTreeSet;

use clario_sandbox::Settings;
use serde_json::{Value, json};

use crate::client::{Site, settings};

const FIELDS: [&str; 8] = [
    "created",
    "updated",
    "status",
    "resolution",
    "issuetype",
    "customfield_10020",
    "customfield_10036",
    "parent",
];

#[tokio::test]
async fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    let walk = |seed| async move {
        let site = Site::with(Settings { seed, ..settings() }).await;
        let body = json!({"jql": "created >= 0 ORDER BY key", "fields": ["created", "updated", "status"]});
        let issues = site.walk(body).await;
        issues
            .iter()
            .map(|issue| format!("{}{}", issue["key"], issue["fields"]["updated"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(walk(1).await, walk(1).await);
    assert_ne!(walk(1).await, walk(2).await);
}

#[tokio::test]
async fn a_site_can_hold_nothing_one_issue_or_sixty_projects() {
    for (issues, projects) in [(0, 5), (1, 5), (50, 5), (30_000, 60)] {
        let site = Site::with(Settings { issues, ..settings() }).await;
        let listed = site.get("/rest/api/3/project/search?maxResults=100").await;
        assert_eq!(listed.list("values").len(), projects);
        let count = site.post("/rest/api/3/search/approximate-count", json!({"jql": "created >= 0"})).await;
        assert_eq!(count.json["count"], issues);
    }
}

#[tokio::test]
async fn the_sample_holds_everything_a_chart_must_cope_with() {
    let site = Site::with(Settings::sample(crate::client::NOW)).await;
    let issues = site.walk(json!({"jql": "created >= 0", "fields": FIELDS, "maxResults": 1000})).await;
    assert_eq!(issues.len(), 2_500);
    let has = |test: &dyn Fn(&Value) -> bool| issues.iter().filter(|issue| test(&issue["fields"])).count();
    let resolved = |name: &'static str| has(&move |fields| fields["resolution"]["name"] == name);
    assert!(resolved("Done") > 1_800 && resolved("Won't Do") > 20 && resolved("Duplicate") > 10);
    assert!(has(&|fields| fields["issuetype"]["hierarchyLevel"] == 1) > 90, "epics");
    assert!(has(&|fields| fields["issuetype"]["subtask"] == true) > 150, "sub-tasks");
    assert!(has(&|fields| fields["parent"].is_object()) > 1_000, "children");
    assert!(
        has(&|fields| fields["customfield_10020"].as_array().is_some_and(|list| list.len() > 1)) > 100,
        "carry-over"
    );
    assert!(has(&|fields| fields["customfield_10036"].is_null()) > 500, "unestimated");
    assert!(
        has(&|fields| fields["status"]["statusCategory"]["key"] == "indeterminate") > 30,
        "work in progress"
    );
    let backlog = has(&|fields| fields["status"]["statusCategory"]["key"] == "new");
    assert!((100..500).contains(&backlog), "{backlog}");
    let moved =
        site.histories(json!({"issueIdsOrKeys": site.ids("PLAT").await, "fieldIds": ["project"]})).await;
    assert_eq!(moved.list("issueChangeLogs").len(), 5);
    assert_eq!(site.issue("CHK-9", &["project"]).await["fields"]["project"]["key"], "PLAT");
}

#[tokio::test]
async fn the_times_of_a_history_never_run_backwards() {
    let site = Site::with(Settings { issues: 5_000, projects: Some(5), ..settings() }).await;
    for project in ["PAY", "PLAT", "MOB"] {
        let issues =
            site.walk(json!({"jql": format!("project = {project}"), "fields": ["created", "updated"]})).await;
        let body = json!({"issueIdsOrKeys": site.ids(project).await[..900], "maxResults": 10_000});
        let first = site.histories(body).await;
        for log in first.list("issueChangeLogs") {
            let issue = issues.iter().find(|issue| issue["id"] == log["issueId"]).unwrap();
            let times: Vec<i64> = log["changeHistories"]
                .as_array()
                .unwrap()
                .iter()
                .map(|history| history["created"].as_i64().unwrap())
                .collect();
            let time = |field: &str| issue["fields"][field].as_str().unwrap().to_owned();
            assert!(times.is_sorted() && time("created") <= time("updated"), "{issue}");
            assert!(times.iter().all(|&time| time <= crate::client::NOW), "{issue}");
        }
    }
}

#[tokio::test]
async fn work_goes_back_skips_columns_and_is_reopened() {
    let site = Site::with(Settings { issues: 2_500, ..settings() }).await;
    let body =
        json!({"issueIdsOrKeys": site.ids("SRCH").await, "fieldIds": ["status"], "maxResults": 10_000});
    let answer = site.histories(body).await;
    let items =
        answer.list("issueChangeLogs").iter().flat_map(|log| log["changeHistories"].as_array().unwrap());
    let moves: BTreeSet<(String, String)> = items
        .flat_map(|history| history["items"].as_array().unwrap())
        .filter(|item| item["fieldId"] == "status")
        .map(|item| (item["fromString"].as_str().unwrap().into(), item["toString"].as_str().unwrap().into()))
        .collect();
    for (from, to) in [
        ("Testing", "In Progress"),
        ("Done", "In Progress"),
        ("To Do", "Done"),
        ("In Progress", "Ready for QA"),
        ("In Progress", "In Review"),
    ] {
        assert!(moves.contains(&(from.into(), to.into())), "{from} to {to}");
    }
}

#[tokio::test]
async fn what_a_test_does_to_the_world_is_seen_at_once() {
    let site = Site::start().await;
    let world = site.sandbox.world();
    world.advance(60_000);
    assert!(
        world.set_flag("PAY-5", true)
            && world.set_points("PAY-5", Some(2.5))
            && world.enter_sprint("PAY-5", 1030)
    );
    let issue = site
        .issue("PAY-5", &["customfield_10021", "customfield_10036", "customfield_10020", "updated"])
        .await;
    assert_eq!(issue["fields"]["customfield_10021"][0]["value"], "Impediment");
    assert_eq!(issue["fields"]["customfield_10036"], 2.5);
    let sprints = issue["fields"]["customfield_10020"].as_array().unwrap();
    assert_eq!(
        (&sprints.last().unwrap()["id"], &sprints.last().unwrap()["state"]),
        (&json!(1030), &json!("future"))
    );
    assert_eq!(issue["fields"]["updated"], "2025-10-09T11:01:00.000+0200");
    assert!(world.edit_text("PAY-6"));
    assert_eq!(world.add_issue("PAY").as_deref(), Some("PAY-51"));
    assert!(!world.set_status("PAY-5", "No such status") && !world.set_status("PAY-9999", "Done"));
    let changed = site.search(json!({"jql": format!("updated >= {}", world.now()), "fields": ["key"]})).await;
    assert_eq!(changed.list("issues").len(), 3);
}
