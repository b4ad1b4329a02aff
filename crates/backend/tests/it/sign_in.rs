//! Signing in: wrong guesses are slow, tell nothing, and do not exhaust the machine.

use std::time::{Duration, Instant};

use clario_backend::clock::FixedClock;
use clario_backend::{Backend, Entry, Error, HashCost, SignIn};

use crate::app::{App, PASSWORD, config, stranger};

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = App::new().await;
    app.person("grace@example.com").await;
    let huge = "x".repeat(10_000_000);
    for (email, password) in [
        ("grace@example.com", "seven canary boats at dusk "),
        ("grace@example.com", ""),
        ("grace@example.com", &huge),
        ("nobody@example.com", PASSWORD),
        ("no address", PASSWORD),
        (&huge, PASSWORD),
        ("grace@example.com' OR 1=1 --", PASSWORD),
    ] {
        let refused = app.sign_in(email, password).await.unwrap_err();
        assert!(matches!(refused, Error::WrongPassword), "{email:.30}: {refused:?}");
    }
}

#[tokio::test]
async fn guesses_have_to_wait_whether_or_not_there_is_an_account() {
    let app = App::new().await;
    app.person("grace@example.com").await;
    let mut answers = Vec::new();
    for email in ["grace@example.com", "nobody@example.com"] {
        let mut of_this = Vec::new();
        for _ in 0..8 {
            of_this.push(match app.sign_in(email, "not the right password").await {
                Err(Error::WrongPassword) => 0,
                Err(Error::SlowDown { retry_after }) => retry_after.as_secs(),
                other => panic!("{other:?}"),
            });
        }
        answers.push(of_this);
    }
    assert_eq!(answers[0], [0, 0, 0, 0, 0, 1, 1, 1]);
    assert_eq!(answers[0], answers[1]);
    let right = app.sign_in("Grace@Example.com", PASSWORD).await;
    assert!(matches!(right, Err(Error::SlowDown { .. })), "another spelling is the same address");
    app.clock.advance(1);
    assert!(app.sign_in("grace@example.com", PASSWORD).await.is_ok());
    assert!(app.sign_in("grace@example.com", PASSWORD).await.is_ok(), "the wrong ones are forgotten");
    clario_proofs::proves(&["AL-20", "AC-65"]);
}

#[tokio::test]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
    let app = App::new().await;
    app.person("grace@example.com").await;
    let mut fastest = [f64::MAX; 2];
    for round in 0..40 {
        app.clock.advance(100_000);
        for (kind, email) in [(0, "grace@example.com".to_owned()), (1, format!("nobody{round}@example.com"))]
        {
            let start = Instant::now();
            assert!(app.sign_in(&email, "not the right password").await.is_err());
            fastest[kind] = fastest[kind].min(start.elapsed().as_secs_f64());
        }
        // A busy machine slows single attempts down; the fastest ones come near each other in time.
        if fastest[0] < 2.0 * fastest[1] && fastest[1] < 2.0 * fastest[0] {
            return;
        }
    }
    panic!("known and unknown took {fastest:?}");
}

#[tokio::test]
async fn two_hundred_at_once_are_answered_or_asked_to_come_back() {
    let app = App::new().await;
    app.person("grace@example.com").await;
    let attempts: Vec<_> = (0..200)
        .map(|number| {
            let backend = app.backend.clone();
            let form = SignIn { email: format!("{number}@example.com"), password: PASSWORD.to_owned() };
            tokio::spawn(async move { backend.sign_in(&stranger(), form).await })
        })
        .collect();
    let (mut answered, mut refused) = (0, 0);
    for attempt in attempts {
        let waited = tokio::time::timeout(Duration::from_mins(1), attempt).await;
        match waited.expect("bounded in time").unwrap() {
            Err(Error::WrongPassword) => answered += 1,
            Err(Error::SlowDown { .. }) => refused += 1,
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("nobody has such an address"),
        }
    }
    assert_eq!(answered + refused, 200);
    assert!(answered >= 64, "the queue was used: {answered}");
    assert!(app.sign_in("grace@example.com", PASSWORD).await.is_ok(), "and it is free again");
}

#[tokio::test]
async fn a_hash_is_renewed_at_sign_in_when_the_cost_has_risen() {
    let app = App::new().await;
    app.person("grace@example.com").await;
    app.backend.stop().await;
    assert!(app.holds(b"m=19456,t=2"));
    let mut dearer = config(&app.directory);
    dearer.hash_cost = HashCost::new(20 * 1024, 3).unwrap();
    let clock = std::sync::Arc::new(FixedClock::at("2026-11-21T00:00:00Z".parse().unwrap()));
    let backend = Backend::start(dearer, clock).await.unwrap();
    let form = || SignIn { email: "grace@example.com".to_owned(), password: PASSWORD.to_owned() };
    assert!(matches!(backend.sign_in(&stranger(), form()).await, Ok(Entry::In(_))));
    assert!(matches!(backend.sign_in(&stranger(), form()).await, Ok(Entry::In(_))));
    backend.stop().await;
    assert!(app.holds(b"m=20480,t=3"));
    assert!(!app.holds(b"m=19456,t=2"), "the old hash is overwritten");
}

#[tokio::test]
async fn a_stranger_on_another_network_cannot_keep_the_owner_out() {
    let app = App::new().await;
    app.person("grace@example.com").await;
    for _ in 0..30 {
        let guess = app.sign_in_from("198.51.100.0/24", "grace@example.com", "not the right password").await;
        assert!(matches!(guess, Err(Error::WrongPassword | Error::SlowDown { .. })));
    }
    let mistyped = app.sign_in_from("192.0.2.0/24", "grace@example.com", "seven canary boats").await;
    assert!(matches!(mistyped, Err(Error::WrongPassword)), "{mistyped:?}");
    assert!(app.sign_in_from("192.0.2.0/24", "grace@example.com", PASSWORD).await.is_ok());
    let held = app.sign_in_from("198.51.100.0/24", "grace@example.com", PASSWORD).await;
    assert!(matches!(held, Err(Error::SlowDown { .. })), "the guesser still waits");
    clario_proofs::proves(&["AL-20"]);
}
