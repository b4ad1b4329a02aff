//! A backend in a directory of its own, with a clock that stands still.

use std::sync::Arc;

use clario_backend::clock::FixedClock;
use clario_backend::{
    AccountId, Backend, Config, ConnectionForm, Error, HashCost, SignIn, SignUp, Viewer, WorkspaceId, terms,
};
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "seven canary boats at dusk";
pub(crate) const TOKEN: &str = "ATATT3xCanaryTokenThatMustNotLeak=0A1B2C3D";
pub(crate) const SIGN_IN_NAME: &str = "Robot.Canary@example.org";

/// A running backend.
pub(crate) struct App {
    pub(crate) directory: TempDir,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) backend: Backend,
}

impl App {
    /// With open sign-up.
    pub(crate) async fn new() -> Self {
        Self::with(|config| config.open_sign_up = true).await
    }

    pub(crate) async fn with(adjust: impl FnOnce(&mut Config)) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let mut config = config(&directory);
        adjust(&mut config);
        let clock = Arc::new(FixedClock::at("2026-11-20T09:30:00Z".parse().expect("a time")));
        let backend = Backend::start(config, clock.clone()).await.expect("a start");
        Self { directory, clock, backend }
    }

    /// Signs up and in.
    pub(crate) async fn person(&self, email: &str) -> AccountId {
        self.backend.sign_up(sign_up(email)).await.expect("signed up");
        self.sign_in(email, PASSWORD).await.expect("signed in")
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Result<AccountId, Error> {
        self.backend.sign_in(SignIn { email: email.to_owned(), password: password.to_owned() }).await
    }

    /// The first workspace of an account.
    pub(crate) async fn workspace(&self, account: &AccountId) -> WorkspaceId {
        self.backend.workspaces(account).await.expect("workspaces")[0].id.clone()
    }

    /// A person in their own workspace.
    pub(crate) async fn owner(&self, email: &str) -> Viewer {
        let account = self.person(email).await;
        let workspace = self.workspace(&account).await;
        self.backend.viewer(Some(&account), workspace.as_str()).await.expect("a member")
    }

    pub(crate) async fn sample(&self) -> Viewer {
        self.backend.viewer(None, clario_backend::SAMPLE).await.expect("the sample is open")
    }

    /// Whether any file of the data directory but the key file holds these bytes.
    pub(crate) fn holds(&self, part: &[u8]) -> bool {
        std::fs::read_dir(&self.directory).expect("my directory").any(|entry| {
            let entry = entry.expect("an entry");
            let bytes = std::fs::read(entry.path()).expect("a file");
            entry.file_name() != "key" && bytes.windows(part.len()).any(|window| window == part)
        })
    }
}

pub(crate) fn config(directory: &TempDir) -> Config {
    let mut config = Config::new(directory.path().to_owned());
    config.hash_cost = HashCost::FLOOR;
    config
}

pub(crate) fn sign_up(email: &str) -> SignUp {
    SignUp {
        name: "Grace Hopper".to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        accepted_terms: Some(terms::current().version),
    }
}

pub(crate) fn connection() -> ConnectionForm {
    ConnectionForm {
        address: "https://acme.atlassian.net/jira/projects".to_owned(),
        email: SIGN_IN_NAME.to_owned(),
        token: format!("  {TOKEN}\n"),
        label: "Main site".to_owned(),
    }
}
