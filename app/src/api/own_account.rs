//! What a person sees and changes of their own account.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// The account of the person who asks. It has no `Debug`, since it is about a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountReport {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// `comfortable` or `compact`.
    pub density: String,
    /// How many recovery codes are left; `None` while sign-in takes one step only.
    pub recovery_codes: Option<u32>,
    /// How many sessions run.
    pub sessions: usize,
    /// The oldest workspace, with its name.
    pub workspace: Option<(String, String)>,
}

/// A running session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Its name in forms.
    pub id: String,
    /// The browser it began in.
    pub browser: String,
    /// The network it began in.
    pub network: String,
    /// When it began.
    pub began: String,
    /// When it was last used.
    pub last_used: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// A seed somebody is about to put into their phone. It has no `Debug`, since it holds the seed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeedReport {
    /// Sealed, for the form with the first code.
    pub ticket: String,
    /// The seed to type.
    pub secret: String,
    /// Modules along each side of the picture.
    pub width: usize,
    /// Whether each module is dark, row by row.
    pub dark: Vec<bool>,
}

/// The account of the person who asks.
#[server(endpoint = "own-account", input = GetUrl)]
pub async fn own_account() -> Result<AccountReport, ApiError> {
    use super::context;
    let (who, backend) = (context::signed_in()?, context::backend()?);
    let profile = context::told(backend.profile(who.account()).await)?;
    let workspaces = context::told(backend.workspaces(who.account()).await)?;
    let looks = context::looks();
    Ok(AccountReport {
        name: profile.name,
        email: profile.email,
        theme: looks.theme.unwrap_or("system").to_owned(),
        density: looks.density.unwrap_or("comfortable").to_owned(),
        recovery_codes: context::told(backend.recovery_codes_left(&who).await)?,
        sessions: context::told(backend.session_list(&who).await)?.len(),
        workspace: workspaces.into_iter().next().map(|it| (it.id.to_string(), it.name)),
    })
}

/// Gives the person another name.
#[server(endpoint = "rename-account")]
pub async fn rename_account(name: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let who = context::signed_in()?;
    context::told_on_form(context::backend()?.rename_account(&who, &name).await)
}

/// Keeps how the person wants pages to look.
#[server(endpoint = "set-looks")]
pub async fn set_looks(theme: String, density: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    use clario_backend::{Density, Looks, Theme};
    let theme = match theme.as_str() {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => Theme::System,
    };
    let density = if density == "compact" { Density::Compact } else { Density::Comfortable };
    let visit = context::visit()?;
    context::told_on_form(context::backend()?.set_looks(&visit, Looks { theme, density }).await)
}

/// Sends a link to the address that the account is to have.
#[server(endpoint = "ask-for-address")]
pub async fn ask_for_address(email: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let recent = context::recent()?;
    context::told_on_form(context::backend()?.ask_for_address(&recent, &email).await)
}

/// Changes the password; all other sessions end.
#[server(endpoint = "change-password")]
pub async fn change_password(password: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let (recent, visit) = (context::recent()?, context::visit()?);
    context::told_on_form(context::backend()?.change_password(&visit, &recent, password).await)
}

/// The running sessions of the person.
#[server(endpoint = "session-list", input = GetUrl)]
pub async fn session_list() -> Result<Vec<SessionLine>, ApiError> {
    use super::context;
    let who = context::signed_in()?;
    let sessions = context::told(context::backend()?.session_list(&who).await)?;
    Ok(sessions
        .into_iter()
        .map(|note| SessionLine {
            id: note.id.to_string(),
            browser: context::browser(note.browser).to_owned(),
            network: note.network.unwrap_or_else(|| "unknown".to_owned()),
            began: note.began,
            last_used: note.last_used,
            is_this: note.is_this,
        })
        .collect())
}

/// Ends one other session, or all others when none is named.
#[server(endpoint = "end-sessions")]
pub async fn end_sessions(session: Option<String>) -> Result<(), ApiError> {
    use super::context;
    let (who, backend) = (context::signed_in()?, context::backend()?);
    match session {
        Some(session) => context::told(backend.end_session_of(&who, &session).await),
        None => context::told(backend.end_other_sessions(&who).await).map(|_| ()),
    }
}

/// Refuses unless somebody proved a short time ago who they are; says whether they need a code beside their password.
#[server(endpoint = "recently-confirmed", input = GetUrl)]
pub async fn recently_confirmed() -> Result<bool, ApiError> {
    use super::context;
    let recent = context::recent()?;
    Ok(context::told(context::backend()?.recovery_codes_left(recent.who()).await)?.is_some())
}

/// How many recovery codes are left; `None` while sign-in takes one step only.
#[server(endpoint = "two-step", input = GetUrl)]
pub async fn two_step() -> Result<Option<u32>, ApiError> {
    use super::context;
    let who = context::signed_in()?;
    context::told(context::backend()?.recovery_codes_left(&who).await)
}

/// A seed to put into a phone: a new one, or the one of a ticket once more.
#[server(endpoint = "totp-seed")]
pub async fn totp_seed(ticket: Option<String>) -> Result<Result<SeedReport, Problem>, ApiError> {
    use super::context;
    let (recent, backend) = (context::recent()?, context::backend()?);
    let seed = match ticket {
        Some(ticket) => backend.resume_totp(&recent, &ticket).await,
        None => backend.begin_totp(&recent).await,
    };
    Ok(context::told_on_form(seed)?.map(|seed| SeedReport {
        ticket: seed.ticket.clone(),
        secret: seed.secret.to_string(),
        width: seed.qr.width,
        dark: seed.qr.dark,
    }))
}

/// Switches two-step sign-in on, if the code is right. The answer are the recovery codes, to be shown once.
#[server(endpoint = "enable-totp")]
pub async fn enable_totp(ticket: String, code: String) -> Result<Result<Vec<String>, Problem>, ApiError> {
    use super::context;
    let (recent, visit) = (context::recent()?, context::visit()?);
    let codes = context::backend()?.enable_totp(&visit, &recent, &ticket, &code).await;
    Ok(context::told_on_form(codes)?.map(|codes| codes.iter().map(|code| code.to_string()).collect()))
}

/// Switches two-step sign-in off, with password and code.
#[server(endpoint = "disable-totp")]
pub async fn disable_totp(password: String, code: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let visit = context::visit()?;
    context::told_on_form(context::backend()?.disable_totp(&visit, password, &code).await)
}

/// Makes new recovery codes, to be shown once; the old ones are void.
#[server(endpoint = "renew-recovery-codes")]
pub async fn renew_recovery_codes() -> Result<Result<Vec<String>, Problem>, ApiError> {
    use super::context;
    let recent = context::recent()?;
    let codes = context::backend()?.renew_recovery_codes(&recent).await;
    Ok(context::told_on_form(codes)?.map(|codes| codes.iter().map(|code| code.to_string()).collect()))
}
