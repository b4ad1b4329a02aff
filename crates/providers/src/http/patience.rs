//! How long to wait before asking again: what the provider says, else ever longer pauses.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;

use crate::jira::moment;

/// The bounds of waiting within one call.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How often one request is sent at most.
    pub attempts: u32,
    /// How long one request waits in all, pauses only.
    pub total_wait: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { attempts: 7, total_wait: Duration::from_mins(3) }
    }
}

/// The longest pause that is obeyed at once: no limit of a provider counts in more than hours, and a pause
/// without end would keep what is held from being confirmed.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// The pause a limited answer (429, 503) asks for, if it names one.
///
/// `Retry-After` in seconds, else the distance between the answer's own `Date` and `X-RateLimit-Reset`, so
/// that a wrong clock on our side does not matter. At most an hour.
pub(crate) fn asked_pause(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(seconds) = text("retry-after").and_then(|value| value.parse::<f64>().ok()) {
        let longest = LONGEST_PAUSE.as_secs_f64();
        return Duration::try_from_secs_f64(if seconds > longest { longest } else { seconds }).ok();
    }
    let until = text("retry-after")
        .and_then(moment::http_date)
        .or_else(|| text("x-ratelimit-reset").and_then(moment::iso))?;
    let now = text("date").and_then(moment::http_date)?;
    let pause = u64::try_from(until.saturating_sub(now)).unwrap_or(0);
    Some(Duration::from_millis(pause).min(LONGEST_PAUSE))
}

/// The pause before attempt `next` (counted from 1) when the provider named none: 2, 4, 8, 16, 30 seconds,
/// each shortened by up to a quarter so that parallel requests do not return in step.
pub(crate) fn growing_pause(next: u32) -> Duration {
    let seconds: u64 = match next {
        0 | 1 => 2,
        2 => 4,
        3 => 8,
        4 => 16,
        _ => 30,
    };
    let spread = seconds * 250;
    let shorter_by = RandomState::new().build_hasher().finish() % spread;
    Duration::from_millis(seconds * 1000 - shorter_by)
}

/// Whether a limit concerns everything or only the endpoint that hit it.
pub(crate) fn stops_everything(headers: &HeaderMap) -> bool {
    headers
        .get("ratelimit-reason")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|reason| reason.contains("quota"))
}

/// Until when nothing may be sent, by endpoint template; the empty template stands for all.
#[derive(Debug, Default)]
pub(crate) struct Pauses(Mutex<HashMap<&'static str, Instant>>);

impl Pauses {
    const ALL: &str = "";

    pub(crate) fn hold(&self, template: Option<&'static str>, pause: Duration) {
        let until = Instant::now() + pause.min(LONGEST_PAUSE);
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = held.entry(template.unwrap_or(Self::ALL)).or_insert(until);
        *entry = until.max(*entry);
    }

    /// What is left of the pause for an endpoint.
    pub(crate) fn left(&self, template: &'static str) -> Option<Duration> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let until = held.get(template).into_iter().chain(held.get(Self::ALL)).max()?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn retry_after_comes_before_the_reset_time() {
        let both = headers(&[("retry-after", "3"), ("x-ratelimit-reset", "2030-01-01T00:00:00Z")]);
        assert_eq!(asked_pause(&both), Some(Duration::from_secs(3)));
    }

    #[test]
    fn a_reset_time_counts_from_the_servers_own_clock() {
        let date = ("date", "Thu, 26 Mar 2026 15:59:00 GMT");
        for reset in ["2026-03-26T16:00Z", "2026-03-26T16:00:00Z"] {
            let answer = headers(&[date, ("x-ratelimit-reset", reset)]);
            assert_eq!(asked_pause(&answer), Some(Duration::from_mins(1)), "{reset}");
        }
        let past = headers(&[date, ("x-ratelimit-reset", "2026-03-26T15:00Z")]);
        assert_eq!(asked_pause(&past), Some(Duration::ZERO));
        assert_eq!(asked_pause(&headers(&[("x-ratelimit-reset", "soon"), date])), None);
        assert_eq!(asked_pause(&headers(&[("retry-after", "-5")])), None);
    }

    #[test]
    fn no_pause_is_longer_than_an_hour() {
        let date = ("date", "Thu, 26 Mar 2026 15:59:00 GMT");
        for asked in ["1e19", "1e300", "inf", "31536000", "Thu, 26 Mar 2099 15:59:00 GMT"] {
            let pause = asked_pause(&headers(&[date, ("retry-after", asked)]));
            assert_eq!(pause, Some(Duration::from_hours(1)), "{asked}");
        }
        assert_eq!(asked_pause(&headers(&[("retry-after", "nan")])), None);
        let pauses = Pauses::default();
        pauses.hold(None, Duration::MAX);
        assert!(pauses.left("a").is_some());
    }

    #[test]
    fn pauses_grow_to_thirty_seconds() {
        for (next, most) in [(1, 2), (2, 4), (3, 8), (4, 16), (5, 30), (9, 30)] {
            let pause = growing_pause(next);
            assert!(
                pause <= Duration::from_secs(most) && pause >= Duration::from_millis(most * 750),
                "{next}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_quota_holds_every_endpoint_and_a_burst_only_its_own() {
        let pauses = Pauses::default();
        pauses.hold(Some("a"), Duration::from_secs(5));
        assert!(pauses.left("a").is_some() && pauses.left("b").is_none());
        pauses.hold(None, Duration::from_secs(9));
        assert_eq!(pauses.left("b"), Some(Duration::from_secs(9)));
        tokio::time::advance(Duration::from_secs(10)).await;
        assert!(pauses.left("a").is_none() && pauses.left("b").is_none());
    }
}
