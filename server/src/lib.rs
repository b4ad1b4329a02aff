//! The AltaClario program as a library, so that tests can start it on any port.

mod assets;
pub mod config;
mod health;
mod router;
mod security_headers;

pub use config::Config;

use std::net::SocketAddr;
use tokio::net::TcpListener;

/// A listening server that has not begun to answer yet.
pub struct Server {
    listener: TcpListener,
    router: axum::Router,
}

impl Server {
    /// Prepares everything that can fail and binds the address.
    ///
    /// # Errors
    /// A sentence for the operator: a bad setting, an address in use, a bundle that was not built.
    pub async fn bind(config: Config) -> Result<Self, String> {
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
        let router = router::router(&config)?;
        Ok(Self { listener, router })
    }

    /// Where the server listens.
    ///
    /// # Errors
    /// When the operating system no longer knows the socket.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers requests until `stop` is ready, then finishes those under way.
    ///
    /// # Errors
    /// When the socket fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        axum::serve(self.listener, self.router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(stop)
            .await
    }
}
