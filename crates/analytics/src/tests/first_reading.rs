//! What is said while the first reading is not over: nothing about days that may not be there yet.

use crate::fixtures::{ItemText, context, item, portfolio};
use crate::flow::flow_report;
use crate::overview::overview_report;
use crate::query::Query;
use crate::report::Context;

fn unfinished() -> Context {
    Context { partial: Some("Connection is still being read.".to_owned()), ..context() }
}

/// Ten items of the period before and twenty slower ones of the period.
fn slower() -> Vec<ItemText> {
    let old =
        |at: u64| item(&format!("A-{at}")).created("2025-11-01").active("2025-11-03").done("2025-11-05");
    let new = |at: u64| item(&format!("A-{at}")).active("03-03").done("03-12");
    (1..=10).map(old).chain((11..=30).map(new)).collect()
}

#[test]
fn nothing_is_compared_before_everything_is_read() {
    // docs/metrics.md 8
    let report = flow_report(&portfolio(&slower()), &Query::default(), &unfinished());
    for card in &report.cards {
        assert_eq!((card.before, &card.delta), (None, &None), "{}", card.label);
    }
    assert_eq!((report.frame.compared, report.frame.compared_label), (None, None));
    assert_eq!(report.throughput.compared_per_week, None);
    assert_eq!(report.throughput.caption.heading, "1.6 items a week");
    assert_eq!(report.frame.partial.as_deref(), Some("Connection is still being read."));
}

#[test]
fn a_change_is_no_finding_before_everything_is_read() {
    let whole = overview_report(&portfolio(&slower()), &Query::default(), &context());
    assert_eq!(whole.findings.len(), 1);
    let partial = overview_report(&portfolio(&slower()), &Query::default(), &unfinished());
    assert_eq!(partial.findings, []);
    assert_eq!(partial.summary, "20 items finished, 1 Jan to 31 Mar, durations in days.");
    assert!(partial.teams[0].cells.iter().all(|card| card.delta.is_none()));
}

#[test]
fn a_percentile_has_no_history_of_windows_that_may_lack_items() {
    // docs/metrics.md 3.10: every window but the period itself begins before the period.
    let whole = flow_report(&portfolio(&slower()), &Query::default(), &context());
    assert!(whole.scatter.history.iter().any(|point| point.days.is_some()));
    let partial = flow_report(&portfolio(&slower()), &Query::default(), &unfinished());
    assert!(partial.scatter.history.iter().all(|point| point.days.is_none()));
    let spark = &partial.cards[0].spark;
    assert_eq!(spark.last(), Some(&Some(10.0)));
    assert_eq!(spark.iter().flatten().count(), 1);
}
