//! Every page of the router, as everybody who can come, and every page that says no: at the bottom of each stands the way
//! to the preferences, and none brings a cookie that is not declared or anything of Google before a yes.

use crate::isolation::opened_addresses;
use crate::person::{Person, operator};
use crate::test_app::{TestApp, browser, send};
use clario_privacy::cookies::{Category, declared};
use reqwest::Response;
use reqwest::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, SET_COOKIE};
use std::collections::BTreeSet;

const LINK: &str = "<a href=\"/cookie-preferences\">Cookie preferences</a>";
/// Addresses that are no pages.
const FILES: [&str; 7] = [
    "/healthz",
    "/robots.txt",
    "/.well-known/gpc.json",
    "/assets/{build}/{*name}",
    "/w/{workspace}/flow/{table}",
    "/w/{workspace}/settings/audit.ndjson",
    "/w/{workspace}/sync/events",
];

/// Looks at an answer; says whether it is a page.
async fn check(name: &str, answer: Response) -> bool {
    for cookie in answer.headers().get_all(SET_COOKIE) {
        let cookie = cookie.to_str().expect("text");
        // One that is taken out of the browser is brought by nobody.
        if cookie.contains("=; ") && cookie.contains("Max-Age=0") {
            continue;
        }
        let known = declared(cookie.split('=').next().unwrap_or_default());
        assert!(known.is_some_and(|known| known.category == Category::Essential), "{name}: {cookie}");
    }
    if answer.status().is_redirection() {
        return false;
    }
    let kind = answer.headers().get(CONTENT_TYPE).map(|kind| kind.to_str().expect("text").to_owned());
    assert_eq!(kind.as_deref(), Some("text/html; charset=utf-8"), "{name}");
    let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
    let html = answer.text().await.expect("html");
    let foot = html.split("<footer").nth(1).and_then(|rest| rest.split("</footer>").next());
    assert!(foot.is_some_and(|foot| foot.contains(LINK)), "{name}: {html}");
    for sign in ["google", "gtag", "visits.js", "preconnect", "dns-prefetch"] {
        assert!(!policy.contains(sign) && !html.contains(&format!("src=\"{sign}")), "{name}: {sign}");
    }
    assert!(!html.contains("googletagmanager") && !html.contains("visits.js"), "{name}");
    true
}

#[tokio::test]
async fn ct_01_every_page_of_the_router_leads_to_the_preferences_and_brings_nothing_undeclared() {
    let app = TestApp::start_with(|config| config.analytics_id = Some("G-TEST123456".to_owned())).await;
    let root = operator(&app).await;
    let (person, other) =
        (Person::new(&app, "a@example.org").await, Person::new(&app, "b@example.org").await);
    let pages: Vec<String> =
        opened_addresses().into_iter().filter(|path| !FILES.contains(&path.as_str())).collect();
    assert!(pages.len() > 40, "{} pages", pages.len());
    let mut shown = BTreeSet::new();
    for (who, client, workspace) in [
        ("a stranger", &browser(), "sample"),
        ("somebody", &person.client, person.workspace.as_str()),
        ("somebody elsewhere", &person.client, "sample"),
        ("somebody abroad", &other.client, person.workspace.as_str()),
        ("an operator", &root, "sample"),
    ] {
        for path in &pages {
            let at = path
                .replace("{workspace}", workspace)
                .replace("{version}", "1")
                .replace("{connection}", "sample")
                .replace("{id}", "1");
            assert!(!at.contains('{'), "{path}: a place that no test fills");
            let answer = send(client.get(app.url(&at))).await;
            if check(&format!("{who} at {at}"), answer).await {
                shown.insert(path.clone());
            }
        }
    }
    // `/w/{workspace}` leads on, whoever comes.
    let never: Vec<_> = pages.iter().filter(|path| !shown.contains(*path)).collect();
    assert_eq!(never, ["/w/{workspace}"], "each page was seen by somebody");
    clario_proofs::proves(&["AC-31", "AC-35", "AC-47"]);
}

#[tokio::test]
async fn every_page_that_says_no_leads_to_the_preferences() {
    let app = TestApp::start_with(|config| {
        config.analytics_id = Some("G-TEST123456".to_owned());
        config.doors.knocks = 30;
    })
    .await;
    let person = Person::new(&app, "a@example.org").await;
    let url = app.url("/sign-in");
    let big = "a=".to_owned() + &"b".repeat(300_000);
    let form = "application/x-www-form-urlencoded";
    for (status, request) in [
        (404, browser().get(app.url("/no-such-page"))),
        (401, browser().get(app.url("/account"))),
        (403, browser().post(&url).header("sec-fetch-site", "cross-site").body("a=b")),
        (403, browser().post(&url).header("sec-fetch-site", "same-origin").form(&[("a", "b")])),
        (403, browser().post(app.url("/terms")).header("sec-fetch-site", "same-origin").form(&[("a", "b")])),
        (
            413,
            browser()
                .post(&url)
                .header("sec-fetch-site", "same-origin")
                .header("content-type", form)
                .body(big),
        ),
        (415, browser().post(&url).header("sec-fetch-site", "same-origin").body("a=b")),
    ] {
        let answer = send(request).await;
        assert_eq!(answer.status().as_u16(), status);
        assert!(check(&status.to_string(), answer).await, "{status}");
    }
    let mut last = 0;
    for _ in 0..60 {
        let answer =
            send(browser().post(&url).header("sec-fetch-site", "same-origin").form(&[("a", "b")])).await;
        last = answer.status().as_u16();
        if last == 429 {
            assert!(check("429", answer).await);
            break;
        }
    }
    assert_eq!(last, 429, "whoever knocks too often is told so by a page");
    // What the database does not give any more breaks a page on our side.
    let file = app.data.path().join("altaclario.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let pool = sqlx::SqlitePool::connect_with(options).await.expect("the database");
    sqlx::query("ALTER TABLE team RENAME TO lost").execute(&pool).await.expect("a table is lost");
    let broken = person.open(&app, &person.page("settings")).await;
    assert_eq!(broken.status(), 500);
    assert!(check("500", broken).await);
    clario_proofs::proves(&["AC-47"]);
}
