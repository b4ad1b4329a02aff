//! Requests in words for people; times are in UTC.

use super::requests::{FormKind, OpenForm, RequestPage, RequestRow};
use clario_backend::{
    Backend, Outcome, RequestCategory, RequestDetail, RequestForm as Form, RequestNote, zones,
};

/// What the page of a form needs.
pub(super) fn form(backend: &Backend, kind: FormKind, opened: &str) -> OpenForm {
    let form = form_of(kind);
    let categories = RequestCategory::of_form(form)
        .iter()
        .map(|category| (category.word().to_owned(), category.title().to_owned()))
        .collect();
    OpenForm { opened: backend.open_request_form(form, opened), categories }
}

/// The form of a page.
pub(super) fn form_of(kind: FormKind) -> Form {
    match kind {
        FormKind::Contact => Form::Contact,
        FormKind::Abuse => Form::Abuse,
        FormKind::Dmca => Form::Dmca,
    }
}

/// The way a request ended, of a word that was sent.
pub(super) fn outcome_of(word: &str) -> Option<Outcome> {
    match word {
        "settled" => Some(Outcome::Settled),
        "acted" => Some(Outcome::Acted),
        "no-action" => Some(Outcome::NoAction),
        "not-genuine" => Some(Outcome::NotGenuine),
        _ => None,
    }
}

/// One line of the list.
pub(super) fn row(note: RequestNote) -> RequestRow {
    let day = |second| zones::day(second, "UTC");
    let state = match (note.closed, note.answered) {
        (Some((closed, outcome)), _) => format!("closed {}: {}", day(closed), ended(outcome)),
        (None, Some(answered)) => format!("answered {}", day(answered)),
        (None, None) if note.overdue => "overdue".to_owned(),
        (None, None) => "waits for an answer".to_owned(),
    };
    let form = match note.form {
        Form::Contact => "Contact",
        Form::Abuse => "Abuse",
        Form::Dmca => "Copyright",
    };
    RequestRow {
        id: note.id,
        form: form.to_owned(),
        about: note
            .category
            .map_or("Something this version does not know", RequestCategory::title)
            .to_owned(),
        came: day(note.created),
        due: day(note.due),
        state,
        overdue: note.overdue,
        open: note.closed.is_none(),
        kept: day(note.keep_until),
    }
}

fn ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Settled => "settled",
        Outcome::Acted => "something was done",
        Outcome::NoAction => "nothing was to be done",
        Outcome::NotGenuine => "not genuine",
    }
}

/// One request with all that was written.
pub(super) fn page(detail: RequestDetail) -> RequestPage {
    let entries = detail
        .entries
        .into_iter()
        .map(|(is_reply, time, text)| {
            let what = if is_reply { "Answered" } else { "Noted" };
            (format!("{what} {}", zones::moment(time, "UTC")), text)
        })
        .collect();
    RequestPage {
        row: row(detail.note),
        reply_to: detail.reply_to,
        fields: detail.fields.into_iter().map(|(title, text)| (title.to_owned(), text)).collect(),
        entries,
    }
}
