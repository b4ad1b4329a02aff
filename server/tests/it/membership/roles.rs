//! What each role may do, on every page and form of a workspace, by the one table of permissions.

use super::{Two, values};
use crate::person::{Person, location};
use crate::test_app::{TestApp, send};
use clario_backend::Role;
use clario_backend::permission::{MATRIX, Permission};
use futures::StreamExt;
use std::time::Duration;

/// A way into something: a page to see, or a form to send.
struct Door {
    permission: Permission,
    page: &'static str,
    form: Option<&'static [(&'static str, &'static str)]>,
}

const fn see(permission: Permission, page: &'static str) -> Door {
    Door { permission, page, form: None }
}

const fn send_form(
    permission: Permission,
    page: &'static str,
    form: &'static [(&'static str, &'static str)],
) -> Door {
    Door { permission, page, form: Some(form) }
}

/// Somebody who is nobody's account.
const NOBODY: &str = "0000000000000000";

/// Every page and form of a workspace. Forms name things that are not there, so that they change nothing.
const DOORS: [Door; 21] = [
    see(Permission::SeeNumbers, "overview"),
    see(Permission::SeeNumbers, "flow"),
    see(Permission::SeeNumbers, "sync"),
    see(Permission::SeeNumbers, "settings/usage"),
    see(Permission::SeeSettings, "settings"),
    see(Permission::SeeMembers, "settings/members"),
    see(Permission::ReadAuditLog, "settings/audit"),
    see(Permission::ReadAuditLog, "settings/audit.ndjson"),
    send_form(Permission::ChangeSettings, "settings", &[("what", "name"), ("name", "")]),
    send_form(
        Permission::ChangeSettings,
        "settings",
        &[("what", "days"), ("zone", ""), ("holidays", ""), ("hours", "0")],
    ),
    send_form(Permission::ChangeSettings, "settings", &[("what", "teams")]),
    send_form(Permission::ChangeSettings, "settings", &[("what", "add-team"), ("label", "x")]),
    send_form(
        Permission::ManageConnections,
        "settings",
        &[("what", "label-connection"), ("connection", NOBODY), ("label", "x")],
    ),
    send_form(
        Permission::ManageConnections,
        "settings",
        &[("what", "remove-connection"), ("connection", NOBODY), ("sure", "yes")],
    ),
    send_form(
        Permission::ManageConnections,
        "connect",
        &[("what", "try"), ("address", ""), ("email", ""), ("token", "")],
    ),
    send_form(
        Permission::ManageMembers,
        "settings/members",
        &[("what", "invite"), ("email", ""), ("role", "")],
    ),
    send_form(Permission::ManageMembers, "settings/members", &[("what", "withdraw"), ("invitation", NOBODY)]),
    send_form(
        Permission::ManageMembers,
        "settings/members",
        &[("what", "role"), ("member", NOBODY), ("role", "owner")],
    ),
    send_form(
        Permission::ManageMembers,
        "settings/members",
        &[("what", "remove"), ("member", NOBODY), ("sure", "yes")],
    ),
    send_form(Permission::ManageMembers, "settings/members", &[("what", "second-factor")]),
    send_form(Permission::ReadAuditLog, "settings/audit", &[("what", "end-access"), ("grant", NOBODY)]),
];

impl Two {
    async fn guest_at(&self, door: &Door) -> u16 {
        match door.form {
            None => self.guest_sees(door.page).await,
            Some(fields) => self.guest_sends(door.page, fields).await,
        }
    }
}

#[tokio::test]
async fn every_door_opens_for_the_roles_of_the_table_and_for_no_other() {
    let mut calls = 0;
    for (role, name) in [(Role::Owner, "owner"), (Role::Admin, "admin"), (Role::Viewer, "viewer")] {
        let two = Two::new(name).await;
        for door in &DOORS {
            let status = two.guest_at(door).await;
            let what = door.form.map_or("", |fields| fields[0].1);
            let refused = status == 403;
            assert_eq!(refused, !door.permission.is_of(role), "{name} at {} {what}: {status}", door.page);
            calls += 1;
        }
    }
    assert_eq!(calls, 3 * DOORS.len());
    let own_tests = [Permission::ExportWorkspace, Permission::CloseWorkspace];
    for rule in MATRIX.iter().filter(|rule| !own_tests.contains(&rule.permission)) {
        assert!(DOORS.iter().any(|door| door.permission == rule.permission), "no door for: {}", rule.words);
    }
    clario_proofs::proves(&["AL-19", "AT-02"]);
}

