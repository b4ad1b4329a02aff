//! The chain: what was written can be verified, and whatever was altered behind our back shows.

use clario_store::{Act, Break, NewCheckpoint};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::fixture::{Fixture, NOW, Person};

/// Somebody who can write to the file past the program.
pub(crate) async fn raw(fixture: &Fixture) -> SqlitePool {
    let options =
        SqliteConnectOptions::new().filename(fixture.directory.path().join("db.sqlite")).foreign_keys(true);
    SqlitePool::connect_with(options).await.expect("the same file")
}

/// Takes the triggers away, as somebody would who wants to alter entries.
async fn without_triggers(fixture: &Fixture) -> SqlitePool {
    let pool = raw(fixture).await;
    let triggers: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit%'")
            .fetch_all(&pool)
            .await
            .expect("the triggers");
    assert!(triggers.len() >= 5, "{triggers:?}");
    for trigger in triggers {
        run(&pool, &format!("DROP TRIGGER {trigger}")).await;
    }
    pool
}

async fn run(pool: &SqlitePool, statement: &str) -> u64 {
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(pool).await.expect("a good statement").rows_affected()
}

async fn broken(fixture: &Fixture, person: &Person) -> Option<(i64, Break)> {
    fixture.store.verify_audit_log(&person.scope).await.expect("an answer").broken
}

/// A workspace whose log has twelve entries: one for making it, eleven for renaming it.
async fn busy(fixture: &Fixture, email: &str) -> Person {
    let person = fixture.person(email).await;
    for number in 2..=12 {
        let name = format!("Name {number}");
        fixture.store.rename_workspace(&person.scope, &name, NOW + number).await.expect("renamed");
    }
    person
}

async fn checkpoint(fixture: &Fixture, person: &Person) {
    let report = fixture.store.verify_audit_log(&person.scope).await.expect("an answer");
    assert_eq!(report.broken, None);
    let checkpoint =
        NewCheckpoint { seq: report.entries, hash: &report.head, signer: &[1; 32], signature: &[2; 64] };
    fixture.store.add_checkpoint(&person.scope, &checkpoint, NOW + 100).await.expect("kept");
}

