//! The one gated module: what a page or a server function learns from, and tells, the request around it.

use crate::api::ApiError;
use crate::api::form::Form;

pub use consent::{
    Consent, ConsentNews, Counter, Question, consent, decision, keep_choice, question, signal_mark,
};
#[cfg(feature = "ssr")]
pub use server_side::*;

/// The path prefix under which this build's files are served, without a slash at its end.
pub fn assets() -> String {
    #[cfg(feature = "ssr")]
    return leptos::prelude::use_context::<AssetRoot>().map(|root| root.0).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    String::new()
}

/// The query string of the page's URL, without its question mark.
pub fn query_string() -> String {
    #[cfg(feature = "ssr")]
    return parts().and_then(|parts| parts.uri.query().map(str::to_owned)).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    String::new()
}

/// The path of the page's URL.
pub fn path() -> String {
    #[cfg(feature = "ssr")]
    return parts().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    String::new()
}

/// What the person sent with the form of this page; `None` when the page was only opened.
pub fn posted() -> Option<Form> {
    #[cfg(feature = "ssr")]
    return leptos::prelude::use_context::<Form>();
    #[cfg(not(feature = "ssr"))]
    None
}

/// What was typed into the form of this page, also when the form itself was not taken.
pub fn typed() -> Form {
    #[cfg(feature = "ssr")]
    if let Some(CameBack(form)) = leptos::prelude::use_context::<CameBack>() {
        return form;
    }
    posted().unwrap_or_default()
}

/// Whether a form of this page was not taken, since its mark was too old or of another session.
pub fn form_came_back() -> bool {
    #[cfg(feature = "ssr")]
    return leptos::prelude::use_context::<CameBack>().is_some();
    #[cfg(not(feature = "ssr"))]
    false
}

/// The mark that each form of this page carries.
pub fn form_mark() -> String {
    page_marks().form
}

/// The mark with which the islands of this page call server functions.
pub fn function_mark() -> String {
    page_marks().function
}

/// The W3C trace context under which the islands of this page go on; empty when there is none.
pub fn traceparent() -> String {
    page_marks().traceparent
}

/// By what the log knows this request; empty when it is not logged.
pub fn reference() -> String {
    page_marks().reference
}

/// What this page may report of itself; `None` when that is nothing.
pub fn reports() -> Option<PageReports> {
    #[cfg(feature = "ssr")]
    {
        let decision = parts()?.extensions.get::<clario_privacy::consent::Decision>().copied()?;
        let reports = PageReports {
            route: page_marks().route,
            views: decision.page_counts,
            timings: decision.performance,
            errors: decision.error_reports,
            over_gpc: decision.over_gpc,
        };
        (reports.views || reports.timings || reports.errors).then_some(reports)
    }
    #[cfg(not(feature = "ssr"))]
    None
}

/// What a page may report of itself.
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageReports {
    /// The template of its route.
    pub route: String,
    /// That it was opened.
    pub views: bool,
    /// How fast it was.
    pub timings: bool,
    /// Errors in our own files.
    pub errors: bool,
    /// Whether the yes was given although the browser sends Global Privacy Control.
    pub over_gpc: bool,
}

/// What the server gave this page to be known by.
#[derive(Debug, Clone, Default)]
pub struct PageMarks {
    /// The mark of its forms.
    pub form: String,
    /// The mark of the calls of its islands.
    pub function: String,
    /// The template of its route.
    pub route: String,
    /// Its W3C trace context.
    pub traceparent: String,
    /// By what the log knows it.
    pub reference: String,
}

/// A form that was not taken and comes back to the person who filled it in.
#[derive(Debug, Clone)]
pub struct CameBack(pub Form);

fn page_marks() -> PageMarks {
    #[cfg(feature = "ssr")]
    return parts().and_then(|parts| parts.extensions.get::<PageMarks>().cloned()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    PageMarks::default()
}

/// The terms of use as they are now: their version, their text, and its SHA-256 as 64 hexadecimal digits.
pub fn terms() -> (u32, &'static str, &'static str) {
    #[cfg(feature = "ssr")]
    {
        let terms = clario_backend::terms::current();
        (terms.version, terms.text, &terms.hash)
    }
    #[cfg(not(feature = "ssr"))]
    (0, "", "")
}

/// How the person wants pages to look; `None` is as the browser and the style say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PageLooks {
    /// `light` or `dark`.
    pub theme: Option<&'static str>,
    /// `compact`.
    pub density: Option<&'static str>,
}

/// How the person wants pages to look.
pub fn looks() -> PageLooks {
    #[cfg(feature = "ssr")]
    {
        use clario_backend::{Density, Theme};
        let looks = visit().map(|visit| visit.looks()).unwrap_or_default();
        let theme = match looks.theme {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        PageLooks { theme, density: (looks.density == Density::Compact).then_some("compact") }
    }
    #[cfg(not(feature = "ssr"))]
    PageLooks::default()
}

/// Whether the person who is signed in needs a code beside their password.
pub fn has_second_step() -> bool {
    #[cfg(feature = "ssr")]
    return signed_in().is_ok_and(|who| who.has_totp());
    #[cfg(not(feature = "ssr"))]
    false
}

/// Takes the token of an invitation out of the address: this browser keeps it for an hour, where no script reads it.
pub fn keep_invitation(token: &str) {
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        use axum::http::{HeaderValue, header};
        let (name, secure) = invitation_cookie();
        let good = token.len() <= 64 && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let token = if good { token } else { "" };
        let cookie = format!("{name}={token}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.append_header(header::SET_COOKIE, cookie);
        }
    }
    #[cfg(not(feature = "ssr"))]
    let _ = token;
}

/// Whether this browser opened the link of an invitation.
pub fn has_invitation() -> bool {
    #[cfg(feature = "ssr")]
    return invitation_token().is_some_and(|token| !token.is_empty());
    #[cfg(not(feature = "ssr"))]
    false
}

/// Whether the person showed a short time ago who they are; [`ApiError::Confirm`] when not.
pub fn confirmed() -> Result<(), ApiError> {
    #[cfg(feature = "ssr")]
    return recent().map(drop);
    #[cfg(not(feature = "ssr"))]
    Ok(())
}

/// Gives the answer another status than 200.
pub fn answer_with_status(status: u16) {
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::from_u16(status).unwrap_or(axum::http::StatusCode::OK));
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// Sends the person to another page of ours, with a new request.
pub fn go_to(path: &str) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(location)) = (
        leptos::prelude::use_context::<leptos_axum::ResponseOptions>(),
        axum::http::HeaderValue::from_str(path),
    ) {
        response.insert_header(axum::http::header::LOCATION, location);
        response.set_status(axum::http::StatusCode::SEE_OTHER);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = path;
}

/// The error of an answer decides the status of the page that shows it.
pub fn show_error(error: ApiError) -> &'static str {
    answer_with_status(error.status());
    error.sentence()
}

mod consent;
#[cfg(feature = "ssr")]
mod server_side;