#[tokio::test]
async fn the_members_page_says_who_may_what() {
    let two = Two::new("admin").await;
    let page = two.guest.text(&two.app, &two.owner.page("settings/members")).await;
    for rule in MATRIX {
        assert!(page.contains(rule.words), "{}", rule.words);
    }
    assert!(page.contains("owner@example.org") && page.contains("You can look."));
    assert!(!page.contains("Send the invitation"), "an admin has no form to invite with");
}

#[tokio::test]
async fn whoever_is_a_stranger_to_a_workspace_finds_nothing_at_any_door() {
    let app = TestApp::start().await;
    let owner = Person::new(&app, "owner@example.org").await;
    let stranger = Person::new(&app, "stranger@example.org").await;
    for door in &DOORS {
        let path = owner.page(door.page);
        let status = match door.form {
            None => stranger.open(&app, &path).await.status(),
            Some(fields) => stranger.post(&app, &path, fields).await.status(),
        };
        assert_eq!(status, 404, "{path}");
    }
    clario_proofs::proves(&["AC-28", "AC-57"]);
}

#[tokio::test]
async fn a_change_of_role_holds_from_the_next_request_on() {
    let two = Two::new("admin").await;
    let rename = [("what", "name"), ("name", "Renamed")];
    assert_eq!(two.guest_sends("settings", &rename).await, 303);
    assert_eq!(two.owner.set_role(&two.app, "guest@example.org", "viewer").await.status(), 303);
    assert_eq!(two.guest_sends("settings", &rename).await, 403, "in the same session");
    assert_eq!(two.guest_sees("settings/members").await, 403);
    assert_eq!(two.owner.set_role(&two.app, "guest@example.org", "admin").await.status(), 303);
    assert_eq!(two.guest_sees("settings/members").await, 200);
    let letter = two.app.mail.letter("guest@example.org", "Your role").await;
    assert!(letter.text.contains("you are now"), "{}", letter.text);
    clario_proofs::proves(&["AT-02"]);
}

#[tokio::test]
async fn nobody_makes_themselves_an_owner() {
    for role in ["admin", "viewer"] {
        let two = Two::new(role).await;
        // Their own account stands in no form of theirs; the owner's page has it.
        let own = two.owner.account_of(&two.app, "guest@example.org").await;
        let fields = [("what", "role"), ("member", own.as_str()), ("role", "owner")];
        assert_eq!(two.guest_sends("settings/members", &fields).await, 403);
        let fields = [("what", "invite"), ("email", "friend@example.org"), ("role", "admin")];
        assert_eq!(two.guest_sends("settings/members", &fields).await, 403);
    }
    let two = Two::new("viewer").await;
    let invited =
        two.owner.on_members(&two.app, &[("what", "invite"), ("email", "x@example.org"), ("role", "owner")]);
    assert_eq!(invited.await.status(), 422, "nobody is invited as an owner");
    clario_proofs::proves(&["AT-02"]);
}

#[tokio::test]
async fn the_last_owner_cannot_go() {
    let two = Two::new("admin").await;
    let answer = two.owner.set_role(&two.app, "owner@example.org", "viewer").await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.expect("html").contains("A workspace needs an owner"));
    let workspace = two.owner.workspace.clone();
    let leave = [("what", "leave"), ("workspace", workspace.as_str()), ("sure", "yes")];
    assert_eq!(two.owner.post(&two.app, "/workspaces", &leave).await.status(), 422);
    assert_eq!(two.owner.set_role(&two.app, "guest@example.org", "owner").await.status(), 303);
    let left = two.owner.post(&two.app, "/workspaces", &leave).await;
    assert_eq!(location(&left), "/workspaces?left");
    assert_eq!(two.owner.open(&two.app, &two.owner.page("settings")).await.status(), 404);
    assert_eq!(two.guest_sees("settings/members").await, 200);
    clario_proofs::proves(&["AT-02"]);
}

