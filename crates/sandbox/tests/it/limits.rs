//! The rows "Cloud limits" and "Clock", and what an answer can look like when all goes wrong.

use clario_sandbox::{Endpoint, Fault, Token, Trouble};
use serde_json::json;

use crate::client::{NOW, Site};

const MYSELF: &str = "/rest/api/3/myself";

#[tokio::test]
async fn a_burst_is_answered_with_the_whole_set_of_headers() {
    let site = Site::start().await;
    site.sandbox.faults().inject(Fault::new(Trouble::Burst { retry_after: 3 }).on(Endpoint::Myself).times(2));
    for _ in 0..2 {
        let limited = site.get(MYSELF).await;
        assert_eq!((limited.status, limited.header("Retry-After")), (429, "3"));
        assert_eq!(limited.header("RateLimit-Reason"), "jira-burst-based");
        assert_eq!(limited.header("X-RateLimit-Reset"), "2025-10-09T09:00:03Z");
        assert_eq!(limited.header("X-RateLimit-Remaining"), "0");
        assert_eq!(site.get("/rest/api/3/field").await.status, 200, "another endpoint has its own bucket");
    }
    assert_eq!(site.get(MYSELF).await.status, 200);
}

#[tokio::test]
async fn a_quota_lasts_until_the_next_full_hour() {
    let site = Site::start().await;
    site.sandbox.world().advance(20 * 60_000);
    site.sandbox.faults().inject(Fault::new(Trouble::Quota));
    let limited = site.get(MYSELF).await;
    assert_eq!((limited.status, limited.header("Retry-After")), (429, "2400"));
    assert_eq!(limited.header("X-RateLimit-Reset"), "2025-10-09T10:00:00Z");
    assert_eq!(site.get("/rest/api/3/field").await.status, 429);
    site.sandbox.world().advance(40 * 60_000);
    assert_eq!(site.get(MYSELF).await.status, 200);
}

#[tokio::test]
async fn some_limits_and_outages_say_when_to_come_back_and_some_do_not() {
    let site = Site::start().await;
    site.sandbox.faults().inject(Fault::new(Trouble::BareLimit).times(1));
    let limited = site.get(MYSELF).await;
    assert_eq!((limited.status, limited.header("Retry-After")), (429, ""));
    assert_eq!(limited.header("X-Ratelimit-Reset"), "2025-10-09T09:00Z");
    site.sandbox.faults().inject(Fault::new(Trouble::Unavailable { retry_after: Some(7) }).times(1));
    let down = site.get(MYSELF).await;
    assert_eq!((down.status, down.header("Retry-After")), (503, "7"));
    site.sandbox.faults().inject(Fault::new(Trouble::Unavailable { retry_after: None }).times(1));
    assert_eq!(site.get(MYSELF).await.header("Retry-After"), "");
}

