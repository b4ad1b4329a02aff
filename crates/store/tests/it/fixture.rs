//! A store in a directory of its own, and people in it.

use clario_store::{
    AccountId, Auth, ConnectionId, ConnectionKind, Enrolment, Gate, NewAcceptance, NewAccount, NewConnection,
    NewWorkspace, Scope, SealedSecret, Store, WorkspaceId,
};
use clario_vault::{DataKey, KeyRing, Place, Sealed};
use tempfile::TempDir;

pub(crate) const NOW: i64 = 1_790_000_000;

/// A store on disk, gone when dropped.
pub(crate) struct Fixture {
    pub(crate) directory: TempDir,
    pub(crate) store: Store,
}

/// A person with a workspace.
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) workspace: WorkspaceId,
    pub(crate) scope: Scope,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::open(&directory.path().join("db.sqlite")).await.expect("a new database");
        Self { directory, store }
    }

    pub(crate) async fn enrol(&self, gate: Gate, email: &str) -> (AccountId, WorkspaceId, Enrolment) {
        let (account, workspace) =
            (AccountId::random().expect("random"), WorkspaceId::random().expect("random"));
        let new_account = NewAccount {
            id: &account,
            email,
            name: "Somebody",
            password_phc: "$argon2id$not-a-real-hash",
            acceptance: NewAcceptance { document: "terms", version: 1, hash: &"ab".repeat(32) },
        };
        let new_workspace = NewWorkspace { id: &workspace, name: "Theirs", dek_wrapped: &sealed() };
        let outcome = self.store.enrol(gate, &new_account, &new_workspace, NOW).await.expect("an answer");
        (account, workspace, outcome)
    }

    pub(crate) async fn person(&self, email: &str) -> Person {
        let (account, workspace, outcome) = self.enrol(Gate::Open, email).await;
        assert_eq!(outcome, Enrolment::Made);
        let scope = self.store.scope(&account, &workspace).await.expect("an answer").expect("a member");
        Person { account, workspace, scope }
    }

    pub(crate) async fn connection(&self, person: &Person) -> ConnectionId {
        let id = ConnectionId::random().expect("random");
        let secret = SealedSecret { sealed: sealed(), revision: 1, last_four: "wxyz".to_owned() };
        let connection = NewConnection {
            id: &id,
            kind: ConnectionKind::JiraCloud,
            base_url: "https://acme.atlassian.net",
            auth: Auth::EmailToken,
            label: Some("Main site"),
            secret: &secret,
        };
        assert!(self.store.add_connection(&person.scope, &connection, 20, NOW).await.expect("an answer"));
        id
    }
}

/// Some sealed value: the store does not look inside.
pub(crate) fn sealed() -> Sealed {
    let place = Place { tenant: "t", table: "workspace", row: "r", field: "f", schema: 1, revision: 0 };
    let ring = KeyRing::generate().expect("random");
    ring.wrap(&DataKey::generate().expect("random"), &place).expect("sealed")
}
