//! Makes guessing passwords slow: after a few wrong ones an address has to wait, and ever longer.
//!
//! Addresses with and without an account wait alike, so that waiting tells nothing.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Wrong passwords in a row that cost nothing.
const FREE: u32 = 5;
/// The longest wait, in seconds.
const LONGEST_WAIT: i64 = 15 * 60;
/// Seconds without an attempt after which the wrong ones are forgotten.
const FORGET_AFTER: i64 = 24 * 60 * 60;
/// How many addresses are remembered: about 3 MB.
const MOST_ADDRESSES: usize = 100_000;

/// Counts attempts by a keyed hash of the address; the address itself is not kept.
pub(crate) struct BackOff {
    hasher: RandomState,
    attempts: Mutex<HashMap<u64, Attempts>>,
}

struct Attempts {
    count: u32,
    last: i64,
}

impl Attempts {
    fn wait_until(&self) -> i64 {
        match self.count.checked_sub(FREE) {
            None => self.last,
            Some(beyond) => self.last + (1_i64 << beyond.min(10)).min(LONGEST_WAIT),
        }
    }
}

impl BackOff {
    pub(crate) fn new() -> Self {
        Self { hasher: RandomState::new(), attempts: Mutex::new(HashMap::new()) }
    }

    /// Counts an attempt before it is made, so that many at once count as many. Says how long to
    /// wait when it may not be made yet.
    pub(crate) fn attempt(&self, address: &str, now: i64) -> Result<(), Duration> {
        let key = self.hasher.hash_one(address);
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if attempts.len() >= MOST_ADDRESSES && !attempts.contains_key(&key) {
            make_room(&mut attempts, now);
        }
        let entry = attempts.entry(key).or_insert(Attempts { count: 0, last: now });
        if now - entry.last >= FORGET_AFTER {
            entry.count = 0;
        }
        let wait = entry.wait_until() - now;
        if entry.count >= FREE && wait > 0 {
            return Err(Duration::from_secs(wait.unsigned_abs()));
        }
        entry.count = entry.count.saturating_add(1);
        entry.last = now;
        Ok(())
    }

    /// Forgets the attempts of an address whose owner has signed in.
    pub(crate) fn succeeded(&self, address: &str) {
        let key = self.hasher.hash_one(address);
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }
}

/// Drops whatever waits for nothing; if all wait, the half that was quiet for the longest time.
fn make_room(attempts: &mut HashMap<u64, Attempts>, now: i64) {
    attempts.retain(|_, attempt| attempt.count >= FREE && now - attempt.last < FORGET_AFTER);
    if attempts.len() >= MOST_ADDRESSES {
        let mut times: Vec<i64> = attempts.values().map(|attempt| attempt.last).collect();
        let (_, &mut middle, _) = times.select_nth_unstable(MOST_ADDRESSES / 2);
        attempts.retain(|_, attempt| attempt.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_with_each_wrong_password_up_to_a_quarter_of_an_hour() {
        let back_off = BackOff::new();
        let mut now = 1_000_000;
        for _ in 0..FREE {
            assert_eq!(back_off.attempt("a@b.example", now), Ok(()));
        }
        let mut waits = Vec::new();
        for _ in 0..14 {
            let Err(wait) = back_off.attempt("a@b.example", now) else { panic!("no wait after {waits:?}") };
            waits.push(wait.as_secs());
            now += i64::try_from(wait.as_secs()).unwrap();
            assert_eq!(back_off.attempt("a@b.example", now), Ok(()));
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
        assert_eq!(back_off.attempt("other@b.example", now), Ok(()));
    }

    #[test]
    fn signing_in_and_a_day_of_quiet_forget_the_wrong_ones() {
        let back_off = BackOff::new();
        for _ in 0..FREE {
            assert_eq!(back_off.attempt("a@b.example", 0), Ok(()));
        }
        back_off.succeeded("a@b.example");
        for _ in 0..FREE {
            assert_eq!(back_off.attempt("a@b.example", 0), Ok(()));
        }
        assert!(back_off.attempt("a@b.example", 0).is_err());
        assert_eq!(back_off.attempt("a@b.example", FORGET_AFTER), Ok(()));
        assert_eq!(back_off.attempt("a@b.example", FORGET_AFTER), Ok(()));
    }

    #[test]
    fn memory_stays_bounded_under_a_million_addresses() {
        let back_off = BackOff::new();
        for number in 0..1_000_000_i64 {
            for _ in 0..(number % 7) {
                let _ = back_off.attempt(&number.to_string(), number / 1000);
            }
        }
        assert!(back_off.attempts.lock().unwrap().len() <= MOST_ADDRESSES);
    }
}