#[tokio::test]
async fn a_removed_member_is_out_at_once_in_open_streams_too() {
    let two = Two::new("viewer").await;
    // Nothing answers there: the reading tries again and again, and the stream stays open.
    sqlx::query(
        "INSERT INTO provider_connection (id, workspace_id, kind, base_url, auth, secret_enc, secret_revision,
             secret_age, last_four, created)
         VALUES ('0123456789abcdef', ?, 'jira_cloud', 'https://127.0.0.1:9', 'bearer', x'', 1, 0, 'abcd', 0)",
    )
    .bind(&two.owner.workspace)
    .execute(&two.raw().await)
    .await
    .expect("a connection");
    let page = two.guest.text(&two.app, &two.owner.page("sync")).await;
    let shown = values(&page, "shown&quot;:&quot;").pop().unwrap_or_default();
    let shown = shown.split("&quot;").next().unwrap_or_default().to_owned();
    let address = two.app.url(&two.owner.page(&format!("sync/events?shown={shown}")));
    let stream = send(two.guest.client.get(address)).await;
    assert_eq!(stream.status(), 200);
    let mut stream = stream.bytes_stream();
    assert_eq!(two.guest_sees("settings").await, 200);
    let member = two.owner.account_of(&two.app, "guest@example.org").await;
    let unsure = [("what", "remove"), ("member", member.as_str())];
    assert_eq!(two.owner.on_members(&two.app, &unsure).await.status(), 422, "the box was not ticked");
    let remove = [("what", "remove"), ("member", member.as_str()), ("sure", "yes")];
    assert_eq!(two.owner.on_members(&two.app, &remove).await.status(), 303);
    assert_eq!(two.guest_sees("settings").await, 404);
    assert_eq!(two.guest_sees("overview").await, 404);
    let over = tokio::time::timeout(Duration::from_secs(5), async move {
        while let Some(chunk) = stream.next().await {
            let text = String::from_utf8_lossy(&chunk.expect("bytes")).into_owned();
            assert!(!text.contains("data: 0"), "nothing more is told: {text}");
        }
    });
    assert!(over.await.is_ok(), "the stream ends");
    let letter = two.app.mail.letter("guest@example.org", "You were removed").await;
    assert!(letter.text.contains("You can no longer open it."));
    assert!(two.guest.text(&two.app, "/workspaces").await.contains("You are "));
    clario_proofs::proves(&["SE-11"]);
}

#[tokio::test]
async fn whoever_lacks_two_step_sign_in_sees_nothing_of_a_workspace_that_asks_for_it() {
    let two = Two::new("admin").await;
    let answer = two.owner.on_members(&two.app, &[("what", "second-factor"), ("required", "yes")]).await;
    assert_eq!(answer.status(), 422);
    let html = answer.text().await.expect("html");
    assert!(html.contains("Set up two-step sign-in for your own account first"), "{html}");
    two.ask_for_second_factor().await;
    for page in ["overview", "flow", "sync", "settings", "settings/members", "connect"] {
        let answer = two.guest.open(&two.app, &two.owner.page(page)).await;
        assert_eq!(answer.status(), 403, "{page}");
        let html = answer.text().await.expect("html");
        assert!(html.contains("/account/two-step"), "{page} leads there");
        assert!(!html.contains("owner@example.org"), "{page} tells nothing of the workspace");
    }
    assert_eq!(two.guest_sends("settings", &[("what", "name"), ("name", "X")]).await, 403);
    assert_eq!(two.guest.open(&two.app, &two.owner.page("flow/items.csv")).await.status(), 403);
    // Their own workspace does not ask.
    assert_eq!(two.guest.open(&two.app, &two.guest.page("settings")).await.status(), 200);
}

#[tokio::test]
async fn somebody_with_several_workspaces_goes_from_one_to_another() {
    let two = Two::new("viewer").await;
    let made = two.guest.post(&two.app, "/workspaces", &[("what", "add"), ("name", "Third place")]).await;
    assert!(location(&made).ends_with("/connect"), "{}", location(&made));
    let page = two.guest.text(&two.app, &two.guest.page("settings")).await;
    assert!(page.contains("class=\"workspaces\"") && page.contains("Third place"));
    assert!(page.contains(&format!("href=\"/w/{}\"", two.owner.workspace)));
    let list = two.guest.text(&two.app, "/workspaces").await;
    assert!(list.contains("an owner") && list.contains("a viewer"));
    let alone = Person::new(&two.app, "alone@example.org").await;
    let page = alone.text(&two.app, &alone.page("settings")).await;
    assert!(!page.contains("class=\"workspaces\""), "one workspace needs no menu");
}

impl Two {
    /// Switches the condition on past the page, whose owner would need an authenticator first.
    async fn ask_for_second_factor(&self) {
        sqlx::query("UPDATE workspace SET second_factor = 1 WHERE id = ?")
            .bind(&self.owner.workspace)
            .execute(&self.raw().await)
            .await
            .expect("switched on");
    }
}
