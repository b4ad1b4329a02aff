//! What the letters say.

mod account;
mod operator;
mod workspace;

use super::Letter;
use super::body::Body;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Writes a letter.
pub(super) fn of(letter: &Letter, origin: &str) -> Body {
    let new = |subject: &str| Body::new(origin, subject);
    match letter {
        Letter::ConfirmAddress { link } => account::confirm_address(&new, link),
        Letter::AlreadyHaveAnAccount => account::already_have_an_account(&new),
        Letter::ResetPassword { link } => account::reset_password(&new, link),
        Letter::PasswordChanged => account::password_changed(&new),
        Letter::AddressChanged => account::address_changed(&new),
        Letter::ConfirmNewAddress { link } => account::confirm_new_address(&new, link),
        Letter::SecondFactorOn => account::second_factor_on(&new),
        Letter::SecondFactorOff => account::second_factor_off(&new),
        Letter::RecoveryCodeUsed { left } => account::recovery_code_used(&new, *left),
        Letter::AccountClosing { link, until } => account::account_closing(&new, link, *until),
        Letter::Invitation { workspace, inviter, link } => {
            workspace::invitation(&new, workspace, inviter, link)
        }
        Letter::RoleChanged { workspace, role } => workspace::role_changed(&new, workspace, *role),
        Letter::RemovedFromWorkspace { workspace } => workspace::removed(&new, workspace),
        Letter::SecondFactorRequired { workspace } => workspace::second_factor_required(&new, workspace),
        Letter::OperatorLooksIn { workspace, minutes, link } => {
            workspace::operator_looks_in(&new, workspace, *minutes, link)
        }
        Letter::WorkspaceClosing { workspace, link, until } => {
            workspace::closing(&new, workspace, link, *until)
        }
        Letter::WorkspaceClosedByOwner { workspace } => workspace::closed_by_owner(&new, workspace),
        Letter::CredentialRejected { workspace, link } => {
            workspace::credential_rejected(&new, workspace, link)
        }
        Letter::CredentialExpiring { workspace, days, link } => {
            workspace::credential_expiring(&new, workspace, *days, link)
        }
        Letter::OperatorAlert { kind } => operator::alert(&new, *kind),
        Letter::Notice { kind, title, text, effective } => {
            operator::notice(&new, *kind, title, text, *effective)
        }
        Letter::Incident { in_browsers, name, route, place } => {
            operator::incident(&new, *in_browsers, name, route, place)
        }
        Letter::RequestArrived { about, reference, due } => {
            operator::request_arrived(&new, about, reference, *due)
        }
        Letter::RequestAnswered { about, reference, text } => {
            operator::request_answered(&new, about, reference, text)
        }
        Letter::Test => new("A test letter from AltaClario")
            .paragraph("The mail settings of this installation work: this letter arrived.")
            .paragraph("You asked for it on the operator page."),
    }
}

/// A day for people, in UTC, such as `21 December 2026`.
fn day(second: i64) -> String {
    let moment = Timestamp::from_second(second).unwrap_or(Timestamp::MAX).to_zoned(TimeZone::UTC);
    moment.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests;
