//! Where the grid lines and the dates of an axis stand.

use clario_analytics::day::Day;

/// The most grid lines above the base line.
const MOST_LINES: u32 = 5;
/// The most dates under a plot.
const MOST_DATES: usize = 6;

/// A place on an axis with its word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick<T> {
    /// Where.
    pub(crate) at: T,
    /// What stands there.
    pub(crate) label: String,
    /// Whether it may be left out where space is narrow.
    pub(crate) minor: bool,
}

/// Whole numbers from 0 in steps of 1, 2, 2.5 or 5 times a power of ten, at most five above 0, the last at or below `max`.
pub(crate) fn steps(max: u32) -> Vec<u32> {
    let step = finest(|step| max / step <= MOST_LINES);
    (0..=max / step).map(|count| count * step).collect()
}

/// The least number from `max` on that is the last of its own [`steps`]; at least 1.
pub(crate) fn rounded_up(max: u32) -> u32 {
    let max = max.max(1);
    let step = finest(|step| max.div_ceil(step) <= MOST_LINES);
    max.div_ceil(step).saturating_mul(step)
}

/// 1, 2, 5, 10 … up to `max`, or 1, 3, 10 …, or tens alone: the densest with at most six.
pub(crate) fn log_steps(max: u32) -> Vec<u32> {
    const DENSE_TO_BARE: [&[u32]; 3] = [&[1, 2, 5], &[1, 3], &[1]];
    let most = usize::try_from(MOST_LINES).unwrap_or(usize::MAX) + 1;
    let steps = |digits: &[u32]| {
        let tens = std::iter::successors(Some(1_u32), |tens| tens.checked_mul(10));
        tens.flat_map(|tens| digits.iter().filter_map(move |digit| tens.checked_mul(*digit)))
            .take_while(|step| *step <= max)
            .collect::<Vec<_>>()
    };
    let bare = || steps(&[1]).into_iter().step_by(2).collect();
    DENSE_TO_BARE.into_iter().map(steps).find(|steps| steps.len() <= most).unwrap_or_else(bare)
}

/// The finest step that fits.
fn finest(fits: impl Fn(u32) -> bool) -> u32 {
    let powers = std::iter::successors(Some(1_u32), |power| power.checked_mul(10));
    powers
        // 2.5 is a whole step from ten upwards only.
        .flat_map(|power| {
            [
                Some(power),
                power.checked_mul(2),
                (power / 10).checked_mul(25).filter(|step| *step > 0),
                power.checked_mul(5),
            ]
        })
        .flatten()
        .find(|step| fits(*step))
        .unwrap_or(u32::MAX)
}

/// The grid lines of an axis in whole numbers; the unit stands on the top one only.
pub(crate) fn number_ticks(values: &[u32], unit: &str) -> Vec<Tick<u32>> {
    let last = values.len().saturating_sub(1);
    values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let label = if index == last && !unit.is_empty() {
                format!("{}\u{a0}{unit}", with_separators(*value))
            } else {
                with_separators(*value)
            };
            Tick { at: *value, label, minor: false }
        })
        .collect()
}

/// `12 345` with thin spaces between groups of three.
pub(crate) fn with_separators(value: u32) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + 6);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[derive(Clone, Copy)]
enum Rhythm {
    Days(i32),
    Weeks(i32),
    Months(u32),
}

/// One to six dates, three or more if the period has them: the finest of days, Mondays and firsts of months that
/// fits; the year only where it changes.
pub(crate) fn date_ticks(from: Day, to: Day) -> Vec<Tick<Day>> {
    use Rhythm::{Days, Months, Weeks};
    const FINE_TO_COARSE: [Rhythm; 12] = [
        Days(1),
        Days(2),
        Weeks(1),
        Weeks(2),
        Months(1),
        Weeks(3),
        Months(2),
        Months(3),
        Months(6),
        Months(12),
        Months(24),
        Months(60),
    ];
    let fitting = || {
        let all = FINE_TO_COARSE.into_iter().map(|rhythm| beats(rhythm, from, to));
        all.filter(|days| (1..=MOST_DATES).contains(&days.len()))
    };
    let days =
        fitting().find(|days| days.len() >= 3).or_else(|| fitting().next()).unwrap_or_else(|| vec![from]);
    let crowded = days.len() > 3;
    let mut year = from.civil().0;
    days.iter()
        .enumerate()
        .map(|(index, day)| {
            let turned = day.civil().0 != year;
            year = day.civil().0;
            let label = if turned { day.long() } else { day.short() };
            Tick { at: *day, label, minor: crowded && index % 2 == 1 }
        })
        .collect()
}

