//! Power loss during a purge: the program is killed at fifty points of it, and the next start makes an end of it.

use crate::person::Person;
use crate::test_app::TestApp;
use clario_backend::clock::SystemClock;
use clario_backend::{Backend, Config, HashCost};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const EMAIL: &str = "wilhelmina.quackenbush@example.org";
const ROUNDS: u32 = 50;
/// Rounds that end within the purge, at least; on a machine that is slow by turns it takes more to get there.
const WITHIN: u32 = 10;
const MOST_ROUNDS: u32 = 4 * ROUNDS;
const ENTRIES: i64 = 20_000;

async fn open(data: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(data.join("altaclario.sqlite"))
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .busy_timeout(Duration::from_secs(10));
    SqlitePool::connect_with(options).await.expect("the database")
}

/// An installation with a closed account whose time is over, and a long log in its workspace.
async fn template() -> TempDir {
    let app = TestApp::start_with(|config| config.sample = false).await;
    let person = Person::new(&app, EMAIL).await;
    let fields = [("what", "close"), ("ending", "later"), ("sure", "yes")];
    assert_eq!(person.post(&app, "/account/privacy", &fields).await.status(), 303);
    let pool = open(app.data.path()).await;
    sqlx::query(
        "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
         INSERT INTO audit_entry (workspace_id, seq, time, event, actor_kind, facts, actor_commitment, actor_salt,
             actor_clear, actor_account, hash)
         SELECT workspace.id, n + (SELECT max(seq) FROM audit_entry), 1, 'x', 'member', '{}', randomblob(32),
             randomblob(32), 'wilhelmina.quackenbush', account.id, randomblob(32)
         FROM number, workspace, account",
    )
    .bind(ENTRIES)
    .execute(&pool)
    .await
    .expect("entries");
    for table in ["account", "workspace"] {
        let statement =
            sqlx::AssertSqlSafe(format!("UPDATE {table} SET purge_after = 1 WHERE closed_at IS NOT NULL"));
        assert_eq!(sqlx::query(statement).execute(&pool).await.expect("due").rows_affected(), 1, "{table}");
    }
    let template = tempfile::tempdir().expect("a folder");
    let copy = template.path().join("altaclario.sqlite");
    sqlx::query("VACUUM INTO ?").bind(copy.to_str().expect("text")).execute(&pool).await.expect("a copy");
    fs::copy(app.data.path().join("key"), template.path().join("key")).expect("the key");
    template
}

/// A copy of the installation, on which the program is started.
struct Round {
    data: TempDir,
    child: Child,
}

impl Round {
    fn start(template: &Path) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        for file in ["altaclario.sqlite", "key"] {
            fs::copy(template.join(file), data.path().join(file)).expect("a copy");
        }
        let log = File::create(data.path().join("log")).expect("a log");
        let child = Command::new(env!("CARGO_BIN_EXE_altaclario"))
            .env_clear()
            .env("ALTACLARIO_LISTEN", "127.0.0.1:0")
            .env("ALTACLARIO_DATA", data.path())
            .env("ALTACLARIO_SAMPLE", "off")
            .current_dir(data.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log once more"))
            .stderr(log)
            .spawn()
            .expect("the program starts");
        Self { data, child }
    }

    /// Waits until the log says something.
    async fn until(&self, words: &str, times: usize) {
        for _ in 0..12_000 {
            let log = fs::read_to_string(self.data.path().join("log")).expect("a log of text");
            if log.matches(words).count() >= times {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{words} is not said: {}", fs::read_to_string(self.data.path().join("log")).expect("a log"));
    }

    fn kill(&mut self) {
        self.child.kill().expect("a process of ours");
        self.child.wait().expect("its end");
    }
}

impl Drop for Round {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How many rows of the person are left: accounts that are not closed, accounts, entries.
async fn left(data: &Path) -> (i64, i64, i64) {
    let pool = open(data).await;
    let left = sqlx::query_as(
        "SELECT (SELECT count(*) FROM account WHERE closed_at IS NULL) +
                (SELECT count(*) FROM workspace WHERE closed_at IS NULL),
                (SELECT count(*) FROM account) + (SELECT count(*) FROM workspace) + (SELECT count(*) FROM membership),
                (SELECT count(*) FROM audit_entry)",
    )
    .fetch_one(&pool)
    .await
    .expect("counts");
    pool.close().await;
    left
}

/// How long the purge takes that nobody disturbs.
async fn undisturbed(template: &Path) -> Duration {
    let whole = Round::start(template);
    whole.until("AltaClario is ready", 1).await;
    let begun = Instant::now();
    whole.until("\"purged\"", 2).await;
    begun.elapsed()
}

#[tokio::test]
async fn a_purge_that_is_killed_anywhere_is_finished_by_the_next_start() {
    let template = template().await;
    let mut lasts = Duration::ZERO;
    let (mut untouched, mut half, mut finished) = (0, 0, 0);
    for round in 0..MOST_ROUNDS {
        if round >= ROUNDS && half >= WITHIN {
            break;
        }
        if round % ROUNDS == 0 {
            lasts = undisturbed(template.path()).await;
        }
        let mut run = Round::start(template.path());
        run.until("AltaClario is ready", 1).await;
        tokio::time::sleep(lasts * (round % ROUNDS) / ROUNDS).await;
        run.kill();
        let (visible, rows, entries) = left(run.data.path()).await;
        assert_eq!(visible, 0, "round {round}: nothing half-deleted is visible");
        match (rows, entries) {
            (0, 0) => finished += 1,
            (_, entries) if entries > ENTRIES => untouched += 1,
            _ => half += 1,
        }
        let mut config = Config::new(run.data.path().to_owned());
        config.hash_cost = HashCost::FLOOR;
        let backend = Backend::start(config, Arc::new(SystemClock)).await.expect("it starts again");
        backend.purge_due().await.expect("an end");
        backend.stop().await;
        assert_eq!(left(run.data.path()).await, (0, 0, 0), "round {round}");
        for file in ["altaclario.sqlite", "altaclario.sqlite-wal", "log"] {
            let bytes = fs::read(run.data.path().join(file)).unwrap_or_default();
            let found = memchr::memmem::find(&bytes, b"wilhelmina.quackenbush").is_some();
            assert!(!found, "round {round}: {file} remembers");
        }
    }
    assert!(
        half >= WITHIN,
        "killed before {untouched}, within {half} and after {finished} purges of {lasts:?}"
    );
}
