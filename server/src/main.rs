//! The AltaClario program: reads the settings, serves until it is told to stop.

mod memory_image;

use clario_server::{Config, Server};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(clario_server::config::log_filter())
        .with_target(false)
        .init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            tracing::error!(reason, "AltaClario stopped");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    memory_image::keep_off_the_disk()?;
    let server = Server::bind(Config::from_environment()?).await?;
    let address = server.address().map_err(|error| error.to_string())?;
    tracing::info!(%address, "AltaClario is ready");
    server.serve(stop_signal()).await.map_err(|error| error.to_string())
}

/// Ready on Ctrl+C, or on the termination signal of a service manager.
async fn stop_signal() {
    let interrupt = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
