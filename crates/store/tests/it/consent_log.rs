//! The consent log: only written at its end, never changed, and every alteration of it shows.

#[path = "../../benches/parts/consent_event.rs"]
mod consent_event;

use clario_privacy::consent::{DAY, Purpose, Record, State};
use clario_store::{AccountId, Break, ConsentSubject, NewCheckpoint, NewConsentEvent, Store};
use consent_event::consent_event;
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;

use crate::fixture::{Fixture, NOW};

async fn raw(fixture: &Fixture) -> SqlitePool {
    let options =
        SqliteConnectOptions::new().filename(fixture.directory.path().join("db.sqlite")).foreign_keys(true);
    SqlitePool::connect_with(options).await.expect("the same file")
}

async fn execute(pool: &SqlitePool, statement: &str) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(pool).await?.rows_affected())
}

fn event<'a>(
    subject: &'a ConsentSubject,
    account: Option<&'a AccountId>,
    purpose: Purpose,
    state: State,
) -> NewConsentEvent<'a> {
    consent_event(subject.as_str(), account, purpose, state, NOW)
}

/// Six events: two of a browser, four of an account.
async fn six(store: &Store, account: &AccountId) -> ConsentSubject {
    let browser = ConsentSubject::random().expect("written");
    let theirs = ConsentSubject::random().expect("written");
    for purpose in [Purpose::Analytics, Purpose::Performance] {
        store.append_consent(&[event(&browser, None, purpose, State::Given)], NOW).await.expect("written");
        let both = [
            event(&theirs, Some(account), purpose, State::Refused),
            event(&theirs, Some(account), purpose, State::Given),
        ];
        store.append_consent(&both, NOW).await.expect("written");
    }
    browser
}

#[tokio::test]
async fn ct_54_the_log_is_neither_changed_nor_shortened_outside_of_the_purge() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    six(&fixture.store, &person.account).await;
    let pool = raw(&fixture).await;
    for statement in [
        "UPDATE consent_event SET state = 'given'",
        "UPDATE consent_event SET state = 'refused' WHERE seq = 6",
        "UPDATE consent_event SET account_id = NULL",
        "UPDATE consent_event SET hash = hash",
        "DELETE FROM consent_event",
        "DELETE FROM consent_event WHERE seq = 6",
        "DELETE FROM consent_event WHERE account_id IS NULL",
        "DELETE FROM consent_chain",
        "UPDATE consent_chain SET seq = 5",
        "UPDATE consent_chain SET hash = zeroblob(32)",
        "UPDATE consent_chain SET swept = -1",
        "INSERT INTO consent_event SELECT 9, id, subject_ref, account_id, purpose, state, mechanism, layer, locale,
             banner_text_hash, policy_version, policy_hash, gpc_at_event, dnt_at_event, time, recorded, valid_until,
             hash FROM consent_event WHERE seq = 1",
        "DELETE FROM account",
    ] {
        assert!(execute(&pool, statement).await.is_err(), "{statement}");
    }
    let report = fixture.store.verify_consent_chain().await.unwrap();
    assert_eq!((report.places, report.ended, report.broken), (6, 0, None));
    clario_proofs::proves(&["AC-68"]);
}

