//! The row "Cloud auth", without OAuth.

use clario_sandbox::{Endpoint, Fault, Settings, Token, Trouble};
use serde_json::json;

use crate::client::{Site, settings};

const SERAPH: &str = "X-Seraph-Loginreason";

#[tokio::test]
async fn a_dead_or_wrong_token_gets_an_empty_search_and_a_header() {
    let site = Site::start().await;
    let wrong = Token { secret: "never-issued".into(), ..Token::classic() };
    for token in [Token::dead(), wrong, Token::scoped()] {
        let me = site.get_as(&token, "/rest/api/3/myself").await;
        assert_eq!((me.status, me.header(SERAPH)), (401, "AUTHENTICATED_FAILED"));
        let found = site.post_as(&token, "/rest/api/3/search/jql", json!({"jql": "project = PAY"})).await;
        assert_eq!((found.status, found.header(SERAPH)), (200, "AUTHENTICATED_FAILED"));
        assert_eq!(found.json, json!({"issues": [], "isLast": true}));
        let body = json!({"issueIdsOrKeys": ["PAY-1"]});
        let history = site.post_as(&token, "/rest/api/3/changelog/bulkfetch", body).await;
        assert_eq!(history.status, 401);
        let projects = site.get_as(&token, "/rest/api/3/project/search").await;
        assert_eq!((projects.status, projects.list("values").len()), (200, 0));
        assert_eq!(site.get_as(&token, "/rest/agile/1.0/board").await.status, 401);
        assert_eq!(site.get_as(&token, "/rest/api/3/serverInfo").await.status, 200);
        let hidden = site.get_as(&token, "/rest/api/3/issue/PAY-1/changelog").await;
        assert_eq!((hidden.status, hidden.header(SERAPH)), (404, "AUTHENTICATED_FAILED"));
    }
}

#[tokio::test]
async fn a_stranger_gets_no_header_and_no_data() {
    let site = Site::start().await;
    let me = site.stranger("/rest/api/3/myself").await;
    assert_eq!((me.status, me.header(SERAPH)), (401, ""));
    assert_eq!(site.stranger("/rest/api/3/serverInfo").await.json["deploymentType"], "Cloud");
    assert_eq!(site.stranger("/_edge/tenant_info").await.status, 200);
}

#[tokio::test]
async fn a_scoped_token_works_on_the_gateway_alone_and_a_classic_one_on_the_site() {
    let site = Site::start().await;
    let cloud = site.stranger("/_edge/tenant_info").await.json["cloudId"].as_str().unwrap().to_owned();
    assert!(site.sandbox.gateway_url().ends_with(&format!("/ex/jira/{cloud}")));
    assert_eq!(site.gateway(&Token::scoped(), "/rest/api/3/myself").await.status, 200);
    assert_eq!(site.gateway(&Token::scoped(), "/rest/agile/1.0/board").await.status, 200);
    let refused = site.gateway(&Token::classic(), "/rest/api/3/myself").await;
    assert_eq!(refused.json, json!({"code": 401, "message": "Unauthorized"}));
    assert_eq!(site.gateway(&Token::dead(), "/rest/api/3/myself").await.status, 401);
}

#[tokio::test]
async fn the_gateway_checks_the_scopes_of_each_endpoint() {
    let work_only = Token::with_scopes("work-only", &["read:jira-work"]);
    let fine = Token::with_scopes("fine", &["read:status:jira"]);
    let tokens = vec![work_only.clone(), fine.clone()];
    let site = Site::with(Settings { tokens, ..settings() }).await;
    let status = |token, path| {
        let site = &site;
        async move { site.gateway(token, path).await.status }
    };
    assert_eq!(status(&work_only, "/rest/api/3/project/search").await, 200);
    assert_eq!(status(&work_only, "/rest/api/3/myself").await, 401);
    assert_eq!(status(&fine, "/rest/api/3/status").await, 200);
    assert_eq!(status(&fine, "/rest/api/3/field").await, 401);
    let boards = site.gateway(&work_only, "/rest/agile/1.0/board").await;
    assert_eq!(boards.json, json!({"code": 401, "message": "Unauthorized; scope does not match"}));
}

#[tokio::test]
async fn whether_an_account_may_write_is_told_by_its_permissions() {
    let site = Site::start().await;
    let path = "/rest/api/3/mypermissions?permissions=BROWSE_PROJECTS,EDIT_ISSUES";
    for (token, writes) in [(Token::classic(), false), (Token::writing(), true)] {
        let answer = site.get_as(&token, path).await;
        assert_eq!(answer.json["permissions"]["BROWSE_PROJECTS"]["havePermission"], true);
        assert_eq!(answer.json["permissions"]["EDIT_ISSUES"]["havePermission"], writes);
    }
    assert_eq!(site.get("/rest/api/3/mypermissions").await.status, 400);
    assert_eq!(site.get("/rest/api/3/mypermissions?permissions=FLY").await.status, 400);
}

#[tokio::test]
async fn a_token_can_die_between_two_requests() {
    let site = Site::start().await;
    assert_eq!(site.get("/rest/api/3/myself").await.status, 200);
    site.sandbox.faults().inject(Fault::new(Trouble::DeadToken).times(1));
    let me = site.get("/rest/api/3/myself").await;
    assert_eq!((me.status, me.header(SERAPH)), (401, "AUTHENTICATED_FAILED"));
    assert_eq!(site.get("/rest/api/3/myself").await.status, 200);
    site.sandbox.faults().inject(Fault::new(Trouble::MissingScope).on(Endpoint::Boards));
    assert_eq!(site.get("/rest/agile/1.0/board").await.status, 401);
}

#[tokio::test]
async fn the_zone_of_the_account_can_be_hidden() {
    let site = Site::with(Settings { account_zone: "Asia/Kolkata".into(), ..settings() }).await;
    assert_eq!(site.get("/rest/api/3/myself").await.json["timeZone"], "Asia/Kolkata");
    let site = Site::with(Settings { tells_zone: false, ..settings() }).await;
    let me = site.get("/rest/api/3/myself").await;
    assert!(me.json["accountId"].is_string() && me.json.get("timeZone").is_none());
}
