//! What has to be done from time to time while the program runs.

use crate::sample;
use clario_backend::Backend;
use clario_backend::clock::SystemClock;
use clario_sandbox::Sandbox;
use std::time::Duration;

const EVERY: Duration = Duration::from_hours(1);
/// The simulated site stands still in time, so a new one takes its place once a day.
const SAMPLE_TURNS: u32 = 24;

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
