//! Backups: sealed before they touch a disk, kept for thirty days, and put back without those who left since.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clario_backend::clock::Clock;
use clario_backend::{
    AccountId, Backend, BackupError, Config, Ending, Entry, Error, Forgotten, StartError, back_up, restore,
    rotate_keys,
};
use clario_proofs::proves;

use crate::app::{App, Browser, PASSWORD, config, connection, sign_up, stranger};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
/// Stays all the time.
const EVE: &str = "eve.canary@example.com";
/// Left for good after the backup.
const ADA: &str = "ada.canary@example.com";
/// Closed the account after the backup, and may come back.
const GRACE: &str = "grace.canary@example.com";
/// Was closed at the time of the backup, and came back since.
const ZOE: &str = "zoe.canary@example.com";

fn backups(app: &App) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(app.directory.path().join("backups")).map(|entries| entries.flatten().collect());
    let entries: Vec<fs::DirEntry> = entries.unwrap_or_default();
    let mut files: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "backup"));
    files.sort();
    files
}

fn in_a_file(path: &Path, part: &str) -> bool {
    memchr::memmem::find(&fs::read(path).expect("a file"), part.as_bytes()).is_some()
}

/// Whether a file of the installation, the backups included, holds these words.
fn anywhere(app: &App, part: &str) -> bool {
    let top = fs::read_dir(app.directory.path()).expect("my directory").flatten().map(|entry| entry.path());
    let below = fs::read_dir(app.directory.path().join("backups")).into_iter().flatten().flatten();
    let mut files = top.chain(below.map(|entry| entry.path())).filter(|path| path.is_file());
    files.any(|path| in_a_file(&path, part))
}

async fn close(app: &App, browser: &Browser, ending: Ending) {
    let proof = app.backend.recent(&browser.who()).expect("a short time ago");
    assert!(app.backend.close_account(&proof, ending).await.expect("closed").is_empty());
}

#[tokio::test]
async fn a_day_has_one_backup_that_nobody_can_read_and_a_month_has_thirty() {
    let app = App::new().await;
    app.owner(EVE).await;
    assert_eq!(backups(&app), [] as [PathBuf; 0]);
    for hour in 0..36 * 24 {
        app.backend.keep_backups().await;
        let kept = backups(&app);
        assert!(kept.len() <= 31, "hour {hour}: {} backups", kept.len());
        assert!(hour > 22 || kept.len() == 1, "hour {hour}: once a day");
        app.clock.advance(HOUR);
    }
    let kept = backups(&app);
    assert!((29..=31).contains(&kept.len()), "{}", kept.len());
    let now = app.clock.now().as_second();
    let oldest = kept[0].file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    assert!(oldest.starts_with("altaclario-202611"), "{oldest} at {now}");
    assert!(app.holds_database(EVE), "the search finds things");
    for path in &kept {
        for words in [EVE, "eve.canary", "Grace Hopper", "SQLite format"] {
            assert!(!in_a_file(path, words), "{words} in {}", path.display());
        }
    }
    let report = app.backend.last_keeping().await.expect("notes");
    assert!(report.backup.is_some_and(|run| now - run.at < DAY));
    proves(&["AZ-04", "AT-05", "AT-06"]);
}

#[tokio::test]
async fn a_backup_that_cannot_be_written_raises_an_alert_and_is_tried_again() {
    let app = App::new().await;
    app.owner(EVE).await;
    // A file stands where the folder should be.
    fs::write(app.directory.path().join("backups"), "in the way").unwrap();
    app.backend.keep_backups().await;
    let last = app.backend.last_keeping().await.unwrap();
    assert_eq!(last.backup, None, "there was never a good one");
    assert_eq!(last.backup_trouble.as_deref(), Some("file"));
    fs::remove_file(app.directory.path().join("backups")).unwrap();
    app.backend.keep_backups().await;
    let last = app.backend.last_keeping().await.unwrap();
    assert!(last.backup.is_some() && last.backup_trouble.is_none());
    assert_eq!(backups(&app).len(), 1);
}

/// The people of the drill on the day of the backup, and a week of what people do.
struct Drill {
    app: App,
    file: PathBuf,
    ada: AccountId,
    undo: String,
}

