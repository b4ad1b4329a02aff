//! What the server and the hands of a test hold together.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::faults::Fault;
use crate::request::Request;
use crate::settings::Settings;
use crate::switches::Switches;
use crate::world::World;

/// The state of one sandbox.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) address: OnceLock<String>,
    pub(crate) switches: Mutex<Switches>,
    pub(crate) faults: Mutex<Vec<Fault>>,
    pub(crate) quota_until: Mutex<i64>,
    pub(crate) requests: Mutex<Vec<Request>>,
    world: RwLock<World>,
}

/// Id of the site behind the gateway.
pub(crate) const CLOUD_ID: &str = "5f2c1d0e-7b64-4a8e-9c35-1d2e3f405162";

impl Shared {
    pub(crate) fn new(settings: Settings) -> std::io::Result<Self> {
        Ok(Self {
            world: RwLock::new(World::new(&settings)?),
            switches: Mutex::new(settings.switches.clone()),
            settings,
            address: OnceLock::new(),
            faults: Mutex::new(Vec::new()),
            quota_until: Mutex::new(i64::MIN),
            requests: Mutex::new(Vec::new()),
        })
    }

    /// The site as links in answers name it.
    pub(crate) fn site(&self) -> &str {
        self.address.get().map_or("", String::as_str)
    }

    pub(crate) fn world(&self) -> RwLockReadGuard<'_, World> {
        self.world.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn world_mut(&self) -> RwLockWriteGuard<'_, World> {
        self.world.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Locks, also after another thread has panicked: a test that failed must not hide the reason.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
