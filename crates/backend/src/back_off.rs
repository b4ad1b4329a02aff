//! Makes guessing passwords slow: after a few wrong ones an address has to wait, and ever longer.
//!
//! Addresses with and without an account wait alike, so that waiting tells nothing. Who waits is the network that
//! guessed: a stranger elsewhere must not be able to keep the owner of an account out. When an account is guessed at
//! from everywhere, each network has a single try in place of a few, and the owner needs no more than one.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Wrong passwords in a row that cost nothing.
const FREE: u32 = 5;
/// Wrong passwords from all networks together, after which only the first of a network costs nothing.
const MANY: u32 = 100;
/// The longest wait, in seconds.
const LONGEST_WAIT: i64 = 15 * 60;
/// Seconds without an attempt after which the wrong ones are forgotten.
const FORGET_AFTER: i64 = 24 * 60 * 60;
/// How many addresses are remembered: about 3 MB.
const MOST_ADDRESSES: usize = 100_000;

/// Counts attempts by a keyed hash of address and network; neither is kept itself.
pub(crate) struct BackOff {
    hasher: RandomState,
    attempts: Mutex<HashMap<u64, Attempts>>,
}

#[derive(Clone, Copy)]
struct Attempts {
    count: u32,
    last: i64,
}

impl Attempts {
    fn none(now: i64) -> Self {
        Self { count: 0, last: now }
    }

    /// When the next one may be made, if so many cost nothing.
    fn wait_until(self, free: u32) -> i64 {
        match self.count.checked_sub(free) {
            None => self.last,
            Some(beyond) => self.last + (1_i64 << beyond.min(10)).min(LONGEST_WAIT),
        }
    }

    fn counted(self, now: i64) -> Self {
        Self { count: self.count.saturating_add(1), last: now }
    }
}

impl BackOff {
    pub(crate) fn new() -> Self {
        Self { hasher: RandomState::new(), attempts: Mutex::new(HashMap::new()) }
    }

    /// Counts an attempt before it is made, so that many at once count as many. Says how long to
    /// wait when it may not be made yet.
    pub(crate) fn attempt(&self, address: &str, network: &str, now: i64) -> Result<(), Duration> {
        let (from_here, from_all) = self.keys(address, network);
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if attempts.len() >= MOST_ADDRESSES - 1 && !attempts.contains_key(&from_here) {
            make_room(&mut attempts, now);
        }
        let so_far = |key: &u64| {
            let found = attempts.get(key).copied().filter(|found| now - found.last < FORGET_AFTER);
            found.unwrap_or(Attempts::none(now))
        };
        let (here, all) = (so_far(&from_here), so_far(&from_all));
        let free = if all.count >= MANY { 1 } else { FREE };
        let wait = here.wait_until(free) - now;
        if here.count >= free && wait > 0 {
            return Err(Duration::from_secs(wait.unsigned_abs()));
        }
        attempts.insert(from_here, here.counted(now));
        attempts.insert(from_all, all.counted(now));
        Ok(())
    }

    /// Forgets the attempts of this network at an address whose owner has signed in.
    pub(crate) fn succeeded(&self, address: &str, network: &str) {
        let (from_here, from_all) = self.keys(address, network);
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let forgiven = attempts.remove(&from_here).map_or(0, |here| here.count);
        if let Some(all) = attempts.get_mut(&from_all) {
            all.count = all.count.saturating_sub(forgiven);
        }
    }

    fn keys(&self, address: &str, network: &str) -> (u64, u64) {
        (self.hasher.hash_one((address, Some(network))), self.hasher.hash_one((address, None::<&str>)))
    }
}

/// Drops whatever waits for nothing; if all wait, the half that was quiet for the longest time.
fn make_room(attempts: &mut HashMap<u64, Attempts>, now: i64) {
    attempts.retain(|_, attempt| attempt.count >= FREE && now - attempt.last < FORGET_AFTER);
    if attempts.len() >= MOST_ADDRESSES - 1 {
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
            assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", now), Ok(()));
        }
        let mut waits = Vec::new();
        for _ in 0..14 {
            let Err(wait) = back_off.attempt("a@b.example", "192.0.2.0/24", now) else {
                panic!("no wait after {waits:?}")
            };
            waits.push(wait.as_secs());
            now += i64::try_from(wait.as_secs()).unwrap();
            assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", now), Ok(()));
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
        assert_eq!(back_off.attempt("other@b.example", "192.0.2.0/24", now), Ok(()));
    }

    #[test]
    fn signing_in_and_a_day_of_quiet_forget_the_wrong_ones() {
        let back_off = BackOff::new();
        for _ in 0..FREE {
            assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", 0), Ok(()));
        }
        back_off.succeeded("a@b.example", "192.0.2.0/24");
        for _ in 0..FREE {
            assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", 0), Ok(()));
        }
        assert!(back_off.attempt("a@b.example", "192.0.2.0/24", 0).is_err());
        assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", FORGET_AFTER), Ok(()));
        assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", FORGET_AFTER), Ok(()));
    }

    #[test]
    fn a_stranger_elsewhere_keeps_nobody_out() {
        let back_off = BackOff::new();
        for number in 0..100_000 {
            let _ = back_off.attempt("a@b.example", "198.51.100.0/24", number / 1_000);
        }
        assert!(back_off.attempt("a@b.example", "198.51.100.0/24", 100).is_err());
        for _ in 0..FREE {
            assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", 100), Ok(()), "the owner mistypes");
        }
    }

    #[test]
    fn guessed_at_from_everywhere_each_network_has_one_try_and_the_owner_needs_no_more() {
        let back_off = BackOff::new();
        for network in 0..10_000 {
            let network = network.to_string();
            let tries =
                (0..FREE).take_while(|_| back_off.attempt("a@b.example", &network, 0).is_ok()).count();
            assert!(tries >= 1);
        }
        assert_eq!(back_off.attempt("a@b.example", "x", 0), Ok(()));
        assert!(back_off.attempt("a@b.example", "x", 0).is_err(), "the second try waits");
        assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", 0), Ok(()), "the owner comes in");
        back_off.succeeded("a@b.example", "192.0.2.0/24");
        assert_eq!(back_off.attempt("a@b.example", "192.0.2.0/24", 0), Ok(()));
    }

    #[test]
    fn memory_stays_bounded_under_a_million_addresses() {
        let back_off = BackOff::new();
        for number in 0..1_000_000_i64 {
            for _ in 0..(number % 7) {
                let _ = back_off.attempt(&number.to_string(), "192.0.2.0/24", number / 1000);
            }
        }
        assert!(back_off.attempts.lock().unwrap().len() <= MOST_ADDRESSES);
    }
}
