//! Closing, undoing and destroying: what is seen, what comes back, and what is left on the disk.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clario_store::{
    AccountClosing, AccountId, Auth, CredentialState, Ends, Error, Purge, RULES, SealedSecret, Subject,
};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::fixture::{Fixture, NOW, Person, sealed};

const DAY: i64 = 86_400;
const GRACE: i64 = 30 * DAY;
const UNDO: [u8; 32] = [7; 32];
/// Stands in every text that is about the person.
const CANARY: &str = "Wilhelmina-Quackenbush";

impl Fixture {
    async fn raw(&self) -> SqlitePool {
        let options = SqliteConnectOptions::new()
            .filename(self.directory.path().join("db.sqlite"))
            .foreign_keys(true)
            .pragma("secure_delete", "ON");
        SqlitePool::connect_with(options).await.expect("the same file")
    }

    async fn close(&self, account: &AccountId) -> AccountClosing {
        self.store.close_account(account, &UNDO, NOW + GRACE, &[], NOW).await.expect("an answer")
    }

    /// What the hourly work does.
    async fn purge_all(&self, now: i64) -> usize {
        let purges = self.store.purges(now).await.expect("a list");
        for purge in &purges {
            self.store.purge(purge, &mark(purge), now).await.expect("purged");
        }
        assert!(self.store.erase(now).await.expect("erased"));
        purges.len()
    }

    async fn count(&self, table: &str) -> i64 {
        let statement = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        sqlx::query_scalar(statement).fetch_one(&self.raw().await).await.expect("a count")
    }

    /// A row in every table that can be about somebody, with the canary wherever a text can stand.
    async fn fill(&self, person: &Person) {
        let connection = self.connection(person).await;
        let pool = self.raw().await;
        let (account, workspace) = (person.account.as_str(), person.workspace.as_str());
        for statement in [
            "UPDATE account SET name = :canary, email = :canary || '@example.org' WHERE id = :account",
            "UPDATE workspace SET name = :canary WHERE id = :workspace",
            "UPDATE provider_connection SET label = :canary WHERE id = :connection",
            "INSERT INTO session (token_hash, id, account_id, created, last_seen, browser, network)
                 VALUES (randomblob(32), hex(randomblob(8)), :account, :now, :now, 'other', :canary)",
            "INSERT INTO totp (account_id, seed, revision, created, last_used_step)
                 VALUES (:account, CAST(:canary AS BLOB), 1, :now, 0)",
            "INSERT INTO recovery_code (account_id, code_hash) VALUES (:account, randomblob(32))",
            "INSERT INTO mail_token (token_hash, account_id, purpose, email, security_revision, expires)
                 VALUES (randomblob(32), :account, 'change_address', :canary, 1, :now + 1800)",
            "INSERT INTO operator (account_id, since) VALUES (:account, :now)",
            "INSERT INTO consent_event SELECT 1 + seq, hex(randomblob(8)), :canary, :account, 'analytics', 'given',
                 'banner_accept', 'first', 'en', zeroblob(32), 1, zeroblob(32), 0, 0, :now, :now, NULL, randomblob(32)
                 FROM consent_chain",
            "INSERT INTO invitation (id, workspace_id, email, role, token_hash, invited_by, created, expires)
                 VALUES (hex(randomblob(8)), :workspace, :canary, 'viewer', randomblob(32), :account, :now, :now + 9)",
            "INSERT INTO break_glass_grant (id, workspace_id, operator_id, reason, created, ends)
                 VALUES (hex(randomblob(8)), :workspace, :account, :canary, :now, :now + 60)",
            "INSERT INTO workflow (id, workspace_id, label, restart_on_queue, include_subtasks)
                 VALUES ('w' || :workspace, :workspace, :canary, 0, 0)",
            "INSERT INTO status_stage (workspace_id, workflow_id, connection_id, status_id, stage)
                 VALUES (:workspace, 'w' || :workspace, :connection, :canary, 'done')",
            "INSERT INTO team (id, workspace_id, position, label, workflow_id)
                 VALUES ('t' || :workspace, :workspace, 1, :canary, 'w' || :workspace)",
            "INSERT INTO team_source (workspace_id, team_id, connection_id, kind, provider_id, position)
                 VALUES (:workspace, 't' || :workspace, :connection, 'board', :canary, 1)",
            "INSERT INTO holiday (workspace_id, day, label) VALUES (:workspace, '2026-12-25', :canary)",
            "INSERT INTO removed_resolution (workspace_id, connection_id, resolution_id)
                 VALUES (:workspace, :connection, :canary)",
            "INSERT INTO audit_checkpoint (workspace_id, seq, hash, time, signer, signature)
                 VALUES (:workspace, 1, randomblob(32), :now, randomblob(32), randomblob(64))",
            "INSERT INTO notification
                 (id, account_id, template, idempotency_key, sealed, state, next_at, created)
                 VALUES (hex(randomblob(8)), :account, 'x', hex(randomblob(8)), CAST(:canary AS BLOB), 'waiting', 0, :now)",
            "INSERT INTO quota_counter (account_id, day, kind, n) VALUES (:account, 20700, 'exports', 1)",
            "INSERT INTO request (id, form, category, account_id, sealed, created, due, keep_until)
                 VALUES ('m' || :account, 'contact', 'other', :account, CAST(:canary AS BLOB), :now, :now + 9, :now + 99999999)",
            "INSERT INTO request_entry (id, request_id, kind, sealed, time)
                 VALUES ('e' || :account, 'm' || :account, 'reply', CAST(:canary AS BLOB), :now)",
            "INSERT INTO quota_counter (workspace_id, day, kind, n) VALUES (:workspace, 20700, 'exports', 1)",
        ] {
            let statement = statement
                .replace(":canary", &format!("'{CANARY}'"))
                .replace(":account", &format!("'{account}'"))
                .replace(":workspace", &format!("'{workspace}'"))
                .replace(":connection", &format!("'{connection}'"))
                .replace(":now", &NOW.to_string());
            sqlx::query(sqlx::AssertSqlSafe(statement.clone())).execute(&pool).await.expect(&statement);
        }
        pool.close().await;
    }
}