#[tokio::test]
async fn ct_55_every_alteration_shows() {
    const GUARDS: [&str; 8] = [
        "consent_event_comes_last",
        "consent_event_is_the_head",
        "consent_event_is_never_changed",
        "consent_event_stays",
        "consent_event_leaves_its_place",
        "consent_chain_grows",
        "consent_gap_is_never_changed",
        "consent_gap_stays",
    ];
    let columns = "id subject_ref purpose state mechanism layer locale banner_text_hash policy_version policy_hash \
                   gpc_at_event dnt_at_event time recorded valid_until hash account_id";
    let other = |column: &str| match column {
        "purpose" => "'news_mail'",
        "state" => "'withdrawn'",
        "mechanism" => "'program'",
        "layer" => "'none'",
        "banner_text_hash" | "policy_hash" | "hash" => "randomblob(32)",
        "policy_version" => "2",
        "gpc_at_event" => "1 - gpc_at_event",
        "dnt_at_event" => "1 - dnt_at_event",
        "time" | "recorded" | "valid_until" => "1",
        "account_id" => "NULL",
        _ => "'altered'",
    };
    let altered = columns.split(' ').map(|column| {
        (format!("UPDATE consent_event SET {column} = {} WHERE seq = 3", other(column)), Break::Entry)
    });
    let moved = [
        ("DELETE FROM consent_event WHERE seq = 3", Break::Order),
        ("DELETE FROM consent_event WHERE seq = 1", Break::Order),
        ("DELETE FROM consent_event WHERE seq = 6", Break::Order),
        ("DELETE FROM consent_event WHERE seq > 2", Break::Order),
        ("DELETE FROM consent_event", Break::Order),
        (
            "UPDATE consent_event SET seq = 99 WHERE seq = 2; UPDATE consent_event SET seq = 2 WHERE seq = 3;
             UPDATE consent_event SET seq = 3 WHERE seq = 99",
            Break::Entry,
        ),
        ("UPDATE consent_event SET seq = 17 WHERE seq = 6", Break::Order),
        ("UPDATE consent_chain SET seq = 5", Break::Order),
        (
            "INSERT INTO consent_event SELECT 7, id || 'x', subject_ref, account_id, purpose, state, mechanism, layer,
                 locale, banner_text_hash, policy_version, policy_hash, gpc_at_event, dnt_at_event, time, recorded,
                 valid_until, hash FROM consent_event WHERE seq = 6",
            Break::Entry,
        ),
        ("INSERT INTO consent_gap SELECT 7, hash FROM consent_event WHERE seq = 6", Break::Order),
    ];
    let moved = moved.map(|(statement, why)| (statement.to_owned(), why));
    for (statement, why) in altered.chain(moved) {
        let fixture = Fixture::new().await;
        let person = fixture.person("a@example.com").await;
        six(&fixture.store, &person.account).await;
        let pool = raw(&fixture).await;
        for guard in GUARDS {
            execute(&pool, &format!("DROP TRIGGER {guard}")).await.unwrap();
        }
        for step in statement.split(';') {
            assert_ne!(execute(&pool, step).await.expect(step), 0, "{step}");
        }
        let report = fixture.store.verify_consent_chain().await.unwrap();
        assert_eq!(report.broken.map(|(_, why)| why), Some(why), "{statement}: {report:?}");
    }
}

#[tokio::test]
async fn a_signed_head_tells_of_rows_that_were_taken_away_with_the_end_itself() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    six(&fixture.store, &person.account).await;
    let head = fixture.store.verify_consent_chain().await.unwrap().head;
    let checkpoint = NewCheckpoint { seq: 6, hash: &head, signer: &[1; 32], signature: &[2; 64] };
    fixture.store.add_consent_checkpoint(&checkpoint, NOW).await.unwrap();
    assert_eq!(fixture.store.verify_consent_chain().await.unwrap().broken, None);
    let pool = raw(&fixture).await;
    for statement in ["DELETE FROM consent_checkpoint", "UPDATE consent_checkpoint SET time = 1"] {
        assert!(execute(&pool, statement).await.is_err(), "{statement}");
    }
    for statement in [
        "DROP TRIGGER consent_event_stays",
        "DROP TRIGGER consent_event_leaves_its_place",
        "DROP TRIGGER consent_chain_grows",
        "DELETE FROM consent_event WHERE seq = 6",
        "UPDATE consent_chain SET seq = 5, hash = (SELECT hash FROM consent_event WHERE seq = 5)",
    ] {
        execute(&pool, statement).await.expect(statement);
    }
    let report = fixture.store.verify_consent_chain().await.unwrap();
    assert_eq!(report.broken, Some((6, Break::Checkpoint)));
}

