//! How long it takes to destroy an account with 100,000 rows, and how long readers wait meanwhile.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "parts/workspace.rs"]
mod workspace;

use clario_store::{AccountClosing, AccountId, Store, WorkspaceId};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::time::{Duration, Instant};
use workspace::{NOW, workspace};

const ROWS: i64 = 100_000;
const BUDGET: Duration = Duration::from_secs(10);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("db.sqlite");
    let store = Store::open(&path).await.expect("a new database");
    let (account, scope) = workspace(&store, "a@example.com").await;
    let (_, other) = workspace(&store, "b@example.com").await;
    fill(&path, &account, scope.workspace()).await;
    let closing = store.close_account(&account, &[1; 32], NOW, &[], NOW).await.expect("an answer");
    assert!(matches!(closing, AccountClosing::Done(_)));

    let reader = tokio::spawn({
        let store = store.clone();
        async move {
            let mut waits = Vec::new();
            loop {
                let begun = Instant::now();
                store.workspace_name(&other).await.expect("a name");
                waits.push(begun.elapsed());
                if store.purges(NOW).await.expect("a list").is_empty() {
                    return waits;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
    });
    let begun = Instant::now();
    let mut deleted = 0;
    for (number, purge) in (0_u8..).zip(store.purges(NOW).await.expect("a list")) {
        deleted += store.purge(&purge, &[number; 32], NOW).await.expect("purged");
    }
    let rows = begun.elapsed();
    assert!(store.erase(NOW).await.expect("erased"));
    let whole = begun.elapsed();
    let mut waits = reader.await.expect("the reader");
    waits.sort_unstable();
    let p95 = waits[waits.len() * 95 / 100];
    println!(
        "purge {deleted} rows: {:.2} s, with an empty log and no free page {:.2} s (budget {} s)",
        rows.as_secs_f64(),
        whole.as_secs_f64(),
        BUDGET.as_secs()
    );
    println!(
        "readers meanwhile: {} questions, p95 {:.1} ms, slowest {:.1} ms",
        waits.len(),
        p95.as_secs_f64() * 1e3,
        waits[waits.len() - 1].as_secs_f64() * 1e3
    );
}

/// Half of the rows in the log of the workspace, the others letters to the person.
async fn fill(path: &std::path::Path, account: &AccountId, workspace: &WorkspaceId) {
    let options = SqliteConnectOptions::new().filename(path).pragma("secure_delete", "ON");
    let pool = SqlitePool::connect_with(options).await.expect("the same file");
    for statement in [
        "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?3)
         INSERT INTO audit_entry (workspace_id, seq, time, event, actor_kind, facts, actor_commitment, actor_salt,
             actor_clear, actor_account, hash)
         SELECT ?2, n + (SELECT max(seq) FROM audit_entry WHERE workspace_id = ?2), 1, 'connection.added', 'member',
             '{}', randomblob(32), randomblob(32), '{}', ?1, randomblob(32) FROM number",
        "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?3)
         INSERT INTO notification (id, account_id, workspace_id, template, idempotency_key, state, next_at, created, ended)
         SELECT hex(randomblob(8)), ?1, ?2, 'x', hex(randomblob(8)), 'sent', 0, 1790000000, 1790000000 FROM number",
    ] {
        sqlx::query(statement).bind(account).bind(workspace).bind(ROWS / 2).execute(&pool).await.expect("rows");
    }
    pool.close().await;
}
