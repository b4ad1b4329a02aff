//! The operator's keys: rotated beside a program that runs, after an interruption, and retired when nothing needs them.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clario_backend::clock::SystemClock;
use clario_backend::{Backend, Config, RotationError, StartError, retire_keys, rotate_keys};

use crate::app::{App, config, connection};

const NOW: i64 = 1_795_000_000;

fn settings(app: &App) -> Config {
    config(&app.directory)
}

fn key_file(app: &App) -> String {
    fs::read_to_string(app.directory.path().join("key")).expect("a key file")
}

/// Opens and seals with the keys of a workspace, an account and the installation.
async fn everything_opens(backend: &Backend, viewer: &clario_backend::Viewer) {
    backend.add_connection(viewer, connection()).await.expect("the key of the workspace opens");
    backend.public_key().await.expect("the key of the installation opens");
}

#[tokio::test]
async fn keys_are_rotated_and_retired_while_the_program_runs() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    everything_opens(&app.backend, &viewer).await;
    let before = key_file(&app);
    let first = rotate_keys(&settings(&app), NOW).await.unwrap();
    assert!(first.made && first.rewrapped >= 2, "{first:?}");
    assert_eq!(first.older.len(), 1);
    let after = key_file(&app);
    assert_ne!(before, after);
    assert!(
        after.lines().any(|line| line
            == format!("older {}", before.lines().find_map(|l| l.strip_prefix("primary ")).unwrap()))
    );
    assert_eq!(fs::metadata(app.directory.path().join("key")).unwrap().mode() & 0o7777, 0o600);
    everything_opens(&app.backend, &viewer).await;
    let second = app.owner("ada@example.com").await;

    let gone = retire_keys(&settings(&app), NOW).await.unwrap();
    assert_eq!((gone.retired, gone.needed), (first.older, Vec::new()));
    assert!(!key_file(&app).contains("older"));
    everything_opens(&app.backend, &viewer).await;
    everything_opens(&app.backend, &second).await;
    let again = rotate_keys(&settings(&app), NOW).await.unwrap();
    assert!(again.made && again.primary != first.primary, "each call is a new key");
    app.backend.stop().await;
    let fresh = Backend::start(settings(&app), Arc::new(SystemClock)).await.unwrap();
    fresh.public_key().await.unwrap();
}

#[tokio::test]
async fn a_rotation_that_was_interrupted_is_finished_not_begun_anew() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    let path = app.directory.path().join("key");
    // As a crash leaves it right after the key file was written.
    let ring = clario_vault::load(&path).unwrap().renew().unwrap();
    clario_vault::replace(&path, &ring).unwrap();
    everything_opens(&app.backend, &viewer).await;
    let kept = retire_keys(&settings(&app), NOW).await.unwrap();
    assert_eq!((kept.retired.len(), kept.needed.len()), (0, 1), "what is needed stays");
    let finished = rotate_keys(&settings(&app), NOW).await.unwrap();
    assert!(!finished.made && finished.rewrapped >= 2, "{finished:?}");
    assert_eq!(finished.primary, ring.primary());
    everything_opens(&app.backend, &viewer).await;
    assert_eq!(retire_keys(&settings(&app), NOW).await.unwrap().retired.len(), 1);
    everything_opens(&app.backend, &viewer).await;
}

#[tokio::test]
async fn an_old_backup_opens_with_the_new_ring_until_the_key_is_retired() {
    let app = App::new().await;
    app.owner("grace@example.com").await;
    app.backend.stop().await;
    let (database, backup) =
        (app.directory.path().join("altaclario.sqlite"), app.directory.path().join("backup.sqlite"));
    fs::copy(&database, &backup).unwrap();
    rotate_keys(&settings(&app), NOW).await.unwrap();
    let old = fs::read(&backup).unwrap();
    fs::write(&database, &old).unwrap();
    let restored =
        Backend::start(settings(&app), Arc::new(SystemClock)).await.expect("the old key is in the ring");
    restored.stop().await;
    rotate_keys(&settings(&app), NOW).await.unwrap();
    retire_keys(&settings(&app), NOW).await.unwrap();
    fs::write(&database, &old).unwrap();
    let refused = Backend::start(settings(&app), Arc::new(SystemClock)).await.err().unwrap();
    assert!(matches!(refused, StartError::KeyMissing(_)), "{refused}");
}

