//! A store in a directory of its own, and people in it.

use clario_store::{
    AccountId, Auth, ConnectionId, ConnectionKind, Enrolment, EnrolmentLetters, Gate, NewAcceptance,
    NewAccount, NewConnection, NewNotification, NewWorkspace, NotificationId, Scope, SealedSecret, Store,
    WorkspaceId,
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
            dek_wrapped: &sealed(),
            acceptance: NewAcceptance { document: "terms", version: 1, hash: &"ab".repeat(32) },
        };
        let new_workspace = NewWorkspace { id: &workspace, name: "Theirs", dek_wrapped: &sealed() };
        let (id, key, sealed) = letter();
        let letter = notification(&id, &key, &sealed);
        let token_hash = token_hash(email);
        let letters = EnrolmentLetters {
            token_hash: &token_hash,
            expires: NOW + 1800,
            confirm: &letter,
            known: &letter,
        };
        let outcome =
            self.store.enrol(gate, &new_account, &new_workspace, &letters, NOW).await.expect("an answer");
        (account, workspace, outcome)
    }

    pub(crate) async fn person(&self, email: &str) -> Person {
        let (account, workspace, outcome) = self.enrol(Gate::Open, email).await;
        assert_eq!(outcome, Enrolment::Made);
        assert!(self.store.confirm_address(&token_hash(email), NOW).await.expect("an answer"));
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

/// What a letter is made of; see [`notification`].
pub(crate) fn letter() -> (NotificationId, String, Sealed) {
    let id = NotificationId::random().expect("random");
    let key = id.to_string();
    (id, key, sealed())
}

/// Some letter.
pub(crate) fn notification<'a>(
    id: &'a NotificationId,
    idempotency_key: &'a str,
    sealed: &'a Sealed,
) -> NewNotification<'a> {
    NewNotification {
        id,
        template: "test",
        account: None,
        workspace: None,
        sealed,
        idempotency_key,
        useless_after: None,
    }
}

/// The hash of the token in the link that went to an address.
pub(crate) fn token_hash(email: &str) -> [u8; 32] {
    let mut hash = [7; 32];
    for (index, byte) in email.bytes().enumerate() {
        hash[index % 32] ^= byte.rotate_left(u32::try_from(index % 7).expect("small"));
    }
    hash
}

/// Some sealed value: the store does not look inside.
pub(crate) fn sealed() -> Sealed {
    let place = Place { tenant: "t", table: "workspace", row: "r", field: "f", schema: 1, revision: 0 };
    let ring = KeyRing::generate().expect("random");
    ring.wrap(&DataKey::generate().expect("random"), &place).expect("sealed")
}
