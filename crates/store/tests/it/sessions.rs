//! Sessions: only a hash is stored, they end in time, and they belong to one account.

use clario_store::{
    ABSOLUTE_LIMIT, AccountId, Browser, IDLE_LIMIT, LiveSession, NewSession, SESSIONS_PER_ACCOUNT,
    SessionHash, SessionId,
};

use crate::fixture::{Fixture, NOW};

fn hash(number: u8) -> SessionHash {
    [number; 32]
}

impl Fixture {
    async fn begin(&self, number: u8, account: &AccountId, now: i64) -> SessionId {
        let id = SessionId::random().expect("random bytes");
        let session = NewSession {
            hash: &hash(number),
            id: &id,
            account,
            confirmed_until: now + 600,
            browser: Browser::Firefox,
            network: Some("192.0.2.0/24"),
        };
        self.store.begin_session(&session, now).await.expect("a store");
        id
    }

    async fn live(&self, number: u8, now: i64) -> Option<LiveSession> {
        self.store.session(&hash(number), now).await.expect("a store")
    }
}

#[tokio::test]
async fn a_session_stands_for_its_account_until_it_is_ended() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let id = fixture.begin(1, &person.account, NOW).await;
    let live = fixture.live(1, NOW).await.unwrap();
    assert_eq!((live.account, live.id, live.has_totp), (person.account, id, false));
    assert!(fixture.live(2, NOW).await.is_none(), "a made-up token is no session");
    fixture.store.end_session(&hash(1)).await.unwrap();
    assert!(fixture.live(1, NOW).await.is_none());
    assert!(!fixture.store.renew_session(&hash(1), &hash(3), NOW).await.unwrap());
    assert!(fixture.live(3, NOW).await.is_none(), "an ended session does not come back");
}

#[tokio::test]
async fn an_unused_session_ends_after_an_hour_and_looking_does_not_extend_it() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    fixture.begin(1, &person.account, NOW).await;
    assert!(fixture.live(1, NOW + IDLE_LIMIT - 1).await.is_some());
    assert!(fixture.live(1, NOW + IDLE_LIMIT).await.is_none());
    assert!(fixture.store.sessions_of(&person.account, NOW + IDLE_LIMIT).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_session_in_use_ends_after_a_day_all_the_same_also_with_another_token() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    fixture.begin(1, &person.account, NOW).await;
    let mut now = NOW;
    for turn in 1..ABSOLUTE_LIMIT / 1800 {
        now += 1800;
        let number = if turn > 20 { 2 } else { 1 };
        let live = fixture.live(number, now).await.unwrap();
        fixture.store.touch_session(&hash(number), &live, now).await.unwrap();
        if turn == 20 {
            assert!(fixture.store.renew_session(&hash(1), &hash(2), now + 600).await.unwrap());
            assert!(fixture.live(1, now).await.is_none(), "the old token is worth nothing");
        }
    }
    assert!(fixture.live(2, NOW + ABSOLUTE_LIMIT - 1).await.is_some());
    assert!(fixture.live(2, NOW + ABSOLUTE_LIMIT).await.is_none());
}

#[tokio::test]
async fn ended_sessions_are_removed_and_running_ones_stay() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    for number in 1..=3 {
        fixture.begin(number, &person.account, NOW).await;
    }
    let later = NOW + IDLE_LIMIT;
    fixture.begin(4, &person.account, later).await;
    assert_eq!(fixture.store.remove_ended_sessions(later).await.unwrap(), 3);
    assert_eq!(fixture.store.remove_ended_sessions(later).await.unwrap(), 0);
    assert!(fixture.live(4, later).await.is_some());
}

#[tokio::test]
async fn an_account_has_a_bounded_number_of_sessions_and_ends_its_own_only() {
    let fixture = Fixture::new().await;
    let (person, other) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let of_other = fixture.begin(99, &other.account, NOW).await;
    for number in 0..=u8::try_from(SESSIONS_PER_ACCOUNT).unwrap() {
        fixture.begin(number, &person.account, NOW + i64::from(number)).await;
    }
    let now = NOW + 60;
    assert!(fixture.live(0, now).await.is_none(), "the oldest made room");
    let list = fixture.store.sessions_of(&person.account, now).await.unwrap();
    assert_eq!(list.len(), usize::try_from(SESSIONS_PER_ACCOUNT).unwrap());
    assert_eq!((list[0].browser, list[0].network.as_deref()), (Browser::Firefox, Some("192.0.2.0/24")));
    assert!(!fixture.store.end_session_of(&person.account, &of_other).await.unwrap(), "not theirs");
    assert!(fixture.store.end_session_of(&person.account, &list[3].id).await.unwrap());
    assert_eq!(fixture.store.end_other_sessions(&person.account, &list[0].id).await.unwrap(), 18);
    assert_eq!(fixture.store.end_all_sessions(&person.account).await.unwrap(), 1);
    assert!(fixture.live(99, now).await.is_some());
}

#[tokio::test]
async fn a_session_needs_an_account_and_a_token_of_its_own() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    fixture.begin(1, &person.account, NOW).await;
    for (number, account) in [(2, AccountId::random().unwrap()), (1, person.account.clone())] {
        let session = NewSession {
            hash: &hash(number),
            id: &SessionId::random().unwrap(),
            account: &account,
            confirmed_until: 0,
            browser: Browser::Other,
            network: None,
        };
        assert!(fixture.store.begin_session(&session, NOW).await.is_err(), "{number}");
    }
}
