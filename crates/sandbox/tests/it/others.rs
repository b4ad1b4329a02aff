//! The row "Cloud others": fields, boards, sprints, moved and deleted issues, lost permissions.

use clario_sandbox::{Settings, Token};
use serde_json::{Value, json};

use crate::client::{Site, settings};

#[tokio::test]
async fn two_fields_hold_points_and_the_board_says_which_one_counts() {
    let site = Site::start().await;
    let fields = site.get("/rest/api/3/field").await;
    let custom = |id: &str| {
        let field = fields.json.as_array().unwrap().iter().find(|field| field["id"] == id).unwrap();
        field["schema"]["custom"].as_str().unwrap().to_owned()
    };
    assert_eq!(custom("customfield_10016"), "com.pyxis.greenhopper.jira:jsw-story-points");
    assert_eq!(custom("customfield_10036"), "com.atlassian.jira.plugin.system.customfieldtypes:float");
    assert_eq!(custom("customfield_10020"), "com.pyxis.greenhopper.jira:gh-sprint");
    for (board, field) in [(1, "customfield_10036"), (4, "customfield_10016")] {
        let configuration = site.get(&format!("/rest/agile/1.0/board/{board}/configuration")).await;
        assert_eq!(configuration.json["estimation"]["field"]["fieldId"], field);
    }
}

#[tokio::test]
async fn a_team_managed_project_has_statuses_of_equal_names() {
    let site = Site::start().await;
    let statuses = site.get("/rest/api/3/status").await;
    let named: Vec<&Value> =
        statuses.json.as_array().unwrap().iter().filter(|status| status["name"] == "In Progress").collect();
    assert_eq!(named.len(), 2);
    assert_ne!(named[0]["id"], named[1]["id"]);
    assert_eq!(named[1]["scope"]["project"]["id"], "10003");
    let projects = site.get("/rest/api/3/project/search").await;
    let team = projects.list("values").iter().find(|project| project["key"] == "MOB").unwrap();
    assert_eq!((&team["simplified"], &team["style"]), (&json!(true), &json!("next-gen")));
}

#[tokio::test]
async fn a_moved_issue_keeps_its_id_and_is_found_by_its_old_key() {
    let site = Site::start().await;
    let before = site.issue("PAY-7", &["created"]).await;
    let key = site.sandbox.world().move_issue("PAY-7", "PLAT").unwrap();
    assert_eq!(key, "PLAT-51");
    let body = json!({"issueIdsOrKeys": ["PAY-7"], "fields": ["project"]});
    let found = site.post("/rest/api/3/issue/bulkfetch", body).await;
    assert_eq!(found.json["issues"][0]["key"], "PLAT-51");
    assert_eq!(found.json["issues"][0]["id"], before["id"]);
    assert_eq!(found.json["issues"][0]["fields"]["project"]["key"], "PLAT");
    let history = site.histories(json!({"issueIdsOrKeys": [before["id"]]})).await;
    let histories = history.json["issueChangeLogs"][0]["changeHistories"].as_array().unwrap();
    let items = &histories.last().unwrap()["items"];
    assert_eq!(
        (&items[0]["fieldId"], &items[0]["from"], &items[0]["to"]),
        (&json!("project"), &json!("10000"), &json!("10002"))
    );
    assert_eq!((&items[1]["field"], &items[1]["toString"]), (&json!("Key"), &json!("PLAT-51")));
    assert_eq!(items[1].get("fieldId"), None);
    assert_eq!(site.ids("PAY").await.len(), 49);
    assert_eq!(site.ids("PLAT").await.len(), 51);
}

#[tokio::test]
async fn a_deleted_issue_is_absent_without_a_word() {
    let site = Site::start().await;
    assert!(site.sandbox.world().delete_issue("PAY-7"));
    assert!(!site.sandbox.world().delete_issue("PAY-7"));
    assert_eq!(site.ids("PAY").await.len(), 49);
    let body = json!({"issueIdsOrKeys": ["PAY-7", "PAY-8"], "fields": ["created"]});
    let found = site.post("/rest/api/3/issue/bulkfetch", body).await;
    assert_eq!((found.list("issues").len(), found.list("issueErrors").len()), (1, 0));
    assert_eq!(site.search(json!({"jql": "key = PAY-7"})).await.status, 400);
}