fn mark(purge: &Purge) -> [u8; 32] {
    let mut mark = [0; 32];
    for (at, byte) in purge.subject.bytes().enumerate() {
        mark[at % 32] ^= byte.wrapping_mul(31);
    }
    mark
}

async fn session_of(fixture: &Fixture, account: &AccountId) -> bool {
    let pool = fixture.raw().await;
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM session WHERE account_id = ?)")
        .bind(account)
        .fetch_one(&pool)
        .await
        .expect("a store")
}

#[tokio::test]
async fn a_closed_account_is_locked_out_at_once_and_comes_back_without_its_credentials() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let connection = fixture.connection(&person).await;
    fixture.fill(&person).await;
    assert_eq!(fixture.close(&person.account).await, AccountClosing::Done(vec![person.workspace.clone()]));
    assert_eq!(fixture.close(&person.account).await, AccountClosing::Gone, "only once");

    for day in [0, 1, 29] {
        let now = NOW + day * DAY;
        assert_eq!(fixture.purge_all(now).await, 0, "nothing goes on day {day}");
        assert!(fixture.store.scope(&person.account, &person.workspace).await.unwrap().is_none());
        assert!(fixture.store.scope_for_upkeep(&person.workspace).await.unwrap().is_none());
        assert!(fixture.store.workspaces(&person.account).await.unwrap().is_empty());
        assert!(fixture.store.connected_workspaces().await.unwrap().is_empty());
        assert!(!session_of(&fixture, &person.account).await, "no session");
        assert_eq!(fixture.count("invitation").await, 0, "no invitation stays good");
        assert_eq!(
            fixture.store.account_to_reopen(&UNDO, now).await.unwrap().as_ref(),
            Some(&person.account),
            "day {day}"
        );
    }
    assert!(fixture.store.account_to_reopen(&[8; 32], NOW).await.unwrap().is_none());

    let d29 = NOW + 29 * DAY;
    assert!(fixture.store.reopen_account(&person.account, d29).await.unwrap());
    assert!(!fixture.store.reopen_account(&person.account, d29).await.unwrap(), "it is open");
    let scope =
        fixture.store.scope(&person.account, &person.workspace).await.unwrap().expect("a member again");
    let back = fixture.store.connection(&scope, &connection).await.unwrap();
    assert_eq!((back.credential_state, back.last_four.as_str()), (CredentialState::Destroyed, ""));
    assert!(matches!(fixture.store.connection_secret(&scope, &connection).await, Err(Error::Destroyed)));
    assert_eq!(fixture.count("team").await, 1, "all settings are back");
    assert_eq!(fixture.purge_all(NOW + 400 * DAY).await, 0, "and nothing goes any more");

    let revision = fixture.store.secret_revision(&scope, &connection).await.unwrap() + 1;
    let secret = SealedSecret { sealed: sealed(), revision, last_four: "2222".to_owned() };
    let url = "https://acme.atlassian.net";
    let entered =
        fixture.store.replace_connection_secret(&scope, &connection, url, Auth::Bearer, &secret, NOW).await;
    assert!(entered.unwrap());
    let renewed = fixture.store.connection(&scope, &connection).await.unwrap();
    assert_eq!(renewed.credential_state, CredentialState::Good);
    clario_proofs::proves(&["AC-79"]);
}

