//! The sentences over the charts: facts alone, at most 70 characters, never a cause.

use crate::calendar::Unit;
use crate::label::{count, decimal, items, percent, within};
use crate::report::{Direction, FEW};

/// The longest sentence, in characters.
pub const LONGEST: usize = 70;
/// A smaller change than this share is "about the same".
pub const SAME: f64 = 0.05;

/// Which way a number went, and by which share of the earlier one; a change under 5% is none.
pub fn change(now: f64, before: f64) -> (Direction, f64) {
    let share = if before == 0.0 {
        if now == 0.0 { 0.0 } else { f64::INFINITY }
    } else {
        (now - before).abs() / before.abs()
    };
    let direction = if share < SAME {
        Direction::Same
    } else if now > before {
        Direction::Up
    } else {
        Direction::Down
    };
    (direction, share)
}

/// `85% of items finish within 8 days`.
pub fn cycle_time(n: u32, p85: Option<u32>, unit: Unit) -> String {
    match p85 {
        Some(days) if n >= FEW => {
            format!("85% of items finish within {} {}", count(days), unit.word(days))
        }
        Some(_) => format!("Only {} finished with a cycle time: too few to say", items(n)),
        None => "No finished items with a cycle time in this period".to_owned(),
    }
}

/// `Most items take 2 to 5 days; 4% take over 13`. The range is the shortest that holds more than half.
pub fn histogram(n: u32, range: Option<(u32, u32)>, p95: u32, over: u32, unit: Unit) -> String {
    let Some((from, to)) = range else {
        return "No finished items with a cycle time in this period".to_owned();
    };
    if n < FEW {
        return format!("Only {} finished with a cycle time: too few to say", items(n));
    }
    let days = unit.word(to);
    let range = if from == to { count(from) } else { format!("{} to {}", count(from), count(to)) };
    let share = percent(f64::from(over) * 100.0 / f64::from(n));
    let first = format!("Most items take {range} {days}");
    let whole = match over {
        0 => format!("{first}; none takes over {}", count(p95)),
        _ if share == "0%" => format!("{first}; under 1% take over {}", count(p95)),
        _ => format!("{first}; {share} take over {}", count(p95)),
    };
    // The second half is left out rather than cut.
    if whole.chars().count() > LONGEST { first } else { whole }
}

/// `4.7 items a week, up 12% on the 90 days before`. `before` is (items, items a week) of the compared period.
pub fn throughput(total: u32, per_week: f64, before: Option<(u32, f64)>, compared: &str) -> String {
    if total == 0 {
        return "Nothing was finished in this period".to_owned();
    }
    if total < FEW {
        return format!("{} finished: too few to compare", items(total));
    }
    let now = format!("{} items a week", decimal(per_week));
    let Some((_, earlier)) = before.filter(|(earlier, _)| *earlier >= FEW) else {
        return now;
    };
    let (direction, share) = change(per_week, earlier);
    let sentence = match direction {
        Direction::Same => format!("{now}, about the same as {compared}"),
        Direction::Up => format!("{now}, up {} on {compared}", percent(share * 100.0)),
        Direction::Down => format!("{now}, down {} on {compared}", percent(share * 100.0)),
    };
    within(&sentence, LONGEST)
}

/// `Review grew from 12 to 19 items`, `Work in progress is steady at 41 items`.
///
/// `grown` is the column that changed most in the direction of the whole: (name, before, now).
pub fn cumulative_flow(before: u32, now: u32, grown: Option<(&str, u32, u32)>) -> String {
    if before == 0 && now == 0 {
        return "Nothing is in progress".to_owned();
    }
    if before.max(now) < FEW {
        let are = if now == 1 { "is" } else { "are" };
        return format!("{} {are} in progress", items(now));
    }
    let (direction, _) = change(f64::from(now), f64::from(before));
    let verb = match direction {
        Direction::Same => return format!("Work in progress is steady at {}", items(now)),
        Direction::Up => "grew",
        Direction::Down => "fell",
    };
    let (name, from, to) =
        grown.filter(|(_, from, to)| (*from).max(*to) >= FEW).unwrap_or(("Work in progress", before, now));
    format!("{} {verb} from {} to {}", within(name, 30), count(from), items(to))
}

