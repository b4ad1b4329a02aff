//! AC-60: nothing is changed but by a form of our own page, and nothing at all by a link.

use crate::person::{Person, location, mark, post};
use crate::test_app::{TestApp, browser, send};
use reqwest::Client;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Server functions that are asked by GET. Each of them only reads; whoever adds one looks at it first.
const ONLY_READ: &[&str] = &[
    "/api/audit-log",
    "/api/choices",
    "/api/confirmation-link",
    "/api/cookie-preferences",
    "/api/data-state",
    "/api/fields-read",
    "/api/flow",
    "/api/incidents",
    "/api/item",
    "/api/letters",
    "/api/may-connect",
    "/api/me",
    "/api/members",
    "/api/my-workspaces",
    "/api/new-address-link",
    "/api/notices",
    "/api/opened-invitation",
    "/api/operator",
    "/api/operator-access",
    "/api/operator-link",
    "/api/overview",
    "/api/own-account",
    "/api/privacy",
    "/api/privacy-policy",
    "/api/proof",
    "/api/readings",
    "/api/recently-confirmed",
    "/api/reopening",
    "/api/request",
    "/api/request-form",
    "/api/requests",
    "/api/reset-link",
    "/api/security-page",
    "/api/session-list",
    "/api/settings",
    "/api/shown-notices",
    "/api/sign-up-page",
    "/api/subprocessors",
    "/api/sync-state",
    "/api/two-step",
    "/api/usage",
    "/api/whole-workspace",
    "/api/workflow",
    "/api/your-choices",
];

const SITES: [Option<&str>; 5] =
    [Some("same-origin"), Some("same-site"), Some("cross-site"), Some("none"), None];
const TYPES: [&str; 3] = ["application/x-www-form-urlencoded", "application/json", "text/plain"];

/// Whose origin a request names.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Named {
    Ours,
    Another,
    Nobodys,
}

/// What mark a form carries.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Carried {
    Ours,
    Another,
    None,
}

/// Sends every combination to an address; returns those that were let through, and how many were tried.
async fn let_through(
    app: &TestApp,
    client: &Client,
    path: &str,
    right: &str,
    wrong: &str,
) -> (Vec<(Option<&'static str>, Named, Carried, &'static str)>, usize) {
    let mut passed = Vec::new();
    let mut tried = 0;
    for site in SITES {
        for named in [Named::Ours, Named::Another, Named::Nobodys] {
            for carried in [Carried::Ours, Carried::Another, Carried::None] {
                for kind in TYPES {
                    let mut request = client.post(app.url(path)).header("content-type", kind);
                    if let Some(site) = site {
                        request = request.header("sec-fetch-site", site);
                    }
                    request = match named {
                        Named::Ours => request.header("origin", app.url("")),
                        Named::Another => request.header("origin", "https://evil.example"),
                        Named::Nobodys => request,
                    };
                    let body = match carried {
                        Carried::Ours => format!("form_mark={right}"),
                        Carried::Another => format!("form_mark={wrong}"),
                        Carried::None => "what=nothing".to_owned(),
                    };
                    let answer = send(request.body(body)).await;
                    tried += 1;
                    let status = answer.status().as_u16();
                    let text = answer.text().await.expect("text");
                    let refused = [403, 404, 405, 415].contains(&status)
                        && ["was not taken", "was open for too long", "", "There is no page"]
                            .iter()
                            .any(|words| text.contains(words));
                    if !refused {
                        passed.push((site, named, carried, kind));
                    }
                }
            }
        }
    }
    (passed, tried)
}

