//! Sealed values moved or rolled back by somebody who can write to the database file: none of them opens.

use super::sessions;
use crate::own_account::{Phone, between};
use crate::person::{PASSWORD, Person, post};
use crate::promises::program::{Folders, Program};
use crate::simulated_jira::{READER, connect, hidden, jira, opened_by, port, settings, until_complete};
use crate::test_app::{TestApp, browser};
use clario_sandbox::{Sandbox, Settings};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::path::Path;
use std::time::Duration;

const GRACE: &str = "grace@example.org";
const LINUS: &str = "linus@example.org";
const OLD: &str = "first-token-of-grace-to-go-back-to";
const NEW: &str = "second-token-of-grace-in-its-place";
const THEIRS: &str = "the-token-of-linus-and-nobody-else";

async fn database(data: &Path) -> SqlitePool {
    let file = SqliteConnectOptions::new().filename(data.join("altaclario.sqlite"));
    SqlitePool::connect_with(file).await.expect("the database")
}

async fn seed(pool: &SqlitePool, email: &str) -> Vec<u8> {
    let question = "SELECT seed FROM totp JOIN account ON account.id = account_id WHERE email = ?";
    sqlx::query_scalar(question).bind(email).fetch_one(pool).await.expect("a seed")
}

async fn set_seed(pool: &SqlitePool, email: &str, seed: &[u8]) {
    let change = "UPDATE totp SET seed = ? WHERE account_id = (SELECT id FROM account WHERE email = ?)";
    let done = sqlx::query(change).bind(seed).bind(email).execute(pool).await.expect("a change");
    assert_eq!(done.rows_affected(), 1);
}

/// Whether the right password and this code lead in.
async fn leads_in(app: &TestApp, email: &str, code: &str) -> bool {
    let entered = post(&browser(), app, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
    let page = entered.text().await.expect("html");
    let ticket = between(&page, "name=\"ticket\" value=\"", "\"");
    let answer = post(&browser(), app, "/sign-in", &[("ticket", ticket), ("code", code)]).await;
    let is_in = sessions(std::slice::from_ref(&answer)) == 1;
    assert_eq!(is_in, answer.status() == 303, "{}", answer.status());
    is_in
}

#[tokio::test]
async fn a_seed_that_was_moved_to_another_account_opens_nothing() {
    let app = TestApp::start().await;
    let mut phones: Vec<(&str, Phone)> = Vec::new();
    for email in [GRACE, LINUS] {
        let (phone, _) = Person::new(&app, email).await.enable(&app).await;
        phones.push((email, phone));
    }
    let pool = database(app.data.path()).await;
    let (of_grace, of_linus) = (seed(&pool, GRACE).await, seed(&pool, LINUS).await);
    set_seed(&pool, GRACE, &of_linus).await;
    set_seed(&pool, LINUS, &of_grace).await;
    for (email, _) in &phones {
        for (_, phone) in &phones {
            assert!(!leads_in(&app, email, &phone.code(0)).await, "{email}");
        }
    }
    set_seed(&pool, GRACE, &of_grace).await;
    set_seed(&pool, LINUS, &of_linus).await;
    for (email, phone) in &phones {
        assert!(leads_in(&app, email, &phone.code(0)).await, "{email} with everything in its place");
    }
}

async fn sealed(data: &Path, workspace: &str) -> Vec<u8> {
    let pool = database(data).await;
    let question = "SELECT secret_enc FROM provider_connection WHERE workspace_id = ?";
    let sealed = sqlx::query_scalar(question).bind(workspace).fetch_one(&pool).await.expect("a connection");
    pool.close().await;
    sealed
}

async fn set_sealed(data: &Path, workspace: &str, sealed: &[u8]) {
    let pool = database(data).await;
    let change = "UPDATE provider_connection SET secret_enc = ? WHERE workspace_id = ?";
    let done = sqlx::query(change).bind(sealed).bind(workspace).execute(&pool).await.expect("a change");
    assert_eq!(done.rows_affected(), 1);
    pool.close().await;
}

/// Somebody who signs in again and looks at the numbers, which begins to read them.
async fn looks(program: &Program, email: &str) -> Person {
    let client = browser();
    let entered = post(&client, program, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
    let person = Person::entered(client, &entered);
    for page in ["overview", "sync"] {
        let status = person.open(program, &person.page(page)).await.status().as_u16();
        assert!([200, 303].contains(&status), "{page}: {status}");
    }
    person
}

/// The tokens that reached a site.
fn sent(jira: &Sandbox) -> Vec<String> {
    let mut tokens: Vec<String> = jira.requests().into_iter().filter_map(|request| request.token).collect();
    tokens.sort();
    tokens.dedup();
    tokens
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_was_rolled_back_or_moved_to_another_workspace_is_never_sent() {
    let tokens = [OLD, NEW, THEIRS].map(opened_by).to_vec();
    let jira = jira(Settings { tokens, ..settings(40) }).await;
    let (folders, ports) = (Folders::new(), [port(&jira)]);
    let data = folders.top().join("data");
    let program = Program::start(&folders, &ports).await;
    let (grace, linus) = (Person::new(&program, GRACE).await, Person::new(&program, LINUS).await);
    connect(&program, &grace, &jira, OLD, "Ours").await;
    connect(&program, &linus, &jira, THEIRS, "Theirs").await;
    until_complete(&program, &grace).await;
    until_complete(&program, &linus).await;
    let old = sealed(&data, &grace.workspace).await;
    let (url, page) = (jira.url(), grace.page("settings"));
    let connection = hidden(&grace.text(&program, &page).await, "connection");
    let renew = [
        ("what", "renew-token"),
        ("connection", connection.as_str()),
        ("address", url.as_str()),
        ("email", READER),
        ("token", NEW),
    ];
    assert_eq!(grace.post(&program, &page, &renew).await.status(), 303);
    program.stop();

    let (new, theirs) = (sealed(&data, &grace.workspace).await, sealed(&data, &linus.workspace).await);
    assert!(old != new && new != theirs);
    set_sealed(&data, &grace.workspace, &old).await;
    set_sealed(&data, &linus.workspace, &new).await;
    jira.forget_requests();
    let program = Program::start(&folders, &ports).await;
    for email in [GRACE, LINUS] {
        looks(&program, email).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(sent(&jira), [] as [&str; 0], "nothing that was moved is sent");
    program.stop();

    set_sealed(&data, &grace.workspace, &new).await;
    set_sealed(&data, &linus.workspace, &theirs).await;
    let program = Program::start(&folders, &ports).await;
    for email in [GRACE, LINUS] {
        let person = looks(&program, email).await;
        until_complete(&program, &person).await;
    }
    assert_eq!(sent(&jira), [NEW, THEIRS], "with everything in its place");
    program.stop();
}
