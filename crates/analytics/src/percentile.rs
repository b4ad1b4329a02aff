//! Percentiles by nearest rank: always a value that occurred.

use crate::report::{FEW, PERCENTS, PercentileLine};

/// Whole numbers with how often each occurs: percentiles without sorting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distribution {
    counts: Vec<u32>,
    n: u32,
}

/// Greater values than this count as this: 65,535 days are 179 years.
const GREATEST: u32 = 65_535;

impl Distribution {
    /// The distribution of these values.
    pub fn of(values: impl IntoIterator<Item = u32>) -> Self {
        let mut distribution = Self::default();
        for value in values {
            distribution.add(value);
        }
        distribution
    }

    /// Counts a value once more.
    pub fn add(&mut self, value: u32) {
        let at = value.min(GREATEST) as usize;
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.n += 1;
    }

    /// Counts a value once less; nothing happens when it is not there.
    pub fn remove(&mut self, value: u32) {
        if let Some(count) = self.counts.get_mut(value.min(GREATEST) as usize)
            && *count > 0
        {
            *count -= 1;
            self.n -= 1;
        }
    }

    /// How many values there are.
    pub fn n(&self) -> u32 {
        self.n
    }

    /// The `ceil(percent * n / 100)`-th smallest value, counted from 1; `None` without values.
    pub fn percentile(&self, percent: u32) -> Option<u32> {
        let rank = (u64::from(self.n) * u64::from(percent)).div_ceil(100).max(1);
        let mut seen = 0_u64;
        for (value, count) in (0..).zip(&self.counts) {
            seen += u64::from(*count);
            if seen >= rank {
                return Some(value);
            }
        }
        None
    }

    /// How many values are at most this.
    pub fn at_most(&self, value: u32) -> u32 {
        self.counts.iter().take(value as usize + 1).sum()
    }

    /// How many values are less than this.
    pub fn below(&self, value: u32) -> u32 {
        self.counts.iter().take(value as usize).sum()
    }

    /// Share of values that are at most this, in whole percent, never rounded up to 100; `None` with too few.
    pub fn rank(&self, value: u32) -> Option<u32> {
        (self.n >= FEW)
            .then(|| u32::try_from(u64::from(self.at_most(value)) * 100 / u64::from(self.n)).unwrap_or(100))
    }

    /// The greatest value.
    pub fn greatest(&self) -> Option<u32> {
        self.descending().next()
    }

    /// The second greatest value, the greatest again when it occurs twice; `None` with less than two values.
    pub fn second_greatest(&self) -> Option<u32> {
        self.descending().nth(1)
    }

    fn descending(&self) -> impl Iterator<Item = u32> {
        (0..)
            .zip(&self.counts)
            .collect::<Vec<(u32, &u32)>>()
            .into_iter()
            .rev()
            .flat_map(|(value, count)| std::iter::repeat_n(value, (*count).min(2) as usize))
    }

    /// How often each value occurs, from 0 on.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The three percentiles that are drawn; `None` with too few values.
    pub fn three(&self) -> Option<[u32; 3]> {
        if self.n < FEW { None } else { self.three_or_any() }
    }

    /// The three percentiles that are drawn, of however few values; `None` without any.
    pub fn three_or_any(&self) -> Option<[u32; 3]> {
        let [low, middle, high] = PERCENTS.map(|percent| self.percentile(percent));
        Some([low?, middle?, high?])
    }

    /// The three percentiles as lines; empty without values.
    pub fn lines(&self) -> Vec<PercentileLine> {
        PERCENTS
            .into_iter()
            .filter_map(|percent| {
                let days = self.percentile(percent)?;
                Some(PercentileLine { percent, days, label: format!("{percent}%: {days} d") })
            })
            .collect()
    }

    /// The top of an axis in days: the greater of 1.5 times the 95th percentile and the second greatest value.
    pub fn axis_max(&self) -> u32 {
        let high = self.percentile(95).unwrap_or(0);
        (high * 3).div_ceil(2).max(self.second_greatest().unwrap_or(0)).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_example_of_the_rules_holds() {
        // docs/metrics.md 3.2
        let distribution = Distribution::of([5, 6, 10, 13, 16, 17, 17, 19, 24, 24]);
        assert_eq!(distribution.percentile(85), Some(24));
        assert_eq!(distribution.percentile(50), Some(16));
        assert_eq!(distribution.three(), Some([16, 24, 24]));
    }

    #[test]
    fn nothing_has_no_percentile() {
        let nothing = Distribution::default();
        assert_eq!(nothing.percentile(85), None);
        assert_eq!(nothing.rank(3), None);
        assert!(nothing.lines().is_empty());
        assert_eq!(nothing.axis_max(), 1);
    }

    #[test]
    fn the_axis_ends_at_the_second_largest_value_or_beyond_the_95th_percentile() {
        let mut values: Vec<u32> = vec![4; 100];
        values.extend([40, 90]);
        assert_eq!(Distribution::of(values).axis_max(), 40);
        assert_eq!(Distribution::of([4; 20]).axis_max(), 6);
        assert_eq!(Distribution::of([7]).axis_max(), 11);
        assert_eq!(Distribution::of([1, 90, 90]).axis_max(), 135);
    }

    proptest! {
        #[test]
        fn a_percentile_is_the_nearest_rank_of_the_sorted_values(mut values in proptest::collection::vec(0u32..400, 1..200), percent in 1u32..=100) {
            let distribution = Distribution::of(values.iter().copied());
            values.sort_unstable();
            let rank = (percent as usize * values.len()).div_ceil(100);
            prop_assert_eq!(distribution.percentile(percent), Some(values[rank - 1]));
            prop_assert_eq!(distribution.greatest(), values.last().copied());
            prop_assert_eq!(distribution.second_greatest(), values.iter().rev().nth(1).copied());
        }

        #[test]
        fn what_was_added_and_removed_was_never_there(values in proptest::collection::vec(0u32..400, 1..100), more in proptest::collection::vec(0u32..400, 0..100)) {
            let kept = Distribution::of(values.iter().copied());
            let mut both = Distribution::of(values.iter().chain(&more).copied());
            for value in more {
                both.remove(value);
            }
            prop_assert_eq!(both.n(), kept.n());
            prop_assert_eq!(both.percentile(85), kept.percentile(85));
        }
    }
}
