//! The first operator, and what operators see and do; to everybody else their pages are not there.

use crate::person::{PASSWORD, Person, location, operator, post};
use crate::smtp_sink::Mood;
use crate::test_app::{TestApp, browser, send};
use reqwest::{Client, Response};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::time::Duration;

async fn sign_up(client: &Client, app: &TestApp, path: &str, email: &str) -> Response {
    let fields = [("name", "Grace Hopper"), ("email", email), ("password", PASSWORD), ("terms", "1")];
    post(client, app, path, &fields).await
}

async fn page(client: &Client, app: &TestApp, path: &str) -> (u16, String) {
    let answer = send(client.get(app.url(path))).await;
    (answer.status().as_u16(), main_part(&answer.text().await.expect("html")))
}

/// The title and the main part of a page: nonces and marks stand elsewhere.
fn main_part(html: &str) -> String {
    let between = |from: &str, to: &str| html.split(from).nth(1).and_then(|rest| rest.split(to).next());
    format!("{:?} {:?}", between("<title>", "</title>"), between("<main", "<footer"))
}

async fn database(app: &TestApp) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(app.data.path().join("altaclario.sqlite"));
    SqlitePool::connect_with(options).await.expect("the database")
}

/// Waits until a question to the database has this answer.
async fn until(app: &TestApp, question: &'static str, answer: &str) {
    let database = database(app).await;
    let mut last = None;
    for _ in 0..3_000 {
        last = sqlx::query_scalar::<_, String>(question).fetch_optional(&database).await.expect("an answer");
        if last.as_deref() == Some(answer) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{question}: {last:?}");
}

#[tokio::test]
async fn by_invitation_the_first_person_needs_the_link_and_it_works_once() {
    let app = TestApp::start_with(|config| config.open_sign_up = false).await;
    let stranger = browser();
    let (_, closed) = page(&stranger, &app, "/sign-up").await;
    assert!(closed.contains("Sign-up is closed"), "{closed}");
    let guess = format!("/sign-up?operator={}", "0".repeat(64));
    for path in ["/sign-up", "/sign-up?operator=", "/sign-up?operator=guess", &guess] {
        assert_eq!(sign_up(&stranger, &app, path, "mallory@example.org").await.status(), 422, "{path}");
    }
    let link = app.operator_link.clone().expect("no operator yet");
    let root = operator(&app).await;
    assert_eq!(page(&root, &app, "/operator").await.0, 200);
    assert_eq!(sign_up(&stranger, &app, &link, "mallory@example.org").await.status(), 422, "a second time");
    assert!(app.mail.letters().is_empty(), "no letter was needed");
    let token = link.rsplit('=').next().expect("a token");
    for file in std::fs::read_dir(app.data.path()).expect("the data folder").flatten() {
        let bytes = std::fs::read(file.path()).expect("a file");
        assert!(memchr::memmem::find(&bytes, token.as_bytes()).is_none(), "{:?}", file.path());
    }
}

#[tokio::test]
async fn somebody_signed_in_claims_an_installation_without_operator() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    let token = app.operator_link.clone().expect("no operator yet");
    let token = token.rsplit('=').next().expect("a token");
    let claim = format!("/operator/claim?token={token}");
    assert_eq!(page(&browser(), &app, &claim).await.0, 401, "a stranger signs in first");
    assert_eq!(page(&person.client, &app, "/operator/claim?token=guess").await.0, 404);
    assert_eq!(page(&person.client, &app, "/operator").await.0, 404);
    let (status, html) = page(&person.client, &app, &claim).await;
    assert!(status == 200 && html.contains("Become the operator"), "{html}");
    let claimed = person.post(&app, &claim, &[]).await;
    assert_eq!(location(&claimed), "/operator?done=claimed");
    assert_eq!(page(&person.client, &app, "/operator").await.0, 200);
    assert_eq!(page(&person.client, &app, &claim).await.0, 404, "the link works no more");
}

#[tokio::test]
async fn to_everybody_else_the_operator_pages_are_unknown_pages() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    operator(&app).await;
    for client in [&browser(), &person.client] {
        let unknown = page(client, &app, "/no-such-page").await;
        assert_eq!(unknown.0, 404);
        for path in ["/operator", "/operator/letters", "/operator/claim", "/operator?done=claimed"] {
            assert_eq!(page(client, &app, path).await, unknown, "{path}");
        }
        for (path, what) in [
            ("/operator", "test-letter"),
            ("/operator", "acknowledge"),
            ("/operator", "nonsense"),
            ("/operator/letters", "read"),
            ("/operator/letters", "retry"),
            ("/operator/letters", "discard"),
            ("/operator/letters", "nonsense"),
        ] {
            let fields = [
                ("what", what),
                ("letter", "0000000000000000"),
                ("alert", "0000000000000000"),
                ("sure", "yes"),
            ];
            let answer = post(client, &app, path, &fields).await;
            assert_eq!(answer.status(), 404, "{path} {what}");
            assert_eq!(main_part(&answer.text().await.expect("html")), unknown.1, "{path} {what}");
        }
    }
}

