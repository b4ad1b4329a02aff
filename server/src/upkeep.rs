//! What has to be done from time to time while the program runs.

use crate::sample;
use clario_backend::Backend;
use clario_backend::clock::SystemClock;
use clario_sandbox::Sandbox;
use std::time::Duration;

const EVERY: Duration = Duration::from_hours(1);
const CREDENTIALS_EVERY: Duration = Duration::from_mins(1);
/// After a start there is more urgent work than a backup.
const FIRST_BACKUP: Duration = Duration::from_mins(5);
const COUNTS_EVERY: Duration = Duration::from_secs(20);
/// The simulated site stands still in time, so a new one takes its place once a day.
const SAMPLE_TURNS: u32 = 24;

/// Writes down every few seconds what was counted. Never ends by itself.
pub(crate) async fn keep_counts(backend: Backend) {
    loop {
        tokio::time::sleep(COUNTS_EVERY).await;
        if let Err(error) = backend.save_uses().await {
            tracing::error!(%error, "what was counted could not be written down");
        }
        if let Err(error) = backend.save_reports().await {
            tracing::error!(%error, "what pages reported could not be written down");
        }
    }
}

/// Goes on with what a stop interrupted in the middle of being destroyed, then looks once a minute at how the providers
/// take the credentials. Never ends by itself.
pub(crate) async fn watch_credentials(backend: Backend) {
    if let Err(error) = backend.purge_due().await {
        tracing::error!(%error, "an interrupted purge could not be finished yet");
    }
    loop {
        tokio::time::sleep(CREDENTIALS_EVERY).await;
        if let Err(error) = backend.watch_credentials().await {
            tracing::error!(%error, "the credentials could not be looked at");
        }
        if let Err(error) = backend.tell_notices().await {
            tracing::error!(%error, "the letters about a notice could not be written yet");
        }
    }
}

/// Makes a backup a day, and looks once a day whether everything is what was written. Never ends by itself.
pub(crate) async fn keep_safe(backend: Backend) {
    tokio::time::sleep(FIRST_BACKUP).await;
    loop {
        if let Err(error) = backend.keep_examining().await {
            tracing::error!(%error, "the data could not be examined");
        }
        backend.keep_backups().await;
        tokio::time::sleep(EVERY).await;
    }
}

/// Removes every hour what has ended, and keeps the sample as fresh as today. Never ends by itself.
pub(crate) async fn upkeep(backend: Backend, mut sample: Option<Sandbox>) {
    for turn in 1.. {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = backend.tidy_up().await {
            tracing::error!(%error, "tidying up failed");
        }
        if turn % SAMPLE_TURNS == 0 && sample.is_some() {
            match sample::start(&backend, &SystemClock).await {
                Ok(fresh) => sample = Some(fresh),
                Err(reason) => tracing::error!(reason, "the sample could not be renewed"),
            }
        }
    }
}
