//! A workspace with its owner, as every benchmark of the database needs one.

use clario_store::{
    AccountId, Enrolment, EnrolmentLetters, Gate, NewAcceptance, NewAccount, NewNotification, NewWorkspace,
    NotificationId, Scope, Store, WorkspaceId,
};
use clario_vault::{DataKey, KeyRing, Place, Sealed};

/// The time of the benchmarks, in Unix seconds.
pub(crate) const NOW: i64 = 1_790_000_000;

/// Makes an account and the workspace that it owns.
pub(crate) async fn workspace(store: &Store, email: &str) -> (AccountId, Scope) {
    let (account, workspace) = (AccountId::random().expect("random"), WorkspaceId::random().expect("random"));
    let letter = NotificationId::random().expect("random");
    let sealed = sealed();
    let new_account = NewAccount {
        id: &account,
        email,
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
        idempotency_key: email,
        useless_after: None,
    };
    let letters = EnrolmentLetters {
        token_hash: &[email.as_bytes()[0]; 32],
        expires: NOW + 60,
        confirm: &letter,
        known: &letter,
    };
    let new_workspace = NewWorkspace { id: &workspace, name: "Bench", dek_wrapped: &sealed };
    let made = store.enrol(Gate::Open, &new_account, &new_workspace, &letters, NOW).await.expect("an answer");
    assert_eq!(made, Enrolment::Made);
    let scope = store.scope(&account, &workspace).await.expect("an answer").expect("a member");
    (account, scope)
}

fn sealed() -> Sealed {
    let place = Place { tenant: "t", table: "workspace", row: "r", field: "f", schema: 1, revision: 0 };
    let ring = KeyRing::generate().expect("random");
    ring.wrap(&DataKey::generate().expect("random"), &place).expect("sealed")
}