#[tokio::test]
async fn the_thirtieth_day_is_the_end() {
    for (day, gone) in [(29, false), (30, true), (31, true)] {
        let fixture = Fixture::new().await;
        let person = fixture.person("a@example.com").await;
        fixture.fill(&person).await;
        fixture.close(&person.account).await;
        let now = NOW + day * DAY;
        assert_eq!(fixture.store.account_to_reopen(&UNDO, now).await.unwrap().is_none(), gone, "day {day}");
        if gone {
            assert!(!fixture.store.reopen_account(&person.account, now).await.unwrap(), "day {day}");
        }
        assert_eq!(fixture.purge_all(now).await, if gone { 2 } else { 0 }, "day {day}");
        assert_eq!(fixture.count("account").await == 0, gone, "day {day}");
        assert_eq!(fixture.count("deletion_ledger").await, if gone { 2 } else { 0 });
        assert_eq!(fixture.store.reopen_account(&person.account, now).await.unwrap(), !gone);
    }
    clario_proofs::proves(&["AC-79"]);
}

#[tokio::test]
async fn whoever_is_needed_hands_over_first() {
    let fixture = Fixture::new().await;
    let (owner, member) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let pool = fixture.raw().await;
    let join = async |role: &str| {
        let statement = "INSERT INTO membership (workspace_id, account_id, role, created) VALUES (?, ?, ?, 0)
                         ON CONFLICT DO UPDATE SET role = excluded.role";
        let insert = sqlx::query(statement).bind(owner.workspace.as_str()).bind(member.account.as_str());
        insert.bind(role).execute(&pool).await.unwrap();
    };
    join("admin").await;
    let refused = fixture.close(&owner.account).await;
    let AccountClosing::LastOwner(held) = refused else { panic!("{refused:?}") };
    assert_eq!(held.iter().map(|it| &it.id).collect::<Vec<_>>(), [&owner.workspace]);
    assert!(
        fixture.store.scope(&owner.account, &owner.workspace).await.unwrap().is_some(),
        "nothing happened"
    );

    join("owner").await;
    assert_eq!(fixture.close(&owner.account).await, AccountClosing::Done(Vec::new()));
    assert!(fixture.store.scope(&member.account, &owner.workspace).await.unwrap().is_some(), "others go on");
    fixture.purge_all(NOW + GRACE).await;
    let scope = fixture.store.scope(&member.account, &owner.workspace).await.unwrap().expect("still");
    let entries = fixture.store.audit_entries(&scope, None, 100).await.unwrap();
    assert!(entries.len() >= 2, "the log of the workspace stays");
    let named = entries.iter().filter(|entry| entry.actor_clear.is_some()).count();
    assert_eq!(named, 0, "and names the person no more");
    assert_eq!(fixture.store.verify_audit_log(&scope).await.unwrap().broken, None, "the chain still holds");
}

