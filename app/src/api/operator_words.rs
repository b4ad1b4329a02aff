//! The state of the installation in words and figures for people; times are in UTC.

use super::operator::{AlertRow, Installation, KeepingNote, LetterRow};
use clario_backend::{AlertNote, Keeping, LetterNote, LetterProgress, OperatorReport, zones};

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
        backup: backup(&report.keeping),
        examination: examination(&report.keeping),
    }
}

fn backup(keeping: &Keeping) -> KeepingNote {
    let last = keeping.backup.map_or_else(
        || "There is no backup yet: the first one is made some minutes after the start.".to_owned(),
        |kept| format!("The last backup was made {} and has {}.", moment(kept.at), size(kept.bytes)),
    );
    let trouble = keeping.backup_trouble.as_deref().map(|trouble| match trouble {
        "file" => " The one after it could not be written or read back: is there room on the disk?",
        "not_whole" => " The one after it was not made: the database is damaged.",
        "keys" => " The one after it was not made: the key file does not open what it should.",
        _ => " The one after it was not made: the log says why.",
    });
    KeepingNote { sentence: last + trouble.unwrap_or_default(), is_good: trouble.is_none() }
}

fn examination(keeping: &Keeping) -> KeepingNote {
    let last = keeping.examination.map_or_else(
        || {
            "The data was not examined yet: that happens some minutes after the start, then once a day."
                .to_owned()
        },
        |kept| format!("The data was examined {} and was what had been written.", moment(kept.at)),
    );
    let trouble = keeping.examination_trouble.as_deref().map(|trouble| match trouble {
        "damaged" => " Since then the file of the database was found to be damaged.",
        "dangling" => " Since then rows were found that point at nothing.",
        "altered_logs" => " Since then an audit log was found that somebody altered.",
        "unreadable" => " Since then sealed values were found that do not open.",
        _ => " Since then an examination broke off: the log says why.",
    });
    KeepingNote { sentence: last + trouble.unwrap_or_default(), is_good: trouble.is_none() }
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
