//! Whoever says no has everything that others have, and what was agreed to can be told from the record alone.

use crate::consent::rows;
use crate::person::post;
use crate::promises::program::{Folders, Program};
use crate::test_app::{Site, TestApp, browser, send};
use clario_privacy::policy::{self, banner_text};
use std::collections::BTreeSet;

/// Pages that everybody can open.
const PAGES: [&str; 8] = [
    "/",
    "/sign-up",
    "/sign-in",
    "/privacy",
    "/your-choices",
    "/w/sample/overview",
    "/w/sample/flow",
    "/w/sample/settings",
];

/// Where the main part of a page leads, and what its forms and buttons are.
fn ways(html: &str) -> BTreeSet<String> {
    let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or(html);
    ["href=\"", "action=\"", "name=\""]
        .into_iter()
        .flat_map(|kind| main.split(kind).skip(1).filter_map(|rest| rest.split('"').next()))
        .map(str::to_owned)
        .collect()
}

async fn html_of(app: &TestApp, path: &str) -> String {
    send(browser().get(app.url(path))).await.text().await.expect("html")
}

#[tokio::test]
async fn a_no_and_a_signal_leave_every_page_and_feature_as_it_is() {
    let app = TestApp::start().await;
    let (accepted, declined, with_signal) = (browser(), browser(), browser());
    for (client, choice) in [(&accepted, "accept"), (&declined, "decline")] {
        let answer = post(client, &app, "/cookie-preferences", &[("choice", choice), ("back", "/")]).await;
        assert_eq!(answer.status(), 303, "{choice}");
    }
    // Until the sample is read its pages show more from one moment to the next.
    while !html_of(&app, "/w/sample/sync").await.contains("Your data is here") {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for path in PAGES {
        let mut seen = Vec::new();
        for (client, signal) in [(&accepted, None), (&declined, None), (&with_signal, Some("1"))] {
            let request = client.get(app.url(path));
            let request = signal.into_iter().fold(request, |request, value| request.header("sec-gpc", value));
            let answer = send(request).await;
            let status = answer.status();
            seen.push((status, ways(&answer.text().await.expect("text"))));
        }
        assert!(seen[0].0.is_success() || seen[0].0.is_redirection(), "{path}: {}", seen[0].0);
        assert_eq!(seen[0], seen[1], "{path} after a yes and after a no");
        assert_eq!(seen[0], seen[2], "{path} after a yes and under Global Privacy Control");
    }
    clario_proofs::proves(&["AC-33", "AC-95"]);
}

#[tokio::test]
async fn ct_56_a_row_of_the_log_names_the_very_words_and_the_version_that_were_shown() {
    let app = TestApp::start().await;
    let answer = post(&browser(), &app, "/cookie-preferences", &[("choice", "accept"), ("back", "/")]).await;
    assert_eq!(answer.status(), 303);
    let select = "SELECT policy_version || ' ' || lower(hex(policy_hash)) || ' ' || locale || ' ' ||
                  lower(hex(banner_text_hash)) FROM consent_event";
    let version = policy::current();
    let shown = banner_text(version.number, "en").expect("the words of the banner");
    let expected =
        format!("{} {} en {}", version.number, policy::hex(&version.hash), policy::hex(&shown.hash));
    let rows = rows(&app, select).await;
    assert!(!rows.is_empty() && rows.iter().all(|row| *row == expected), "{rows:?} is not {expected}");
    let page = send(browser().get(app.url("/terms"))).await.text().await.expect("html");
    assert!(page.contains(shown.heading()), "the words of that digest are those on the page");
    for paragraph in shown.paragraphs() {
        assert!(page.contains(paragraph), "{paragraph}");
    }
    clario_proofs::proves(&["AC-97"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_google_s_cookies_say_is_neither_read_nor_kept() {
    let folders = Folders::new();
    let program = Program::start(&folders, &[]).await;
    let canary = "GA1.1.7318450921.1763770000";
    let mut seen = Vec::new();
    for path in ["/", "/sign-in", "/privacy", "/cookie-preferences", "/no-such-page"] {
        let request = browser()
            .get(format!("http://{}{path}", program.address()))
            .header("cookie", format!("_ga={canary}; _ga_1A2B3C4D5E=GS1.1.7318450921; ac_session=none"));
        let answer = send(request).await;
        seen.push(format!("{:?}", answer.headers()));
        seen.push(answer.text().await.expect("html"));
    }
    assert!(!seen.concat().contains("7318450921"), "it comes back in an answer");
    program.stop();
    for (path, bytes) in folders.files() {
        let is_kept = memchr::memmem::find(&bytes, b"7318450921").is_some();
        assert!(!is_kept, "it is kept in {}", path.display());
    }
    assert!(folders.log().contains("/cookie-preferences"), "the log tells of the requests");
    clario_proofs::proves(&["AC-42"]);
}
