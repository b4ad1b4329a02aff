//! How many requests one network may send, counted in a memory that does not grow with those who send.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

const DAY: i64 = 24 * 60 * 60;
/// Requests of one network on one day.
const OF_NETWORK: u32 = 10;
/// Networks that are told apart; those beyond it share one count.
const MOST_NETWORKS: usize = 10_000;

/// Counts the requests of today by a keyed hash of the network.
#[derive(Default)]
pub(crate) struct RequestBounds {
    hasher: RandomState,
    counts: Mutex<(i64, HashMap<u64, u32>)>,
}

impl RequestBounds {
    /// Counts one, unless the network has had its share of the day.
    pub(super) fn take(&self, network: &str, now: i64) -> bool {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let day = now.div_euclid(DAY);
        if counts.0 != day {
            *counts = (day, HashMap::new());
        }
        let mut key = self.hasher.hash_one(network);
        if counts.1.len() >= MOST_NETWORKS && !counts.1.contains_key(&key) {
            key = 0;
        }
        let count = counts.1.entry(key).or_default();
        *count += 1;
        *count <= OF_NETWORK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_so_many_a_day_and_others_have_their_own() {
        let bounds = RequestBounds::default();
        let taken = |network: &str, now| (0..50).filter(|_| bounds.take(network, now)).count();
        assert_eq!(taken("192.0.2.0/24", 5), OF_NETWORK as usize);
        assert_eq!(taken("198.51.100.0/24", 5), OF_NETWORK as usize);
        assert_eq!(taken("192.0.2.0/24", DAY - 1), 0);
        assert_eq!(taken("192.0.2.0/24", DAY), OF_NETWORK as usize, "the next day");
    }

    #[test]
    fn memory_stays_bounded_under_many_networks() {
        let bounds = RequestBounds::default();
        let taken = (0..50_000).filter(|number| bounds.take(&number.to_string(), 0)).count();
        assert!(taken <= MOST_NETWORKS + OF_NETWORK as usize, "{taken}");
        assert!(bounds.counts.lock().unwrap().1.len() <= MOST_NETWORKS + 1);
    }
}
