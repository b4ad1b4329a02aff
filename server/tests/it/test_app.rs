//! A running program on a port of its own, with a data folder of its own.

use clario_backend::HashCost;
use clario_server::{Config, Server};
use std::net::SocketAddr;
use tempfile::TempDir;
use tokio::sync::oneshot;

/// Something that answers as AltaClario: within the test, or a program of its own.
pub(crate) trait Site {
    /// Where it listens.
    fn address(&self) -> SocketAddr;
}

impl Site for TestApp {
    fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Started by [`TestApp::start`], stopped when dropped.
pub(crate) struct TestApp {
    pub(crate) address: SocketAddr,
    pub(crate) data: TempDir,
    _stop: oneshot::Sender<()>,
}

impl TestApp {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts with other settings than the usual ones of a test.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config {
            listen: "127.0.0.1:0".parse().expect("a loopback address"),
            data: data.path().to_owned(),
            hash_cost: HashCost::FLOOR,
            ..Config::default()
        };
        change(&mut config);
        let server = Server::bind(config).await.expect("the server starts");
        let address = server.address().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(server.serve(async move { drop(stopped.await) }));
        Self { address, data, _stop: stop }
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
