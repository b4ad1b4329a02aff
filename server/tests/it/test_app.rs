//! A running program on a port of its own, with a data folder of its own.

use crate::smtp_sink::SmtpSink;
use clario_backend::mail::MailServer;
use clario_backend::{Backend, HashCost};
use clario_server::{Config, Server};
use std::net::SocketAddr;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::oneshot;

/// Something that answers as AltaClario: within the test, or a program of its own.
pub(crate) trait Site {
    /// Where it listens.
    fn address(&self) -> SocketAddr;

    /// Where its letters arrive.
    fn mail(&self) -> &SmtpSink;
}

impl Site for TestApp {
    fn address(&self) -> SocketAddr {
        self.address
    }

    fn mail(&self) -> &SmtpSink {
        &self.mail
    }
}

/// Started by [`TestApp::start`], stopped when dropped.
pub(crate) struct TestApp {
    pub(crate) address: SocketAddr,
    pub(crate) data: TempDir,
    /// The use cases behind its doors.
    pub(crate) backend: Backend,
    /// Where its letters arrive.
    pub(crate) mail: SmtpSink,
    /// The path that makes the first operator.
    pub(crate) operator_link: Option<String>,
    /// Where its metrics are told.
    pub(crate) metrics: Option<SocketAddr>,
    /// Where it takes plain HTTP beside its own TLS.
    pub(crate) plain: Option<SocketAddr>,
    _stop: oneshot::Sender<()>,
}

impl TestApp {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts with other settings than the usual ones of a test.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let mail = SmtpSink::start().await;
        let mut config = Config {
            listen: "127.0.0.1:0".parse().expect("a loopback address"),
            data: data.path().to_owned(),
            hash_cost: HashCost::FLOOR,
            open_sign_up: true,
            ..Config::default()
        };
        config.mail.server = Some(MailServer::parse(&mail.url()).expect("a mail server"));
        config.mail.look = Duration::from_millis(20);
        config.mail.patience = Duration::from_secs(2);
        // Tests are in more of a hurry than people.
        (config.doors.requests, config.doors.knocks) = (1_000_000, 10_000);
        change(&mut config);
        let server = Server::bind(config).await.expect("the server starts");
        let address = server.address().expect("an address");
        let operator_link = server.operator_link().map(|link| {
            let (_, rest) = link.split_once("://").expect("a link to this installation");
            rest.find('/').map(|at| rest[at..].to_owned()).expect("a path")
        });
        let (metrics, plain) = (server.metrics_address(), server.plain_address());
        let backend = server.backend().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(server.serve(async move { drop(stopped.await) }));
        Self { address, data, backend, mail, operator_link, metrics, plain, _stop: stop }
    }

    /// The full address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// A client that follows no redirects and keeps cookies, as the first step of a browser would.
pub(crate) fn browser() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .cookie_store(true)
        .build()
        .expect("a client")
}

/// Sends a request; the only place of these tests that does.
#[expect(clippy::disallowed_methods, reason = "a test plays the browser, not a provider's client")]
pub(crate) async fn send(request: reqwest::RequestBuilder) -> reqwest::Response {
    request.send().await.expect("the server answers")
}
