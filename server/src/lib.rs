//! The AltaClario program as a library, so that tests can start it on any port.

mod assets;
pub mod config;
mod forms;
mod health;
mod rate_limit;
mod router;
mod same_origin;
mod sample;
mod security_headers;
mod sessions;
mod sync_events;
mod tables;
mod upkeep;
mod visitor;

pub use config::Config;

use clario_backend::Backend;
use clario_backend::clock::SystemClock;
use clario_sandbox::Sandbox;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long requests under way may take once the program was told to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// A listening server that has not begun to answer yet.
pub struct Server {
    listener: TcpListener,
    router: axum::Router,
    backend: Backend,
    sample: Option<Sandbox>,
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
        let mut settings = clario_backend::Config::new(config.data.clone());
        settings.key_file.clone_from(&config.key_file);
        settings.open_sign_up = config.open_sign_up;
        settings.sample = config.sample;
        settings.hash_cost = config.hash_cost;
        settings.pace = config.pace;
        settings.listed_hosts.clone_from(&config.listed_hosts);
        let backend =
            Backend::start(settings, Arc::new(SystemClock)).await.map_err(|error| error.to_string())?;
        let sample = if config.sample { Some(sample::start(&backend, &SystemClock).await?) } else { None };
        let router = router::router(&config, &backend)?;
        Ok(Self { listener, router, backend, sample })
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
        let upkeep = tokio::spawn(upkeep::upkeep(self.backend.clone(), self.sample));
        let (told, heard) = oneshot::channel();
        let stop = async {
            stop.await;
            let _ = told.send(());
        };
        let serve =
            axum::serve(self.listener, self.router.into_make_service_with_connect_info::<SocketAddr>())
                .with_graceful_shutdown(stop);
        // A page that follows a reading would keep its answer open for minutes.
        let patience = async {
            drop(heard.await);
            tokio::time::sleep(PATIENCE).await;
        };
        tokio::select! {
            outcome = serve => outcome?,
            () = patience => {}
        }
        upkeep.abort();
        self.backend.stop().await;
        Ok(())
    }
}