#[tokio::test]
async fn bulk_fetch_takes_a_hundred_issues_and_sorts_them_by_id() {
    let site = Site::start().await;
    let keys: Vec<String> = (1..=101).map(|number| format!("PAY-{number}")).collect();
    let ask = |keys: &[String]| {
        site.post("/rest/api/3/issue/bulkfetch", json!({"issueIdsOrKeys": keys, "fields": ["key"]}))
    };
    assert_eq!(ask(&keys).await.status, 400);
    assert_eq!(ask(&[]).await.status, 400);
    let found = ask(&["PAY-9".into(), "PAY-2".into(), "pay-2".into()]).await;
    let keys: Vec<&Value> = found.list("issues").iter().map(|issue| &issue["key"]).collect();
    assert_eq!(keys, ["PAY-2", "PAY-9"]);
    let silent = site.post("/rest/api/3/issue/bulkfetch", json!({"issueIdsOrKeys": ["PAY-1"]})).await;
    assert!(
        silent.json["issues"][0]["fields"]["summary"].is_string(),
        "the default is every navigable field"
    );
}

#[tokio::test]
async fn a_lost_permission_hides_a_project_and_spoils_queries_that_name_it() {
    let site = Site::start().await;
    assert!(site.sandbox.world().revoke_project("CHK"));
    let projects = site.get("/rest/api/3/project/search").await;
    assert_eq!((projects.list("values").len(), &projects.json["isLast"]), (4, &json!(true)));
    let named = site.search(json!({"jql": "project in (PAY, CHK)"})).await;
    assert_eq!(named.status, 400);
    assert!(named.text.contains("The value 'CHK' does not exist for the field 'project'."));
    assert_eq!(site.get("/rest/agile/1.0/board/2").await.status, 404);
    assert_eq!(site.get("/rest/api/3/project/CHK/version").await.status, 404);
    let body = json!({"jql": "created >= 0", "maxResults": 5000});
    assert_eq!(site.search(body).await.list("issues").len(), 200);
    assert!(site.sandbox.world().restore_project("CHK"));
    assert_eq!(site.ids("CHK").await.len(), 50);
}

#[tokio::test]
async fn a_sprint_is_renamed_and_closed_without_touching_an_issue() {
    let site = Site::with(Settings { issues: 1_000, ..settings() }).await;
    let active = site.get("/rest/agile/1.0/board/1/sprint?state=active").await;
    let id = u32::try_from(active.json["values"][0]["id"].as_u64().unwrap()).unwrap();
    let before = site.walk(json!({"jql": format!("sprint = {id}"), "fields": ["updated"]})).await;
    assert!(site.sandbox.world().rename_sprint(id, "Harvest"));
    assert!(site.sandbox.world().close_sprint(id));
    let closed = site.get("/rest/agile/1.0/board/1/sprint?state=closed&maxResults=50").await;
    let sprint = closed.list("values").iter().find(|sprint| sprint["id"] == id).unwrap();
    assert_eq!(
        (&sprint["name"], &sprint["completeDate"]),
        (&json!("Harvest"), &json!("2025-10-09T09:00:00.000Z"))
    );
    let after = site.walk(json!({"jql": format!("sprint = {id}"), "fields": ["updated"]})).await;
    assert_eq!(before, after);
}

#[tokio::test]
async fn a_board_configuration_can_be_refused_and_a_kanban_board_has_no_sprints() {
    let site = Site::start().await;
    site.sandbox.faults().set(|switches| switches.refused_configurations.extend([1]));
    assert_eq!(site.get("/rest/agile/1.0/board/1/configuration").await.status, 403);
    assert_eq!(site.get("/rest/agile/1.0/board/2/configuration").await.status, 200);
    let refused = site.get("/rest/agile/1.0/board/3/sprint").await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("does not support sprints"));
    let kanban = site.get("/rest/agile/1.0/board/3/configuration").await;
    assert!(kanban.json["subQuery"].is_object() && kanban.json.get("estimation").is_none());
    let features = site.get("/rest/agile/1.0/board/4/features").await;
    let sprints =
        features.list("features").iter().find(|feature| feature["boardFeature"] == "SPRINTS").unwrap();
    assert_eq!(sprints["state"], "DISABLED");
}

#[tokio::test]
async fn a_sprint_shows_on_two_boards_and_has_one_origin() {
    let site = Site::with(Settings { issues: 1_000, ..settings() }).await;
    let own = site.get("/rest/agile/1.0/board/2/sprint").await;
    let shared = site.get("/rest/agile/1.0/board/6/sprint?startAt=31").await;
    let first = &own.list("values")[0];
    assert_eq!(first["originBoardId"], 2);
    let both = [site.get("/rest/agile/1.0/board/6/sprint").await, shared];
    assert!(both.iter().any(|page| page.list("values").contains(first)));
}

