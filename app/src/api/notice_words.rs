//! Notices in words; times are in UTC.

use super::notices::NoticeLine;
use clario_backend::{Backend, Notice, NoticeKind, day_in_words, zones};

/// The notices of a page.
pub(super) fn shown(notices: Vec<Notice>, to_somebody_signed_in: bool) -> Vec<NoticeLine> {
    notices
        .into_iter()
        .filter(|notice| to_somebody_signed_in || notice.kind != NoticeKind::Update)
        .map(|notice| line(notice, true))
        .collect()
}

/// All notices, for operators.
pub(super) fn all(backend: &Backend, notices: Vec<Notice>) -> Vec<NoticeLine> {
    let now = backend.shown_notices();
    notices
        .into_iter()
        .map(|notice| {
            let is_shown = now.iter().any(|shown| shown.id == notice.id);
            line(notice, is_shown)
        })
        .collect()
}

/// The kind of a word that was sent.
pub(super) fn kind_of(word: &str) -> Option<NoticeKind> {
    match word {
        "incident" => Some(NoticeKind::Incident),
        "update" => Some(NoticeKind::Update),
        "policy" => Some(NoticeKind::Policy),
        _ => None,
    }
}

fn line(notice: Notice, shown: bool) -> NoticeLine {
    let kind = match notice.kind {
        NoticeKind::Incident => "Incident",
        NoticeKind::Update => "News",
        NoticeKind::Policy => "Change of the policy",
    };
    let day = |second| zones::day(second, "UTC");
    let told = if notice.told.is_some() { "all letters are written" } else { "letters are being written" };
    NoticeLine {
        id: notice.id.to_string(),
        kind: kind.to_owned(),
        title: notice.title,
        text: notice.text,
        is_incident: notice.kind == NoticeKind::Incident,
        effective: notice.effective.map(day_in_words).unwrap_or_default(),
        times: format!(
            "Published {}, shown until {}; {told}.",
            day(notice.published),
            day(notice.shown_until)
        ),
        shown,
    }
}
