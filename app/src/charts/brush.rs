//! Days chosen by dragging over a chart: from two places of the plot to the first and the last day.

use clario_analytics::day::Day;
use clario_analytics::period::Period;
use serde::{Deserialize, Serialize};

/// What lies along the horizontal axis of a plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brush {
    /// The first and the last day of the axis.
    pub period: Period,
    /// How the days are laid out.
    pub columns: Columns,
}

/// How days are laid out along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Columns {
    /// Each day is a place, the first at the left edge, the last at the right one.
    Points,
    /// Each day is a column, all of the same width.
    Days,
    /// Each Monday week is a column, all of the same width; the first and the last may be cut.
    Weeks,
}

impl Brush {
    /// The days between two shares (0 to 1) of the way from the left edge, in any order; whole columns where there are
    /// columns.
    pub fn days(self, one: f64, other: f64) -> Period {
        let (low, high) = (one.min(other).clamp(0.0, 1.0), one.max(other).clamp(0.0, 1.0));
        let Period { from, to } = self.period;
        let length = f64::from(to.0 - from.0);
        let chosen = match self.columns {
            Columns::Points => {
                let day = |share: f64| from.plus(whole((share * length).round()));
                Period { from: day(low), to: day(high) }
            }
            Columns::Days => {
                let day = |share: f64| from.plus(whole((share * (length + 1.0)).floor()));
                Period { from: day(low), to: day(high) }
            }
            Columns::Weeks => {
                let first = from.monday();
                let weeks = f64::from((to.monday().0 - first.0) / 7 + 1);
                let monday = |share: f64| first.plus(7 * whole((share * weeks).floor()));
                Period { from: monday(low), to: monday(high).plus(6) }
            }
        };
        Period { from: chosen.from.clamp(from, to), to: chosen.to.clamp(from, to) }
    }

    /// Where days lie, as shares of the way from the left edge to the two sides of the band over them.
    pub fn sides(self, days: Period) -> (f64, f64) {
        let Period { from, to } = self.period;
        let length = f64::from((to.0 - from.0).max(1));
        let (low, high) = (f64::from(days.from.0 - from.0), f64::from(days.to.0 - from.0));
        match self.columns {
            // Half a day to each side, so that a single day is a band too.
            Columns::Points => (((low - 0.5) / length).max(0.0), ((high + 0.5) / length).min(1.0)),
            Columns::Days => (low / (length + 1.0), (high + 1.0) / (length + 1.0)),
            Columns::Weeks => {
                let first = from.monday();
                let week = |day: Day| f64::from((day.monday().0 - first.0) / 7);
                let weeks = week(to) + 1.0;
                (week(days.from) / weeks, (week(days.to) + 1.0) / weeks)
            }
        }
    }
}

/// A query string (without `?`) that asks for other days and is otherwise the same, on the first page of its table.
pub fn over(query: &str, days: Period) -> String {
    let replaced = ["p", "from", "to", "page"];
    let kept = query.split('&').filter(|pair| {
        let key = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !replaced.contains(&key)
    });
    let mut pairs: Vec<&str> = kept.collect();
    let (from, to) = (format!("from={}", days.from.iso()), format!("to={}", days.to.iso()));
    pairs.extend([from.as_str(), to.as_str()]);
    pairs.join("&")
}

#[expect(clippy::cast_possible_truncation, reason = "an axis has far fewer than 2^31 days")]
fn whole(days: f64) -> i32 {
    days as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use clario_analytics::query::Query;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn brush(columns: Columns) -> Brush {
        // A Thursday to a Monday, 47 days later.
        Brush { period: Period { from: day("2026-10-01"), to: day("2026-11-16") }, columns }
    }

    fn chosen(columns: Columns, one: f64, other: f64) -> (String, String) {
        let days = brush(columns).days(one, other);
        (days.from.iso(), days.to.iso())
    }

    fn dates(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn the_direction_of_dragging_does_not_matter() {
        assert_eq!(chosen(Columns::Points, 0.5, 0.25), chosen(Columns::Points, 0.25, 0.5));
        assert_eq!(chosen(Columns::Points, 0.25, 0.5), dates("2026-10-13", "2026-10-24"));
    }

    #[test]
    fn beyond_the_edges_the_first_and_the_last_day_are_chosen() {
        for columns in [Columns::Points, Columns::Days, Columns::Weeks] {
            assert_eq!(chosen(columns, -3.0, 7.0), dates("2026-10-01", "2026-11-16"), "{columns:?}");
        }
    }

    #[test]
    fn a_column_is_chosen_whole() {
        assert_eq!(chosen(Columns::Days, 0.5, 0.5), dates("2026-10-24", "2026-10-24"));
        // Eight weeks are touched: the first from Thursday on, the last with its Monday alone.
        assert_eq!(chosen(Columns::Weeks, 0.01, 0.1), dates("2026-10-01", "2026-10-04"));
        assert_eq!(chosen(Columns::Weeks, 0.2, 0.4), dates("2026-10-05", "2026-10-25"));
        assert_eq!(chosen(Columns::Weeks, 0.9, 0.95), dates("2026-11-16", "2026-11-16"));
    }

    #[test]
    fn the_band_covers_the_days_it_chooses() {
        for columns in [Columns::Points, Columns::Days, Columns::Weeks] {
            let brush = brush(columns);
            for (one, other) in [(0.0, 0.0), (0.1, 0.3), (0.49, 0.51), (0.9, 1.0)] {
                let days = brush.days(one, other);
                let (left, right) = brush.sides(days);
                assert!(left < right && (0.0..=1.0).contains(&left) && (0.0..=1.0).contains(&right));
                // A little inside the band the same days are chosen.
                let again = brush.days(left + 1e-6, right - 1e-6);
                assert_eq!(again, days, "{columns:?} {one} {other}");
            }
        }
    }

    #[test]
    fn a_single_day_is_a_whole_axis() {
        let only = Period { from: day("2026-10-01"), to: day("2026-10-01") };
        for columns in [Columns::Points, Columns::Days, Columns::Weeks] {
            let brush = Brush { period: only, columns };
            assert_eq!(brush.days(0.2, 0.7), only);
            let (left, right) = brush.sides(only);
            assert!(left < right, "{columns:?}");
        }
    }

    #[test]
    fn other_days_take_the_place_of_the_period_and_nothing_else() {
        let days = Period { from: day("2026-10-01"), to: day("2026-10-09") };
        assert_eq!(over("", days), "from=2026-10-01&to=2026-10-09");
        assert_eq!(
            over("team=a&p=1y&unit=workdays&scale=log&page=3", days),
            "team=a&unit=workdays&scale=log&from=2026-10-01&to=2026-10-09"
        );
        assert_eq!(
            over("from=2025-01-01&to=2025-02-02&label=p%3D", days),
            "label=p%3D&from=2026-10-01&to=2026-10-09"
        );
        let pairs = over("p=30d", days);
        let (query, notices) =
            Query::parse(pairs.split('&').filter_map(|pair| pair.split_once('=')), day("2026-11-21"));
        assert_eq!((query.period(day("2026-11-21")), notices.len()), (days, 0));
    }
}