#[tokio::test]
async fn a_closed_workspace_is_gone_for_all_and_comes_back_for_an_owner() {
    let fixture = Fixture::new().await;
    let (owner, stranger) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    fixture.fill(&owner).await;
    assert!(fixture.store.close_workspace(&owner.scope, NOW + GRACE, &[], NOW).await.unwrap());
    assert!(!fixture.store.close_workspace(&owner.scope, NOW + GRACE, &[], NOW).await.unwrap(), "only once");
    assert!(fixture.store.scope(&owner.account, &owner.workspace).await.unwrap().is_none());
    let closed = fixture.store.closed_workspaces(&owner.account, NOW).await.unwrap();
    assert_eq!(closed.len(), 1);
    assert!(fixture.store.closed_workspaces(&stranger.account, NOW).await.unwrap().is_empty());
    for (account, now) in [(&stranger.account, NOW), (&owner.account, NOW + GRACE)] {
        let refused = fixture.store.reopen_workspace(account, &owner.workspace, now).await;
        assert!(matches!(refused, Err(Error::Missing)), "{refused:?}");
        let refused = fixture.store.hasten_workspace(&stranger.account, &owner.workspace, now).await;
        assert!(matches!(refused, Err(Error::Missing)), "{refused:?}");
    }
    fixture.store.reopen_workspace(&owner.account, &owner.workspace, NOW + 29 * DAY).await.unwrap();
    assert!(fixture.store.scope(&owner.account, &owner.workspace).await.unwrap().is_some());

    assert!(fixture.store.close_workspace(&owner.scope, NOW + GRACE, &[], NOW).await.unwrap());
    fixture.store.hasten_workspace(&owner.account, &owner.workspace, NOW + 60).await.unwrap();
    assert_eq!(fixture.purge_all(NOW + 60).await, 1, "on demand it goes at once");
    assert_eq!(fixture.count("workspace").await, 1, "that of the stranger");
    assert_eq!(fixture.count("audit_entry").await, 1, "the log went along");
    clario_proofs::proves(&["AZ-03"]);
}

#[tokio::test]
async fn a_purge_that_was_begun_cannot_be_undone_and_goes_on_after_any_interruption() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    fixture.fill(&person).await;
    fixture.close(&person.account).await;
    let pool = fixture.raw().await;
    for (kind, subject) in [("account", person.account.as_str()), ("workspace", person.workspace.as_str())] {
        sqlx::query("INSERT INTO purge_ticket (kind, subject, due, opened) VALUES (?, ?, ?, ?)")
            .bind(kind)
            .bind(subject)
            .bind(NOW)
            .bind(NOW)
            .execute(&pool)
            .await
            .unwrap();
    }
    assert!(!fixture.store.reopen_account(&person.account, NOW).await.unwrap());
    assert_eq!(fixture.purge_all(NOW).await, 2, "before its time, since it was begun");
    assert_eq!((fixture.count("account").await, fixture.count("purge_ticket").await), (0, 0));
    assert_eq!(fixture.purge_all(NOW + GRACE).await, 0);
    let again = Purge { kind: Subject::Account, subject: person.account.to_string(), due: NOW };
    assert_eq!(fixture.store.purge(&again, &mark(&again), NOW).await.unwrap(), 0, "twice does nothing");
    assert!(fixture.store.is_in_ledger(&mark(&again)).await.unwrap());
}

/// All ways a text may stand in a file.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let hex = text.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("well made");
        hex
    });
    let mut all = vec![text.as_bytes().to_vec(), hex.clone().into_bytes(), hex.to_uppercase().into_bytes()];
    all.extend(text.as_bytes().windows(12).take(1).map(<[u8]>::to_vec));
    all.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    all.extend((0..3).map(|shift| base64_core(text.as_bytes(), shift)));
    all
}

/// The characters of base64 that do not depend on what stands around the text.
fn base64_core(bytes: &[u8], shift: usize) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let inner = &bytes[(3 - shift) % 3..];
    let whole = inner.len() - inner.len() % 3;
    inner[..whole]
        .chunks_exact(3)
        .flat_map(|three| {
            let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
            [18, 12, 6, 0].map(|shift| DIGITS[(bits >> shift & 63) as usize])
        })
        .collect()
}

fn files_with(fixture: &Fixture, needles: &[Vec<u8>]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&fixture.directory).expect("well made").flatten() {
        let bytes = std::fs::read(entry.path()).expect("well made");
        for needle in needles {
            if memchr::memmem::find(&bytes, needle).is_some() {
                found.push(entry.path().display().to_string());
            }
        }
    }
    found
}

