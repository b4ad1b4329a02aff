//! What the tables themselves guarantee, whoever writes to them.

use std::os::unix::fs::MetadataExt;

use clario_store::{Enrolment, Gate, Store};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::fixture::{Fixture, NOW, sealed};

async fn raw(fixture: &Fixture) -> SqlitePool {
    let options =
        SqliteConnectOptions::new().filename(fixture.directory.path().join("db.sqlite")).foreign_keys(true);
    SqlitePool::connect_with(options).await.expect("the same file")
}

#[tokio::test]
async fn the_database_is_readable_by_its_owner_only() {
    let fixture = Fixture::new().await;
    fixture.person("a@example.com").await;
    let mut files = 0;
    for entry in std::fs::read_dir(&fixture.directory).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().mode() & 0o777, 0o600, "{:?}", entry.file_name());
        files += 1;
    }
    assert!(files >= 2, "the database and its write-ahead log");
}

#[tokio::test]
async fn every_table_is_strict() {
    let fixture = Fixture::new().await;
    let pool = raw(&fixture).await;
    let loose: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0
         AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert!(loose.is_empty(), "{loose:?}");
}

#[tokio::test]
async fn an_account_has_no_column_beyond_what_is_promised() {
    let fixture = Fixture::new().await;
    let pool = raw(&fixture).await;
    let columns: Vec<String> =
        sqlx::query_scalar("SELECT name FROM pragma_table_info('account')").fetch_all(&pool).await.unwrap();
    let promised = "id email name password_phc created acceptance_id verified_at security_revision dek_wrapped \
                    dek_uses theme density closed_at purge_after undo_hash restricted_at";
    assert_eq!(columns.join(" "), promised);
    clario_proofs::proves(&["AC-03", "AC-94"]);
}

#[tokio::test]
async fn there_is_no_account_without_an_acceptance() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let pool = raw(&fixture).await;
    let insert = "INSERT INTO account (id, email, name, password_phc, created, acceptance_id)
                  VALUES ('x', 'x@example.com', 'X', '', 0, ";
    for acceptance in ["'none'", "NULL", "(SELECT id FROM acceptance)"] {
        let statement = sqlx::AssertSqlSafe(format!("{insert}{acceptance})"));
        assert!(sqlx::query(statement).execute(&pool).await.is_err(), "{acceptance}");
    }
    assert!(sqlx::query("DELETE FROM acceptance").execute(&pool).await.is_err());
    assert_eq!(fixture.store.acceptances(&person.account).await.unwrap().len(), 1);
    sqlx::query("DELETE FROM account").execute(&pool).await.unwrap();
    let left: i64 =
        sqlx::query_scalar("SELECT (SELECT count(*) FROM acceptance) + (SELECT count(*) FROM membership)")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(left, 0, "an account takes its rows along");
    clario_proofs::proves(&["AC-06"]);
}

#[tokio::test]
async fn of_many_who_use_the_first_operators_link_at_once_one_becomes_it() {
    let fixture = Fixture::new().await;
    fixture.store.settle_installation(&sealed(), NOW).await.unwrap();
    let token = [7; 32];
    assert!(fixture.store.offer_operator(&token).await.unwrap());
    let attempts: Vec<_> = (0..8)
        .map(|number| {
            let store = fixture.store.clone();
            let directory = tempfile::tempdir().unwrap();
            let racer = Fixture { directory, store };
            tokio::spawn(async move {
                let email = format!("{number}@example.com");
                racer.enrol(Gate::Operator(token), &email).await.2
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for attempt in attempts {
        outcomes.push(attempt.await.unwrap());
    }
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Enrolment::Made).count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Enrolment::Closed).count(), 7, "{outcomes:?}");
    assert_eq!(fixture.store.operators().await.unwrap().len(), 1);
    assert!(!fixture.store.is_operator_token(&token).await.unwrap(), "the link works no more");
    assert!(!fixture.store.offer_operator(&token).await.unwrap(), "and there is no other");
}

#[tokio::test]
async fn opening_again_keeps_what_is_there_and_garbage_is_refused() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    fixture.store.close().await;
    let path = fixture.directory.path().join("db.sqlite");
    let again = Store::open(&path).await.unwrap();
    assert!(again.account(&person.account).await.unwrap().is_some());
    again.close().await;
    let garbage = fixture.directory.path().join("garbage.sqlite");
    std::fs::write(&garbage, "this is no database".repeat(1000)).unwrap();
    assert!(Store::open(&garbage).await.is_err());
}

#[test]
fn only_reports_hold_words_of_a_person_who_is_gone() {
    let survivors: Vec<_> = clario_store::RULES
        .iter()
        .filter(|rule| matches!(rule.ends, clario_store::Ends::Survives(_)))
        .map(|rule| rule.table)
        .collect();
    // Keys, counts, marks under a key, work under way, and what everybody was told; what is left is what the law asks to
    // be kept.
    let nobodys = [
        "installation",
        "key_check",
        "server_key",
        "signing_key",
        "ledger_key",
        "security_event",
        "alert",
        "purge_ticket",
        "deletion_ledger",
        "consent_chain",
        "consent_gap",
        "consent_checkpoint",
        "consent_tally",
        "telemetry_sample",
        "telemetry_total",
        "incident",
        "retention_run",
        "keeping_run",
        "notice",
        "operator_statement",
    ];
    let left: Vec<_> = survivors.into_iter().filter(|table| !nobodys.contains(table)).collect();
    assert_eq!(left, ["request", "request_entry"]);
    clario_proofs::proves(&["AC-69"]);
}