impl Drill {
    async fn new() -> Self {
        let app = App::new().await;
        let (eve, ada) = (app.browser(EVE).await, app.browser(ADA).await);
        let (grace, zoe) = (app.browser(GRACE).await, app.browser(ZOE).await);
        let home = app.home(&eve).await;
        let kept = app.backend.add_connection(&home, connection()).await.expect("done");
        let doomed = app.backend.add_connection(&home, connection()).await.expect("done");
        close(&app, &zoe, Ending::Undoable).await;
        let back = app.token(ZOE, "Your account is closed").await;
        let file = app.backend.back_up().await.expect("a backup").path;

        app.clock.advance(DAY);
        app.backend.reopen_account(&back).await.expect("done");
        close(&app, &app.signed_in(ADA).await, Ending::AtOnce).await;
        close(&app, &app.signed_in(GRACE).await, Ending::Undoable).await;
        let undo = app.token(GRACE, "Your account is closed").await;
        app.backend.remove_connection(&home, &doomed).await.expect("done");
        assert_ne!(kept, doomed);
        app.clock.advance(6 * DAY);
        let ada = ada.who().account().clone();
        drop(grace);
        Self { app, file, ada, undo }
    }

    fn settings(&self) -> Config {
        let mut settings = config(&self.app.directory);
        settings.open_sign_up = true;
        settings
    }

    fn now(&self) -> i64 {
        self.app.clock.now().as_second()
    }

    async fn restore(&self) -> Result<Forgotten, BackupError> {
        restore(&self.settings(), &self.file, self.now()).await.map(|restored| restored.forgotten)
    }

    /// Starts on what was restored and meets everybody.
    async fn who_is_there(self) {
        let mut app = self.app;
        assert!(!anywhere(&app, "ada.canary"), "not in any byte of a file");
        assert!(!anywhere(&app, self.ada.as_str()));
        let settings = {
            let mut settings = config(&app.directory);
            settings.open_sign_up = true;
            settings
        };
        app.backend = Backend::start(settings, app.clock.clone()).await.expect("it starts");
        let gone = app.enter(&stranger(), ADA, PASSWORD).await;
        assert!(matches!(gone, Err(Error::WrongPassword)), "who left for good does not come back");
        let closed = app.enter(&stranger(), GRACE, PASSWORD).await.expect("the right password");
        assert!(matches!(closed, Entry::Closed { .. }), "who closed the account is still outside");
        app.backend.reopen_account(&self.undo).await.expect("and the link of the letter still opens it");
        for there in [GRACE, ZOE, EVE] {
            app.sign_in(there, PASSWORD).await.unwrap_or_else(|error| panic!("{there}: {error}"));
        }
        let eve = app.signed_in(EVE).await;
        let home = app.home(&eve).await;
        let connections = app.backend.connections(&home).await.expect("done");
        let ends: Vec<&str> = connections.iter().map(|connection| connection.last_four.as_str()).collect();
        assert_eq!(ends, ["2C3D", ""], "the one that was taken away has no credential any more");
        assert!(app.backend.examine().await.expect("done") == clario_backend::Findings::default());
        app.backend.sign_up(sign_up("new@example.com")).await.expect("life goes on");
        app.backend.stop().await;
    }
}

#[tokio::test]
async fn who_left_since_does_not_come_back_with_a_backup() {
    let drill = Drill::new().await;
    let running = drill.restore().await.unwrap_err();
    assert!(matches!(running, BackupError::Running), "{running}");
    drill.app.backend.stop().await;
    let before = backups(&drill.app).len();
    let forgotten = drill.restore().await.expect("the backup is put back");
    // An account has a workspace of its own.
    assert_eq!(forgotten, Forgotten { destroyed: 2, closed: 2, credentials: 1 });
    assert_eq!(backups(&drill.app).len(), before + 1, "what was there before is a backup now");
    drill.who_is_there().await;
    proves(&["AC-80", "AC-89", "AT-05"]);
}

#[tokio::test]
async fn with_the_disk_gone_the_copy_of_the_ledger_beside_the_backup_tells_who_left() {
    let drill = Drill::new().await;
    drill.app.backend.stop().await;
    let data = drill.app.directory.path();
    for file in ["altaclario.sqlite", "altaclario.sqlite-wal", "altaclario.sqlite-shm"] {
        let _ = fs::remove_file(data.join(file));
    }
    let ledger = data.join("backups/ledger");
    let right = fs::read(&ledger).unwrap();
    assert!(!in_a_file(&ledger, "destroyed") && !in_a_file(&ledger, "mark"), "it is sealed");
    for wrong in [None, Some(b"nonsense".to_vec()), Some(fs::read(&drill.file).unwrap())] {
        let _ = fs::remove_file(&ledger);
        if let Some(wrong) = wrong {
            fs::write(&ledger, wrong).unwrap();
        }
        let refused = drill.restore().await.unwrap_err();
        assert!(matches!(refused, BackupError::Ledger), "{refused}");
        assert!(!data.join("altaclario.sqlite").exists(), "nothing was put in place");
    }
    fs::write(&ledger, right).unwrap();
    let forgotten = drill.restore().await.expect("the backup is put back");
    assert_eq!(forgotten, Forgotten { destroyed: 2, closed: 2, credentials: 1 });
    drill.who_is_there().await;
}

