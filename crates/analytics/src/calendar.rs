//! Which days are worked, and how long something took in days or in working days.

use crate::day::{Day, Weekday};
use serde::{Deserialize, Serialize};

/// What a duration is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Unit {
    /// Every day counts.
    #[default]
    Days,
    /// Only working days that are no holidays count.
    Workdays,
}

impl Unit {
    /// `day`/`days` or `working day`/`working days`, fitting the number.
    pub fn word(self, number: u32) -> &'static str {
        match (self, number) {
            (Self::Days, 1) => "day",
            (Self::Days, _) => "days",
            (Self::Workdays, 1) => "working day",
            (Self::Workdays, _) => "working days",
        }
    }
}

/// Working days of the week and the holidays among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Choice", into = "Choice")]
pub struct Calendar {
    working: [bool; 7],
    /// Ascending, each once, only those on working days of the week.
    holidays: Vec<Day>,
    /// Working days of the week before the n-th day of a Monday week.
    before: [i32; 8],
}

/// What a calendar is made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Choice {
    working: Vec<Weekday>,
    holidays: Vec<Day>,
}

impl From<Choice> for Calendar {
    fn from(choice: Choice) -> Self {
        Self::new(&choice.working, choice.holidays)
    }
}

impl From<Calendar> for Choice {
    fn from(calendar: Calendar) -> Self {
        Self { working: calendar.working_weekdays(), holidays: calendar.holidays }
    }
}

impl Default for Calendar {
    /// Monday to Friday, no holidays.
    fn default() -> Self {
        Self::new(&Weekday::ALL[..5], Vec::new())
    }
}

impl Calendar {
    /// A calendar with these working days of the week and these holidays, in any order.
    ///
    /// Without a single working day every duration is 1 working day.
    pub fn new(working_weekdays: &[Weekday], mut holidays: Vec<Day>) -> Self {
        let working = Weekday::ALL.map(|weekday| working_weekdays.contains(&weekday));
        let mut before = [0; 8];
        for at in 0..7 {
            before[at + 1] = before[at] + i32::from(working[at]);
        }
        holidays.retain(|day| working[day.weekday() as usize]);
        holidays.sort_unstable();
        holidays.dedup();
        Self { working, holidays, before }
    }

    /// The working days of the week, Monday first.
    pub fn working_weekdays(&self) -> Vec<Weekday> {
        Weekday::ALL.into_iter().filter(|weekday| self.working[*weekday as usize]).collect()
    }

    /// The holidays that fall on working days of the week.
    pub fn holidays(&self) -> &[Day] {
        &self.holidays
    }

    /// Whether the day is worked.
    pub fn is_working(&self, day: Day) -> bool {
        self.working[day.weekday() as usize] && self.holidays.binary_search(&day).is_err()
    }

    /// Working days from `start` to `end`, both counted; 0 when `end` is before `start`.
    pub fn workdays(&self, start: Day, end: Day) -> u32 {
        if end < start {
            return 0;
        }
        u32::try_from(self.workdays_before(end.plus(1)) - self.workdays_before(start)).unwrap_or(0)
    }

    /// How long `start` to `end` is, both ends counted; at least 1.
    pub fn duration(&self, start: Day, end: Day, unit: Unit) -> u32 {
        let counted = match unit {
            Unit::Days => u32::try_from(i64::from(end.0) - i64::from(start.0) + 1).unwrap_or(0),
            Unit::Workdays => self.workdays(start, end),
        };
        counted.max(1)
    }

    /// Working days before a day, counted from a fixed Monday: only differences mean anything.
    pub(crate) fn workdays_before(&self, day: Day) -> i32 {
        let from_monday = day.0 + 3;
        let week = from_monday.div_euclid(7);
        let weekday = from_monday.rem_euclid(7).cast_unsigned() as usize;
        let holidays = self.holidays.partition_point(|holiday| *holiday < day);
        week * self.before[7] + self.before[weekday] - i32::try_from(holidays).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn both_ends_count() {
        let calendar = Calendar::default();
        let (start, end) = (day("2026-03-03"), day("2026-03-07"));
        assert_eq!(calendar.duration(start, start, Unit::Days), 1);
        assert_eq!(calendar.duration(start, end, Unit::Days), 5);
        assert_eq!(calendar.duration(start, end, Unit::Workdays), 4);
    }

    #[test]
    fn a_duration_in_working_days_is_at_least_one() {
        let calendar = Calendar::default();
        let (saturday, sunday) = (day("2026-03-07"), day("2026-03-08"));
        assert_eq!(calendar.workdays(saturday, sunday), 0);
        assert_eq!(calendar.duration(saturday, sunday, Unit::Workdays), 1);
        let idle = Calendar::new(&[], Vec::new());
        assert_eq!(idle.duration(day("2026-01-01"), day("2026-12-31"), Unit::Workdays), 1);
    }

    #[test]
    fn counting_by_formula_equals_counting_day_by_day() {
        let holidays = vec![day("2026-12-25"), day("2026-12-26"), day("2026-01-01"), day("2026-12-25")];
        let calendar = Calendar::new(&[Weekday::Sunday, Weekday::Tuesday, Weekday::Friday], holidays);
        let first = day("2025-12-20");
        for length in 0..400 {
            let last = first.plus(length);
            let slow = (0..=length).filter(|at| calendar.is_working(first.plus(*at))).count();
            assert_eq!(calendar.workdays(first, last) as usize, slow);
        }
    }

    #[test]
    fn nothing_lies_between_an_end_and_a_later_start() {
        let calendar = Calendar::default();
        assert_eq!(calendar.workdays(day("2026-03-09"), day("2026-03-06")), 0);
    }
}
