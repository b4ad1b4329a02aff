//! What every page owes to a visitor and to the browser.

use crate::person::{Person, mark, post};
use crate::simulated_jira::{TOKEN, app_for, connect, jira, settings, until_complete};
use crate::test_app::{TestApp, browser, send};
use tokio::task::JoinSet;

#[tokio::test]
async fn every_answer_carries_the_strict_policy_with_a_fresh_nonce() {
    let app = TestApp::start().await;
    let mut policies = Vec::new();
    for path in ["/", "/", "/healthz", "/no-such-page", "/assets/0/none.js"] {
        let answer = send(browser().get(app.url(path))).await;
        let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
        assert!(policy.starts_with("default-src 'none'; script-src 'nonce-"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        policies.push(policy);
    }
    policies.sort();
    policies.dedup();
    assert_eq!(policies.len(), 5, "each answer has a nonce of its own");
    clario_proofs::proves(&["AC-70"]);
}

#[tokio::test]
async fn the_scripts_of_a_page_carry_the_nonce_of_its_header() {
    let app = TestApp::start().await;
    let answer = send(browser().get(app.url("/"))).await;
    let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
    let nonce =
        policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce").to_owned();
    let html = answer.text().await.expect("html");
    let scripts = html.matches("<script").count();
    assert!(scripts > 0);
    assert_eq!(html.matches(&format!("nonce=\"{nonce}\"")).count(), scripts, "every script names the nonce");
    assert!(!html.contains(" style="), "the policy forbids style attributes");
}

#[tokio::test]
async fn the_files_of_this_build_are_kept_for_a_year_and_those_of_another_are_missing() {
    let app = TestApp::start().await;
    let html = send(browser().get(app.url("/"))).await.text().await.expect("html");
    let sheet = html
        .split("href=\"")
        .find(|part| part.starts_with("/assets/"))
        .and_then(|part| part.split('"').next());
    let sheet = sheet.expect("a style sheet");
    let answer = send(browser().get(app.url(sheet)).header("accept-encoding", "br")).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-encoding"], "br");
    assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
    let other = send(browser().get(app.url("/assets/0123/pkg/main.css"))).await;
    assert_eq!(other.status(), 404);
}

#[tokio::test]
async fn no_file_of_the_folder_the_program_runs_in_is_served() {
    let app = TestApp::start().await;
    for path in [
        "/Cargo.toml",
        "/src/main.rs",
        "/../Cargo.toml",
        "/server/Cargo.toml",
        "/data/key",
        "/%2e%2e/Cargo.toml",
    ] {
        let answer = send(browser().get(app.url(path))).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(!answer.text().await.expect("text").contains("[package]"), "{path}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let app = TestApp::start().await;
    let form = || browser().post(app.url("/sign-in")).form(&[("email", "a@example.org")]);
    assert_eq!(send(form()).await.status(), 403, "a form of nowhere");
    assert_eq!(send(form().header("sec-fetch-site", "cross-site")).await.status(), 403);
    assert_eq!(send(form().header("sec-fetch-site", "same-origin")).await.status(), 403, "without its mark");
    let ours = post(&browser(), &app, "/sign-in", &[("email", "a@example.org")]).await;
    assert_ne!(ours.status(), 403);
}

#[tokio::test]
async fn too_large_and_unreadable_forms_are_refused_with_a_sentence() {
    let app = TestApp::start().await;
    let post = |body: String, kind: &str| {
        browser()
            .post(app.url("/sign-in"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", kind)
            .body(body)
    };
    let urlencoded = "application/x-www-form-urlencoded";
    let large = send(post(format!("email={}", "a".repeat(10_000_000)), urlencoded)).await;
    assert_eq!(large.status(), 413);
    assert!(large.text().await.expect("text").contains("too large"));
    assert_eq!(send(post("{}".to_owned(), "application/json")).await.status(), 415);
    assert_eq!(send(post("a=1&".repeat(5_000), urlencoded)).await.status(), 413);
    let mark = mark(&browser(), &app).await;
    assert_eq!(send(post(format!("email=%ff%fe&password&form_mark={mark}"), urlencoded)).await.status(), 422);
}

#[tokio::test]
async fn only_the_functions_that_islands_call_have_a_door_and_only_our_pages_may_knock() {
    let app = TestApp::start().await;
    for path in [
        "/api/me",
        "/api/sign-in",
        "/api/may-connect?workspace=x",
        "/api/flow?workspace=sample&query=",
        "/api/",
    ] {
        let get = browser().get(app.url(path)).header("sec-fetch-site", "same-origin");
        let post = browser().post(app.url(path)).header("sec-fetch-site", "same-origin");
        assert_eq!(send(get).await.status(), 404, "{path}");
        assert_eq!(send(post).await.status(), 404, "{path}");
    }
    let readings = || browser().get(app.url("/api/readings?workspace=sample&query=&chart=Scatter"));
    let html = ("accept", "text/html");
    assert_eq!(
        send(readings().header(html.0, html.1).header("sec-fetch-site", "cross-site")).await.status(),
        403
    );
    assert_eq!(send(readings().header("referer", "https://evil.example/")).await.status(), 403);
    let same_origin = || readings().header("sec-fetch-site", "same-origin");
    assert_eq!(send(same_origin()).await.status(), 403, "without the mark of the page");
    let page = send(browser().get(app.url("/"))).await.text().await.expect("html");
    let mark = page.split("name=\"form-mark\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_ne!(send(same_origin().header("x-form-mark", mark.expect("a mark"))).await.status(), 403);
}

#[tokio::test]
async fn a_workspace_that_cannot_be_an_address_is_not_found() {
    let app = TestApp::start().await;
    for path in ["/w/%0d%0aset-cookie:x=1", "/w/..%2f..", "/w/%00"] {
        let answer = send(browser().get(app.url(path))).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(!answer.headers().contains_key("set-cookie"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_at_once_do_not_keep_each_other_from_the_database() {
    let jira = jira(settings(60)).await;
    let app = app_for(&[&jira], |config| config.doors.requests = 1_000_000).await;
    let person = Person::new(&app, "ada@example.com").await;
    connect(&app, &person, &jira, TOKEN, "Jira").await;
    until_complete(&app, &person).await;
    let mut under_way = JoinSet::new();
    for turn in 0..120 {
        let page = person.page(if turn % 2 == 0 { "overview" } else { "flow" });
        under_way.spawn(send(person.client.get(app.url(&page))));
    }
    let statuses: Vec<u16> =
        under_way.join_all().await.iter().map(|answer| answer.status().as_u16()).collect();
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
}