#[tokio::test]
async fn a_database_that_is_damaged_is_put_aside_and_a_backup_takes_its_place() {
    let drill = Drill::new().await;
    drill.app.backend.stop().await;
    let database = drill.app.directory.path().join("altaclario.sqlite");
    let mut bytes = fs::read(&database).unwrap();
    bytes[4_096..60_000].fill(0xA5);
    fs::write(&database, bytes).unwrap();
    let restored =
        restore(&drill.settings(), &drill.file, drill.now()).await.expect("the backup is put back");
    let aside = restored.before.expect("the damaged one");
    assert!(
        aside.file_name().is_some_and(|name| name.to_string_lossy().contains("damaged")),
        "{}",
        aside.display()
    );
    assert!(aside.exists());
    fs::remove_file(aside).unwrap();
    drill.who_is_there().await;
}

#[tokio::test]
async fn what_is_no_whole_backup_of_this_installation_is_refused_and_nothing_changes() {
    let drill = Drill::new().await;
    drill.app.backend.stop().await;
    let database = drill.app.directory.path().join("altaclario.sqlite");
    let (before, good) = (fs::read(&database).unwrap(), fs::read(&drill.file).unwrap());
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("mine.backup");
    let mut altered = good.clone();
    altered[good.len() / 2] ^= 1;
    for (content, words) in [
        (Vec::new(), "not a backup of AltaClario"),
        (b"SQLite format 3\0 and more".to_vec(), "not a backup of AltaClario"),
        (good[..good.len() - 1].to_vec(), "not a backup of AltaClario"),
        (altered, "was altered or is damaged"),
        (fs::read(drill.app.directory.path().join("backups/ledger")).unwrap(), "was altered or is damaged"),
    ] {
        fs::write(&file, content).unwrap();
        let refused = restore(&drill.settings(), &file, drill.now()).await.unwrap_err().to_string();
        assert!(refused.contains(words), "{words}: {refused}");
        assert_eq!(fs::read(&database).unwrap(), before, "{words}");
    }
    fs::write(&file, &good).unwrap();
    let missing = restore(&drill.settings(), Path::new("/no/such/file"), drill.now()).await.unwrap_err();
    assert!(matches!(missing, BackupError::File(_)), "{missing}");

    // A rotation leaves the older key in the ring; without it the backup says which key it needs.
    rotate_keys(&drill.settings(), drill.now()).await.unwrap();
    let key = drill.app.directory.path().join("key");
    let both = fs::read_to_string(&key).unwrap();
    let newest: String = both.split_inclusive('\n').filter(|line| !line.starts_with("older")).collect();
    let older =
        both.lines().find_map(|line| line.strip_prefix("older ")).and_then(|line| line.split(' ').next());
    fs::write(&key, newest).unwrap();
    let refused = restore(&drill.settings(), &file, drill.now()).await.unwrap_err().to_string();
    assert!(
        refused.contains(older.expect("an older key")) && refused.contains("older key file"),
        "{refused}"
    );
    fs::write(&key, both).unwrap();
    restore(&drill.settings(), &file, drill.now())
        .await
        .expect("with the older key it opens, wherever it lies");
}

#[tokio::test]
async fn a_backup_is_made_beside_a_program_that_runs_and_a_start_waits_for_a_restore() {
    let app = App::new().await;
    app.owner(EVE).await;
    let now = app.clock.now().as_second();
    let backup = back_up(&config(&app.directory), now).await.expect("beside the program");
    assert!(backup.bytes > 50_000 && backup.path.exists(), "{backup:?}");
    app.owner(GRACE).await;
    app.backend.stop().await;
    let lock =
        fs::File::options().write(true).open(app.directory.path().join("altaclario.sqlite.lock")).unwrap();
    lock.lock().unwrap();
    let refused = Backend::start(config(&app.directory), Arc::clone(&app.clock) as _).await.err().unwrap();
    assert!(matches!(refused, StartError::Restoring), "{refused}");
    drop(lock);
    restore(&config(&app.directory), &backup.path, now + HOUR).await.unwrap();
    assert!(app.holds_database(EVE) && !app.holds_database(GRACE), "it is the database of that moment");
    let nowhere = tempfile::tempdir().unwrap();
    let none = back_up(&config(&nowhere), now).await.unwrap_err();
    assert!(matches!(none, BackupError::NoInstallation), "{none}");
}