#[tokio::test]
async fn a_rotation_refuses_what_it_cannot_finish() {
    let app = App::new().await;
    app.owner("grace@example.com").await;
    let mut elsewhere = settings(&app);
    elsewhere.data_dir = app.directory.path().join("nothing");
    fs::create_dir(&elsewhere.data_dir).unwrap();
    let refused = rotate_keys(&elsewhere, NOW).await.unwrap_err();
    assert!(matches!(refused, RotationError::NoInstallation), "{refused}");

    let lock = fs::File::create(app.directory.path().join("rotation.lock")).unwrap();
    lock.lock().unwrap();
    let refused = rotate_keys(&settings(&app), NOW).await.unwrap_err();
    assert!(matches!(refused, RotationError::Busy), "{refused}");
    drop(lock);

    let right = key_file(&app);
    let path = app.directory.path().join("key");
    let primary = right.lines().find(|line| line.starts_with("primary")).unwrap();
    let (kid, key) = primary.strip_prefix("primary ").unwrap().split_once(' ').unwrap();
    for (content, why) in [
        (String::new(), "exactly one primary"),
        (format!("primary {kid} {}\n", &key[2..]), "32 bytes"),
        (format!("primary {kid} {key}\nolder {kid} {key}\n"), "repeats"),
        (format!("{primary}\nolder 00000001 {key}\n"), "repeats"),
        (format!("{primary}\nprimary 00000001 {}\n", "7".repeat(64)), "exactly one primary"),
        (format!("older {kid} {key}\n"), "exactly one primary"),
        (format!("primary {kid} {}\n", "5".repeat(64)), "not the one"),
        (format!("primary 00000001 {}\n", "5".repeat(64)), "lacks the key"),
        (format!("secondary {kid} {key}\n"), "line 1"),
    ] {
        fs::write(&path, &content).unwrap();
        let refused = rotate_keys(&settings(&app), NOW).await.unwrap_err().to_string();
        assert!(refused.contains(why), "{why}: {refused}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content, "the file stays as it was");
        let start =
            Backend::start(settings(&app), Arc::new(SystemClock)).await.err().map(|error| error.to_string());
        assert!(start.is_some_and(|sentence| sentence.contains(why) && !sentence.contains(key)), "{why}");
    }
    fs::write(&path, right).unwrap();
    assert!(rotate_keys(&settings(&app), NOW).await.is_ok());
}

/// A rotation that breaks off at any point, again and again, while people work: nothing stops opening.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotations_that_break_off_in_the_middle_of_traffic_lose_nothing() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    for number in 0..12 {
        app.person(&format!("person{number}@example.com")).await;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let traffic = tokio::spawn({
        let (backend, stop) = (app.backend.clone(), Arc::clone(&stop));
        async move {
            let mut rounds = 0;
            while !stop.load(Ordering::Relaxed) {
                let id = backend
                    .add_connection(&viewer, connection())
                    .await
                    .expect("the key of the workspace opens");
                backend.remove_connection(&viewer, &id).await.expect("removed");
                backend.public_key().await.expect("the key of the installation opens");
                rounds += 1;
            }
            (viewer, rounds)
        }
    });
    let (mut broken, mut whole) = (0, 0);
    for round in 0..40 {
        let settings = settings(&app);
        let rotation = tokio::spawn(async move { rotate_keys(&settings, NOW).await });
        tokio::time::sleep(Duration::from_millis(round)).await;
        rotation.abort();
        match rotation.await {
            Err(_) => broken += 1,
            Ok(outcome) => whole += u32::from(outcome.is_ok()),
        }
    }
    stop.store(true, Ordering::Relaxed);
    let (viewer, rounds) = traffic.await.expect("nobody was refused");
    assert!(broken > 3 && rounds > 10, "{broken} broke off, {whole} ended, {rounds} rounds of traffic");
    rotate_keys(&settings(&app), NOW).await.unwrap();
    let gone = retire_keys(&settings(&app), NOW).await.unwrap();
    assert_eq!(gone.needed, Vec::new());
    everything_opens(&app.backend, &viewer).await;
    app.backend.stop().await;
    assert!(Backend::start(settings(&app), Arc::new(SystemClock)).await.is_ok());
}
