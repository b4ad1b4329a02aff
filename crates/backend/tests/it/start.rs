//! The start refuses whatever would lose or expose data, and says what to do.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;
use std::sync::Arc;

use clario_backend::clock::SystemClock;
use clario_backend::{Backend, StartError};

use crate::app::{App, PASSWORD, config};

async fn restart(app: &App) -> Result<Backend, StartError> {
    Backend::start(config(&app.directory), Arc::new(SystemClock)).await
}

/// An installation with one person in it, stopped; and where its key lies.
async fn stopped() -> (App, PathBuf) {
    let app = App::new().await;
    app.owner("grace@example.com").await;
    app.backend.stop().await;
    let key = app.directory.path().join("key");
    (app, key)
}

#[tokio::test]
async fn a_first_start_makes_everything_private_and_a_second_one_goes_on() {
    let parent = tempfile::tempdir().unwrap();
    let mut fresh = config(&parent);
    fresh.data_dir = parent.path().join("deep/data");
    let backend = Backend::start(fresh.clone(), Arc::new(SystemClock)).await.unwrap();
    assert_eq!(fs::metadata(&fresh.data_dir).unwrap().mode() & 0o777, 0o700);
    for file in ["key", "altaclario.sqlite"] {
        assert_eq!(fs::metadata(fresh.data_dir.join(file)).unwrap().mode() & 0o777, 0o600, "{file}");
    }
    backend.stop().await;
    assert!(Backend::start(fresh, Arc::new(SystemClock)).await.is_ok());
    clario_proofs::proves(&["AZ-09"]);
}

#[tokio::test]
async fn people_are_there_again_after_a_restart() {
    let (app, _) = stopped().await;
    let backend = restart(&app).await.unwrap();
    let form = clario_backend::SignIn { email: "grace@example.com".into(), password: PASSWORD.into() };
    assert!(backend.sign_in(&crate::app::stranger(), form).await.is_ok());
    clario_proofs::proves(&["AC-78"]);
}

#[tokio::test]
async fn without_its_key_file_data_is_not_opened_and_no_new_key_is_made() {
    let (app, key) = stopped().await;
    fs::remove_file(&key).unwrap();
    let refused = restart(&app).await.err().unwrap();
    assert!(matches!(refused, StartError::KeyFile(_)), "{refused}");
    assert!(refused.to_string().contains("backup"), "{refused}");
    assert!(!key.exists());
}

#[tokio::test]
async fn another_key_and_another_key_of_the_same_name_are_refused_as_such() {
    let (app, key) = stopped().await;
    let right = fs::read_to_string(&key).unwrap();
    let line = right.lines().find(|line| line.starts_with("primary")).unwrap();
    let (kid, secret) = line.strip_prefix("primary ").unwrap().split_once(' ').unwrap();

    fs::write(&key, format!("primary ffffff{} {secret}\n", &kid[6..])).unwrap();
    let refused = restart(&app).await.err().unwrap();
    assert!(matches!(refused, StartError::KeyMissing(_)), "{refused}");
    assert!(refused.to_string().contains(kid), "{refused}");

    fs::write(&key, format!("primary {kid} {}\n", "5".repeat(64))).unwrap();
    let refused = restart(&app).await.err().unwrap();
    assert!(matches!(refused, StartError::KeyWrong(_)), "{refused}");
    assert!(!refused.to_string().contains("5555"));

    fs::write(&key, format!("primary 00000001 {}\nolder {kid} {secret}\n", "5".repeat(64))).unwrap();
    assert!(restart(&app).await.is_ok(), "an older key in the ring is enough");
}

#[tokio::test]
async fn a_key_file_that_others_can_read_is_refused() {
    let (app, key) = stopped().await;
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let refused = restart(&app).await.err().unwrap();
    assert!(refused.to_string().contains("0644") && refused.to_string().contains("0600"), "{refused}");
}

#[tokio::test]
async fn a_file_where_the_directory_should_be_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let mut wrong = config(&directory);
    wrong.data_dir = directory.path().join("file");
    fs::write(&wrong.data_dir, "not a directory").unwrap();
    let refused = Backend::start(wrong, Arc::new(SystemClock)).await.err().unwrap();
    assert!(matches!(refused, StartError::DataDirectory(_)), "{refused}");
}
