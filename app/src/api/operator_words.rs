//! The state of the installation in words and figures for people; times are in UTC.

use super::operator::{AlertRow, Installation, LetterRow};
use clario_backend::{AlertNote, LetterNote, LetterProgress, OperatorReport, zones};

/// The whole report.
pub(super) fn view(report: OperatorReport) -> Installation {
    Installation {
        as_of: moment(report.as_of),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        uptime: span(report.as_of - report.started),
        database: size(report.database_bytes),
        tables: report.tables.into_iter().map(|table| (table.table, table.rows)).collect(),
        mail_server: report.mailing.server,
        sender: report.mailing.sender,
        alerts: report.alerts.into_iter().map(alert).collect(),
    }
}

fn alert(alert: AlertNote) -> AlertRow {
    let (title, sentence) = alert
        .kind
        .map_or(("Something", "This version does not know it."), |kind| (kind.title(), kind.sentence()));
    let times = if alert.count == 1 {
        format!("Once, {}.", moment(alert.first_seen))
    } else {
        format!(
            "{} times, first {}, last {}.",
            alert.count,
            moment(alert.first_seen),
            moment(alert.last_seen)
        )
    };
    AlertRow { id: alert.id, title: capital(title), sentence: sentence.to_owned(), times }
}

/// One letter.
pub(super) fn letter(letter: LetterNote) -> LetterRow {
    let state = match letter.progress {
        LetterProgress::Held => "held",
        LetterProgress::Waiting => "waiting",
        LetterProgress::Sending => "being sent",
        LetterProgress::WillRetry => "failed, will be tried again",
        LetterProgress::Sent => "sent",
        LetterProgress::Dead => "given up",
        LetterProgress::Discarded => "thrown away",
    };
    let mut detail: Vec<String> = Vec::new();
    detail.extend(letter.trouble.map(str::to_owned));
    if letter.progress == LetterProgress::WillRetry {
        detail.extend(letter.next_at.map(|next| format!("Next attempt {}.", moment(next))));
    }
    detail.extend(letter.opened.map(|opened| format!("Read by an operator {}.", moment(opened))));
    LetterRow {
        id: letter.id,
        template: capital(&letter.template.replace('-', " ")),
        to: letter.to.unwrap_or_default(),
        state: state.to_owned(),
        detail: detail.join(" "),
        attempts: letter.attempts,
        written: moment(letter.created),
        readable: letter.readable,
        may_retry: letter.may_retry,
        may_discard: letter.may_discard,
    }
}

fn moment(second: i64) -> String {
    zones::moment(second, "UTC")
}

fn span(seconds: i64) -> String {
    let minutes = seconds / 60;
    let (days, hours) = (minutes / 1_440, minutes / 60 % 24);
    match (days, hours) {
        (0, 0) => format!("{minutes} min"),
        (0, hours) => format!("{hours} h {} min", minutes % 60),
        (days, hours) => format!("{days} d {hours} h"),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_sizes_are_rounded_for_people() {
        assert_eq!([span(59), span(3_600), span(90_061)], ["0 min", "1 h 0 min", "1 d 1 h"]);
        assert_eq!([size(4_096), size(999_001), size(12_345_678)], ["5 kB", "1000 kB", "12.3 MB"]);
        assert_eq!(capital("reset password"), "Reset password");
    }
}
