//! How often one address, session, account and workspace may ask, in a memory that does not grow with those who ask.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Whoever asks beyond this many at a time shares one cell with the others: about 5 MB for each limiter.
pub(crate) const MOST_KEYS: usize = 50_000;
/// Those who share a cell may ask as often as this many alone.
const CROWD: u32 = 20;

/// The limiters of one server.
pub(crate) struct Limits {
    address: Limiter,
    knocks: Limiter,
    reports: Limiter,
    session: Limiter,
    account: Limiter,
    workspace: Limiter,
}

impl Limits {
    /// So many requests a minute from one address, and so many forms of strangers.
    pub(crate) fn new(requests: u32, knocks: u32) -> Self {
        Self {
            address: Limiter::new(requests),
            knocks: Limiter::new(knocks),
            reports: Limiter::new(requests / 10),
            session: Limiter::new(requests / 2),
            account: Limiter::new(requests),
            workspace: Limiter::new(requests.saturating_mul(2)),
        }
    }

    /// A request of an address, which stands for its network.
    pub(crate) fn address(&self, network: impl Hash) -> Result<(), Duration> {
        self.address.check(network)
    }

    /// A form that somebody without a session sends.
    pub(crate) fn knock(&self, network: impl Hash) -> Result<(), Duration> {
        self.knocks.check(network)
    }

    /// A report that a page sends of itself.
    pub(crate) fn report(&self, network: impl Hash) -> Result<(), Duration> {
        self.reports.check(network)
    }

    /// A request of somebody who is signed in.
    pub(crate) fn person(&self, session: &[u8; 32], account: &str) -> Result<(), Duration> {
        self.session.check(session).and_then(|()| self.account.check(account))
    }

    /// A request about a workspace.
    pub(crate) fn workspace(&self, workspace: &str) -> Result<(), Duration> {
        self.workspace.check(workspace)
    }
}

/// One limit for each of many. Keys are kept as keyed hashes only.
struct Limiter {
    keys: RandomState,
    each: DefaultKeyedRateLimiter<u64>,
    crowd: DefaultDirectRateLimiter,
    began: Instant,
    /// Seconds since it began, at the last sweep.
    swept: AtomicU64,
}

impl Limiter {
    fn new(a_minute: u32) -> Self {
        let quota = |a_minute: u32| Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN));
        Self {
            keys: RandomState::new(),
            each: RateLimiter::keyed(quota(a_minute)),
            crowd: RateLimiter::direct(quota(a_minute.saturating_mul(CROWD))),
            began: Instant::now(),
            swept: AtomicU64::new(0),
        }
    }

    fn check(&self, key: impl Hash) -> Result<(), Duration> {
        if self.each.len() >= MOST_KEYS {
            self.sweep();
            if self.each.len() >= MOST_KEYS {
                return self.crowd.check().map_err(|early| wait(&early));
            }
        }
        self.each.check_key(&self.keys.hash_one(key)).map_err(|early| wait(&early))
    }

    /// Forgets those who have been quiet for long enough, once a second at most.
    fn sweep(&self) {
        let now = self.began.elapsed().as_secs() + 1;
        if self.swept.swap(now, Ordering::Relaxed) != now {
            self.each.retain_recent();
        }
    }
}

fn wait(early: &NotUntil<<DefaultClock as Clock>::Instant>) -> Duration {
    early.wait_time_from(DefaultClock::default().now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_who_asks_too_often_waits_and_others_do_not() {
        let limits = Limits::new(10, 3);
        let passed = (0..20).filter(|_| limits.address("192.0.2.1").is_ok()).count();
        assert_eq!(passed, 10);
        let wait = limits.address("192.0.2.1").unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(6), "{wait:?}");
        assert!(limits.address("192.0.2.2").is_ok());
        assert_eq!((0..20).filter(|_| limits.knock("192.0.2.1").is_ok()).count(), 3);
        assert_eq!((0..20).filter(|_| limits.person(&[1; 32], "a").is_ok()).count(), 5, "a session");
        let sessions = (0..20_u8).filter(|session| limits.person(&[*session + 2; 32], "b").is_ok()).count();
        assert_eq!(sessions, 10, "an account with many sessions");
        assert_eq!((0..40).filter(|_| limits.workspace("w").is_ok()).count(), 20);
        clario_proofs::proves(&["AC-63"]);
    }

    #[test]
    fn memory_stays_bounded_under_a_million_addresses() {
        let limiter = Limiter::new(20);
        let mut passed = 0_u32;
        for address in 0..1_000_000_u32 {
            passed += u32::from(limiter.check(address).is_ok());
        }
        assert!(limiter.each.len() <= MOST_KEYS, "{} addresses", limiter.each.len());
        assert!(passed as usize >= MOST_KEYS, "those who came first were let in");
        assert!(passed < 1_000_000, "a flood of new addresses is held back");
    }
}
