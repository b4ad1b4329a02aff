//! What is read from the database, or put there, past the program: for the ids that no page tells, and what is rare.

use super::line::Ids;
use crate::test_app::TestApp;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::time::Duration;

/// Somebody who reads and writes past the program.
pub(super) async fn database(app: &TestApp) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(app.data.path().join("altaclario.sqlite"));
    SqlitePool::connect_with(options).await.expect("the same file")
}

pub(super) async fn account(pool: &SqlitePool, email: &str) -> String {
    let found = sqlx::query_scalar("SELECT id FROM account WHERE email = ?").bind(email).fetch_one(pool);
    found.await.expect("an account")
}

/// What only the database knows by name, and a letter and an alert as they rarely are.
pub(super) async fn stored(pool: &SqlitePool, mut ids: Ids) -> Ids {
    let fingerprint = "0a".repeat(32);
    let incident = format!(
        "INSERT INTO incident VALUES (x'{fingerprint}', 'server', 'panic', '/', 'here', 1, 0, 0, 'open', 0, 1)"
    );
    sqlx::query(sqlx::AssertSqlSafe(incident)).execute(pool).await.expect("an incident");
    let notice =
        "INSERT INTO notice VALUES ('a2a2a2a2a2a2a2b3', 'update', 'A', 'B', 0, NULL, 9000000000, '', 0)";
    sqlx::query(notice).execute(pool).await.expect("a notice");
    ids = ids.with("incident", fingerprint).with("notice", "a2a2a2a2a2a2a2b3");
    sqlx::query("INSERT INTO alert (id, kind, count, first_seen, last_seen) VALUES ('a1a1a1a1a1a1a1b2', 'walked', 1, 0, 0)")
        .execute(pool)
        .await
        .expect("an alert");
    for (name, question) in [
        ("session", "SELECT id FROM session WHERE account_id = ? ORDER BY created DESC"),
        ("invitation", "SELECT id FROM invitation WHERE invited_by = ? AND email LIKE 'invited@%'"),
        ("letter", "SELECT id FROM notification WHERE account_id = ? ORDER BY id LIMIT 1"),
        ("other-letter", "SELECT id FROM notification WHERE account_id = ? ORDER BY id DESC LIMIT 1"),
        ("request", "SELECT id FROM request WHERE account_id = ?"),
        ("grant", "SELECT id FROM break_glass_grant WHERE operator_id <> ?"),
        ("alert", "SELECT id FROM alert WHERE kind = 'walked' AND id <> ?"),
    ] {
        let id: String = sqlx::query_scalar(question)
            .bind(ids.get("me").to_owned())
            .fetch_one(pool)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        ids = ids.with(name, id);
    }
    sqlx::query("UPDATE notification SET state = 'dead', sealed = (SELECT dek_wrapped FROM installation) WHERE id IN (?, ?)")
        .bind(ids.get("letter").to_owned())
        .bind(ids.get("other-letter").to_owned())
        .execute(pool)
        .await
        .expect("letters that were given up");
    ids
}

/// Waits until every letter is on its way out, so that nothing changes by itself.
pub(super) async fn quiet(pool: &SqlitePool) {
    for _ in 0..1_200 {
        let waiting: i64 = sqlx::query_scalar("SELECT count(*) FROM notification WHERE ended IS NULL")
            .fetch_one(pool)
            .await
            .expect("a count");
        if waiting == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("letters are stuck");
}
