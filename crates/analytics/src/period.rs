//! A stretch of whole days, both ends included.

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// From one day to another, both included; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day; not before `from`.
    pub to: Day,
}

impl Period {
    /// The period between two days, whichever comes first.
    pub fn between(one: Day, other: Day) -> Self {
        Self { from: one.min(other), to: one.max(other) }
    }

    /// So many whole days (at least one) that end on a day.
    pub fn ending(to: Day, days: u32) -> Self {
        let back = i32::try_from(days.max(1) - 1).unwrap_or(i32::MAX);
        Self { from: Day(to.0.saturating_sub(back)), to }
    }

    /// How many days it has.
    pub fn days(self) -> u32 {
        u32::try_from(i64::from(self.to.0) - i64::from(self.from.0) + 1).unwrap_or(1)
    }

    /// How many weeks it has, as a ratio.
    pub fn weeks(self) -> f64 {
        f64::from(self.days()) / 7.0
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The period of the same length directly before.
    #[must_use]
    pub fn before(self) -> Self {
        Self::ending(self.from.plus(-1), self.days())
    }

    /// The period of the same length that starts a year earlier.
    #[must_use]
    pub fn a_year_before(self) -> Self {
        let from = self.from.a_year_before();
        Self { from, to: from.plus(self.to.0 - self.from.0) }
    }

    /// `1 Jul to 29 Sep`, with years when they differ from each other or from the year of `today`.
    pub fn label(self, today: Day) -> String {
        let (first, last, now) = (self.from.civil().0, self.to.civil().0, today.civil().0);
        match (self.from == self.to, first == last) {
            (true, _) if first == now => self.from.short(),
            (true, _) => self.from.long(),
            (_, true) if last == now => format!("{} to {}", self.from.short(), self.to.short()),
            (_, true) => format!("{} to {}", self.from.short(), self.to.long()),
            _ => format!("{} to {}", self.from.long(), self.to.long()),
        }
    }

    /// At most `most` parts of nearly equal length that make up the whole, in order.
    pub fn slices(self, most: u32) -> Vec<Self> {
        let days = self.days();
        let count = days.min(most.max(1));
        let edge = |at: u32| {
            let offset = u64::from(days) * u64::from(at) / u64::from(count);
            self.from.plus(i32::try_from(offset).unwrap_or(i32::MAX))
        };
        (0..count).map(|at| Self { from: edge(at), to: edge(at + 1).plus(-1) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_make_up_the_whole() {
        for days in [1, 2, 12, 13, 14, 30, 90, 365] {
            let whole = Period::ending(Day(20_000), days);
            assert_eq!(whole.days(), days);
            let slices = whole.slices(13);
            assert_eq!(slices.first().map(|slice| slice.from), Some(whole.from));
            assert_eq!(slices.last().map(|slice| slice.to), Some(whole.to));
            for pair in slices.windows(2) {
                assert_eq!(pair[0].to.plus(1), pair[1].from);
            }
            assert_eq!(slices.iter().map(|slice| slice.days()).sum::<u32>(), days);
        }
    }

    #[test]
    fn the_period_before_touches_it() {
        let period = Period::ending(Day(20_000), 90);
        assert_eq!(period.before().to.plus(1), period.from);
        assert_eq!(period.before().days(), 90);
        assert_eq!(period.a_year_before().days(), 90);
    }

    #[test]
    fn a_label_names_the_year_only_when_it_says_something() {
        let today = Day::parse("2026-11-21").unwrap();
        let label = |from: &str, to: &str| {
            Period::between(Day::parse(from).unwrap(), Day::parse(to).unwrap()).label(today)
        };
        assert_eq!(label("2026-07-01", "2026-09-29"), "1 Jul to 29 Sep");
        assert_eq!(label("2025-07-01", "2025-09-29"), "1 Jul to 29 Sep 2025");
        assert_eq!(label("2025-12-01", "2026-01-29"), "1 Dec 2025 to 29 Jan 2026");
        assert_eq!(label("2026-07-01", "2026-07-01"), "1 Jul");
    }
}