#[tokio::test]
async fn ct_57_the_purge_takes_the_rows_of_a_person_and_of_their_browser_and_the_chain_still_holds() {
    let fixture = Fixture::new().await;
    let (person, other) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let browser = six(&fixture.store, &person.account).await;
    let stranger = six(&fixture.store, &other.account).await;
    let import = [event(&browser, Some(&person.account), Purpose::Analytics, State::ImportedPrelogin)];
    assert!(fixture.store.import_consent(browser.as_str(), &import, NOW).await.unwrap());
    let again = [event(&browser, Some(&other.account), Purpose::Analytics, State::ImportedPrelogin)];
    assert!(!fixture.store.import_consent(browser.as_str(), &again, NOW).await.unwrap(), "it is taken");
    let before: i64 = tallied(&fixture).await;

    fixture.store.close_account(&person.account, &[7; 32], NOW, &[], NOW).await.unwrap();
    for purge in fixture.store.purges(NOW).await.unwrap() {
        let mut mark = [0; 32];
        mark[0] = purge.subject.as_bytes()[0];
        mark[1] = purge.subject.len().try_into().unwrap();
        mark[2] = purge.subject.as_bytes()[1];
        fixture.store.purge(&purge, &mark, NOW).await.unwrap();
    }
    let pool = raw(&fixture).await;
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM consent_event").fetch_one(&pool).await.unwrap();
    assert_eq!(left, 6, "the other account and the other browser");
    let theirs: i64 =
        sqlx::query_scalar("SELECT count(*) FROM consent_event WHERE account_id = ? OR subject_ref = ?")
            .bind(person.account.as_str())
            .bind(browser.as_str())
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(theirs, 0);
    let report = fixture.store.verify_consent_chain().await.unwrap();
    assert_eq!((report.places, report.ended, report.broken), (13, 7, None));
    assert_eq!(tallied(&fixture).await, before, "the tally is about nobody");
    assert_eq!(fixture.store.consent_of_browser(stranger.as_str()).await.unwrap().len(), 2);
    fixture.store.append_consent(&again, NOW).await.unwrap();
    assert_eq!(fixture.store.verify_consent_chain().await.unwrap().broken, None, "and it goes on");
    clario_proofs::proves(&["AC-82"]);
}

async fn tallied(fixture: &Fixture) -> i64 {
    sqlx::query_scalar("SELECT sum(n) FROM consent_tally")
        .fetch_one(&raw(fixture).await)
        .await
        .expect("a sum")
}

#[tokio::test]
async fn choices_that_belong_to_nobody_go_after_thirteen_months() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    six(&fixture.store, &person.account).await;
    for (day, left) in [(394, 6), (395, 4), (4_000, 4)] {
        fixture.store.sweep(NOW + day * DAY).await.unwrap();
        let pool = raw(&fixture).await;
        let rows: i64 =
            sqlx::query_scalar("SELECT count(*) FROM consent_event").fetch_one(&pool).await.unwrap();
        assert_eq!(rows, left, "day {day}");
        assert_eq!(fixture.store.verify_consent_chain().await.unwrap().broken, None, "day {day}");
    }
}

#[tokio::test]
async fn the_record_of_an_account_is_the_latest_of_each_purpose() {
    let fixture = Fixture::new().await;
    let (person, other) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    six(&fixture.store, &person.account).await;
    let record = fixture.store.consent_record(&person.account).await.unwrap();
    assert_eq!(record.of(Purpose::Analytics).unwrap().state, State::Given);
    assert_eq!(record.of(Purpose::Performance).unwrap().state, State::Given);
    assert_eq!(record.of(Purpose::NewsMail), None);
    assert_eq!(fixture.store.consent_record(&other.account).await.unwrap(), Record::default());
    assert_eq!(fixture.store.consent_history(&person.account, 100).await.unwrap().len(), 4);
    assert_eq!(fixture.store.consent_history(&other.account, 100).await.unwrap().len(), 0);
}

#[tokio::test]
async fn ct_58_the_log_has_no_place_for_an_address_a_browser_string_or_a_page() {
    let fixture = Fixture::new().await;
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info('consent_event')")
        .fetch_all(&raw(&fixture).await)
        .await
        .unwrap();
    let promised = "seq id subject_ref account_id purpose state mechanism layer locale banner_text_hash \
                    policy_version policy_hash gpc_at_event dnt_at_event time recorded valid_until hash";
    assert_eq!(columns.join(" "), promised);
}
