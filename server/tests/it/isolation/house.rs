//! A workspace with something of everything in it, each part with a word that nobody else may ever read, and all those who
//! try the doors.

use super::actor::Actor;
use super::line::Ids;
use super::rows::Rows;
use super::stored::{account, database, quiet, stored};
use crate::membership::values;
use crate::person::{PASSWORD, Person, location, post};
use crate::simulated_jira::{
    READER, TOKEN, app_for, connect, hidden, jira, opened_by, settings, until_complete,
};
use crate::test_app::{TestApp, browser, send};
use clario_backend::Role;
use clario_sandbox::{Sandbox, Settings};
use std::time::Duration;

/// The word in everything that was typed in the house.
pub(super) const WORD: &str = "canary";
/// The name of the house: the one thing that its members and operators know.
pub(super) const NAME: &str = "The Aviary";
/// Items that only the Jira of the house has.
pub(super) const ITEMS: [&str; 3] = ["EE-17", "EE-19", "EE-23"];
const OWNER: &str = "owner@canary.example";

/// The house and everybody around it.
pub(super) struct House {
    pub(super) app: TestApp,
    pub(super) rows: Rows,
    pub(super) ids: Ids,
    pub(super) owner: Actor,
    /// Those who try, an operator with a grant last.
    pub(super) actors: Vec<Actor>,
    /// By what the rows of the house are known.
    pub(super) marks: Vec<String>,
    _jiras: [Sandbox; 2],
}

impl House {
    pub(super) async fn new() -> Self {
        let now = crate::simulated_jira::now();
        let recorded = Settings { tokens: vec![opened_by(TOKEN)], ..Settings::recorded(now) };
        let (ours, theirs) = (jira(recorded).await, jira(settings(60)).await);
        let app = app_for(&[&ours, &theirs], |_| {}).await;
        let pool = database(&app).await;
        let owner = Person::new(&app, OWNER).await;
        let mut ids = furnish(&app, &owner, &ours).await;
        let other = Person::new(&app, "other@example.org").await;
        connect(&app, &other, &theirs, TOKEN, "Elsewhere").await;
        until_complete(&app, &other).await;
        let own_of_other = set_up(&app, &other, "", "Elsewhere").await;
        let mut spaces = Vec::new();
        for email in ["viewer@example.org", "admin@example.org", "removed@example.org", "mate@example.org"] {
            let guest = Person::new(&app, email).await;
            owner.invite(&app, email, if email.starts_with("admin") { "admin" } else { "viewer" }).await;
            assert_eq!(location(&guest.accept(&app).await), format!("/w/{}", owner.workspace));
            spaces.push(guest.workspace);
        }
        let remove =
            [("what", "remove"), ("member", &account(&pool, "removed@example.org").await), ("sure", "yes")];
        assert_eq!(owner.on_members(&app, &remove).await.status(), 303);
        owner.invite(&app, "invited@canary.example", "viewer").await;
        for email in ["operator@example.org", "insider@example.org"] {
            let operator = Person::new(&app, email).await;
            sqlx::query("INSERT INTO operator (account_id, since) VALUES (?, 0)")
                .bind(account(&pool, email).await)
                .execute(&pool)
                .await
                .expect("an operator");
            if email.starts_with("insider") {
                let asked = [
                    ("workspace", owner.workspace.as_str()),
                    ("reason", "To see how the birds are"),
                    ("minutes", "60"),
                ];
                assert_eq!(operator.post(&app, "/operator/access", &asked).await.status(), 303);
            }
            spaces.push(operator.workspace);
        }
        quiet(&pool).await;
        for (name, email) in [("me", OWNER), ("member", "mate@example.org")] {
            ids = ids.with(name, account(&pool, email).await);
        }
        ids = stored(&pool, ids).await;
        sqlx::query("UPDATE session SET confirmed_until = 9000000000").execute(&pool).await.expect("recent");
        let marks = vec![owner.workspace.clone(), account(&pool, OWNER).await, ids.get("closed").to_owned()];
        let marks = marks
            .into_iter()
            .chain(["letter", "other-letter", "alert", "request"].map(|it| ids.get(it).to_owned()))
            .collect();

        let nothing = ids.unknown();
        // Numbers of items and statuses mean something within their connection alone.
        let ids = ids.or(&constants()).with("address", ours.url());
        let same = ["id", "status", "address"].map(|name| (name, ids.get(name).to_owned()));
        let fixed = |own: Ids| same.iter().fold(own, |own, (name, id)| own.with(name, id)).or(&constants());
        let own = |workspace: &str| fixed(Ids::default().with("workspace", workspace)).or(&nothing);
        let me = async |actor: Actor| {
            let account = account(&pool, actor.email.expect("an account")).await;
            actor.whose("me", account)
        };
        let sample = sample(&app).await;
        let actors = vec![
            Actor::new("a stranger", None, fixed(nothing.clone())),
            Actor::new("a visitor of the sample", None, fixed(sample).or(&nothing)),
            me(Actor::new(
                "a member of another workspace",
                Some("other@example.org"),
                fixed(own_of_other).or(&nothing),
            ))
            .await,
            me(Actor::new("a removed member", Some("removed@example.org"), own(&spaces[2]))).await,
            me(Actor::new("a viewer", Some("viewer@example.org"), own(&spaces[0])).with_role(Role::Viewer))
                .await,
            me(Actor::new("an admin", Some("admin@example.org"), own(&spaces[1])).with_role(Role::Admin))
                .await,
            me(Actor::new("an operator", Some("operator@example.org"), own(&spaces[4]))
                .with_operator_rights())
            .await,
            me(Actor::new("an operator with a grant", Some("insider@example.org"), own(&spaces[5]))
                .with_role(Role::Viewer)
                .with_operator_rights())
            .await,
        ];
        let owner = Actor::new("the owner", Some(OWNER), ids.clone()).with_role(Role::Owner);
        let rows = Rows::of(pool).await;
        Self { app, rows, ids, owner, actors, marks, _jiras: [ours, theirs] }
    }
}

