//! A simulated Jira beside the program, and the way from its address and token to numbers.

use crate::person::{Person, location};
use crate::test_app::{Site, TestApp};
use clario_sandbox::{Sandbox, Settings, Token};
use clario_server::Config;
use std::time::Duration;

/// A token that the form takes for one.
pub(crate) const TOKEN: &str = "a-token-that-is-long-enough";
/// The account of the token.
pub(crate) const READER: &str = "reader@example.test";
/// Looks at a page until something has happened.
const MOST_LOOKS: u32 = 600;

/// A site of some size with the settings of the sample, opened by [`TOKEN`].
pub(crate) fn settings(issues: u32) -> Settings {
    Settings { issues, tokens: vec![opened_by(TOKEN)], ..Settings::sample(now()) }
}

/// A classic token with another secret.
pub(crate) fn opened_by(secret: &str) -> Token {
    Token { secret: secret.to_owned(), ..Token::classic() }
}

/// Starts a site.
pub(crate) async fn jira(settings: Settings) -> Sandbox {
    Sandbox::start(settings).await.expect("a simulated Jira")
}

/// Milliseconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "the simulated site lives in the same time as the program under test"
)]
pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_millis()).expect("before the year 292 million")
}

/// The port a site listens on.
pub(crate) fn port(jira: &Sandbox) -> u16 {
    let url = jira.url();
    url.trim_end_matches('/').rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("a port")
}

/// A program that may connect to these sites, with sign-up open to all.
pub(crate) async fn app_for(sites: &[&Sandbox], change: impl FnOnce(&mut Config)) -> TestApp {
    TestApp::start_with(|config| {
        config.open_sign_up = true;
        config.listed_hosts =
            sites.iter().map(|jira| clario_backend::Listed::new("127.0.0.1", port(jira), None)).collect();
        change(config);
    })
    .await
}

/// Tries a connection and keeps it, as the two forms of the page do.
pub(crate) async fn connect(site: &impl Site, person: &Person, jira: &Sandbox, token: &str, label: &str) {
    let page = person.page("connect");
    let url = jira.url();
    let fields = [("what", "try"), ("address", url.as_str()), ("email", READER), ("token", token)];
    let tried = person.post(site, &page, &fields).await;
    assert_eq!(tried.status(), 200);
    let html = tried.text().await.expect("html");
    assert!(html.contains("This connection works"), "{html}");
    assert!(!html.contains(token), "the token is not shown again");
    let draft = hidden(&html, "draft");
    let kept = person.post(site, &page, &[("what", "keep"), ("draft", &draft), ("label", label)]).await;
    assert_eq!((kept.status().as_u16(), location(&kept)), (303, person.page("sync").as_str()));
}

/// The value of a hidden field.
pub(crate) fn hidden(html: &str, name: &str) -> String {
    let field = html.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a hidden field");
    field.split('"').next().expect("its end").to_owned()
}

/// Waits for the end of the first reading.
pub(crate) async fn until_complete(site: &impl Site, person: &Person) {
    until(site, person, "sync", "Your data is here").await;
}

/// Loads a page again and again until it says something, and returns it.
pub(crate) async fn until(site: &impl Site, person: &Person, page: &str, words: &str) -> String {
    let mut html = String::new();
    for _ in 0..MOST_LOOKS {
        html = person.text(site, &person.page(page)).await;
        if html.contains(words) {
            return html;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{page} never says {words:?}: {html}");
}
