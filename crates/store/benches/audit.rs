//! How long it takes to verify an audit log of 100,000 entries; the budget is one second.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use clario_store::{
    AccountId, Act, Enrolment, EnrolmentLetters, Gate, NewAcceptance, NewAccount, NewNotification,
    NewWorkspace, NotificationId, Scope, Store, WorkspaceId,
};
use clario_vault::{DataKey, KeyRing, Place, Sealed};
use std::time::{Duration, Instant};

const ENTRIES: i64 = 100_000;
const BUDGET: Duration = Duration::from_secs(1);
const NOW: i64 = 1_790_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::open(&directory.path().join("db.sqlite")).await.expect("a new database");
    let scope = workspace(&store).await;
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
    assert!(slowest <= BUDGET, "over the budget");
}

async fn workspace(store: &Store) -> Scope {
    let (account, workspace) = (AccountId::random().expect("random"), WorkspaceId::random().expect("random"));
    let letter = NotificationId::random().expect("random");
    let sealed = sealed();
    let new_account = NewAccount {
        id: &account,
        email: "a@example.com",
        name: "Somebody",
        password_phc: "$argon2id$not-a-real-hash",
        dek_wrapped: &sealed,
        acceptance: NewAcceptance { document: "terms", version: 1, hash: &"ab".repeat(32) },
    };
    let letter = NewNotification {
        id: &letter,
        template: "bench",
        account: None,
        workspace: None,
        sealed: &sealed,
        idempotency_key: "bench",
        useless_after: None,
    };
    let letters =
        EnrolmentLetters { token_hash: &[1; 32], expires: NOW + 60, confirm: &letter, known: &letter };
    let new_workspace = NewWorkspace { id: &workspace, name: "Bench", dek_wrapped: &sealed };
    let made = store.enrol(Gate::Open, &new_account, &new_workspace, &letters, NOW).await.expect("an answer");
    assert_eq!(made, Enrolment::Made);
    store.scope(&account, &workspace).await.expect("an answer").expect("a member")
}

fn sealed() -> Sealed {
    let place = Place { tenant: "t", table: "workspace", row: "r", field: "f", schema: 1, revision: 0 };
    let ring = KeyRing::generate().expect("random");
    ring.wrap(&DataKey::generate().expect("random"), &place).expect("sealed")
}
