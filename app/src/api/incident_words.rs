//! Incidents, counts and removals in words; times are in UTC.

use super::incidents::{IncidentRow, Watched};
use clario_backend::{IncidentNote, RetentionRun, TelemetrySummary, zones};

/// The runs of the removal that are listed.
const RUNS: usize = 24;

/// What the page says.
pub(super) fn watched(
    incidents: Vec<IncidentNote>,
    summary: TelemetrySummary,
    runs: &[RetentionRun],
) -> Watched {
    Watched {
        incidents: incidents.into_iter().map(incident).collect(),
        views: summary.views,
        speeds: summary
            .metrics
            .into_iter()
            .map(|note| (note.metric.word().to_uppercase(), note.samples, note.three_quarters))
            .collect(),
        runs: runs.iter().take(RUNS).map(run).collect(),
    }
}

fn incident(note: IncidentNote) -> IncidentRow {
    let side = if note.in_browsers { "in browsers" } else { "on the server" };
    let (first, last) = (moment(note.first_seen), moment(note.last_seen));
    let state = match (note.open, note.times) {
        (true, 0 | 1) => "open".to_owned(),
        (true, times) => format!("open again, for the {} time", nth(times)),
        (false, _) => "resolved".to_owned(),
    };
    IncidentRow {
        id: note.id,
        title: format!("{} {side}", note.name),
        route: note.route,
        place: if note.place.is_empty() { "–".to_owned() } else { note.place },
        count: note.count,
        seen: if first == last { first } else { format!("{first} to {last}") },
        state,
        open: note.open,
    }
}

fn nth(times: u32) -> String {
    let end = match (times % 100, times % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{times}{end}")
}

fn run(run: &RetentionRun) -> (String, i64, String, String) {
    let late = if run.overdue > 0 {
        format!("{} min", run.overdue.div_euclid(60) + 1)
    } else {
        "nothing".to_owned()
    };
    (moment(run.time), run.swept, format!("{} ms", run.millis), late)
}

fn moment(second: i64) -> String {
    zones::moment(second, "UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_order_have_their_ends() {
        assert_eq!([1, 2, 3, 4, 11, 12, 21, 112].map(nth).join(" "), "1st 2nd 3rd 4th 11th 12th 21st 112th");
    }
}
