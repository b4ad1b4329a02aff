//! The workspace's time zone as a table, because this crate knows no zone database.

use crate::day::Day;
use serde::{Deserialize, Serialize};

const DAY_SECONDS: i64 = 86_400;

/// A time zone as the offsets it has used: made by the backend, read here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    name: String,
    first: i32,
    /// (seconds since 1970 UTC, offset in seconds from then on), ascending.
    changes: Vec<(i64, i32)>,
}

impl Zone {
    /// A zone with the offset (seconds east of UTC) before the first change and every change after it, in any order.
    pub fn new(name: impl Into<String>, first: i32, mut changes: Vec<(i64, i32)>) -> Self {
        changes.sort_unstable();
        Self { name: name.into(), first, changes }
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self::new("UTC", 0, Vec::new())
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seconds east of UTC at a moment (seconds since 1970 UTC).
    pub fn offset_at(&self, seconds: i64) -> i32 {
        match self.changes.partition_point(|(from, _)| *from <= seconds) {
            0 => self.first,
            after => self.changes[after - 1].1,
        }
    }

    /// The date a clock in this zone shows at a moment (seconds since 1970 UTC).
    pub fn day_of(&self, seconds: i64) -> Day {
        let local = seconds + i64::from(self.offset_at(seconds));
        Day(i32::try_from(local.div_euclid(DAY_SECONDS)).unwrap_or(i32::MAX))
    }

    /// The date and the seconds since its local midnight.
    pub fn day_and_second(&self, seconds: i64) -> (Day, u32) {
        let local = seconds + i64::from(self.offset_at(seconds));
        let day = Day(i32::try_from(local.div_euclid(DAY_SECONDS)).unwrap_or(i32::MAX));
        (day, u32::try_from(local.rem_euclid(DAY_SECONDS)).unwrap_or(0))
    }

    /// The first moment (seconds since 1970 UTC) whose date is this day.
    pub fn start_of(&self, day: Day) -> i64 {
        let midnight = i64::from(day.0) * DAY_SECONDS;
        // A change of offset near midnight makes two readings possible: the earliest that has the date is meant.
        let mut candidates = [self.offset_at(midnight - DAY_SECONDS), self.offset_at(midnight + DAY_SECONDS)]
            .map(|offset| midnight - i64::from(offset));
        candidates.sort_unstable();
        let change = self
            .changes
            .iter()
            .map(|(from, _)| *from)
            .find(|from| (candidates[0]..=candidates[1]).contains(from));
        [Some(candidates[0]), change, Some(candidates[1])]
            .into_iter()
            .flatten()
            .find(|moment| self.day_of(*moment) >= day)
            .unwrap_or(candidates[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Central European time in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
    fn berlin() -> Zone {
        Zone::new("Europe/Berlin", 3600, vec![(1_792_890_000, 3600), (1_774_746_000, 7200)])
    }

    #[test]
    fn the_date_is_the_one_a_clock_in_the_zone_shows() {
        let late = 1_782_856_800; // 2026-06-30T22:00:00Z
        assert_eq!(Zone::utc().day_of(late).iso(), "2026-06-30");
        assert_eq!(berlin().day_of(late).iso(), "2026-07-01");
        assert_eq!(berlin().day_of(late - 1).iso(), "2026-06-30");
        let winter = 1_767_222_000; // 2025-12-31T23:00:00Z
        assert_eq!(berlin().day_of(winter).iso(), "2026-01-01");
        assert_eq!(berlin().day_of(winter - 1).iso(), "2025-12-31");
    }

    #[test]
    fn a_day_with_a_clock_change_is_one_day() {
        let zone = berlin();
        let spring = Day::parse("2026-03-29").unwrap();
        let autumn = Day::parse("2026-10-25").unwrap();
        assert_eq!(zone.start_of(spring.plus(1)) - zone.start_of(spring), 23 * 3600);
        assert_eq!(zone.start_of(autumn.plus(1)) - zone.start_of(autumn), 25 * 3600);
        for day in [spring, autumn] {
            let start = zone.start_of(day);
            assert_eq!(zone.day_of(start), day);
            assert_eq!(zone.day_of(start - 1), day.plus(-1));
        }
    }

    #[test]
    fn a_midnight_that_was_skipped_starts_its_day_at_the_change() {
        // Offset -4 h jumps to -3 h at local midnight of 2018-11-04 (04:00 UTC).
        let zone = Zone::new("skips", -4 * 3600, vec![(1_541_304_000, -3 * 3600)]);
        let day = Day::parse("2018-11-04").unwrap();
        assert_eq!(zone.start_of(day), 1_541_304_000);
        assert_eq!(zone.day_of(1_541_304_000), day);
        assert_eq!(zone.day_of(1_541_303_999), day.plus(-1));
    }
}
