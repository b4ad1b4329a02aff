//! How long a letter waits for its next attempt, and how many it gets.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Attempts before a letter is given up: about a day and a half.
pub(super) const MOST_ATTEMPTS: u32 = 16;
/// Seconds to wait after the first attempt.
const FIRST_WAIT: i64 = 30;
const LONGEST_WAIT: i64 = 6 * 60 * 60;

/// Seconds until the next attempt: twice as many each time, up to six hours, and up to a quarter more or less, so that
/// many letters do not come back at once.
pub(super) fn wait(attempts: u32) -> i64 {
    // A new state is seeded at random; that is chance enough to spread letters.
    spread(attempts, RandomState::new().build_hasher().finish())
}

fn spread(attempts: u32, dice: u64) -> i64 {
    let doublings = attempts.saturating_sub(1).min(30);
    let wait = FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT);
    let quarter = wait / 4;
    let shift = i64::try_from(dice % (2 * quarter.unsigned_abs() + 1)).unwrap_or_default();
    wait - quarter + shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_six_hours() {
        let middle =
            |attempts| spread(attempts, (FIRST_WAIT << (attempts - 1)).min(LONGEST_WAIT).unsigned_abs() / 4);
        let waits: Vec<i64> = [1, 2, 3, 4, 10, 11, 16].into_iter().map(middle).collect();
        assert_eq!(waits, [30, 60, 120, 240, 15_360, 21_600, 21_600]);
        let whole: i64 = (1..MOST_ATTEMPTS).map(middle).sum();
        assert!((24..48).contains(&(whole / 3_600)), "{whole} seconds in all");
    }

    #[test]
    fn the_wait_is_spread_by_a_quarter_and_never_more() {
        let mut seen = std::collections::BTreeSet::new();
        for dice in 0..10_000 {
            let wait = spread(5, dice);
            assert!((360..=600).contains(&wait), "{wait}");
            seen.insert(wait);
        }
        assert_eq!(seen.len(), 241);
        assert!((0..100).map(|_| wait(9)).collect::<std::collections::BTreeSet<_>>().len() > 50);
    }
}
