//! A backend in a directory of its own, with a clock that stands still and a mail server that keeps what it is handed.

use std::sync::Arc;

use clario_backend::clock::FixedClock;
use clario_backend::mail::MailServer;
use clario_backend::{
    AccountId, Backend, Coming, Config, ConnectionForm, CookieChange, Entry, Error, HashCost, SignIn, SignUp,
    SignedIn, Viewer, Visit, WorkspaceId, caller, terms,
};
use tempfile::TempDir;

use crate::smtp_sink::{Letter, SmtpSink};

pub(crate) const PASSWORD: &str = "seven canary boats at dusk";
pub(crate) const TOKEN: &str = "ATATT3xCanaryTokenThatMustNotLeak=0A1B2C3D";
pub(crate) const SIGN_IN_NAME: &str = "Robot.Canary@example.org";

/// A running backend.
pub(crate) struct App {
    pub(crate) directory: TempDir,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) backend: Backend,
    pub(crate) sink: SmtpSink,
}

/// Somebody in a browser.
pub(crate) struct Browser {
    pub(crate) visit: Visit,
    /// What the browser would send as its cookie.
    pub(crate) cookie: String,
}

impl App {
    /// With open sign-up.
    pub(crate) async fn new() -> Self {
        Self::with(|config| config.open_sign_up = true).await
    }

    pub(crate) async fn with(adjust: impl FnOnce(&mut Config)) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let sink = SmtpSink::start().await;
        let mut config = config(&directory);
        config.mail.server = Some(MailServer::parse(&sink.url()).expect("a mail server"));
        adjust(&mut config);
        let clock = Arc::new(FixedClock::at("2026-11-20T09:30:00Z".parse().expect("a time")));
        let backend = Backend::start(config, clock.clone()).await.expect("a start");
        Self { directory, clock, backend, sink }
    }

    /// Signs up and confirms the address.
    pub(crate) async fn person(&self, email: &str) -> AccountId {
        self.browser(email).await.who().account().clone()
    }

    /// Signs up, confirms the address, and is in.
    pub(crate) async fn browser(&self, email: &str) -> Browser {
        self.backend.sign_up(sign_up(email)).await.expect("signed up");
        let token = self.token(email, "Confirm your e-mail").await;
        let visit = stranger();
        self.backend.confirm_address(&visit, &token, PASSWORD.to_owned()).await.expect("confirmed");
        Browser::of(visit)
    }

    /// Confirms an address with the link of the latest letter to it.
    pub(crate) async fn confirm(&self, email: &str, password: &str) -> Result<AccountId, Error> {
        let token = self.token(email, "Confirm your e-mail").await;
        self.backend.confirm_address(&stranger(), &token, password.to_owned()).await
    }

    /// The letters that arrived, once all that is due was sent.
    pub(crate) async fn letters(&self) -> Vec<Letter> {
        while !self.backend.deliver_due().await.expect("the queue works") {}
        self.sink.letters()
    }

    /// The token of the link in the latest letter to an address with these words in its subject.
    pub(crate) async fn token(&self, to: &str, subject: &str) -> String {
        let letters = self.letters().await;
        let found = letters.iter().rfind(|letter| letter.to == to && letter.subject.contains(subject));
        let link = found.expect("a letter").link();
        link.split_once("token=").expect("a token").1.to_owned()
    }

    /// Subjects of the letters to an address, in order.
    pub(crate) async fn subjects(&self, to: &str) -> Vec<String> {
        let letters = self.letters().await;
        letters.into_iter().filter(|letter| letter.to == to).map(|letter| letter.subject).collect()
    }

    /// Signs in with the password alone.
    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Result<AccountId, Error> {
        match self.enter(&stranger(), email, password).await? {
            Entry::In(account) => Ok(account),
            Entry::CodeNeeded { .. } => panic!("a code is needed"),
            Entry::Closed { .. } => panic!("the account is closed"),
        }
    }

    /// The same from a network of its own.
    pub(crate) async fn sign_in_from(
        &self,
        network: &str,
        email: &str,
        password: &str,
    ) -> Result<AccountId, Error> {
        caller::coming_from(network.to_owned(), self.sign_in(email, password)).await
    }

    pub(crate) async fn enter(&self, visit: &Visit, email: &str, password: &str) -> Result<Entry, Error> {
        let form = SignIn { email: email.to_owned(), password: password.to_owned() };
        self.backend.sign_in(visit, form).await
    }

    /// A new request of a browser.
    pub(crate) async fn come(&self, cookie: &str) -> Visit {
        self.backend.visit(Some(cookie), None, Coming::ByPerson).await.expect("an answer")
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

    /// Whether the database holds these words.
    pub(crate) fn holds_database(&self, words: &str) -> bool {
        let bytes = ["altaclario.sqlite", "altaclario.sqlite-wal"]
            .map(|file| std::fs::read(self.directory.path().join(file)).unwrap_or_default());
        bytes.iter().any(|bytes| memchr::memmem::find(bytes, words.as_bytes()).is_some())
    }

    /// Whether any file of the data directory but the key file holds these bytes.
    pub(crate) fn holds(&self, part: &[u8]) -> bool {
        std::fs::read_dir(&self.directory).expect("my directory").any(|entry| {
            let entry = entry.expect("an entry");
            if entry.path().is_dir() {
                return false;
            }
            let bytes = std::fs::read(entry.path()).expect("a file");
            entry.file_name() != "key" && memchr::memmem::find(&bytes, part).is_some()
        })
    }
}

impl Browser {
    /// Keeps the cookie of an answer.
    pub(crate) fn of(visit: Visit) -> Self {
        let CookieChange::Set(cookie) = visit.take_cookie() else { panic!("no new cookie") };
        Self { visit, cookie: cookie.to_string() }
    }

    pub(crate) fn who(&self) -> SignedIn {
        self.visit.signed_in().expect("signed in")
    }
}

/// Somebody without a cookie.
pub(crate) fn stranger() -> Visit {
    Visit::of_a_stranger(Some("Mozilla/5.0 Firefox/140.0"))
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
