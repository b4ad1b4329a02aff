//! Second factor and links in letters: what must happen once happens once, and what is void stays void.

use clario_store::{AccountId, CodeAttempt, Gate, MailPurpose, NewMailToken, SessionId, Totp};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::fixture::{Fixture, NOW, sealed, token_hash};

impl Fixture {
    async fn with_totp(&self, step: i64) -> AccountId {
        let account = self.person("a@example.com").await.account;
        let totp = Totp { seed: sealed(), revision: 1 };
        let keep = SessionId::random().expect("random bytes");
        let added = self
            .store
            .add_totp(&account, &totp, step, &[[1; 32], [2; 32]], &keep, &[], NOW)
            .await
            .expect("a store");
        assert!(added);
        assert!(
            !self.store.add_totp(&account, &totp, step, &[], &keep, &[], NOW).await.expect("a store"),
            "it is on"
        );
        account
    }

    async fn is_open(&self, account: &AccountId, now: i64) -> Result<(), i64> {
        match self.store.attempt_code(account, now).await.expect("a store") {
            CodeAttempt::Open(_) => Ok(()),
            CodeAttempt::Locked { until } => Err(until - now),
            CodeAttempt::Without => panic!("there is a second factor"),
        }
    }
}

#[tokio::test]
async fn a_step_is_used_once_and_bars_the_ones_before_it() {
    let fixture = Fixture::new().await;
    let account = fixture.with_totp(100).await;
    for (step, taken) in [(100, false), (99, false), (102, true), (102, false), (101, false), (103, true)] {
        assert_eq!(fixture.store.use_step(&account, step).await.unwrap(), taken, "{step}");
    }
}

#[tokio::test]
async fn of_fifty_at_once_with_one_step_one_wins() {
    let fixture = Fixture::new().await;
    let account = fixture.with_totp(100).await;
    let racers: Vec<_> = (0..50)
        .map(|_| {
            let (store, account) = (fixture.store.clone(), account.clone());
            tokio::spawn(async move { store.use_step(&account, 101).await.unwrap() })
        })
        .collect();
    let mut wins = 0;
    for racer in racers {
        wins += u32::from(racer.await.unwrap());
    }
    assert_eq!(wins, 1);
}

#[tokio::test]
async fn five_failures_lock_for_a_minute_and_each_further_one_for_twice_as_long() {
    let fixture = Fixture::new().await;
    let account = fixture.with_totp(100).await;
    let mut now = NOW;
    for _ in 0..5 {
        assert_eq!(fixture.is_open(&account, now).await, Ok(()));
    }
    let mut waits = Vec::new();
    for _ in 0..13 {
        let wait = fixture.is_open(&account, now).await.unwrap_err();
        waits.push(wait);
        assert!(fixture.is_open(&account, now + wait - 1).await.is_err());
        now += wait;
        assert_eq!(fixture.is_open(&account, now).await, Ok(()), "after {wait}");
    }
    let day = 24 * 60 * 60;
    assert_eq!(waits, [60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 30720, 61440, day, day]);
    assert!(fixture.store.use_step(&account, 200).await.unwrap());
    for _ in 0..5 {
        assert_eq!(fixture.is_open(&account, now).await, Ok(()), "a right code forgives");
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_and_new_ones_void_it() {
    let fixture = Fixture::new().await;
    let account = fixture.with_totp(100).await;
    assert_eq!(fixture.store.recovery_codes_left(&account).await.unwrap(), Some(2));
    assert!(fixture.store.use_recovery_code(&account, &[1; 32], NOW).await.unwrap());
    assert!(!fixture.store.use_recovery_code(&account, &[1; 32], NOW).await.unwrap());
    assert!(!fixture.store.use_recovery_code(&account, &[9; 32], NOW).await.unwrap());
    fixture.store.replace_recovery_codes(&account, &[[3; 32]]).await.unwrap();
    assert!(!fixture.store.use_recovery_code(&account, &[2; 32], NOW).await.unwrap());
    assert_eq!(fixture.store.recovery_codes_left(&account).await.unwrap(), Some(1));
    assert!(fixture.store.remove_totp(&account, &SessionId::random().unwrap(), &[], NOW).await.unwrap());
    assert_eq!(fixture.store.recovery_codes_left(&account).await.unwrap(), None);
}

#[tokio::test]
async fn a_link_works_once_for_its_purpose_until_it_ends() {
    let fixture = Fixture::new().await;
    fixture.enrol(Gate::Open, "a@example.com").await;
    let hash = token_hash("a@example.com");
    let found = async |purpose, now| fixture.store.mail_token(&hash, purpose, now).await.unwrap().is_some();
    assert!(found(MailPurpose::ConfirmAddress, NOW + 1799).await);
    assert!(!found(MailPurpose::ConfirmAddress, NOW + 1800).await);
    assert!(!found(MailPurpose::ResetPassword, NOW).await);
    assert!(fixture.store.confirm_address(&hash, NOW).await.unwrap());
    assert!(!fixture.store.confirm_address(&hash, NOW).await.unwrap());
}

#[tokio::test]
async fn a_link_from_before_a_change_of_the_account_is_void() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let reset = [7; 32];
    let token = NewMailToken::reset_password(&reset, &person.account, NOW + 1800);
    assert!(fixture.store.add_mail_token(&token, &[], NOW).await.unwrap());
    let keep = SessionId::random().expect("random bytes");
    let old = fixture.store.account(&person.account).await.unwrap().unwrap().password_phc;
    assert!(fixture.store.change_password(&person.account, &old, "new", &keep, &[], NOW).await.unwrap());
    assert!(!fixture.store.reset_password(&reset, "stolen", &[], NOW).await.unwrap());
    assert!(!fixture.store.change_password(&person.account, &old, "late", &keep, &[], NOW).await.unwrap());
    assert_eq!(fixture.store.account(&person.account).await.unwrap().unwrap().password_phc, "new");
}

#[tokio::test]
async fn an_account_has_few_links_at_a_time() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    for number in 0..8 {
        let hash = [number; 32];
        let token = NewMailToken::reset_password(&hash, &person.account, NOW + 1800);
        assert_eq!(fixture.store.add_mail_token(&token, &[], NOW).await.unwrap(), number < 5, "{number}");
    }
    assert_eq!(fixture.store.remove_ended_mail_tokens(NOW + 1800).await.unwrap(), 5);
    let token = NewMailToken::reset_password(&[9; 32], &person.account, NOW + 3600);
    assert!(fixture.store.add_mail_token(&token, &[], NOW + 1800).await.unwrap());
}

#[tokio::test]
async fn an_account_that_was_there_before_may_sign_in_and_gets_a_key_when_it_needs_one() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let options =
        SqliteConnectOptions::new().filename(fixture.directory.path().join("db.sqlite")).foreign_keys(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    sqlx::query("UPDATE account SET dek_wrapped = NULL").execute(&pool).await.unwrap();
    assert_eq!(fixture.store.account_key(&person.account).await.unwrap(), None);
    assert!(fixture.store.use_account_key(&person.account).await.is_err());
    let (first, second) = (sealed(), sealed());
    assert_eq!(fixture.store.settle_account_key(&person.account, &first).await.unwrap(), first);
    assert_eq!(fixture.store.settle_account_key(&person.account, &second).await.unwrap(), first);
    assert_eq!(fixture.store.use_account_key(&person.account).await.unwrap().nth, 1);
}
