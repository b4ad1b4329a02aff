//! How a reading goes, for the person who waits for it.

use clario_providers::Error;

/// What a reading is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// Other connections are read first.
    #[default]
    Waiting,
    /// Projects, boards, sprints and the like.
    LookingAround,
    /// What changed in the last 90 days.
    Recent,
    /// Everything older.
    Older,
    /// Nothing: all is read, until the next turn.
    Idle,
    /// What changed since the last turn.
    Updating,
    /// Looking for what is gone.
    Sweeping,
    /// The connection is gone.
    Stopped,
}

/// What keeps a reading from going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong; its remedy is what the person is shown.
    pub error: Error,
    /// Since when, in seconds since 1970-01-01T00:00:00Z.
    pub since: i64,
    /// When the next attempt begins, in the same unit.
    pub next_attempt: i64,
}

/// How a reading goes. Times are seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// What it is doing.
    pub step: Step,
    /// How many projects are complete in this step.
    pub projects_done: usize,
    /// How many projects there are.
    pub projects: usize,
    /// How many boards are known.
    pub boards: usize,
    /// How many items were read since the first reading began.
    pub items: u64,
    /// About how many there are; the provider's own estimate.
    pub items_expected: Option<u64>,
    /// How many seconds the first reading still takes, by its pace so far.
    pub seconds_left: Option<u64>,
    /// Whether the recent items of all projects are there.
    pub recent_complete: bool,
    /// Whether everything is there.
    pub complete: bool,
    /// When the first reading began.
    pub began: Option<i64>,
    /// When all was last known to be up to date.
    pub last_good: Option<i64>,
    /// When a sweep last confirmed what is held.
    pub last_sweep: Option<i64>,
    /// What keeps it from going on.
    pub trouble: Option<Trouble>,
    /// Ids of projects that could not be read.
    pub lost_projects: Vec<String>,
    /// Ids of boards whose columns the credential may not read.
    pub boards_without_columns: Vec<String>,
    /// Why boards could not be read at all.
    pub boards_refused: Option<Error>,
    /// Requests sent so far.
    pub requests: u64,
    /// How many turns have ended, well or not.
    pub turns: u64,
}

impl Progress {
    /// How much of the first reading is done, from 0 to 100; 100 only when all is there.
    pub fn percent(&self) -> u8 {
        match (self.complete, self.items_expected) {
            (true, _) => 100,
            (false, Some(expected)) if expected > 0 => {
                u8::try_from((self.items * 100 / expected).min(99)).unwrap_or(99)
            }
            (false, Some(_) | None) => 0,
        }
    }

    /// Whether the data is older than twice the time between two turns, given now.
    pub fn is_stale(&self, now: i64, update_every: i64) -> bool {
        self.complete && self.last_good.is_none_or(|last_good| now - last_good > 2 * update_every)
    }

    pub(crate) fn stop(&mut self) {
        *self = Self { step: Step::Stopped, ..Self::default() };
    }

    /// Counts a batch, and tells the time left by the pace since the beginning.
    pub(super) fn count(&mut self, items: usize, elapsed_seconds: u64) {
        self.items += items as u64;
        let left = self.items_expected.map(|expected| expected.saturating_sub(self.items));
        self.seconds_left = left.filter(|_| !self.complete && self.items > 0).map(|left| {
            let per_item = u128::from(elapsed_seconds.max(1)) * u128::from(left);
            u64::try_from(per_item / u128::from(self.items)).unwrap_or(u64::MAX)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundred_percent_means_complete() {
        let mut progress = Progress { items_expected: Some(200), ..Progress::default() };
        assert_eq!(progress.percent(), 0);
        progress.count(50, 10);
        assert_eq!((progress.percent(), progress.seconds_left), (25, Some(30)));
        progress.count(500, 20);
        assert_eq!((progress.percent(), progress.seconds_left), (99, Some(0)));
        progress.complete = true;
        assert_eq!(progress.percent(), 100);
    }

    #[test]
    fn data_is_stale_after_two_missed_turns() {
        let progress = Progress { complete: true, last_good: Some(1_000), ..Progress::default() };
        assert!(!progress.is_stale(1_600, 300));
        assert!(progress.is_stale(1_601, 300));
        assert!(!Progress::default().is_stale(1_601, 300), "a first reading has its own page");
    }
}
