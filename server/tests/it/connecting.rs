//! From an address and a token to charts, over HTTP, against a simulated Jira.

use crate::person::{Person, location};
use crate::test_app::TestApp;
use clario_sandbox::{Endpoint, Fault, Sandbox, Settings, Token, Trouble};
use std::time::Duration;

const TOKEN: &str = "a-token-that-is-long-enough";

async fn jira() -> Sandbox {
    let mut reader = Token::classic();
    TOKEN.clone_into(&mut reader.secret);
    let settings = Settings { issues: 600, tokens: vec![reader], ..Settings::sample(now()) };
    Sandbox::start(settings).await.expect("a simulated Jira")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the simulated site lives in the same time as the program under test"
)]
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_millis()).expect("before the year 292 million")
}

async fn app_for(jira: &Sandbox) -> TestApp {
    let url = jira.url();
    let port =
        url.trim_end_matches('/').rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("a port");
    TestApp::start_with(|config| {
        config.open_sign_up = true;
        config.listed_hosts = vec![("127.0.0.1".to_owned(), port)];
    })
    .await
}

fn hidden(html: &str, name: &str) -> String {
    let field = html.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a hidden field");
    field.split('"').next().expect("its end").to_owned()
}

async fn connect(app: &TestApp, person: &Person, jira: &Sandbox) {
    let page = person.page("connect");
    let url = jira.url();
    let fields =
        [("what", "try"), ("address", url.as_str()), ("email", "reader@example.test"), ("token", TOKEN)];
    let tried = person.post(app, &page, &fields).await;
    assert_eq!(tried.status(), 200);
    let html = tried.text().await.expect("html");
    assert!(html.contains("This connection works") && html.contains("5 projects"), "{html}");
    assert!(!html.contains(TOKEN), "the token is not shown again");
    let draft = hidden(&html, "draft");
    let kept = person.post(app, &page, &[("what", "keep"), ("draft", &draft), ("label", "Ours")]).await;
    assert_eq!((kept.status().as_u16(), location(&kept)), (303, person.page("sync").as_str()));
}

async fn until_complete(app: &TestApp, person: &Person) {
    for _ in 0..200 {
        if person.text(app, &person.page("sync")).await.contains("Your data is here") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the reading does not end: {}", person.text(app, &person.page("sync")).await);
}

#[tokio::test]
async fn a_token_becomes_charts() {
    let jira = jira().await;
    let app = app_for(&jira).await;
    let person = Person::new(&app, "grace@example.org").await;
    connect(&app, &person, &jira).await;
    until_complete(&app, &person).await;
    let flow = person.text(&app, &person.page("flow")).await;
    assert!(flow.contains("of items finish within") && flow.contains("<svg"), "the scatter says its answer");
    let table = person.text(&app, &person.page("flow/finished-items.csv")).await;
    assert!(table.lines().count() > 20, "the finished items can be taken along: {table}");
    assert!(jira.requests().iter().all(|request| ["GET", "POST"].contains(&request.method.as_str())));
}

#[tokio::test]
async fn another_person_sees_nothing_of_it() {
    let jira = jira().await;
    let app = app_for(&jira).await;
    let owner = Person::new(&app, "grace@example.org").await;
    connect(&app, &owner, &jira).await;
    until_complete(&app, &owner).await;
    let stranger = Person::new(&app, "mallory@example.org").await;
    for page in ["overview", "flow", "sync", "connect", "flow/finished-items.csv", "sync/events"] {
        let answer = stranger.open(&app, &owner.page(page)).await;
        assert_eq!(answer.status(), 404, "{page}");
        assert!(!answer.text().await.expect("text").contains("Ours"), "{page}");
    }
}

#[tokio::test]
async fn each_way_to_mistype_a_connection_has_its_remedy() {
    let jira = jira().await;
    let app = app_for(&jira).await;
    let person = Person::new(&app, "grace@example.org").await;
    let page = person.page("connect");
    let url = jira.url();
    for (address, email, token, remedy) in [
        ("", "", TOKEN, "This address cannot be used"),
        ("http://example.org", "", TOKEN, "does not start with https"),
        ("https://user:pass@acme.atlassian.net", "", TOKEN, "contains a user name"),
        ("https://169.254.169.254", "", TOKEN, "is a number"),
        (&url, "not an address", TOKEN, "e-mail address the token belongs to"),
        (&url, "reader@example.test", "", "Enter the token"),
        (&url, "reader@example.test", "short", "This is not a token"),
        (&url, "reader@example.test", "a-token-nobody-ever-made", "Jira rejected the token"),
    ] {
        let fields = [("what", "try"), ("address", address), ("email", email), ("token", token)];
        let answer = person.post(&app, &page, &fields).await;
        assert_eq!(answer.status(), 422, "{remedy}");
        let html = answer.text().await.expect("html");
        assert!(html.contains(remedy), "{remedy}: {html}");
        assert!(token.is_empty() || !html.contains(token), "{remedy}");
    }
}

#[tokio::test]
async fn what_the_provider_says_about_its_trouble_is_never_shown() {
    let jira = jira().await;
    let app = app_for(&jira).await;
    let person = Person::new(&app, "grace@example.org").await;
    for trouble in
        [Trouble::Html, Trouble::Truncated, Trouble::Gone, Trouble::Status(500), Trouble::Status(403)]
    {
        jira.faults().inject(Fault::new(trouble.clone()).on(Endpoint::Myself));
        let url = jira.url();
        let fields =
            [("what", "try"), ("address", url.as_str()), ("email", "reader@example.test"), ("token", TOKEN)];
        let answer = person.post(&app, &person.page("connect"), &fields).await;
        assert_eq!(answer.status(), 422, "{trouble:?}");
        let html = answer.text().await.expect("html");
        assert!(jira.poison().iter().all(|poison| !html.contains(&poison.text)), "{trouble:?}");
        jira.faults().clear();
    }
}
