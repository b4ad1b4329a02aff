//! Letters to operators, and their answers to others.

use super::day;
use crate::alerts::AlertKind;
use crate::mail::body::{Body, neutral};
use clario_store::NoticeKind;

/// Begins a letter with its subject.
type New<'a> = &'a dyn Fn(&str) -> Body;

pub(super) fn alert(new: New<'_>, kind: AlertKind) -> Body {
    new(&format!("AltaClario needs a look: {}", kind.title()))
        .paragraph(kind.sentence())
        .paragraph("It is counted on the operator page until somebody acknowledges it. You get no further letter about it.")
        .link("/operator")
}

pub(super) fn incident(new: New<'_>, in_browsers: bool, name: &str, route: &str, place: &str) -> Body {
    let side = if in_browsers { "in browsers" } else { "on the server" };
    // A dot in the name of a file would make it look like an address.
    let place = if place.is_empty() { "an unknown place".to_owned() } else { neutral(place) };
    new(&format!("An error {side}: {name}"))
        .paragraph(format!("An error began, or came back, {side}: {name} on {}, at {place}.", neutral(route)))
        .paragraph(
            "It is counted as one incident until somebody resolves it. You get no further letter about it.",
        )
        .link("/operator/incidents")
}

pub(super) fn notice(
    new: New<'_>,
    kind: NoticeKind,
    title: &str,
    text: &str,
    effective: Option<i64>,
) -> Body {
    let words = match kind {
        NoticeKind::Incident => "Incident",
        NoticeKind::Update => "News",
        NoticeKind::Policy => "Change of the policy",
    };
    let mut body = new(&format!("{words}: {}", neutral(title))).paragraph(neutral(text));
    if let Some(effective) = effective {
        body = body
            .paragraph(format!("It takes effect on {}. Until then the policy is as it was:", day(effective)))
            .link("/privacy");
    }
    match kind {
        NoticeKind::Update => body
            .paragraph("You get news since you switched them on. This page switches them off:")
            .link("/cookie-preferences"),
        _ => body.paragraph("Everybody with an account gets letters about this."),
    }
}

pub(super) fn request_arrived(new: New<'_>, about: &str, reference: &str, due: i64) -> Body {
    new(&format!("A request came in: {about}"))
        .paragraph(format!("Somebody sent a request. It is about: {about}. Its reference is {reference}."))
        .paragraph(format!(
            "An answer is owed by {}. What it says stands on the operator page alone:",
            day(due)
        ))
        .link(&format!("/operator/requests?r={reference}"))
}

pub(super) fn request_answered(new: New<'_>, about: &str, reference: &str, text: &str) -> Body {
    let mut body = new(&format!("Answer to your message {reference}")).paragraph(format!(
        "You wrote to the operator of this AltaClario. It was about: {about}. This is the answer:"
    ));
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        body = body.paragraph(neutral(line));
    }
    body.paragraph(
        "Answers to this letter are not read. To write again, use the contact form and name the reference.",
    )
    .link("/contact")
}