/// What every line may send, whoever it is.
fn constants() -> Ids {
    let file = r#"{"schema":"altaclario-settings-v1","zone":"Asia/Tokyo","working_days":["Monday"],"keep_unread_hours":24,
        "holidays":[],"connections":[],"removed_resolutions":null,"workflows":[],"teams":[]}"#;
    [
        ("password", PASSWORD),
        ("made-up", &"0f".repeat(32)),
        ("token", TOKEN),
        ("reader", READER),
        ("settings", file),
        ("table", "finished-items.csv"),
        ("build", "0"),
        ("*name", "x.js"),
        ("version", "1"),
    ]
    .into_iter()
    .fold(Ids::default(), |ids, (name, value)| ids.with(name, value))
}

/// Sends a form of the house that is taken.
async fn done(app: &TestApp, owner: &Person, path: &str, fields: &[(&str, &str)]) -> reqwest::Response {
    let answer = owner.post(app, path, fields).await;
    assert!([200, 303].contains(&answer.status().as_u16()), "{path} {fields:?}: {}", answer.status());
    answer
}

/// Gives the house its words, a second session, a closed neighbour and things that are half done.
async fn furnish(app: &TestApp, owner: &Person, jira: &Sandbox) -> Ids {
    let opened = hidden(&owner.text(app, "/contact").await, "opened");
    done(app, owner, "/account", &[("what", "name"), ("name", "Mx canary")]).await;
    done(app, owner, &owner.page("settings"), &[("what", "name"), ("name", NAME)]).await;
    connect(app, owner, jira, TOKEN, "Jira canary").await;
    until_complete(app, owner).await;
    let days = [
        ("what", "days"),
        ("zone", "UTC"),
        ("working_days", "Monday"),
        ("holidays", "2026-12-25 canary day"),
        ("hours", "72"),
    ];
    done(app, owner, &owner.page("settings"), &days).await;
    let ids = set_up(app, owner, "?from=2020-06-01&to=2020-11-30", "Team canary").await;
    let url = jira.url();
    let trial = [("what", "try"), ("address", url.as_str()), ("email", READER), ("token", TOKEN)];
    let html = done(app, owner, &owner.page("connect"), &trial).await.text().await.expect("html");
    let ids = ids.with("draft", hidden(&html, "draft"));
    let html = done(app, owner, "/account/two-step", &[("what", "begin")]).await.text().await.expect("html");
    let ids = ids.with("ticket", hidden(&html, "ticket"));
    let made = done(app, owner, "/workspaces", &[("what", "add"), ("name", "Former canary cage")]).await;
    let closed = location(&made).split('/').nth(2).expect("a workspace").to_owned();
    let page = format!("/w/{closed}/settings/workspace");
    done(app, owner, &page, &[("what", "close"), ("ending", "later"), ("sure", "yes")]).await;
    let entered = post(&browser(), app, "/sign-in", &[("email", OWNER), ("password", PASSWORD)]).await;
    assert_eq!(entered.status(), 303);
    let question = [
        ("category", "question"),
        ("email", OWNER),
        ("text", "What do you feed a canary in such a house?"),
        ("opened", &opened),
    ];
    // The first look at a log makes the key that signs logs.
    owner.open(app, &owner.page("settings/audit")).await;
    // Nobody writes that quickly.
    tokio::time::sleep(Duration::from_secs(3)).await;
    done(app, owner, "/contact", &question).await;
    ids.with("closed", closed)
}

