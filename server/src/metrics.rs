//! Figures about the program as a whole, for Prometheus: no address, no id and no name is among them.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use clario_backend::Backend;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];
/// The labels there may be; their values come from closed lists of ours.
#[cfg(test)]
const LABELS: [&str; 5] = ["route", "method", "status", "event", "le"];

/// The figures of one server. Clones are the same figures.
#[derive(Clone, Default)]
pub(crate) struct Metrics(Arc<Figures>);

#[derive(Default)]
struct Figures {
    requests: Mutex<BTreeMap<Kind, Series>>,
    connections: AtomicI64,
    checked: AtomicU64,
    checked_nanos: AtomicU64,
}

/// What requests are told apart by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kind {
    /// The template of the route, of which there are as many as the router has.
    pub(crate) route: String,
    pub(crate) method: &'static str,
    pub(crate) status: u16,
}

#[derive(Default)]
struct Series {
    seconds: f64,
    /// One for each bound, and one for what took longer.
    buckets: [u64; BOUNDS.len() + 1],
}

impl Metrics {
    /// A request was answered.
    pub(crate) fn answered(&self, kind: Kind, took: Duration) {
        let seconds = took.as_secs_f64();
        let place = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        let mut requests = self.0.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let series = requests.entry(kind).or_default();
        series.seconds += seconds;
        series.buckets[place] += 1;
    }

    /// What session, limits and form marks cost a page before it was begun.
    pub(crate) fn checked(&self, took: Duration) {
        self.0.checked.fetch_add(1, Ordering::Relaxed);
        self.0.checked_nanos.fetch_add(u64::try_from(took.as_nanos()).unwrap_or(0), Ordering::Relaxed);
    }

    /// A connection is open until the answer is dropped.
    pub(crate) fn connection(&self) -> Open {
        self.0.connections.fetch_add(1, Ordering::Relaxed);
        Open(self.clone())
    }

    fn text(&self, backend: &Backend) -> String {
        let head = |name: &str, kind: &str, about: &str| {
            format!("# HELP altaclario_{name} {about}\n# TYPE altaclario_{name} {kind}\n")
        };
        let mut out = head("connections", "gauge", "Open connections.");
        let _ = writeln!(out, "altaclario_connections {}", self.0.connections.load(Ordering::Relaxed));
        out += &head("checks_seconds", "summary", "Session, limits and form marks, for each page.");
        let nanos = Duration::from_nanos(self.0.checked_nanos.load(Ordering::Relaxed));
        let _ = writeln!(out, "altaclario_checks_seconds_sum {:.9}", nanos.as_secs_f64());
        let _ = writeln!(out, "altaclario_checks_seconds_count {}", self.0.checked.load(Ordering::Relaxed));
        out += &head("security_events_total", "counter", "Security events.");
        for (event, count) in backend.security_totals() {
            let _ = writeln!(out, "altaclario_security_events_total{{event=\"{}\"}} {count}", event.word());
        }
        out += &head("request_seconds", "histogram", "Requests by the time they took.");
        for (kind, series) in &*self.0.requests.lock().unwrap_or_else(PoisonError::into_inner) {
            series.write(kind, &mut out);
        }
        out
    }
}

impl Series {
    fn write(&self, Kind { route, method, status }: &Kind, out: &mut String) {
        let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
        let mut sum = 0;
        for (bound, count) in
            BOUNDS.iter().map(ToString::to_string).chain(["+Inf".to_owned()]).zip(self.buckets)
        {
            sum += count;
            let _ = writeln!(out, "altaclario_request_seconds_bucket{{{labels},le=\"{bound}\"}} {sum}");
        }
        let _ = writeln!(out, "altaclario_request_seconds_sum{{{labels}}} {:.6}", self.seconds);
        let _ = writeln!(out, "altaclario_request_seconds_count{{{labels}}} {sum}");
    }
}

/// One open connection.
pub(crate) struct Open(Metrics);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What answers at the address of the metrics, and nothing else does.
pub(crate) fn router(metrics: Metrics, backend: Backend) -> Router {
    Router::new().route("/metrics", get(tell)).with_state((metrics, backend))
}

async fn tell(State((metrics, backend)): State<(Metrics, Backend)>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.text(&backend))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_counted_in_every_bucket_it_fits() {
        let metrics = Metrics::default();
        let kind = Kind { route: "/w/{workspace}/flow".into(), method: "GET", status: 200 };
        for millis in [1, 7, 7, 60_000] {
            metrics.answered(kind.clone(), Duration::from_millis(millis));
        }
        let mut text = String::new();
        metrics.0.requests.lock().expect("a lock")[&kind].write(&kind, &mut text);
        for (bound, count) in [("0.005", 1), ("0.01", 3), ("10", 3), ("+Inf", 4)] {
            assert!(text.contains(&format!("le=\"{bound}\"}} {count}\n")), "{bound}: {text}");
        }
        for label in text.split(['{', ',']).filter_map(|part| part.split_once("=\"").map(|(name, _)| name)) {
            assert!(LABELS.contains(&label), "{label}");
        }
    }

    #[test]
    fn connections_are_counted_while_they_are_open() {
        let metrics = Metrics::default();
        let open = [metrics.connection(), metrics.connection()];
        assert_eq!(metrics.0.connections.load(Ordering::Relaxed), 2);
        drop(open);
        assert_eq!(metrics.0.connections.load(Ordering::Relaxed), 0);
    }
}