#[tokio::test]
async fn after_the_purge_no_file_remembers_the_person() {
    let fixture = Fixture::new().await;
    let (person, other) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let mut needles = encodings(CANARY);
    needles.extend(encodings(person.account.as_str()));
    needles.extend(encodings(person.workspace.as_str()));
    // Rows of two people in turn, so that pages are split and what moves leaves something behind.
    let pool = fixture.raw().await;
    let mut change = pool.begin().await.unwrap();
    for number in 0..1_500 {
        for whose in [&person, &other] {
            let text =
                if number % 2 == 0 { CANARY.repeat(number % 7 + 1) } else { whose.account.to_string() };
            let text =
                if whose.account == other.account { "somebody else".repeat(number % 11) } else { text };
            sqlx::query(
                "INSERT INTO notification (id, account_id, template, idempotency_key, state, next_at, created, ended)
                 VALUES (hex(randomblob(8)), ?, ?, hex(randomblob(8)), 'sent', 0, 0, 1790000000)",
            )
            .bind(whose.account.as_str())
            .bind(text)
            .execute(&mut *change)
            .await
            .unwrap();
        }
    }
    sqlx::query("UPDATE notification SET template = template || '!' WHERE rowid % 3 = 0")
        .execute(&mut *change)
        .await
        .unwrap();
    change.commit().await.unwrap();
    fixture.fill(&person).await;
    assert!(!files_with(&fixture, &needles).is_empty(), "the search finds what is there");
    fixture.close(&person.account).await;
    fixture.purge_all(NOW + GRACE).await;
    let wal = fixture.directory.path().join("db.sqlite-wal");
    let free: i64 =
        sqlx::query_scalar("PRAGMA freelist_count").fetch_one(&fixture.raw().await).await.unwrap();
    assert_eq!(free, 0, "free pages are given back");
    assert!(std::fs::metadata(wal).is_ok_and(|log| log.len() < 100_000), "the log was cut");
    assert_eq!(files_with(&fixture, &needles), Vec::<String>::new());
    assert!(fixture.store.scope(&other.account, &other.workspace).await.unwrap().is_some());
    clario_proofs::proves(&["AC-80"]);
}

#[tokio::test]
async fn every_table_has_a_rule_and_the_references_keep_it() {
    let fixture = Fixture::new().await;
    let pool = fixture.raw().await;
    let tables: BTreeSet<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(&pool)
    .await
    .unwrap()
    .into_iter()
    .collect();
    let ruled: BTreeSet<String> = RULES.iter().map(|rule| rule.table.to_owned()).collect();
    assert_eq!(ruled, tables, "each table has a rule in retention.rs");
    assert_eq!(ruled.len(), RULES.len(), "and one only");

    let owned = async |root: &'static str| -> BTreeSet<String> {
        sqlx::query_scalar(
            "WITH RECURSIVE owned(name) AS (
                 VALUES (?1)
                 UNION SELECT tables.name FROM pragma_table_list AS tables, pragma_foreign_key_list(tables.name) AS it
                     JOIN owned ON owned.name = it.\"table\" WHERE it.on_delete = 'CASCADE')
             SELECT name FROM owned",
        )
        .bind(root)
        .fetch_all(&pool)
        .await
        .unwrap()
        .into_iter()
        .collect()
    };
    let (of_account, of_workspace) = (owned("account").await, owned("workspace").await);
    for rule in RULES {
        let with = (of_account.contains(rule.table), of_workspace.contains(rule.table));
        let expected = match rule.ends {
            Ends::IsAccount | Ends::WithAccount => (true, false),
            Ends::IsWorkspace | Ends::WithWorkspace => (false, true),
            Ends::WithEither => (true, true),
            Ends::Survives(reason) => {
                assert!(reason.len() > 20, "{}", rule.table);
                (false, false)
            }
        };
        assert_eq!(with, expected, "{} ends with its account, with its workspace", rule.table);
    }
    clario_proofs::proves(&["AC-77"]);
}