/// A team of one's own, and the ids that pages tell of it, of the connection, a status and an item.
async fn set_up(app: &TestApp, person: &Person, days: &str, team: &str) -> Ids {
    let page = person.page("settings");
    let source = values(&person.text(app, &page).await, "name=\"source\" value=\"").remove(0);
    done(app, person, &page, &[("what", "add-team"), ("label", team), ("source", &source)]).await;
    let html = person.text(app, &page).await;
    let connection = hidden(&html, "connection");
    let teams = values(&html, "name=\"place.");
    let slug = teams.last().expect("a team").clone();
    let rows =
        |row: fn((usize, &String)) -> String| teams.iter().enumerate().map(row).collect::<Vec<_>>().join("&");
    let flow = person.text(app, &person.page(&format!("flow{days}"))).await;
    let item = values(&flow, &format!("/item/{connection}/")).remove(0);
    let mapping = person.text(app, &person.page(&format!("settings/workflow?team={slug}"))).await;
    let status = values(&mapping, &format!("name=\"stage.{connection}.")).remove(0);
    Ids::default()
        .with("workspace", &person.workspace)
        .with("connection", connection)
        .with("id", item.split('?').next().unwrap_or_default())
        .with("status", status)
        .with("source", source)
        .with("teams", rows(|(at, slug)| {
            format!("teams[{at}][slug]={slug}&teams[{at}][label]=&teams[{at}][place]=&teams[{at}][remove]=false")
        }))
        .with("team-rows", rows(|(_, slug)| format!("place.{slug}=&label.{slug}=")))
        .with("team", slug)
}

/// What everybody may look at.
async fn sample(app: &TestApp) -> Ids {
    for _ in 0..600 {
        let html = send(browser().get(app.url("/w/sample/sync"))).await.text().await.expect("html");
        if html.contains("Your data is here") {
            let flow = send(browser().get(app.url("/w/sample/flow?p=1y"))).await.text().await.expect("html");
            let item = values(&flow, "/item/sample/").remove(0);
            let item = item.split('?').next().unwrap_or_default().to_owned();
            return Ids::default().with("workspace", "sample").with("connection", "sample").with("id", item);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the sample is never read");
}
