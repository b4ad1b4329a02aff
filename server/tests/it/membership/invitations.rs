//! Invitations through letters and pages: for people with and without an account, and for nobody else.

use super::{Two, invitation_link, values};
use crate::person::{PASSWORD, Person, location, post};
use crate::test_app::{TestApp, browser, send};
use reqwest::{Client, Response};

/// Opens the link of a letter as a browser does: the token leaves the address at once.
async fn follow(app: &TestApp, client: &Client, link: &str) -> Response {
    let first = send(client.get(app.url(link))).await;
    assert_eq!((first.status().as_u16(), location(&first)), (303, "/invitation"));
    let cookie = first.headers()["set-cookie"].to_str().expect("text");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    send(client.get(app.url("/invitation"))).await
}

/// The one who may sign up although sign-up is closed: by the link of the first operator.
async fn first_person(app: &TestApp) -> Person {
    let link = app.operator_link.clone().expect("no operator yet");
    let (client, email) = (browser(), "owner@example.org");
    let fields = [("name", "Grace Hopper"), ("email", email), ("password", PASSWORD), ("terms", "1")];
    assert_eq!(post(&client, app, &link, &fields).await.status(), 303);
    let entered = post(&client, app, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
    Person::entered(client, &entered)
}

const JOIN: [(&str, &str); 3] = [("name", "Ada Lovelace"), ("password", PASSWORD), ("terms", "1")];

#[tokio::test]
async fn somebody_without_an_account_joins_by_the_link_although_sign_up_is_closed() {
    let app = TestApp::start_with(|config| config.open_sign_up = false).await;
    let owner = first_person(&app).await;
    owner.invite(&app, "new@example.org", "viewer").await;
    let link = invitation_link(&app, "new@example.org").await;
    let client = browser();
    let page = follow(&app, &client, &link).await.text().await.expect("html");
    assert!(page.contains("new@example.org") && page.contains("Create account and join"));
    let weak = [("name", "Ada"), ("password", "short"), ("terms", "1")];
    let refused = post(&client, &app, "/invitation", &weak).await;
    assert_eq!(refused.status(), 422);
    let joined = post(&client, &app, "/invitation", &JOIN).await;
    assert_eq!(location(&joined), format!("/w/{}", owner.workspace));
    let page = send(client.get(app.url(&owner.page("settings")))).await;
    assert_eq!(page.status(), 200, "they are signed in, and a viewer");
    let page = send(client.get(app.url(&owner.page("settings/members")))).await;
    assert_eq!(page.status(), 403);
    let again = follow(&app, &browser(), &link).await;
    assert_eq!(again.status(), 410, "once");
}

#[tokio::test]
async fn somebody_with_an_account_signs_in_and_accepts() {
    let app = TestApp::start().await;
    let owner = Person::new(&app, "owner@example.org").await;
    Person::new(&app, "guest@example.org").await;
    owner.invite(&app, "guest@example.org", "admin").await;
    let link = invitation_link(&app, "guest@example.org").await;
    let client = browser();
    let page = follow(&app, &client, &link).await.text().await.expect("html");
    assert!(page.contains("There is an account for this address"));
    let fields = [("email", "guest@example.org"), ("password", PASSWORD)];
    let entered = post(&client, &app, "/sign-in", &fields).await;
    assert_eq!(location(&entered), "/invitation", "whoever came by an invitation goes on with it");
    let page = send(client.get(app.url("/invitation"))).await.text().await.expect("html");
    assert!(page.contains("Owners and admins of the workspace will see your name"));
    let invitation = values(&page, "name=\"invitation\" value=\"").remove(0);
    let fields = [("what", "accept"), ("invitation", invitation.as_str())];
    let joined = post(&client, &app, "/workspaces", &fields).await;
    assert_eq!(location(&joined), format!("/w/{}", owner.workspace));
    let again = post(&client, &app, "/workspaces", &fields).await;
    assert_eq!(again.status(), 422, "once");
}

#[tokio::test]
async fn an_invitation_is_worth_nothing_to_anybody_else() {
    let app = TestApp::start().await;
    let owner = Person::new(&app, "owner@example.org").await;
    let other = Person::new(&app, "other@example.org").await;
    Person::new(&app, "guest@example.org").await;
    owner.invite(&app, "guest@example.org", "admin").await;
    let link = invitation_link(&app, "guest@example.org").await;
    let page = follow(&app, &other.client, &link).await.text().await.expect("html");
    assert!(page.contains("It is for another address than that of your account"));
    assert_eq!(values(&page, "name=\"invitation\" value=\""), [] as [String; 0]);
    // The id of the invitation, taken from the page of the owner.
    let members = owner.text(&app, &owner.page("settings/members")).await;
    let invitation = values(&members, "name=\"invitation\" value=\"").remove(0);
    let fields = [("what", "accept"), ("invitation", invitation.as_str())];
    assert_eq!(other.post(&app, "/workspaces", &fields).await.status(), 422);
    assert_eq!(other.open(&app, &owner.page("settings")).await.status(), 404);
    // The link makes no second account for an address that has one.
    let client = browser();
    follow(&app, &client, &link).await;
    assert_eq!(post(&client, &app, "/invitation", &JOIN).await.status(), 422);
}

#[tokio::test]
async fn a_withdrawn_replaced_or_made_up_invitation_is_gone() {
    let app = TestApp::start().await;
    let owner = Person::new(&app, "owner@example.org").await;
    owner.invite(&app, "new@example.org", "viewer").await;
    let link = invitation_link(&app, "new@example.org").await;
    let members = owner.text(&app, &owner.page("settings/members")).await;
    let invitation = values(&members, "name=\"invitation\" value=\"").remove(0);
    let fields = [("what", "withdraw"), ("invitation", invitation.as_str())];
    assert_eq!(owner.on_members(&app, &fields).await.status(), 303);
    assert_eq!(follow(&app, &browser(), &link).await.status(), 410);
    for made_up in ["", "x", &"0".repeat(64), "%0d%0aset-cookie:a=b", &"é".repeat(200)] {
        let answer = follow(&app, &browser(), &format!("/invitation?token={made_up}")).await;
        assert_eq!(answer.status(), 410, "{made_up:.20}");
    }
    assert_eq!(send(browser().get(app.url("/invitation"))).await.status(), 410);
}

#[tokio::test]
async fn a_form_that_does_not_do_says_why_and_keeps_what_was_typed() {
    let two = Two::new("viewer").await;
    for (email, role, words) in [
        ("not an address", "viewer", "Enter an e-mail address"),
        ("guest@example.org", "viewer", "is a member already"),
        ("new@example.org", "king", "Choose a role from the list"),
        ("new@example.org", "owner", "Choose a role from the list"),
    ] {
        let fields = [("what", "invite"), ("email", email), ("role", role)];
        let answer = two.owner.on_members(&two.app, &fields).await;
        assert_eq!(answer.status(), 422, "{email} {role}");
        let html = answer.text().await.expect("html");
        assert!(html.contains(words) && html.contains(email), "{words}");
    }
}