#[tokio::test]
async fn a_page_for_people_can_come_in_place_of_json() {
    let site = Site::start().await;
    site.sandbox.faults().inject(Fault::new(Trouble::Html).times(1));
    let page = site.get(MYSELF).await;
    assert_eq!((page.status, page.header("Content-Type")), (200, "text/html;charset=UTF-8"));
    site.sandbox.faults().inject(Fault::new(Trouble::LoginRedirect).times(1));
    let redirect = site.get(MYSELF).await;
    assert_eq!((redirect.status, redirect.header("Location").ends_with("/login.jsp")), (302, true));
    assert!(site.get("/login.jsp").await.text.starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn an_answer_can_be_cut_off_broken_off_or_endless() {
    let site = Site::start().await;
    let body = json!({"jql": "project = PAY", "fields": ["created"]});
    site.sandbox.faults().inject(Fault::new(Trouble::Truncated).times(1));
    let cut = site.search(body.clone()).await;
    assert!(cut.status == 200 && cut.text.starts_with("{\"issues\":[") && cut.json.is_null());
    site.sandbox.faults().inject(Fault::new(Trouble::Reset).times(1));
    assert!(site.try_post(&Token::classic(), "/rest/api/3/search/jql", body.clone()).await.is_err());
    site.sandbox.faults().inject(Fault::new(Trouble::Huge { bytes: 5_000_000 }).times(1));
    let huge = site.search(body.clone()).await;
    assert!(huge.text.len() > 5_000_000 && huge.json.is_null());
    assert_eq!(site.search(body).await.status, 200);
}

#[tokio::test]
async fn an_answer_can_be_slow_gone_or_refused() {
    let site = Site::start().await;
    let faults = site.sandbox.faults();
    faults.inject(Fault::new(Trouble::Slow { millis: 30 }).times(1));
    let before = std::time::Instant::now();
    assert_eq!(site.get(MYSELF).await.status, 200);
    assert!(before.elapsed().as_millis() >= 30);
    faults.inject(Fault::new(Trouble::Gone).on(Endpoint::Search));
    assert_eq!(site.search(json!({"jql": "project = PAY"})).await.status, 410);
    faults.clear();
    faults.inject(Fault::new(Trouble::Status(500)).after(1).times(1));
    assert_eq!(
        [site.get(MYSELF).await.status, site.get(MYSELF).await.status, site.get(MYSELF).await.status],
        [200, 500, 200]
    );
}

#[tokio::test]
async fn the_body_of_an_error_carries_poison() {
    let site = Site::start().await;
    let poison = site.sandbox.poison().into_iter().find(|poison| poison.source == "error").unwrap();
    for trouble in [Trouble::Status(500), Trouble::BareLimit, Trouble::Html] {
        site.sandbox.faults().inject(Fault::new(trouble).times(1));
        assert!(site.get(MYSELF).await.text.contains(&poison.text));
    }
}

#[tokio::test]
async fn the_old_search_is_gone() {
    let site = Site::start().await;
    for version in ["2", "3", "latest"] {
        let answer = site.get(&format!("/rest/api/{version}/search?jql=project=PAY")).await;
        assert_eq!(answer.status, 410);
        assert!(answer.text.contains("The requested API has been removed."));
    }
}

#[tokio::test]
async fn the_server_tells_its_own_time_which_may_be_wrong() {
    let site = Site::start().await;
    assert_eq!(site.get(MYSELF).await.header("Date"), "Thu, 09 Oct 2025 09:00:00 GMT");
    for (skew, time) in [(600_000, "09:10:00"), (-600_000, "08:50:00")] {
        site.sandbox.faults().set(|switches| switches.clock_skew_millis = skew);
        assert_eq!(site.get(MYSELF).await.header("Date"), format!("Thu, 09 Oct 2025 {time} GMT"));
        let info = site.get("/rest/api/3/serverInfo").await;
        assert!(info.json["serverTime"].as_str().unwrap().ends_with(".000+0200"));
    }
    site.sandbox.world().advance(1000);
    assert_eq!(site.sandbox.world().now(), NOW + 1000);
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_can_read_it() {
    let site = Site::start().await;
    let url = format!("{}/rest/api/3/field", site.sandbox.url());
    let raw = reqwest::Client::builder().no_gzip().no_proxy().build().unwrap().get(url);
    #[expect(clippy::disallowed_methods, reason = "this test is a client of its own")]
    let response = raw.header("Accept-Encoding", "gzip").send().await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert_eq!(response.bytes().await.unwrap()[..2], [0x1f, 0x8b]);
    assert!(site.get("/rest/api/3/field").await.json.is_array());
}

#[tokio::test]
async fn an_unknown_path_and_a_writing_method_are_not_found() {
    let site = Site::start().await;
    assert_eq!(site.get("/rest/api/3/issue/PAY-1").await.status, 404);
    assert_eq!(site.post("/rest/api/3/issue", json!({})).await.status, 404);
    assert_eq!(site.post(MYSELF, json!({})).await.status, 404);
}