fn beats(rhythm: Rhythm, from: Day, to: Day) -> Vec<Day> {
    let spaced = |first: Day, step: i32| {
        std::iter::successors(Some(first), move |day| Some(day.plus(step)))
            .take_while(|day| *day <= to)
            .take(MOST_DATES + 1)
            .collect::<Vec<_>>()
    };
    match rhythm {
        Rhythm::Days(step) => spaced(from, step),
        Rhythm::Weeks(step) => {
            let monday = if from.monday() < from { from.monday().plus(7) } else { from };
            spaced(monday, step * 7)
        }
        Rhythm::Months(step) => {
            let (year, month, day) = from.civil();
            let months = year * 12 + month.cast_signed() - 1 + i32::from(day > 1);
            let step = step.cast_signed();
            let first = months.div_euclid(step) * step + if months.rem_euclid(step) == 0 { 0 } else { step };
            (0..=MOST_DATES)
                .filter_map(|count| {
                    let month = first + i32::try_from(count).ok()? * step;
                    Day::from_civil(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1, 1)
                })
                .take_while(|day| *day <= to)
                .collect()
        }
    }
}

/// Which of `count` places get a word when at most `most` do: evenly, the first always.
pub(crate) fn every(count: usize, most: usize) -> usize {
    count.div_ceil(most.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn words(from: &str, to: &str) -> Vec<String> {
        date_ticks(day(from), day(to)).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn steps_are_one_two_two_and_a_half_and_five() {
        assert_eq!(steps(5), [0, 1, 2, 3, 4, 5]);
        assert_eq!(steps(9), [0, 2, 4, 6, 8]);
        assert_eq!(steps(20), [0, 5, 10, 15, 20]);
        assert_eq!(steps(130), [0, 25, 50, 75, 100, 125]);
        assert_eq!(steps(0), [0]);
        assert_eq!([rounded_up(0), rounded_up(11), rounded_up(20), rounded_up(101)], [1, 15, 20, 125]);
    }

    #[test]
    fn logarithmic_steps_are_multiples_and_few() {
        assert_eq!(log_steps(10), [1, 2, 5, 10]);
        assert_eq!(log_steps(60), [1, 2, 5, 10, 20, 50]);
        assert_eq!(log_steps(120), [1, 3, 10, 30, 100]);
        assert_eq!(log_steps(999), [1, 3, 10, 30, 100, 300]);
        assert_eq!(log_steps(65_535), [1, 10, 100, 1_000, 10_000]);
        for max in (10..5_000).chain([999_999, u32::MAX]) {
            let steps = log_steps(max);
            assert!((3..=6).contains(&steps.len()) && steps.last() <= Some(&max), "{max}: {steps:?}");
        }
    }

    #[test]
    fn there_are_never_more_than_five_lines_above_the_base() {
        for max in (1..3000).chain([999_999, u32::MAX / 2, u32::MAX]) {
            let steps = steps(max);
            assert!(steps.len() <= 6 && steps.last() <= Some(&max), "{max}: {steps:?}");
            assert!(max < 3 || steps.len() >= 3, "{max}: {steps:?}");
            let top = rounded_up(max);
            assert!(
                top >= max && super::steps(top).last() == Some(&top) || max > 4_000_000_000,
                "{max}: {top}"
            );
        }
    }

    #[test]
    fn the_unit_stands_on_the_top_tick_only() {
        let labels: Vec<_> = number_ticks(&[0, 1000, 2000], "d").into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["0", "1\u{202f}000", "2\u{202f}000\u{a0}d"]);
    }

    #[test]
    fn ninety_days_get_months_or_every_third_monday() {
        assert_eq!(words("2026-08-23", "2026-11-20"), ["1 Sep", "1 Oct", "1 Nov"]);
        assert_eq!(words("2026-07-02", "2026-09-29"), ["6 Jul", "27 Jul", "17 Aug", "7 Sep", "28 Sep"]);
    }

    #[test]
    fn a_month_gets_mondays() {
        assert_eq!(words("2026-09-01", "2026-09-30"), ["7 Sep", "14 Sep", "21 Sep", "28 Sep"]);
    }

    #[test]
    fn the_year_is_said_where_it_changes() {
        assert_eq!(words("2026-10-15", "2027-03-02"), ["1 Nov", "1 Dec", "1 Jan 2027", "1 Feb", "1 Mar"]);
    }

    #[test]
    fn one_day_is_one_date() {
        assert_eq!(words("2026-07-01", "2026-07-01"), ["1 Jul"]);
    }

    #[test]
    fn any_period_up_to_ten_years_has_at_most_six_dates() {
        for length in 0..3653 {
            let ticks = date_ticks(day("2020-02-29"), day("2020-02-29").plus(length));
            assert!((1..=6).contains(&ticks.len()), "{length}: {ticks:?}");
        }
    }
}