#[tokio::test]
async fn sprints_come_closed_then_active_then_future_fifty_at_a_time() {
    let site = Site::start().await;
    let page = site.get("/rest/agile/1.0/board/6/sprint?maxResults=1000").await;
    assert_eq!(
        (&page.json["maxResults"], page.list("values").len(), &page.json["isLast"]),
        (&json!(50), 50, &json!(false))
    );
    let own = site.get("/rest/agile/1.0/board/1/sprint").await;
    let mut states: Vec<&str> =
        own.list("values").iter().map(|sprint| sprint["state"].as_str().unwrap()).collect();
    states.dedup();
    assert_eq!(states, ["closed", "active", "future"]);
    site.sandbox.faults().set(|switches| switches.omits_total = true);
    assert_eq!(site.get("/rest/agile/1.0/board/1/sprint").await.json.get("total"), None);
    assert_eq!(site.get("/rest/agile/1.0/board/1/sprint?state=late").await.status, 400);
}

#[tokio::test]
async fn boards_are_listed_by_kind_and_project_in_pages() {
    let site = Site::start().await;
    assert_eq!(site.get("/rest/agile/1.0/board").await.json["total"], 7);
    assert_eq!(site.get("/rest/agile/1.0/board?type=kanban").await.list("values").len(), 2);
    assert_eq!(site.get("/rest/agile/1.0/board?projectKeyOrId=CHK").await.list("values").len(), 2);
    let page = site.get("/rest/agile/1.0/board?startAt=5&maxResults=1").await;
    assert_eq!((page.list("values").len(), &page.json["isLast"]), (1, &json!(false)));
    assert_eq!(site.get("/rest/agile/1.0/board/99").await.status, 404);
}

#[tokio::test]
async fn issues_of_boards_and_sprints_bring_every_field_unless_told_otherwise() {
    let site = Site::with(Settings { issues: 1_000, ..settings() }).await;
    let all = site.get("/rest/agile/1.0/board/1/issue").await;
    assert!(all.json["issues"][0]["fields"]["summary"].is_string());
    let few = site.get("/rest/agile/1.0/board/1/issue?fields=created&maxResults=3").await;
    assert_eq!(few.list("issues").len(), 3);
    assert!(few.json["issues"][0]["fields"].as_object().unwrap().keys().eq(["created"]));
    let epics = site.get("/rest/agile/1.0/board/1/issue?fields=issuetype&jql=issuetype%3DEpic").await;
    assert_eq!(epics.json["total"], 0, "a scrum board leaves epics out");
    let sprint = site.get("/rest/agile/1.0/sprint/1020/issue?fields=created").await;
    let searched = site.walk(json!({"jql": "sprint = 1020", "fields": ["id"]})).await;
    assert_eq!(sprint.json["total"], searched.len());
    assert_eq!(site.get("/rest/agile/1.0/board/1/backlog?fields=status").await.status, 200);
    assert_eq!(site.get("/rest/agile/1.0/sprint/999999/issue").await.status, 404);
}

#[tokio::test]
async fn the_small_lists_have_the_shape_of_the_specification() {
    let site = Site::start().await;
    for (path, least) in [
        ("status", 12),
        ("statuscategory", 3),
        ("issuetype", 10),
        ("field", 30),
        ("priority", 5),
        ("resolution", 4),
    ] {
        let list = site.get(&format!("/rest/api/3/{path}")).await;
        assert!(list.json.as_array().unwrap().len() >= least, "{path}");
    }
    for path in ["priority/search", "resolution/search"] {
        let page = site.get(&format!("/rest/api/3/{path}")).await;
        assert!(page.list("values").len() >= 4 && page.json["isLast"] == true, "{path}");
    }
    let versions = site.get("/rest/api/3/project/PAY/version?maxResults=4").await;
    let version = &versions.list("values")[0];
    assert_eq!((&version["released"], version["releaseDate"].as_str().unwrap().len()), (&json!(true), 10));
    assert_eq!(versions.json["isLast"], false);
    assert_eq!(site.get("/rest/api/3/issueLinkType").await.list("issueLinkTypes").len(), 3);
    let filter = site.get("/rest/api/3/filter/10101").await;
    assert!(filter.json["jql"].as_str().unwrap().starts_with("project in (PAY)"));
    let scoped = site.gateway(&Token::scoped(), "/rest/api/3/priority").await;
    assert_eq!(scoped.status, 200);
}
