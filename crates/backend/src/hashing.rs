//! Password hashing within bounds: a few at a time, a bounded queue, and off the async threads.

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use clario_vault::{HashCost, HashError, Hasher, Password, Verdict};
use tokio::sync::Semaphore;

use crate::error::{Cause, Error};

/// Most hashes at once, whatever the number of cores: 4 x 64 MiB.
const MOST_AT_ONCE: usize = 4;
/// Most callers that wait for their turn; the next one is asked to come back.
const LONGEST_QUEUE: usize = 64;

/// Hashes passwords for the whole program.
pub(crate) struct Hashing {
    hasher: Arc<Hasher>,
    running: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Hashing {
    /// Takes the time of one hash.
    pub(crate) fn new(cost: HashCost) -> Result<Self, HashError> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let at_once = cores.min(MOST_AT_ONCE);
        Ok(Self {
            hasher: Arc::new(Hasher::new(cost)?),
            running: Arc::new(Semaphore::new(at_once)),
            queue: Arc::new(Semaphore::new(at_once + LONGEST_QUEUE)),
        })
    }

    pub(crate) async fn hash(&self, password: Password) -> Result<String, Error> {
        self.run(move |hasher| hasher.hash(&password)).await?.map_err(|error| Cause::from(error).into())
    }

    /// Checks a password; without a stored hash it takes the same time and says no. Hands the
    /// password back for a new hash.
    pub(crate) async fn check(
        &self,
        password: Password,
        stored: Option<String>,
    ) -> Result<(Verdict, Password), Error> {
        self.run(move |hasher| (hasher.check(&password, stored.as_deref()), password)).await
    }

    /// The permits go with the work: a caller that goes away does not free its place early.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Hasher) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let place = Arc::clone(&self.queue)
            .try_acquire_owned()
            .map_err(|_| Error::SlowDown { retry_after: Duration::from_secs(5) })?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Cause::Stopped)?;
        let hasher = Arc::clone(&self.hasher);
        let done = tokio::task::spawn_blocking(move || {
            let result = work(&hasher);
            drop((turn, place));
            result
        });
        Ok(done.await.map_err(|_| Cause::Stopped)?)
    }
}
