//! Moments and lengths for people, in the workspace's zone.

use crate::elapsed::days;
use crate::label::decimal;
use crate::zone::Zone;

/// `3 Aug 2026, 09:15`.
pub(crate) fn moment(zone: &Zone, seconds: u32) -> String {
    let (day, second) = zone.day_and_second(i64::from(seconds));
    format!("{}, {:02}:{:02}", day.long(), second / 3600, second / 60 % 60)
}

/// Seconds as days with one decimal, and the same with its unit.
pub(crate) fn length(seconds: i64) -> (f64, String) {
    let number = (days(seconds) * 10.0).round() / 10.0;
    (number, format!("{} d", decimal(number)))
}
