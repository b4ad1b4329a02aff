//! The AltaClario program as a library, so that tests can start it on any port.

mod admission;
mod assets;
mod audit_file;
mod client_address;
pub mod config;
mod consent;
pub mod doors;
mod exports;
mod forms;
mod gpc;
mod guard;
mod health;
pub mod keeping_commands;
pub mod key_commands;
mod listener;
mod log_files;
pub mod logging;
mod metrics;
mod plain_page;
mod plain_port;
mod rate_limit;
mod redacted;
mod request_log;
mod router;
mod same_origin;
mod sample;
mod security_headers;
mod sessions;
mod streams;
mod sync_events;
mod tables;
mod telemetry;
mod tls;
mod trace_context;
mod upkeep;
mod visitor;
mod ways;

pub use config::Config;
pub use doors::{Doors, Tls};

use clario_backend::Backend;
use clario_backend::clock::SystemClock;
use clario_sandbox::Sandbox;
use metrics::Metrics;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use ways::Ways;

/// How long requests under way may take once the program was told to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// A listening server that has not begun to answer yet.
pub struct Server {
    ways: Ways,
    doors: Doors,
    metrics: Metrics,
    backend: Backend,
    sample: Option<Sandbox>,
    operator_link: Option<String>,
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
        settings.backup_dir.clone_from(&config.backups);
        settings.open_sign_up = config.open_sign_up;
        settings.sample = config.sample;
        settings.hash_cost = config.hash_cost;
        settings.pace = config.pace;
        settings.quotas = config.quotas;
        settings.listed_hosts.clone_from(&config.listed_hosts);
        settings.mail.clone_from(&config.mail);
        settings.google_analytics = config.analytics_id.is_some();
        settings.facts = config.facts_here();
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        settings.origin = config.origin.clone().unwrap_or_else(|| format!("http://{address}"));
        let origin = settings.origin.clone();
        let backend =
            Backend::start(settings, Arc::new(SystemClock)).await.map_err(|error| error.to_string())?;
        backend.report_policy();
        let sample = if config.sample { Some(sample::start(&backend, &SystemClock).await?) } else { None };
        let metrics = Metrics::default();
        let ways = Ways::open(listener, &config, &backend, &metrics).await?;
        let link = backend.offer_operator().await.map_err(|error| error.to_string())?;
        let operator_link = link.map(|link| format!("{origin}{}", link.path()));
        Ok(Self { ways, doors: config.doors, metrics, backend, sample, operator_link })
    }

    /// Where the server listens.
    ///
    /// # Errors
    /// When the operating system no longer knows the socket.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.ways.main.listener.local_addr()
    }

    /// The link that makes somebody the operator, once; `None` when there is an operator.
    pub fn operator_link(&self) -> Option<&str> {
        self.operator_link.as_deref()
    }

    /// The use cases behind the doors, for whoever runs the server within a program of their own.
    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Where the metrics are told, if they are.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.ways.metrics_address()
    }

    /// Where plain HTTP is sent on to our own TLS, if it is.
    pub fn plain_address(&self) -> Option<SocketAddr> {
        self.ways.plain_address()
    }

    /// Answers requests until `stop` is ready, then finishes those under way.
    ///
    /// # Errors
    /// When the socket fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let upkeep = tokio::spawn(upkeep::upkeep(self.backend.clone(), self.sample));
        let backend = self.backend.clone();
        let letters = tokio::spawn(async move { backend.deliver_letters().await });
        let (told, heard) = oneshot::channel();
        let stop = async {
            stop.await;
            let _ = told.send(());
        };
        let counts = tokio::spawn(upkeep::keep_counts(self.backend.clone()));
        let credentials = tokio::spawn(upkeep::watch_credentials(self.backend.clone()));
        let keeping = tokio::spawn(upkeep::keep_safe(self.backend.clone()));
        let serve = self.ways.serve(&self.doors, &self.metrics, stop);
        // A page that follows a reading would keep its answer open for minutes.
        let patience = async {
            drop(heard.await);
            tokio::time::sleep(PATIENCE).await;
        };
        tokio::select! {
            () = serve => {}
            () = patience => {}
        }
        upkeep.abort();
        keeping.abort();
        credentials.abort();
        counts.abort();
        letters.abort();
        self.backend.stop().await;
        Ok(())
    }
}
