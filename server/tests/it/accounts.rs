//! Accounts through the pages: what a person without JavaScript does, and what a stranger tries.

use crate::person::{PASSWORD, Person, cookie, linked, location, post};
use crate::test_app::{TestApp, browser, send};
use reqwest::{Client, Response};

async fn sign_up(client: &Client, app: &TestApp, email: &str) -> Response {
    let fields = [("name", "Grace Hopper"), ("email", email), ("password", PASSWORD), ("terms", "1")];
    post(client, app, "/sign-up", &fields).await
}

#[tokio::test]
async fn a_person_signs_up_signs_in_and_signs_out() {
    let app = TestApp::start().await;
    let client = browser();
    let made = sign_up(&client, &app, "grace@example.org").await;
    assert_eq!((made.status().as_u16(), location(&made)), (303, "/sign-in?new"));

    let page = send(client.get(app.url("/sign-in?new"))).await.text().await.expect("html");
    assert!(page.contains("We have sent you a letter"), "the next step is said");
    let form = [("email", "Grace@Example.org"), ("password", PASSWORD)];
    let waiting = post(&client, &app, "/sign-in", &form).await;
    assert_eq!(waiting.status(), 422);
    assert!(waiting.text().await.expect("html").contains("Confirm your e-mail address first"));
    let token = linked(&app, "grace@example.org", "Confirm your e-mail").await;
    let confirmed =
        post(&client, &app, "/confirm-address", &[("token", &token), ("password", PASSWORD)]).await;
    assert_eq!(confirmed.status(), 303);
    post(&client, &app, "/sign-out", &[]).await;

    let entered = post(&client, &app, "/sign-in", &form).await;
    assert_eq!(entered.status(), 303);
    let cookie = entered.headers()["set-cookie"].to_str().expect("text").to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    let home = location(&entered).to_owned();
    assert!(home.starts_with("/w/"), "{home}");

    let page = send(client.get(app.url("/"))).await.text().await.expect("html");
    assert!(page.contains("Grace Hopper"), "the page greets the person who is signed in");

    let left = post(&client, &app, "/sign-out", &[]).await;
    assert_eq!(left.status(), 303);
    let page = send(client.get(app.url("/"))).await.text().await.expect("html");
    assert!(!page.contains("Grace Hopper"));
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_but_not_the_password() {
    let app = TestApp::start().await;
    let fields = [("name", "Grace <b>"), ("email", "not an address"), ("password", PASSWORD), ("terms", "1")];
    let answer = post(&browser(), &app, "/sign-up", &fields).await;
    assert_eq!(answer.status(), 422);
    let html = answer.text().await.expect("html");
    assert!(
        html.contains("not an address") && html.contains("Grace &lt;b&gt;"),
        "typed values stay, escaped"
    );
    assert!(html.contains("Enter an e-mail address"), "the remedy is said");
    assert!(!html.contains(PASSWORD));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let app = TestApp::start().await;
    sign_up(&browser(), &app, "grace@example.org").await;
    let attempt = async |email| {
        let fields = [("email", email), ("password", "wrong-wrong-wrong-wrong")];
        let answer = post(&browser(), &app, "/sign-in", &fields).await;
        let status = answer.status();
        let html = answer.text().await.expect("html").replace(email, "EMAIL");
        // Nonces differ on every page, in its head.
        let main = html.split("<main").nth(1).and_then(|rest| rest.split("<footer").next());
        (status, main.expect("a main part").to_owned())
    };
    assert_eq!(attempt("grace@example.org").await, attempt("nobody@example.org").await);
}

#[tokio::test]
async fn without_the_terms_there_is_no_account() {
    let app = TestApp::start().await;
    for terms in ["", "0", "99", "yes"] {
        let fields = [("name", "G"), ("email", "g@example.org"), ("password", PASSWORD), ("terms", terms)];
        assert_eq!(post(&browser(), &app, "/sign-up", &fields).await.status(), 422, "{terms:?}");
    }
    let fields = [("email", "g@example.org"), ("password", PASSWORD)];
    assert_eq!(post(&browser(), &app, "/sign-in", &fields).await.status(), 422);
    clario_proofs::proves(&["AC-06"]);
}

#[tokio::test]
async fn a_stranger_finds_sign_up_closed_unless_the_operator_opens_it() {
    let app = TestApp::start_with(|config| config.open_sign_up = false).await;
    let page = send(browser().get(app.url("/sign-up"))).await.text().await.expect("html");
    assert!(page.contains("Sign-up is closed"), "{page}");
    assert_eq!(sign_up(&browser(), &app, "second@example.org").await.status(), 422);
}

#[tokio::test]
async fn one_address_knocks_only_so_often() {
    let app = TestApp::start_with(|config| config.doors.knocks = 20).await;
    let fields = [("email", ""), ("password", "")];
    let mut statuses = Vec::new();
    for _ in 0..25 {
        statuses.push(post(&browser(), &app, "/sign-in", &fields).await.status().as_u16());
    }
    assert_eq!(statuses[0], 422);
    assert_eq!(statuses.last(), Some(&429));
    clario_proofs::proves(&["AC-65"]);
}

#[tokio::test]
async fn a_session_that_somebody_knew_before_is_worth_nothing_after_signing_in() {
    let app = TestApp::start().await;
    let known = Person::new(&app, "mallory@example.org").await;
    let planted = known.cookie.clone();
    Person::new(&app, "victim@example.org").await;
    let form = [("email", "victim@example.org"), ("password", PASSWORD)];
    let entered = post(&known.client, &app, "/sign-in", &form).await;
    assert_eq!(entered.status(), 303);
    assert_ne!(cookie(&entered), planted, "the session has a new id");
    let page = send(browser().get(app.url(&known.page("settings"))).header("cookie", planted)).await;
    assert_eq!(page.status(), 401, "the old id is nobody's");
}

#[tokio::test]
async fn a_mistyped_password_does_not_lock_anybody_out() {
    let app = TestApp::start().await;
    Person::new(&app, "grace@example.org").await;
    for (password, status) in
        [("wrong-wrong-wrong-wrong", 422), ("wrong-again-wrong-again", 422), (PASSWORD, 303)]
    {
        let fields = [("email", "grace@example.org"), ("password", password)];
        assert_eq!(post(&browser(), &app, "/sign-in", &fields).await.status(), status, "{password}");
    }
    clario_proofs::proves(&["AL-20"]);
}
