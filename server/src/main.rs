//! The AltaClario program: reads the settings, serves until it is told to stop; or does one thing and ends.

mod memory_image;

use clario_server::{Config, Server, keeping_commands, key_commands, logging};
use std::io::Write;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let config = Config::from_environment();
    let data = config.as_ref().ok().map(|config| config.data.as_path());
    let logs = logging::begin(&clario_server::config::log_filter(), data);
    let outcome = match logs.and(config) {
        Ok(config) => run(config).await,
        Err(reason) => Err(reason),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            tracing::error!(reason, "AltaClario stopped");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), String> {
    memory_image::keep_off_the_disk()?;
    let mut words = std::env::args().skip(1);
    match words.next().as_deref() {
        None => {}
        Some("rotate-keys") => return key_commands::rotate(&config).await,
        Some("retire-keys") => return key_commands::retire(&config).await,
        Some("backup") => return keeping_commands::back_up(&config).await,
        Some("restore") => return keeping_commands::restore(&config, words.next().as_deref()).await,
        Some(_) => {
            return Err(
                "AltaClario knows the commands rotate-keys, retire-keys, backup and restore FILE, and serves without one"
                    .to_owned(),
            );
        }
    }
    let server = Server::bind(config).await?;
    let address = server.address().map_err(|error| error.to_string())?;
    tracing::info!(%address, "AltaClario is ready");
    if let Some(link) = server.operator_link() {
        tell_operator(link).map_err(|error| error.to_string())?;
    }
    server.serve(stop_signal()).await.map_err(|error| error.to_string())
}

/// Shows the link that makes the first operator, once: on the terminal, not in the log.
fn tell_operator(link: &str) -> std::io::Result<()> {
    writeln!(
        std::io::stderr(),
        "This installation has no operator yet. Whoever opens this link first becomes it:\n\n    {link}\n"
    )
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
