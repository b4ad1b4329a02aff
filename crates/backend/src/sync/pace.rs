//! How often a connection is read, and how long it is left alone after a failure.

use std::time::Duration;

use clario_providers::Error;

/// The rhythm of reading.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Between two updates.
    pub update_every: Duration,
    /// Between two sweeps.
    pub sweep_every: Duration,
    /// After which time without a confirming sweep items are let go.
    pub unconfirmed_after: Duration,
    /// How far back the first part of a first reading goes.
    pub recent: Duration,
    /// The pause after a first failure; it doubles with each further one, up to the update's rhythm.
    pub first_pause: Duration,
    /// How many items one connection may hold.
    pub most_items: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            update_every: Duration::from_mins(5),
            sweep_every: Duration::from_hours(1),
            unconfirmed_after: Duration::from_hours(24),
            recent: Duration::from_hours(90 * 24),
            first_pause: Duration::from_secs(15),
            most_items: 3_000_000,
        }
    }
}

impl Pace {
    /// The pause after a failure, the `failures`-th in a row.
    pub(super) fn pause_after(&self, error: &Error, failures: u32) -> Duration {
        match error {
            Error::SlowDown { retry_after } => {
                (*retry_after).min(self.sweep_every).max(Duration::from_secs(1))
            }
            error if error.passes_by_itself() || error.concerns_one_object() => {
                let doubled = self.first_pause.saturating_mul(1 << failures.saturating_sub(1).min(16));
                doubled.min(self.update_every)
            }
            // Somebody has to do something first; until then it is only looked whether they did.
            _ => self.sweep_every,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_rhythm_of_updates() {
        let pace = Pace::default();
        let seconds: Vec<u64> =
            (1..=7).map(|failures| pace.pause_after(&Error::Unreachable, failures).as_secs()).collect();
        assert_eq!(seconds, [15, 30, 60, 120, 240, 300, 300]);
        assert_eq!(pace.pause_after(&Error::Unreachable, u32::MAX), pace.update_every);
    }

    #[test]
    fn the_provider_may_name_the_pause_and_a_dead_token_is_asked_hourly() {
        let pace = Pace::default();
        let limit = Error::SlowDown { retry_after: Duration::from_secs(77) };
        assert_eq!(pace.pause_after(&limit, 9), Duration::from_secs(77));
        let endless = Error::SlowDown { retry_after: Duration::MAX };
        assert_eq!(pace.pause_after(&endless, 1), pace.sweep_every);
        assert_eq!(pace.pause_after(&Error::SignInAgain, 1), Duration::from_hours(1));
    }
}
