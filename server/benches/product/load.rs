//! Load: requests that come whether or not earlier ones are answered, and people who wait for each answer.

use crate::person::Person;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How long each page took.
pub(crate) struct Times {
    sorted: Vec<Duration>,
    pub(crate) errors: usize,
    pub(crate) took: Duration,
}

impl Times {
    fn of(outcomes: Vec<(Duration, bool)>, took: Duration) -> Self {
        let errors = outcomes.iter().filter(|(_, good)| !good).count();
        let mut sorted: Vec<_> = outcomes.into_iter().map(|(time, _)| time).collect();
        sorted.sort();
        Self { sorted, errors, took }
    }

    /// Pages that were asked for.
    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.sorted.len()).unwrap_or(u32::MAX)
    }

    /// The time within which so many percent were there; nearest rank.
    pub(crate) fn at(&self, percent: usize) -> Duration {
        let rank = (self.sorted.len() * percent).div_ceil(100).max(1);
        self.sorted[rank - 1]
    }
}

/// Asks `rate` times a second, on time whatever the answers do; a late answer counts from when it was due.
pub(crate) async fn open_loop(person: &Person, pages: &[&'static str], rate: u32, length: Duration) -> Times {
    let count = rate * u32::try_from(length.as_secs()).unwrap_or(u32::MAX);
    let begin = Instant::now();
    let mut under_way = JoinSet::new();
    for turn in 0..count {
        let due = begin + Duration::from_secs(1) * turn / rate;
        tokio::time::sleep_until(due.into()).await;
        let (person, page) = (person.clone(), pages[turn as usize % pages.len()]);
        under_way.spawn(async move {
            let good = person.loads(page).await;
            (due.elapsed(), good)
        });
    }
    Times::of(under_way.join_all().await, begin.elapsed())
}

/// So many people, each of whom asks for a page as soon as the one before is there.
pub(crate) async fn closed_loop(
    person: &Person,
    pages: &[&'static str],
    people: usize,
    length: Duration,
) -> Times {
    let begin = Instant::now();
    let mut under_way = JoinSet::new();
    for first in 0..people {
        let (person, pages) = (person.clone(), pages.to_vec());
        under_way.spawn(async move {
            let mut outcomes = Vec::new();
            for turn in first.. {
                if begin.elapsed() >= length {
                    break;
                }
                let start = Instant::now();
                let good = person.loads(pages[turn % pages.len()]).await;
                outcomes.push((start.elapsed(), good));
            }
            outcomes
        });
    }
    let outcomes = under_way.join_all().await.into_iter().flatten().collect();
    Times::of(outcomes, begin.elapsed())
}
