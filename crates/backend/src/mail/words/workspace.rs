//! Letters about a workspace, its members and its connections.

use super::day;
use crate::mail::body::{Body, named};
use clario_store::Role;

/// Begins a letter with its subject.
type New<'a> = &'a dyn Fn(&str) -> Body;

pub(super) fn invitation(new: New<'_>, workspace: &str, inviter: &str, link: &str) -> Body {
    let (workspace, inviter) = (named(workspace), named(inviter));
    new(&format!("{inviter} asks you into {workspace}"))
        .paragraph(format!(
            "{inviter} asks you into the workspace “{workspace}” on AltaClario, where teams see how their work flows. To accept, open this link:"
        ))
        .link(link)
        .paragraph("It works once, for 7 days, and only for this address. If you know nothing about it, ignore this letter.")
}

pub(super) fn role_changed(new: New<'_>, workspace: &str, role: Role) -> Body {
    let workspace = named(workspace);
    let role = match role {
        Role::Owner => "an owner: you can do everything in it",
        Role::Admin => "an admin: you can change everything but its members and its end",
        Role::Viewer => "a viewer: you can look at everything and change nothing",
    };
    new(&format!("Your role in {workspace} was changed"))
        .paragraph(format!("In the workspace “{workspace}” on AltaClario you are now {role}."))
}

pub(super) fn removed(new: New<'_>, workspace: &str) -> Body {
    let workspace = named(workspace);
    new(&format!("You were removed from {workspace}"))
        .paragraph(format!(
            "An owner removed you from the workspace “{workspace}” on AltaClario. You can no longer open it."
        ))
        .paragraph("Your account stays as it is.")
}

pub(super) fn second_factor_required(new: New<'_>, workspace: &str) -> Body {
    let workspace = named(workspace);
    new(&format!("{workspace} asks for two-factor sign-in"))
        .paragraph(format!(
            "The workspace “{workspace}” on AltaClario now opens only for members with two-factor sign-in. Sign in and switch it on to go on working there; you need an authenticator app."
        ))
        .link("/sign-in")
}

pub(super) fn operator_looks_in(new: New<'_>, workspace: &str, minutes: u64, link: &str) -> Body {
    let workspace = named(workspace);
    new(&format!("An operator may look at {workspace}"))
        .paragraph(format!(
            "An operator of this installation opened the workspace “{workspace}” to look at, for {minutes} minutes. They can change nothing. The reason they gave stands in the audit log, where you can end it at once:"
        ))
        .link(link)
}

pub(super) fn closing(new: New<'_>, workspace: &str, link: &str, until: i64) -> Body {
    let (workspace, day) = (named(workspace), day(until));
    new(&format!("{workspace} is closed"))
        .paragraph(format!(
            "The workspace “{workspace}” on AltaClario is closed. Nobody can open it any more, its credentials are destroyed, and on {day} everything about it is deleted for good."
        ))
        .paragraph("Until then an owner can undo this here; credentials have to be entered again:")
        .link(link)
}

pub(super) fn closed_by_owner(new: New<'_>, workspace: &str) -> Body {
    let workspace = named(workspace);
    new(&format!("{workspace} is closed"))
        .paragraph(format!(
            "An owner closed the workspace “{workspace}” on AltaClario. You can no longer open it."
        ))
        .paragraph("Your account stays as it is.")
}

pub(super) fn credential_rejected(new: New<'_>, workspace: &str, link: &str) -> Body {
    let workspace = named(workspace);
    new(&format!("{workspace} cannot be read any more"))
        .paragraph(format!(
            "A provider no longer accepts the credential of a connection in the workspace “{workspace}”: it expired, or it was withdrawn. Its numbers stand still until somebody enters a new one:"
        ))
        .link(link)
}

pub(super) fn credential_expiring(new: New<'_>, workspace: &str, days: u32, link: &str) -> Body {
    let workspace = named(workspace);
    let when = match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    };
    new(&format!("A credential of {workspace} expires {when}"))
        .paragraph(format!(
            "The credential of a connection in the workspace “{workspace}” expires {when}. Enter a new one before that, and its numbers stay fresh:"
        ))
        .link(link)
}
