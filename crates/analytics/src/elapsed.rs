//! How long something lasted in seconds, with or without days that are not worked.

use crate::calendar::{Calendar, Unit};
use crate::portfolio::Settings;
use crate::zone::Zone;

/// Seconds of a day.
pub(crate) const DAY: f64 = 86_400.0;

/// Measures between two moments.
pub(crate) struct Elapsed<'a> {
    zone: &'a Zone,
    calendar: &'a Calendar,
    unit: Unit,
}

impl<'a> Elapsed<'a> {
    pub(crate) fn new(settings: &'a Settings, unit: Unit) -> Self {
        Self { zone: &settings.zone, calendar: &settings.calendar, unit }
    }

    /// Whether some days do not count.
    pub(crate) fn leaves_days_out(&self) -> bool {
        self.unit == Unit::Workdays
    }

    /// Seconds from one moment to another; 0 when it is not later.
    pub(crate) fn between(&self, from: u32, to: u32) -> i64 {
        if to <= from {
            return 0;
        }
        match self.unit {
            Unit::Days => i64::from(to - from),
            Unit::Workdays => (self.worked_before(to) - self.worked_before(from)).max(0),
        }
    }

    /// Seconds on working days before a moment, a day taken as 24 hours: only differences mean anything.
    fn worked_before(&self, at: u32) -> i64 {
        let (day, second) = self.zone.day_and_second(i64::from(at));
        let today = if self.calendar.is_working(day) { i64::from(second) } else { 0 };
        i64::from(self.calendar.workdays_before(day)) * 86_400 + today
    }
}

/// Seconds as days.
#[expect(clippy::cast_precision_loss, reason = "sums of seconds stay far below 2^52")]
pub(crate) fn days(seconds: i64) -> f64 {
    seconds as f64 / DAY
}
