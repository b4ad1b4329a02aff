//! Sessions: only a hash is stored, they end in time, and they belong to one account.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use clario_store::{ABSOLUTE_LIMIT, AccountId, IDLE_LIMIT, SESSION_ACCOUNT, SESSIONS_PER_ACCOUNT, Sessions};
use time::OffsetDateTime;
use tower_sessions_core::SessionStore;
use tower_sessions_core::session::{Id, Record};

use crate::fixture::{Fixture, NOW};

struct Clocked {
    sessions: Sessions,
    now: Arc<AtomicI64>,
}

impl Clocked {
    fn over(fixture: &Fixture) -> Self {
        let now = Arc::new(AtomicI64::new(NOW));
        let reading = Arc::clone(&now);
        Self { sessions: fixture.store.sessions(move || reading.load(Ordering::SeqCst)), now }
    }

    fn advance(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }

    async fn account_of(&self, id: &Id) -> Option<String> {
        let record = self.sessions.load(id).await.expect("an answer")?;
        record.data[SESSION_ACCOUNT].as_str().map(str::to_owned)
    }

    async fn begin(&self, account: &AccountId) -> Id {
        let mut record = record(&[(SESSION_ACCOUNT, account.as_str())]);
        self.sessions.create(&mut record).await.expect("a session");
        record.id
    }
}

fn record(data: &[(&str, &str)]) -> Record {
    let data: HashMap<_, _> =
        data.iter().map(|(key, value)| ((*key).to_owned(), serde_json::Value::from(*value))).collect();
    Record { id: Id::default(), data, expiry_date: OffsetDateTime::UNIX_EPOCH }
}

#[tokio::test]
async fn a_session_stands_for_its_account_until_it_is_deleted() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let clocked = Clocked::over(&fixture);
    let id = clocked.begin(&person.account).await;
    assert_eq!(clocked.account_of(&id).await.as_deref(), Some(person.account.as_str()));
    assert_eq!(clocked.account_of(&Id::default()).await, None, "a made-up id is no session");
    clocked.sessions.delete(&id).await.unwrap();
    assert_eq!(clocked.account_of(&id).await, None);
    let mut copy = record(&[(SESSION_ACCOUNT, person.account.as_str())]);
    copy.id = id;
    clocked.sessions.save(&copy).await.unwrap();
    assert_eq!(clocked.account_of(&id).await, None, "a deleted session does not come back");
}

#[tokio::test]
async fn an_unused_session_ends_after_an_hour_and_looking_does_not_extend_it() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let clocked = Clocked::over(&fixture);
    let id = clocked.begin(&person.account).await;
    clocked.advance(IDLE_LIMIT - 1);
    assert!(clocked.account_of(&id).await.is_some());
    clocked.advance(1);
    assert_eq!(clocked.account_of(&id).await, None);
}

#[tokio::test]
async fn a_session_in_use_ends_after_a_day_all_the_same() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let clocked = Clocked::over(&fixture);
    let id = clocked.begin(&person.account).await;
    for _ in 0..ABSOLUTE_LIMIT / 1800 - 1 {
        clocked.advance(1800);
        assert!(clocked.account_of(&id).await.is_some());
        clocked.sessions.touch(&id).await.unwrap();
    }
    let end = clocked.sessions.load(&id).await.unwrap().unwrap().expiry_date.unix_timestamp();
    assert_eq!(end, NOW + ABSOLUTE_LIMIT);
    clocked.advance(1800);
    assert_eq!(clocked.account_of(&id).await, None);
}

#[tokio::test]
async fn ended_sessions_are_removed_and_running_ones_stay() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let clocked = Clocked::over(&fixture);
    for _ in 0..3 {
        clocked.begin(&person.account).await;
    }
    clocked.advance(IDLE_LIMIT);
    let running = clocked.begin(&person.account).await;
    assert_eq!(clocked.sessions.remove_ended().await.unwrap(), 3);
    assert_eq!(clocked.sessions.remove_ended().await.unwrap(), 0);
    assert!(clocked.account_of(&running).await.is_some());
}

#[tokio::test]
async fn an_account_has_a_bounded_number_of_sessions_and_can_end_them_all() {
    let fixture = Fixture::new().await;
    let (person, other) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let clocked = Clocked::over(&fixture);
    let of_other = clocked.begin(&other.account).await;
    let first = clocked.begin(&person.account).await;
    for _ in 0..SESSIONS_PER_ACCOUNT {
        clocked.advance(1);
        clocked.begin(&person.account).await;
    }
    assert_eq!(clocked.account_of(&first).await, None, "the oldest made room");
    assert_eq!(
        clocked.sessions.end_all(&person.account).await.unwrap(),
        u64::try_from(SESSIONS_PER_ACCOUNT).unwrap()
    );
    assert!(clocked.account_of(&of_other).await.is_some());
}

#[tokio::test]
async fn a_session_holds_an_account_and_nothing_else() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let sessions = Clocked::over(&fixture).sessions;
    let stranger = AccountId::random().unwrap();
    for data in [
        &[][..],
        &[("flash", "hello")],
        &[(SESSION_ACCOUNT, person.account.as_str()), ("flash", "hello")],
        &[(SESSION_ACCOUNT, "nobody")],
        &[(SESSION_ACCOUNT, stranger.as_str())],
    ] {
        assert!(sessions.create(&mut record(data)).await.is_err(), "{data:?}");
    }
}

#[tokio::test]
async fn a_session_never_passes_to_another_account() {
    let fixture = Fixture::new().await;
    let (person, other) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let clocked = Clocked::over(&fixture);
    let id = clocked.begin(&person.account).await;
    let mut stolen = record(&[(SESSION_ACCOUNT, other.account.as_str())]);
    stolen.id = id;
    clocked.sessions.save(&stolen).await.unwrap();
    assert_eq!(clocked.account_of(&id).await.as_deref(), Some(person.account.as_str()));
}

#[tokio::test]
async fn a_taken_id_gives_a_new_session_another_id() {
    let fixture = Fixture::new().await;
    let (person, other) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let clocked = Clocked::over(&fixture);
    let id = clocked.begin(&person.account).await;
    let mut second = record(&[(SESSION_ACCOUNT, other.account.as_str())]);
    second.id = id;
    clocked.sessions.create(&mut second).await.unwrap();
    assert_ne!(second.id, id);
    assert_eq!(clocked.account_of(&id).await.as_deref(), Some(person.account.as_str()));
}

#[tokio::test]
async fn the_files_hold_the_hash_of_a_session_id_and_not_the_id() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let clocked = Clocked::over(&fixture);
    let id = clocked.begin(&person.account).await;
    let bytes: Vec<u8> = std::fs::read_dir(&fixture.directory)
        .unwrap()
        .flat_map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect();
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    assert!(holds(person.account.as_str().as_bytes()), "the files were read");
    let hex = format!("{:032x}", id.0);
    for form in [&id.0.to_be_bytes()[..], &id.0.to_le_bytes(), id.to_string().as_bytes(), hex.as_bytes()] {
        assert!(!holds(form));
    }
}