#[tokio::test]
async fn a_test_letter_reaches_the_operator() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let sent = post(&root, &app, "/operator", &[("what", "test-letter")]).await;
    assert_eq!(location(&sent), "/operator?done=test-letter");
    let letter = app.mail.letter("root@example.org", "A test letter").await;
    assert!(letter.text.contains(&app.url("")), "{}", letter.text);
    until(&app, "SELECT state FROM notification WHERE template = 'test'", "sent").await;
    let (_, list) = page(&root, &app, "/operator/letters").await;
    assert!(list.contains("Test") && list.contains("sent"), "{list}");
    assert!(!list.contains("root@example.org"), "no whole address");
}

#[tokio::test]
async fn a_letter_that_was_given_up_starts_again_or_is_thrown_away() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    app.mail.set(Mood::Recipients("550 no such mailbox"));
    post(&root, &app, "/operator", &[("what", "test-letter")]).await;
    until(&app, "SELECT state FROM notification WHERE template = 'test'", "dead").await;
    let (_, list) = page(&root, &app, "/operator/letters").await;
    assert!(
        list.contains("given up") && list.contains("r…@example.org") && list.contains("refused this letter"),
        "{list}"
    );
    let id: String = sqlx::query_scalar("SELECT id FROM notification WHERE template = 'test'")
        .fetch_one(&database(&app).await)
        .await
        .expect("an id");
    let act = async |what: &'static str, sure: &'static str| {
        let fields = [("what", what), ("letter", id.as_str()), ("sure", sure)];
        post(&root, &app, "/operator/letters", &fields).await
    };
    assert_eq!(act("discard", "").await.status(), 422, "without the tick");
    assert_eq!(act("read", "").await.status(), 404, "where letters can be sent nobody reads them");
    app.mail.set(Mood::Kind);
    assert_eq!(location(&act("retry", "").await), "/operator/letters?done=retried");
    until(&app, "SELECT state FROM notification WHERE template = 'test'", "sent").await;
    assert_eq!(act("retry", "").await.status(), 422, "it is on its way already");
    assert_eq!(act("discard", "yes").await.status(), 422);
    app.mail.set(Mood::Recipients("451 later"));
    post(&root, &app, "/operator", &[("what", "test-letter")]).await;
    until(&app, "SELECT state FROM notification ORDER BY rowid DESC LIMIT 1", "failed").await;
    let second: String = sqlx::query_scalar("SELECT id FROM notification ORDER BY rowid DESC LIMIT 1")
        .fetch_one(&database(&app).await)
        .await
        .expect("an id");
    let fields = [("what", "discard"), ("letter", second.as_str()), ("sure", "yes")];
    assert_eq!(
        location(&post(&root, &app, "/operator/letters", &fields).await),
        "/operator/letters?done=discarded"
    );
    until(&app, "SELECT state FROM notification WHERE sealed IS NULL AND state <> 'sent'", "discarded").await;
}

#[tokio::test]
async fn without_a_mail_server_the_operator_reads_what_would_have_been_sent() {
    let app = TestApp::start_with(|config| config.mail.server = None).await;
    let root = operator(&app).await;
    let (_, html) = page(&root, &app, "/operator").await;
    assert!(html.contains("letters are held"), "{html}");
    let signed_up = sign_up(&browser(), &app, "/sign-up", "grace@example.org").await;
    assert_eq!(signed_up.status(), 303, "people sign up all the same");
    let (_, list) = page(&root, &app, "/operator/letters").await;
    assert!(
        list.contains("g…@example.org") && list.contains("held") && !list.contains("grace@example.org"),
        "{list}"
    );
    let id: String = sqlx::query_scalar("SELECT id FROM notification")
        .fetch_one(&database(&app).await)
        .await
        .expect("an id");
    let read = post(&root, &app, "/operator/letters", &[("what", "read"), ("letter", &id)]).await;
    let html = read.text().await.expect("html");
    assert!(html.contains("grace@example.org") && html.contains("/confirm-address?token="), "{html}");
    let (_, list) = page(&root, &app, "/operator/letters").await;
    assert!(list.contains("Read by an operator"), "{list}");
}

#[tokio::test]
async fn the_operator_page_shows_the_installation_and_no_workspace() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let person = Person::new(&app, "grace@example.org").await;
    let renamed = [("what", "name"), ("name", "Canary Works")];
    assert_eq!(person.post(&app, &person.page("settings"), &renamed).await.status(), 303);
    let (status, html) = page(&root, &app, "/operator").await;
    assert_eq!(status, 200);
    for words in [env!("CARGO_PKG_VERSION"), "No alerts", "workspace", "on this machine", "running for"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    let (_, letters) = page(&root, &app, "/operator/letters").await;
    for secret in ["Canary Works", "grace@example.org", person.workspace.as_str()] {
        assert!(!html.contains(secret) && !letters.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_mail_server_that_says_nothing_delays_no_request() {
    let app = TestApp::start_with(|config| config.mail.patience = Duration::from_mins(1)).await;
    app.mail.set(Mood::Silent);
    let begin = std::time::Instant::now();
    for number in 0..3 {
        let made = sign_up(&browser(), &app, "/sign-up", &format!("person{number}@example.org")).await;
        assert_eq!(made.status(), 303);
    }
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    assert_eq!(send(browser().get(app.url("/healthz"))).await.status(), 200);
    until(&app, "SELECT state FROM notification WHERE state = 'sending'", "sending").await;
}
