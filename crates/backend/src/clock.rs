//! The only place that asks what time it is, so that tests can say so.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may read the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that shows what it was set to.
#[derive(Debug)]
pub struct FixedClock {
    second: AtomicI64,
}

impl FixedClock {
    /// A clock that stands at a time, whole seconds.
    pub fn at(time: Timestamp) -> Self {
        Self { second: AtomicI64::new(time.as_second()) }
    }

    /// Moves the clock on.
    pub fn advance(&self, seconds: i64) {
        self.second.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.second.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}
