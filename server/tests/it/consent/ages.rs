//! Choices that grew old, that were made under another version of the policy, or whose time cannot be right.

use super::{BANNER, ID, LOG, get, today};
use crate::person::Person;
use crate::test_app::TestApp;
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::Path;
use tempfile::TempDir;

/// What a page does with a choice.
#[derive(Debug, PartialEq, Eq)]
struct Does {
    asks: bool,
    counts: bool,
}

const ASKS: Does = Does { asks: true, counts: false };
const COUNTS: Does = Does { asks: false, counts: true };
const NEITHER: Does = Does { asks: false, counts: false };

/// With an id of Google Analytics, so that a page shows at once whether it counts.
async fn app_on(data: &Path) -> TestApp {
    let data = data.to_owned();
    TestApp::start_with(move |config| {
        config.analytics_id = Some("G-TEST123456".to_owned());
        config.data = data;
    })
    .await
}

fn does(policy: &str, html: &str) -> Does {
    let counts = html.contains("visits.js");
    assert_eq!(policy.contains("googletagmanager"), counts, "the policy of a page names whom it may ask");
    Does { asks: html.contains(BANNER), counts }
}

async fn of_cookie(app: &TestApp, cookie: &str) -> Does {
    let answer = get(app, "/terms", &[("cookie", &format!("ac_consent={cookie}"))]).await;
    let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
    does(&policy, &answer.text().await.expect("html"))
}

async fn of_person(app: &TestApp, person: &Person) -> Does {
    let answer = person.open(app, "/terms").await;
    let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
    does(&policy, &answer.text().await.expect("html"))
}

/// An account that answered, its log as if it had answered otherwise, and the program started anew on it.
async fn as_if(answer: &str, change: &str) -> (TempDir, TestApp, Person) {
    let data = tempfile::tempdir().expect("a folder");
    let before = app_on(data.path()).await;
    let person = Person::new(&before, "a@example.org").await;
    person.post(&before, "/cookie-preferences", &[("choice", answer), ("back", "/")]).await;
    before.backend.stop().await;
    drop(before);
    let pool = pool(data.path()).await;
    for step in [
        "DROP TRIGGER consent_event_is_never_changed",
        "PRAGMA ignore_check_constraints = ON",
        &format!("UPDATE consent_event SET {change}"),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(step.to_owned())).execute(&pool).await.expect(step);
    }
    pool.close().await;
    let app = app_on(data.path()).await;
    (data, app, person)
}

async fn pool(data: &Path) -> SqlitePool {
    let file = SqliteConnectOptions::new().filename(data.join("altaclario.sqlite"));
    sqlx::pool::PoolOptions::new().max_connections(1).connect_with(file).await.expect("the database")
}

async fn log(data: &TempDir) -> Vec<String> {
    let pool = pool(data.path()).await;
    sqlx::query_scalar(LOG).fetch_all(&pool).await.expect("the log")
}

#[tokio::test]
async fn ct_30_a_yes_ends_after_180_days_and_is_asked_for_again() {
    let data = tempfile::tempdir().expect("a folder");
    let app = app_on(data.path()).await;
    for (age, expected) in [(0, COUNTS), (179, COUNTS), (180, ASKS), (181, ASKS), (4_000, ASKS)] {
        let cookie = format!("v1.1.a.{}.{ID}", today() - age);
        assert_eq!(of_cookie(&app, &cookie).await, expected, "after {age} days");
    }
    let (data, app, person) = as_if("accept", "time = 1, valid_until = 2").await;
    for _ in 0..3 {
        assert_eq!(of_person(&app, &person).await, ASKS);
    }
    let log = log(&data).await;
    assert_eq!(log[2..], ["analytics expired program", "performance expired program"], "written down once");
}

#[tokio::test]
async fn ct_31_a_no_is_not_asked_for_again_for_180_days() {
    let data = tempfile::tempdir().expect("a folder");
    let app = app_on(data.path()).await;
    for (age, expected) in [(0, NEITHER), (90, NEITHER), (179, NEITHER), (180, ASKS)] {
        assert_eq!(of_cookie(&app, &format!("v1.1.d.{}", today() - age)).await, expected, "after {age} days");
    }
    let (_data, app, person) = as_if("decline", "time = time - 179 * 86400").await;
    assert_eq!(of_person(&app, &person).await, NEITHER);
}

#[tokio::test]
async fn ct_32_a_yes_to_what_has_materially_changed_is_suspended_before_anybody_answers() {
    // A version before the first one stands for the one before a material change.
    let (data, app, person) = as_if("accept", "policy_version = 0").await;
    for _ in 0..3 {
        assert_eq!(of_person(&app, &person).await, ASKS, "nothing counts while the question stands");
    }
    let log_now = log(&data).await;
    let suspended = ["analytics suspended_by_policy program", "performance suspended_by_policy program"];
    assert_eq!(log_now[2..], suspended, "written down once");
    person.post(&app, "/cookie-preferences", &[("choice", "accept"), ("back", "/")]).await;
    assert_eq!(of_person(&app, &person).await, COUNTS, "a new yes is one to the new text");
    assert_eq!(log(&data).await[4..], ["analytics given banner_accept", "performance given banner_accept"]);
}

#[tokio::test]
async fn ct_33_a_choice_under_a_version_that_was_taken_back_can_at_most_be_a_no() {
    let data = tempfile::tempdir().expect("a folder");
    let app = app_on(data.path()).await;
    let today = today();
    assert_eq!(of_cookie(&app, &format!("v1.2.a.{today}.{ID}")).await, ASKS);
    assert_eq!(of_cookie(&app, &format!("v1.2.g.{today}.{ID}")).await, ASKS);
    assert_eq!(of_cookie(&app, &format!("v1.2.d.{today}")).await, NEITHER);
    let (data, app, person) = as_if("accept", "policy_version = 2").await;
    assert_eq!(of_person(&app, &person).await, ASKS);
    assert_eq!(log(&data).await.len(), 2, "it may come back with its version, so nothing is written");
    let (_data, app, person) = as_if("decline", "policy_version = 2").await;
    assert_eq!(of_person(&app, &person).await, NEITHER);
}

#[tokio::test]
async fn ct_34_a_choice_of_the_future_is_none() {
    let data = tempfile::tempdir().expect("a folder");
    let app = app_on(data.path()).await;
    for days in [1, 2, 180, 100_000] {
        let day = today() + days;
        for cookie in [format!("v1.1.a.{day}.{ID}"), format!("v1.1.d.{day}"), format!("v1.1.g.{day}.{ID}")] {
            assert_eq!(of_cookie(&app, &cookie).await, ASKS, "{cookie}");
        }
    }
    assert_eq!(of_cookie(&app, &format!("v1.1.a.-1.{ID}")).await, ASKS);
}