/// A browser's own word or, from browsers too old to give it, our origin; with our mark, as a form. Nothing else.
fn may_pass() -> Vec<(Option<&'static str>, Named, Carried, &'static str)> {
    [(Some("same-origin"), Named::Ours), (Some("same-origin"), Named::Nobodys), (None, Named::Ours)]
        .map(|(site, named)| (site, named, Carried::Ours, TYPES[0]))
        .into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_all_combinations_only_those_of_our_own_page_pass() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    let mallory = Person::new(&app, "mallory@example.org").await;
    let stranger = browser();
    let (ours, foreign) = (mark(&person.client, &app).await, mark(&mallory.client, &app).await);
    let anybodys = mark(&stranger, &app).await;
    let mut calls = 0;
    for path in form_pages() {
        let path = path.replace("{workspace}", &person.workspace);
        if path != "/sign-out" && !path.contains('{') {
            let (passed, tried) = let_through(&app, &person.client, &path, &ours, &foreign).await;
            assert!(passed.iter().all(|cell| may_pass().contains(cell)), "{path}: {passed:?}");
            calls += tried;
        }
    }
    // The mark of somebody else, and that of strangers, are not ours; ours is not that of strangers.
    for (client, right, wrong) in [(&person.client, &ours, &anybodys), (&stranger, &anybodys, &ours)] {
        let (passed, tried) = let_through(&app, client, "/sign-in", right, wrong).await;
        assert_eq!(passed, may_pass());
        calls += tried;
    }
    let functions: BTreeSet<&str> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    assert!(functions.len() > 10);
    for path in functions {
        let (passed, tried) = let_through(&app, &person.client, path, &ours, &foreign).await;
        assert_eq!(passed, [], "{path} has no door for forms");
        calls += tried;
    }
    for path in ["/", "/terms", "/healthz", "/robots.txt", "/assets/0/x.js", "/nowhere", "/w/sample/flow"] {
        let (passed, tried) = let_through(&app, &person.client, path, &ours, &foreign).await;
        assert_eq!(passed, [], "{path} takes nothing");
        calls += tried;
    }
    assert!(calls > 4_000, "{calls} calls");
    assert_eq!(person.open(&app, &person.page("settings")).await.status(), 200, "still signed in");
    clario_proofs::proves(&["AC-60"]);
}

#[tokio::test]
async fn a_form_with_an_old_mark_comes_back_with_what_was_typed() {
    let app = TestApp::start().await;
    let fields = [("email", "grace@example.org"), ("password", "secret-of-grace"), ("form_mark", "0000")];
    let request = browser().post(app.url("/sign-in")).header("sec-fetch-site", "same-origin");
    let answer = send(request.form(&fields)).await;
    assert_eq!(answer.status(), 403);
    let html = answer.text().await.expect("html");
    assert!(html.contains("This form was open for too long"), "{html}");
    assert!(html.contains("grace@example.org") && !html.contains("secret-of-grace"));
    let person = Person::new(&app, "linus@example.org").await;
    let page = app.url(&person.page("settings"));
    let request = person.client.post(page).header("sec-fetch-site", "same-origin");
    let answer = send(request.form(&[("what", "name"), ("name", "Another name")])).await;
    assert_eq!(answer.status(), 403);
    let settings = person.text(&app, &person.page("settings")).await;
    assert!(!settings.contains("Another name"), "nothing was changed");
}

#[tokio::test]
async fn a_mark_ends_with_its_session() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    let old = mark(&person.client, &app).await;
    assert_eq!(location(&post(&person.client, &app, "/sign-out", &[]).await), "/");
    let request = person.client.post(app.url("/sign-in")).header("sec-fetch-site", "same-origin");
    assert_eq!(send(request.form(&[("form_mark", old.as_str())])).await.status(), 403);
}

#[test]
fn every_form_that_posts_carries_the_mark() {
    let mut found = 0;
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src")];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
        } else if !path.ends_with("components/post_form.rs") {
            let text = fs::read_to_string(&path).expect("text");
            assert!(!text.contains("method=\"post\""), "{}: use PostForm", path.display());
            found += text.matches("<PostForm").count();
        }
    }
    assert!(found > 10, "{found} forms");
    clario_proofs::proves(&["AC-60"]);
}

#[test]
fn what_is_asked_by_get_is_known_to_only_read() {
    let asked: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths()
        .filter(|(_, method)| method.as_str() == "GET")
        .map(|(path, _)| path)
        .collect();
    let known: BTreeSet<&str> = ONLY_READ.iter().copied().collect();
    assert_eq!(asked, known);
}

/// The pages that take forms, from the router's own list.
fn form_pages() -> Vec<String> {
    let source = include_str!("../../../src/router.rs");
    let list = source.split("FORM_PAGES: &[&str] = &[").nth(1).and_then(|rest| rest.split("];").next());
    let pages = list.expect("the list").split('"').skip(1).step_by(2).map(str::to_owned);
    let pages: Vec<String> = pages.collect();
    assert!(pages.len() >= 6 && pages.contains(&"/sign-in".to_owned()), "{pages:?}");
    pages
}