#[tokio::test]
async fn after_eight_years_only_the_declared_survivors_are_left() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    fixture.fill(&person).await;
    let pool = fixture.raw().await;
    for statement in [
        "INSERT INTO request (id, form, category, sealed, created, due, keep_until)
             VALUES ('report', 'abuse', 'deceit', x'00', 1790000000, 1790000009, 1890000000)",
        "INSERT INTO security_event (kind, key_epoch, time) VALUES ('x', 1, 1790000000)",
        "INSERT INTO alert (id, kind, count, first_seen, last_seen, acknowledged) VALUES ('a', 'x', 1, 0, 0, 1790000000)",
        "INSERT INTO telemetry_sample (day, kind, route, step, n) VALUES (1790000000 / 86400, 'view', '/', 0, 1)",
        "INSERT INTO telemetry_total (day, kind, route, step, n) VALUES (1790000000 / 86400, 'view', '/', 0, 10)",
        "INSERT INTO incident (fingerprint, source, name, route, place, count, first_seen, last_seen, state, opened, times)
             VALUES (randomblob(32), 'server', 'Panic', '/', '', 1, 1790000000, 1790000000, 'open', 1790000000, 1)",
        "INSERT INTO notice (id, kind, title, text, published, shown_until)
             VALUES ('n', 'update', 'x', 'x', 1790000000, 1790000009)",
        "INSERT INTO operator_statement (name, country, announced, effective) VALUES ('x', 'x', 0, 0)",
        "INSERT INTO retention_run (time, millis, swept, overdue) VALUES (1790000000, 1, 1, 0)",
        "INSERT INTO keeping_run (kind, started, millis) VALUES ('backup', 1790000000, 1)",
        "INSERT INTO installation (id, dek_wrapped, created) VALUES (1, x'763100000000', 0) ON CONFLICT DO NOTHING",
        "INSERT INTO server_key (purpose, epoch, sealed, created) VALUES ('forms', 0, x'00', 0)",
        "INSERT INTO signing_key (public, sealed, created) VALUES (randomblob(32), x'00', 0)",
        "INSERT INTO ledger_key (id, sealed) VALUES (1, x'00')",
        "INSERT INTO consent_event SELECT 1 + seq, 'of nobody', 'x', NULL, 'analytics', 'given', 'banner_accept', 'first',
             'en', zeroblob(32), 1, zeroblob(32), 0, 0, 1790000000, 1790000000, NULL, randomblob(32) FROM consent_chain",
        "INSERT INTO consent_gap (seq, hash) VALUES (999, zeroblob(32))",
        "INSERT INTO consent_checkpoint (seq, hash, time, signer, signature)
             VALUES (1, zeroblob(32), 0, zeroblob(32), zeroblob(64))",
        "INSERT INTO consent_tally (day, version, purpose, state, n) VALUES (1, 1, 'analytics', 'given', 1)",
        "INSERT INTO key_check (kid, sealed, created) VALUES (x'00000000', x'00', 0)",
        "INSERT INTO notification (id, template, idempotency_key, state, next_at, created, ended)
             VALUES ('old', 'x', 'old', 'sent', 0, 1790000000, 1790000000)",
    ] {
        sqlx::query(statement).execute(&pool).await.expect(statement);
    }
    for rule in RULES.iter().filter(|rule| !matches!(rule.table, "purge_ticket" | "deletion_ledger")) {
        assert!(fixture.count(rule.table).await > 0, "{} has a row to begin with", rule.table);
    }
    assert_eq!(fixture.store.sweep(NOW).await.unwrap(), 0, "nothing is due yet");
    assert_eq!(fixture.store.oldest_overdue(NOW).await.unwrap(), 0);
    fixture.close(&person.account).await;
    fixture.store.sweep(NOW + GRACE).await.unwrap();
    assert_eq!(
        fixture.store.oldest_overdue(NOW + GRACE + 60).await.unwrap(),
        60,
        "nobody does the hourly work"
    );
    fixture.purge_all(NOW + GRACE).await;
    let later = NOW + 8 * 365 * DAY;
    assert!(fixture.store.oldest_overdue(later).await.unwrap() > 7 * 365 * DAY);
    fixture.store.sweep(later).await.unwrap();
    assert_eq!(fixture.store.oldest_overdue(later).await.unwrap(), 0);
    let mut left = BTreeSet::new();
    for rule in RULES {
        if fixture.count(rule.table).await > 0 {
            left.insert(rule.table);
        }
    }
    let survivors = [
        "consent_chain",
        "consent_checkpoint",
        "consent_gap",
        "consent_tally",
        "installation",
        "key_check",
        "ledger_key",
        "operator_statement",
        "server_key",
        "signing_key",
    ];
    assert_eq!(left, BTreeSet::from(survivors), "about no person any of them");
    clario_proofs::proves(&["AC-77"]);
}