/// `7 of 41 items are older than 85% of finished ones`; `old` is `None` with too few finished ones.
pub fn ageing(in_progress: u32, old: Option<u32>) -> String {
    let is = |number: u32| if number == 1 { "is" } else { "are" };
    match (in_progress, old) {
        (0, _) => "Nothing is in progress".to_owned(),
        (all, None) => {
            format!("{} {} in progress; too few finished to compare", items(all), is(all))
        }
        (_, Some(0)) => "No item in progress is older than 85% of finished ones".to_owned(),
        (all, Some(old)) => {
            format!("{} of {} {} older than 85% of finished ones", count(old), items(all), is(old))
        }
    }
}

/// `Items wait 47% of the time, mostly in Review`.
///
/// `where_most` is the place with the most waiting time and its share of all waiting, 0 to 1.
pub fn flow_efficiency(n: u32, efficiency: Option<f64>, where_most: Option<(&str, f64)>) -> String {
    let Some(efficiency) = efficiency else {
        return "No active or waiting time was recorded".to_owned();
    };
    if n < FEW {
        return format!("Only {} finished with a cycle time: too few to say", items(n));
    }
    let share = percent(100.0 - efficiency);
    if efficiency >= 100.0 {
        return "No waiting time was recorded".to_owned();
    }
    match where_most {
        Some((place, most)) if most > 0.5 => {
            format!("Items wait {share} of the time, mostly {}", within(place, 32))
        }
        _ => format!("Items wait {share} of the time"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_time_is_claimed_from_ten_items_on() {
        let say = |n, p85| cycle_time(n, p85, Unit::Days);
        assert_eq!(say(0, None), "No finished items with a cycle time in this period");
        assert_eq!(say(1, Some(8)), "Only 1 item finished with a cycle time: too few to say");
        assert_eq!(say(9, Some(8)), "Only 9 items finished with a cycle time: too few to say");
        assert_eq!(say(10, Some(8)), "85% of items finish within 8 days");
        assert_eq!(say(10, Some(1)), "85% of items finish within 1 day");
        assert_eq!(cycle_time(10, Some(8), Unit::Workdays), "85% of items finish within 8 working days");
    }

    #[test]
    fn a_histogram_names_the_range_of_more_than_half() {
        let say = |n, range, over| histogram(n, range, 13, over, Unit::Days);
        assert_eq!(say(0, None, 0), "No finished items with a cycle time in this period");
        assert_eq!(say(1, Some((2, 2)), 0), "Only 1 item finished with a cycle time: too few to say");
        assert_eq!(say(9, Some((2, 5)), 0), "Only 9 items finished with a cycle time: too few to say");
        assert_eq!(say(10, Some((2, 5)), 0), "Most items take 2 to 5 days; none takes over 13");
        assert_eq!(say(100, Some((1, 1)), 4), "Most items take 1 day; 4% take over 13");
        assert_eq!(say(1000, Some((2, 5)), 1), "Most items take 2 to 5 days; under 1% take over 13");
    }

    #[test]
    fn throughput_is_compared_when_both_sides_have_ten() {
        let before = "the 90 days before";
        assert_eq!(throughput(0, 0.0, Some((50, 4.0)), before), "Nothing was finished in this period");
        assert_eq!(throughput(1, 0.1, Some((50, 4.0)), before), "1 item finished: too few to compare");
        assert_eq!(throughput(9, 0.7, Some((50, 4.0)), before), "9 items finished: too few to compare");
        assert_eq!(throughput(10, 0.8, None, before), "0.8 items a week");
        assert_eq!(throughput(10, 0.8, Some((9, 0.7)), before), "0.8 items a week");
        assert_eq!(
            throughput(60, 4.7, Some((60, 4.7)), before),
            "4.7 items a week, about the same as the 90 days before"
        );
        assert_eq!(
            throughput(60, 4.7, Some((53, 4.2)), before),
            "4.7 items a week, up 12% on the 90 days before"
        );
        assert_eq!(
            throughput(60, 4.0, Some((53, 8.0)), before),
            "4.0 items a week, down 50% on the 90 days before"
        );
    }

    #[test]
    fn five_percent_is_a_change_and_less_is_none() {
        assert_eq!(change(104.9, 100.0).0, Direction::Same);
        assert_eq!(change(105.0, 100.0).0, Direction::Up);
        assert_eq!(change(95.0, 100.0).0, Direction::Down);
        assert_eq!(change(0.0, 0.0).0, Direction::Same);
        assert_eq!(change(1.0, 0.0).0, Direction::Up);
    }

    #[test]
    fn cumulative_flow_names_what_grew_most() {
        assert_eq!(cumulative_flow(0, 0, None), "Nothing is in progress");
        assert_eq!(cumulative_flow(0, 1, None), "1 item is in progress");
        assert_eq!(cumulative_flow(9, 9, None), "9 items are in progress");
        assert_eq!(cumulative_flow(41, 41, None), "Work in progress is steady at 41 items");
        assert_eq!(cumulative_flow(10, 10, None), "Work in progress is steady at 10 items");
        assert_eq!(cumulative_flow(20, 30, Some(("Review", 12, 19))), "Review grew from 12 to 19 items");
        assert_eq!(cumulative_flow(30, 20, Some(("Review", 19, 12))), "Review fell from 19 to 12 items");
        assert_eq!(
            cumulative_flow(20, 30, Some(("Review", 2, 9))),
            "Work in progress grew from 20 to 30 items"
        );
    }

    #[test]
    fn ages_are_compared_with_enough_finished_items() {
        assert_eq!(ageing(0, Some(0)), "Nothing is in progress");
        assert_eq!(ageing(1, None), "1 item is in progress; too few finished to compare");
        assert_eq!(ageing(9, Some(0)), "No item in progress is older than 85% of finished ones");
        assert_eq!(ageing(10, Some(1)), "1 of 10 items is older than 85% of finished ones");
        assert_eq!(ageing(41, Some(7)), "7 of 41 items are older than 85% of finished ones");
    }

    #[test]
    fn waiting_is_placed_only_where_more_than_half_of_it_is() {
        assert_eq!(flow_efficiency(0, None, None), "No active or waiting time was recorded");
        assert_eq!(
            flow_efficiency(9, Some(53.0), None),
            "Only 9 items finished with a cycle time: too few to say"
        );
        assert_eq!(
            flow_efficiency(10, Some(53.0), Some(("in Review", 0.8))),
            "Items wait 47% of the time, mostly in Review"
        );
        assert_eq!(flow_efficiency(10, Some(53.0), Some(("in Review", 0.5))), "Items wait 47% of the time");
        assert_eq!(flow_efficiency(10, Some(100.0), None), "No waiting time was recorded");
    }

    #[test]
    fn no_sentence_is_longer_than_seventy_characters() {
        let long = "A column whose name somebody could not bring to an end at all";
        for sentence in [
            cycle_time(u32::MAX, Some(65_535), Unit::Workdays),
            cycle_time(9, Some(65_535), Unit::Workdays),
            histogram(1_000_000, Some((10_000, 65_535)), 65_535, 1, Unit::Workdays),
            throughput(9_999_999, 99_999.9, Some((10, 0.1)), "the same days a year before"),
            cumulative_flow(1_000_000, 9_000_000, Some((long, 1_000_000, 9_000_000))),
            ageing(9_000_000, Some(8_000_000)),
            ageing(9_000_000, None),
            flow_efficiency(10, Some(1.0), Some((long, 0.9))),
        ] {
            assert!(sentence.chars().count() <= LONGEST, "{sentence}");
        }
    }
}
