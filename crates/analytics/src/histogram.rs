//! How many items took how long.

use crate::headline;
use crate::label::{count, items};
use crate::percentile::Distribution;
use crate::report::{Caption, FEW, Frame, PercentileLine};
use crate::sample::Sample;
use serde::{Deserialize, Serialize};

/// Cycle times in classes of equal width.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The words around it.
    pub caption: Caption,
    /// The classes in order, without a gap; the last one may be open.
    pub bars: Vec<HistogramBar>,
    /// The width of a class, in days.
    pub width: u32,
    /// The same percentiles as in the scatter.
    pub lines: Vec<PercentileLine>,
}

/// One class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistogramBar {
    /// The least number of days in it.
    pub from: u32,
    /// The greatest; `None` when the class is open.
    pub to: Option<u32>,
    /// `5 to 6 d`.
    pub label: String,
    /// How many items.
    pub count: u32,
}

/// The most classes that are drawn.
const MOST_BARS: u32 = 30;

impl Histogram {
    pub(crate) fn of(sample: &Sample<'_>, frame: &Frame) -> Self {
        let durations = &sample.durations;
        let n = durations.n();
        let top = durations.axis_max().min(durations.greatest().unwrap_or(0));
        let width = nice_width(top);
        let mut bars = Vec::new();
        let mut from = 1;
        while n > 0 && from <= top {
            let to = from + width - 1;
            let count = durations.at_most(to) - durations.below(from);
            bars.push(HistogramBar { from, to: Some(to), label: label(from, to), count });
            from = to + 1;
        }
        let above = n - durations.below(from);
        if above > 0 {
            let label = format!("{} d and more", count(from));
            bars.push(HistogramBar { from, to: None, label, count: above });
        }
        let range = most_range(durations);
        let high = durations.percentile(95).unwrap_or(0);
        let heading = headline::histogram(n, range, high, n - durations.at_most(high), sample.unit);
        let fullest = bars.iter().max_by_key(|bar| (bar.count, std::cmp::Reverse(bar.from)));
        let description = fullest.map_or_else(
            || "There are no items to draw.".to_owned(),
            |bar| format!("{} classes; the fullest is {} with {}.", bars.len(), bar.label, items(bar.count)),
        );
        Self {
            caption: Caption {
                heading,
                subtitle: format!(
                    "Finished items by cycle time in {}, {}, {}.",
                    frame.unit_label,
                    frame.period_label,
                    items(n)
                ),
                description,
                rule: "Each bar counts the items that took so many days. \"Most\" is the shortest range of days that \
                       holds more than half of the items."
                    .to_owned(),
                n,
                too_few: n < FEW,
                empty: (n == 0).then(|| frame.nothing_finished()),
            },
            bars,
            width,
            lines: durations.lines(),
        }
    }
}

fn label(from: u32, to: u32) -> String {
    if from == to { format!("{} d", count(from)) } else { format!("{} to {} d", count(from), count(to)) }
}

/// 1, 2, 5, 10, 20, 50 … days, so that there are at most [`MOST_BARS`] classes.
fn nice_width(top: u32) -> u32 {
    let mut tens = 1;
    loop {
        for step in [1, 2, 5] {
            if step * tens * MOST_BARS >= top {
                return step * tens;
            }
        }
        tens *= 10;
    }
}

/// The shortest range of values that holds more than half of them; of several the lowest.
fn most_range(durations: &Distribution) -> Option<(u32, u32)> {
    let counts = durations.counts();
    let half = durations.n() / 2;
    let mut best: Option<(u32, u32)> = None;
    let (mut inside, mut from) = (0, 0);
    for (to, count) in counts.iter().enumerate() {
        inside += count;
        while inside - counts[from] > half {
            inside -= counts[from];
            from += 1;
        }
        if inside > half {
            let range = (u32::try_from(from).ok()?, u32::try_from(to).ok()?);
            if best.is_none_or(|known| range.1 - range.0 < known.1 - known.0) {
                best = Some(range);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_is_the_shortest_range_of_more_than_half() {
        let range = |values: &[u32]| most_range(&Distribution::of(values.iter().copied()));
        assert_eq!(range(&[]), None);
        assert_eq!(range(&[4]), Some((4, 4)));
        assert_eq!(range(&[1, 2, 3, 4]), Some((1, 3)));
        assert_eq!(range(&[1, 1, 9, 9]), Some((1, 9)));
        assert_eq!(range(&[1, 5, 5, 5, 9]), Some((5, 5)));
    }

    #[test]
    fn classes_are_nice_and_not_too_many() {
        assert_eq!(
            [1, 30, 31, 60, 61, 150, 151, 3_000, 65_535].map(nice_width),
            [1, 1, 2, 2, 5, 5, 10, 100, 5_000]
        );
    }
}
