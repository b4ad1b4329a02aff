//! The daily look at everything: quiet while all is what was written, an alert when something is not.

use std::fs;
use std::sync::Arc;

use clario_backend::{Backend, Findings};
use clario_proofs::proves;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::app::{App, config, connection};

const EVE: &str = "eve.canary@example.com";
const DAY: i64 = 86_400;

async fn database(app: &App) -> SqlitePool {
    let file = app.directory.path().join("altaclario.sqlite");
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
    SqlitePool::connect_with(options).await.expect("the database")
}

async fn alerts(app: &App) -> i64 {
    let pool = database(app).await;
    let count = sqlx::query_scalar("SELECT coalesce(sum(count), 0) FROM alert WHERE kind = 'data-damaged'");
    let count = count.fetch_one(&pool).await.expect("a count");
    pool.close().await;
    count
}

/// Changes the database past the program, as somebody with the file could.
async fn past_the_program(app: &App, statement: &'static str) {
    let pool = database(app).await;
    let triggers: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_entry'",
    )
    .fetch_all(&pool)
    .await
    .expect("triggers");
    for trigger in triggers {
        let drop = sqlx::AssertSqlSafe(format!("DROP TRIGGER \"{trigger}\""));
        sqlx::query(drop).execute(&pool).await.expect("dropped");
    }
    let changed = sqlx::query(statement).execute(&pool).await.expect("a change");
    assert!(changed.rows_affected() > 0, "{statement}");
    pool.close().await;
}

async fn ready() -> App {
    let app = App::new().await;
    let viewer = app.owner(EVE).await;
    app.backend.add_connection(&viewer, connection()).await.expect("a credential");
    app
}

#[tokio::test]
async fn while_all_is_what_was_written_nobody_is_told_and_it_is_looked_at_once_a_day() {
    let app = ready().await;
    assert_eq!(app.backend.examine().await.unwrap(), Findings::default());
    assert_eq!(alerts(&app).await, 0);
    let before = app.backend.last_keeping().await.unwrap().examination.expect("it was noted").at;
    app.clock.advance(DAY / 2);
    app.backend.keep_examining().await.unwrap();
    assert_eq!(app.backend.last_keeping().await.unwrap().examination.map(|run| run.at), Some(before));
    app.clock.advance(DAY / 2);
    app.backend.keep_examining().await.unwrap();
    assert_eq!(app.backend.last_keeping().await.unwrap().examination.map(|run| run.at), Some(before + DAY));
}

#[tokio::test]
async fn whatever_was_changed_past_the_program_raises_an_alert() {
    let found = Findings::default();
    for (statement, expected) in [
        (
            "UPDATE provider_connection SET last_four = 'x', base_url = 'https://evil.atlassian.net'",
            Findings { unreadable: 1, ..found },
        ),
        (
            "UPDATE provider_connection SET secret_enc = CAST(substr(secret_enc, 1, 40) || x'00' || substr(secret_enc, 42) AS BLOB)",
            Findings { unreadable: 1, ..found },
        ),
        (
            "INSERT INTO recovery_code (account_id, code_hash) VALUES ('nobody', zeroblob(32))",
            Findings { dangling: 1, ..found },
        ),
        ("UPDATE audit_entry SET time = time + 1 WHERE seq = 1", Findings { altered_logs: 1, ..found }),
    ] {
        let app = ready().await;
        past_the_program(&app, statement).await;
        assert_eq!(app.backend.examine().await.unwrap(), expected, "{statement}");
        assert_eq!(alerts(&app).await, 1, "{statement}");
        let last = app.backend.last_keeping().await.unwrap();
        assert!(last.examination.is_none() && last.examination_trouble.is_some(), "{statement}");
        app.backend.examine().await.unwrap();
        assert_eq!(alerts(&app).await, 2, "it is counted on, in one alert");
    }
    proves(&["AT-07"]);
}

#[tokio::test]
async fn a_byte_that_the_disk_changed_is_noticed() {
    let app = ready().await;
    app.backend.stop().await;
    let file = app.directory.path().join("altaclario.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    // The address stands in the table and in the index by address: one of them changes.
    let places: Vec<usize> =
        (0..bytes.len() - EVE.len()).filter(|at| bytes[*at..].starts_with(EVE.as_bytes())).collect();
    assert!(places.len() >= 2, "{places:?}");
    bytes[places[0]] = b'f';
    fs::write(&file, bytes).unwrap();
    let backend = Backend::start(config(&app.directory), Arc::clone(&app.clock) as _).await.unwrap();
    let findings = backend.examine().await.unwrap();
    assert!(findings.damaged > 0, "{findings:?}");
    assert_eq!(alerts(&app).await, 1);
    let refused = backend.back_up().await.unwrap_err();
    assert!(refused.to_string().contains("not whole"), "{refused}");
    backend.stop().await;
}