#[tokio::test]
async fn a_log_that_nobody_altered_verifies() {
    let fixture = Fixture::new().await;
    let person = busy(&fixture, "a@example.com").await;
    let report = fixture.store.verify_audit_log(&person.scope).await.unwrap();
    assert_eq!((report.entries, report.broken), (12, None));
    let newest = fixture.store.audit_entries(&person.scope, None, 5).await.unwrap();
    assert_eq!(newest.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [12, 11, 10, 9, 8]);
    assert_eq!(newest[0].hash, report.head);
    let older = fixture.store.audit_entries(&person.scope, Some(8), 100).await.unwrap();
    assert_eq!(older.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(older[6].event, "workspace.made");
    assert!(older[0].actor_clear.as_deref().unwrap().contains("a@example.com"));
}

#[tokio::test]
async fn a_change_that_changes_nothing_leaves_no_entry() {
    let fixture = Fixture::new().await;
    let person = busy(&fixture, "a@example.com").await;
    fixture.store.rename_workspace(&person.scope, "Name 12", NOW).await.unwrap();
    fixture.store.set_zone(&person.scope, "UTC", NOW).await.unwrap();
    fixture.store.set_teams(&person.scope, &[], NOW).await.unwrap();
    fixture.store.set_holidays(&person.scope, &[], NOW).await.unwrap();
    assert_eq!(fixture.store.verify_audit_log(&person.scope).await.unwrap().entries, 12);
}

#[tokio::test]
async fn every_altered_field_shows() {
    for (field, value, expected) in [
        ("time", "time - 1", Break::Entry),
        ("event", "'workspace.made'", Break::Entry),
        ("actor_kind", "'operator'", Break::Entry),
        ("facts", "'{\"a\":\"b\"}'", Break::Entry),
        ("hash", "randomblob(32)", Break::Entry),
        ("actor_commitment", "randomblob(32)", Break::Entry),
        ("actor_commitment", "NULL", Break::Entry),
        ("subject_commitment", "randomblob(32)", Break::Entry),
        ("actor_salt", "randomblob(32)", Break::Person),
        ("actor_clear", "'{\"name\":\"Somebody else\"}'", Break::Person),
        ("subject_salt", "randomblob(32)", Break::Person),
        ("subject_clear", "'{\"words\":\"Something else\"}'", Break::Person),
        ("subject_clear", "NULL", Break::Person),
        ("seq", "99", Break::Order),
    ] {
        let fixture = Fixture::new().await;
        let person = busy(&fixture, "a@example.com").await;
        let pool = without_triggers(&fixture).await;
        assert_eq!(run(&pool, &format!("UPDATE audit_entry SET {field} = {value} WHERE seq = 7")).await, 1);
        let (at, why) = broken(&fixture, &person).await.unwrap_or_else(|| panic!("{field} = {value}"));
        assert_eq!(why, expected, "{field} = {value}");
        assert!(at == 7 || field == "seq", "{field}: {at}");
    }
}

#[tokio::test]
async fn an_entry_of_another_workspace_does_not_fit_in() {
    let fixture = Fixture::new().await;
    let (mine, theirs) = (busy(&fixture, "a@example.com").await, busy(&fixture, "b@example.com").await);
    let pool = without_triggers(&fixture).await;
    run(&pool, "CREATE TEMP TABLE swap AS SELECT * FROM audit_entry WHERE seq = 12").await;
    let (a, b) = (mine.workspace.as_str(), theirs.workspace.as_str());
    run(&pool, &format!("DELETE FROM audit_entry WHERE seq = 12 AND workspace_id = '{a}'")).await;
    run(
        &pool,
        &format!("UPDATE audit_entry SET workspace_id = '{a}' WHERE seq = 12 AND workspace_id = '{b}'"),
    )
    .await;
    assert_eq!(broken(&fixture, &mine).await, Some((12, Break::Entry)));
    assert_eq!(broken(&fixture, &theirs).await, None, "its tail is gone, which only a checkpoint could tell");
}

#[tokio::test]
async fn an_entry_taken_out_of_the_middle_shows() {
    let fixture = Fixture::new().await;
    let person = busy(&fixture, "a@example.com").await;
    let pool = without_triggers(&fixture).await;
    run(&pool, "DELETE FROM audit_entry WHERE seq = 7").await;
    assert_eq!(broken(&fixture, &person).await, Some((8, Break::Order)));
    run(&pool, "UPDATE audit_entry SET seq = seq - 1 WHERE seq > 7").await;
    assert_eq!(broken(&fixture, &person).await, Some((7, Break::Entry)), "closing the gap does not help");
}

#[tokio::test]
async fn a_tail_that_was_cut_off_shows_by_the_checkpoint() {
    let fixture = Fixture::new().await;
    let person = busy(&fixture, "a@example.com").await;
    checkpoint(&fixture, &person).await;
    assert_eq!(broken(&fixture, &person).await, None);
    let pool = without_triggers(&fixture).await;
    run(&pool, "DELETE FROM audit_entry WHERE seq > 10").await;
    assert_eq!(broken(&fixture, &person).await, Some((12, Break::Checkpoint)));
}

/// Whoever rewrites the end of a chain can make all its hashes right again, but not the signed head.
#[tokio::test]
async fn a_fork_shows_by_the_checkpoint() {
    let fixture = Fixture::new().await;
    let person = busy(&fixture, "a@example.com").await;
    checkpoint(&fixture, &person).await;
    let pool = without_triggers(&fixture).await;
    run(&pool, "DELETE FROM audit_entry WHERE seq > 9").await;
    for number in 10..=14 {
        // The program itself writes the other history, so that every hash is right.
        let name = format!("Another name {number}");
        fixture.store.rename_workspace(&person.scope, &name, NOW + number).await.unwrap();
    }
    assert_eq!(broken(&fixture, &person).await, Some((12, Break::Checkpoint)));
}

#[tokio::test]
async fn a_clock_that_jumps_does_not_break_the_order() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    for (name, now) in [("One", NOW + 9_000), ("Two", NOW - 9_000_000), ("Three", 0), ("Four", i64::MAX)] {
        fixture.store.rename_workspace(&person.scope, name, now).await.unwrap();
    }
    let report = fixture.store.verify_audit_log(&person.scope).await.unwrap();
    assert_eq!((report.entries, report.broken), (5, None));
    let entries = fixture.store.audit_entries_after(&person.scope, 1, 10).await.unwrap();
    let words: Vec<_> = entries.iter().map(|entry| entry.subject_clear.clone().unwrap()).collect();
    assert_eq!(words, ["One", "Two", "Three", "Four"].map(|name| format!("{{\"words\":\"{name}\"}}")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writers_at_once_make_one_chain() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let write = |writer: char| {
        let store = fixture.store.clone();
        let (account, workspace) = (person.account.clone(), person.workspace.clone());
        tokio::spawn(async move {
            let scope = store.scope(&account, &workspace).await.unwrap().unwrap();
            for number in 0..100 {
                store.rename_workspace(&scope, &format!("{writer}{number}"), NOW + number).await.unwrap();
            }
        })
    };
    let (one, other) = (write('a'), write('b'));
    one.await.unwrap();
    other.await.unwrap();
    let report = fixture.store.verify_audit_log(&person.scope).await.unwrap();
    assert_eq!((report.entries, report.broken), (201, None));
    let entries = fixture.store.audit_entries_after(&person.scope, 1, 1_000).await.unwrap();
    for writer in ["a", "b"] {
        let begins = format!("{{\"words\":\"{writer}");
        let written =
            entries.iter().filter(|entry| entry.subject_clear.as_deref().unwrap().starts_with(&begins));
        assert_eq!(written.count(), 100);
    }
}

#[tokio::test]
async fn an_act_that_fails_leaves_no_entry_and_an_entry_never_stands_without_its_act() {
    let fixture = Fixture::new().await;
    let (mine, theirs) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let connection = fixture.connection(&theirs).await;
    assert!(fixture.store.remove_connection(&mine.scope, &connection, NOW).await.is_err());
    assert!(fixture.store.label_connection(&mine.scope, &connection, Some("x"), NOW).await.is_err());
    assert_eq!(fixture.store.verify_audit_log(&mine.scope).await.unwrap().entries, 1);
    let pool = raw(&fixture).await;
    run(
        &pool,
        "CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT raise(ABORT, 'the disk is full'); END",
    )
    .await;
    assert!(fixture.store.rename_workspace(&mine.scope, "Unheard of", NOW).await.is_err());
    assert_eq!(fixture.store.workspace_name(&mine.scope).await.unwrap(), "Theirs", "nothing was renamed");
}

#[tokio::test]
async fn the_tables_themselves_refuse_to_forget() {
    let fixture = Fixture::new().await;
    let person = busy(&fixture, "a@example.com").await;
    checkpoint(&fixture, &person).await;
    let pool = raw(&fixture).await;
    let refused = [
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE seq = 12",
        "DELETE FROM audit_checkpoint",
        "DELETE FROM workspace",
        "UPDATE audit_entry SET time = 0",
        "UPDATE audit_entry SET actor_clear = 'x'",
        "UPDATE audit_entry SET actor_clear = NULL",
        "UPDATE audit_entry SET hash = randomblob(32)",
        "UPDATE audit_checkpoint SET seq = 1",
        "INSERT INTO audit_entry SELECT workspace_id, 99, time, event, actor_kind, facts, NULL, NULL, NULL, NULL,
             NULL, NULL, NULL, NULL, hash FROM audit_entry WHERE seq = 12",
        "INSERT OR REPLACE INTO audit_entry SELECT workspace_id, 12, 0, event, actor_kind, facts, NULL, NULL, NULL,
             NULL, NULL, NULL, NULL, NULL, hash FROM audit_entry WHERE seq = 12",
    ];
    for statement in refused {
        assert!(sqlx::query(statement).execute(&pool).await.is_err(), "{statement}");
    }
    assert_eq!(broken(&fixture, &person).await, None);
    // A ticket for another workspace, or for an account of this name, or one that is not due yet, opens nothing.
    let workspace = person.workspace.as_str();
    let far = NOW * 2;
    for (kind, subject, due) in
        [("workspace", "another", 0), ("account", workspace, 0), ("workspace", workspace, far)]
    {
        run(
            &pool,
            &format!("INSERT INTO purge_ticket (kind, subject, due, opened) VALUES ('{kind}', '{subject}', {due}, {NOW})"),
        )
        .await;
        assert!(sqlx::query("DELETE FROM workspace").execute(&pool).await.is_err(), "{kind} {subject} {due}");
    }
    run(&pool, &format!("UPDATE purge_ticket SET opened = {far} WHERE due = {far}")).await;
    run(&pool, "DELETE FROM workspace").await;
    let left: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM audit_entry) + (SELECT count(*) FROM audit_checkpoint)",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(left, 0, "the log ends with its workspace");
    clario_proofs::proves(&["AC-81"]);
}

#[tokio::test]
async fn a_person_who_was_erased_is_gone_and_the_chain_still_verifies() {
    let fixture = Fixture::new().await;
    let person = busy(&fixture, "a@example.com").await;
    let act = Act::InvitationWithdrawn { email: "gone@example.com" };
    fixture.store.record(&person.scope, &act, NOW).await.unwrap();
    checkpoint(&fixture, &person).await;
    let pool = raw(&fixture).await;
    let erased = run(
        &pool,
        "UPDATE audit_entry SET actor_salt = NULL, actor_clear = NULL, actor_account = NULL, subject_salt = NULL,
             subject_clear = NULL, subject_account = NULL",
    )
    .await;
    assert_eq!(erased, 13);
    assert_eq!(broken(&fixture, &person).await, None);
    let entries = fixture.store.audit_entries(&person.scope, None, 100).await.unwrap();
    assert!(entries.iter().all(|entry| entry.actor_clear.is_none() && entry.subject_salt.is_none()));
    assert!(entries.iter().all(|entry| entry.actor_commitment.is_some()));
    clario_proofs::proves(&["AC-81"]);
}
