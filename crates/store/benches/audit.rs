//! How long it takes to verify an audit log of 100,000 entries; the budget is one second.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "parts/workspace.rs"]
mod workspace;

use clario_store::{Act, Store};
use std::time::{Duration, Instant};
use workspace::{NOW, workspace};

const ENTRIES: i64 = 100_000;
const BUDGET: Duration = Duration::from_secs(1);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::open(&directory.path().join("db.sqlite")).await.expect("a new database");
    let (_, scope) = workspace(&store, "a@example.com").await;
    let begun = Instant::now();
    for number in 1..ENTRIES {
        let act = Act::ConnectionAdded { address: "https://acme.atlassian.net", last_four: "wxyz" };
        store.record(&scope, &act, NOW + number).await.expect("written");
    }
    println!(
        "write {ENTRIES} entries, each a transaction of its own: {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let mut slowest = Duration::ZERO;
    for _ in 0..5 {
        let begun = Instant::now();
        let report = store.verify_audit_log(&scope).await.expect("an answer");
        assert_eq!((report.entries, report.broken), (ENTRIES, None));
        slowest = slowest.max(begun.elapsed());
    }
    println!(
        "verify {ENTRIES} entries, slowest of five: {:.3} s (budget {:.0} s)",
        slowest.as_secs_f64(),
        BUDGET.as_secs_f64()
    );
}
