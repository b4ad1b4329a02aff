//! Leaving through the pages: taking data along, closing, coming back, and silence towards the provider.

mod killed;

use crate::person::{PASSWORD, Person, location, post};
use crate::simulated_jira::{
    READER, TOKEN, app_for, connect, hidden, jira, opened_by, settings, until_complete,
};
use crate::test_app::{TestApp, browser, send};
use clario_backend::Pace;
use std::time::Duration;

const GRACE: &str = "grace@example.org";

#[tokio::test]
async fn an_account_is_closed_and_opened_again_by_signing_in() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let page = person.text(&app, "/account/privacy").await;
    assert!(
        page.contains("If you close your account:") && page.contains("Grace Hopper's workspace"),
        "{page}"
    );
    for fields in [
        &[("what", "close"), ("ending", "later")][..],
        &[("what", "close"), ("ending", "now"), ("sure", "yes"), ("word", "delete")],
    ] {
        assert_eq!(person.post(&app, "/account/privacy", fields).await.status(), 422, "{fields:?}");
    }
    let fields = [("what", "close"), ("ending", "later"), ("sure", "yes")];
    let closed = person.post(&app, "/account/privacy", &fields).await;
    assert_eq!((closed.status().as_u16(), location(&closed)), (303, "/sign-in?closed#main"));
    let old = send(browser().get(app.url("/account")).header("cookie", &person.cookie)).await;
    assert_eq!(old.status(), 401, "the session ended");
    let letter = app.mail.letter(GRACE, "Your account is closed").await;
    assert!(letter.link().contains("/account/reopen?token="), "{}", letter.text);

    let client = browser();
    let entered = post(&client, &app, "/sign-in", &[("email", GRACE), ("password", PASSWORD)]).await;
    let way = location(&entered).to_owned();
    assert!(way.starts_with("/account/reopen?ticket="), "{way}");
    let html = send(client.get(app.url(&way))).await.text().await.expect("html");
    assert!(html.contains("This account is closed"), "{html}");
    let key = hidden(&html, "key");
    let unsure = post(&client, &app, "/account/reopen", &[("what", "end"), ("key", &key)]).await;
    assert_eq!(unsure.status(), 422);
    let nothing = post(&client, &app, "/account/reopen", &[("what", "reopen"), ("key", "0123")]).await;
    assert_eq!(nothing.status(), 404);
    let told = send(client.get(app.url("/sign-in?closed"))).await.text().await.expect("html");
    assert!(told.contains("Your account is closed."), "{told}");
    let reopened = post(&client, &app, "/account/reopen", &[("what", "reopen"), ("key", &key)]).await;
    assert_eq!((reopened.status().as_u16(), location(&reopened)), (303, "/sign-in?reopened"));
    let entered = post(&client, &app, "/sign-in", &[("email", GRACE), ("password", PASSWORD)]).await;
    assert_eq!(location(&entered), format!("/w/{}", person.workspace));
}

#[tokio::test]
async fn archives_are_for_those_they_belong_to() {
    let app = TestApp::start().await;
    let (grace, eve) = (Person::new(&app, GRACE).await, Person::new(&app, "eve@example.org").await);
    let of_grace = grace.page("settings/workspace/export");
    for path in ["/account/privacy/export", of_grace.as_str()] {
        let archive = grace.post(&app, path, &[]).await;
        assert_eq!(archive.status(), 200, "{path}");
        assert_eq!(archive.headers()["content-type"], "application/zip");
        assert_eq!(archive.headers()["cache-control"], "no-store");
        assert!(archive.headers()["content-disposition"].to_str().expect("text").starts_with("attachment"));
        assert!(archive.bytes().await.expect("a whole archive").starts_with(b"PK\x03\x04"));
        let bare = send(grace.client.post(app.url(path)).header("sec-fetch-site", "same-origin")).await;
        assert!(bare.status().is_client_error(), "{path} without the mark of a page");
        let stranger = post(&browser(), &app, path, &[]).await;
        assert_eq!(stranger.status(), 401, "{path}");
    }
    assert_eq!(eve.post(&app, &of_grace, &[]).await.status(), 404, "as if there were none");
    let sample = eve.post(&app, "/w/sample/settings/workspace/export", &[]).await;
    assert_eq!(sample.status(), 403);
    for fields in [
        &[("what", "close"), ("ending", "now"), ("sure", "yes"), ("word", "DELETE")][..],
        &[("what", "import"), ("settings", "{}")],
    ] {
        assert_eq!(eve.post(&app, &grace.page("settings/workspace"), fields).await.status(), 404);
        let of_sample = eve.post(&app, "/w/sample/settings/workspace", fields).await.status().as_u16();
        assert!(matches!(of_sample, 403 | 422), "the sample can be looked at only: {of_sample}");
    }
    let hostile = [("what", "import"), ("settings", "{\"schema\":")];
    let refused = grace.post(&app, &grace.page("settings/workspace"), &hostile).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.expect("html").contains("This is not a file of settings"));
    clario_proofs::proves(&["AZ-02", "AC-86"]);
}

#[tokio::test]
async fn a_closed_workspace_is_silent_and_a_new_token_is_tried_first() {
    let other = "another-token-of-the-same-site";
    let mut world = settings(60);
    world.tokens.push(opened_by(other));
    let jira = jira(world).await;
    let hasty = Pace { update_every: Duration::from_millis(100), ..Pace::default() };
    let app = app_for(&[&jira], |config| config.pace = hasty).await;
    let person = Person::new(&app, GRACE).await;
    connect(&app, &person, &jira, TOKEN, "Ours").await;
    until_complete(&app, &person).await;

    let page = person.text(&app, &person.page("settings")).await;
    let id = hidden(&page, "connection");
    let url = jira.url();
    let renew = async |token: &str| {
        let fields = [
            ("what", "renew-token"),
            ("connection", id.as_str()),
            ("address", url.as_str()),
            ("email", READER),
            ("token", token),
        ];
        person.post(&app, &person.page("settings"), &fields).await
    };
    let refused = renew("a-token-that-opens-nothing-at-all").await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.expect("html");
    assert!(html.contains("rejected the token") && !html.contains("a-token-that-opens-nothing"), "{html}");
    assert!(
        person.text(&app, &person.page("settings")).await.contains("<code>ough</code>"),
        "the old one stays"
    );
    assert_eq!(renew(other).await.status(), 303);
    assert!(person.text(&app, &person.page("settings")).await.contains("<code>site</code>"));
    until_complete(&app, &person).await;

    let fields = [("what", "close"), ("ending", "later"), ("sure", "yes")];
    let closed = person.post(&app, &person.page("settings/workspace"), &fields).await;
    assert_eq!(location(&closed), "/account/privacy#closed");
    // What was on its way when it was closed may still arrive.
    tokio::time::sleep(Duration::from_millis(300)).await;
    jira.forget_requests();
    for page in ["overview", "flow", "settings", "sync"] {
        assert_eq!(person.open(&app, &person.page(page)).await.status(), 404, "{page}");
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(jira.requests().is_empty(), "{:?}", jira.requests());

    let fields = [("what", "reopen"), ("workspace", person.workspace.as_str())];
    assert_eq!(person.post(&app, "/account/privacy", &fields).await.status(), 303);
    let overview = person.text(&app, &person.page("settings")).await;
    assert!(overview.contains("Its token was destroyed"), "{overview}");
    assert!(jira.requests().is_empty(), "nothing is read without a token");
}
