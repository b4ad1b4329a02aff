//! The one gated module: what a page or a server function learns from, and tells, the request around it.

use crate::api::ApiError;
use crate::api::form::Form;

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

/// The terms of use as they are now: their version and their text.
pub fn terms() -> (u32, &'static str) {
    #[cfg(feature = "ssr")]
    {
        let terms = clario_backend::terms::current();
        (terms.version, terms.text)
    }
    #[cfg(not(feature = "ssr"))]
    (0, "")
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

#[cfg(feature = "ssr")]
mod server_side {
    use crate::api::{ApiError, Problem};
    use axum::http::request::Parts;
    use axum::http::{HeaderName, HeaderValue};
    use clario_backend::{AccountId, Backend, Error, SESSION_ACCOUNT, Viewer};
    use leptos::prelude::use_context;
    use tower_sessions::Session;

    /// Where the bundle of this build is served.
    #[derive(Clone, Debug)]
    pub struct AssetRoot(pub String);

    /// The head of the request.
    pub(super) fn parts() -> Option<Parts> {
        use_context::<Parts>()
    }

    /// The use cases.
    pub(crate) fn backend() -> Result<Backend, ApiError> {
        use_context::<Backend>().ok_or(ApiError::Failed)
    }

    /// The account that is signed in, if any. Counts as use of the session, unless the page only refreshes itself.
    pub(crate) async fn account() -> Result<Option<AccountId>, ApiError> {
        let Some(session) = session() else { return Ok(None) };
        let account = session.get::<String>(SESSION_ACCOUNT).await.map_err(|_| ApiError::Failed)?;
        let account = account.as_deref().and_then(AccountId::parse);
        if let (true, Some(id), false) = (account.is_some(), session.id(), super::path().ends_with("/sync")) {
            told(backend()?.sessions().touch(&id).await.map_err(Error::from))?;
        }
        Ok(account)
    }

    /// The one who asks, with the proof that they may look at this workspace.
    pub(crate) async fn viewer(workspace: &str) -> Result<Viewer, ApiError> {
        let account = account().await?;
        told(backend()?.viewer(account.as_ref(), workspace).await)
    }

    /// Starts a session of its own for an account.
    pub(crate) async fn enter(account: &AccountId) -> Result<(), ApiError> {
        let session = session().ok_or(ApiError::Failed)?;
        // Whoever was signed in before: their session ends, and the new one gets an id that nobody has seen.
        session.flush().await.map_err(|_| ApiError::Failed)?;
        session.insert(SESSION_ACCOUNT, account.as_str()).await.map_err(|_| ApiError::Failed)?;
        session.cycle_id().await.map_err(|_| ApiError::Failed)
    }

    /// Ends the session of this browser.
    pub(crate) async fn leave() -> Result<(), ApiError> {
        session().ok_or(ApiError::Failed)?.flush().await.map_err(|_| ApiError::Failed)?;
        if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
            let everything = HeaderValue::from_static("\"cache\", \"storage\"");
            response.insert_header(HeaderName::from_static("clear-site-data"), everything);
        }
        Ok(())
    }

    fn session() -> Option<Session> {
        parts().and_then(|parts| parts.extensions.get::<Session>().cloned())
    }

    /// The answer of a use case for a page that has no form: every refusal becomes a page of its own.
    pub(crate) fn told<T>(outcome: Result<T, Error>) -> Result<T, ApiError> {
        outcome.map_err(|error| match error {
            Error::SignIn => ApiError::SignIn,
            Error::NotAllowed | Error::SampleOnly => ApiError::NotAllowed,
            Error::NotFound => ApiError::Missing,
            Error::NothingConnected => ApiError::NothingConnected,
            Error::NotYet => ApiError::NotYet,
            Error::Broken(cause) => {
                tracing::error!(%cause, "a use case failed");
                ApiError::Failed
            }
            other => {
                tracing::error!(refusal = %other, "a page without a form was refused");
                ApiError::Failed
            }
        })
    }

    /// The answer of a use case for a page with a form: what the person can mend stays on the form.
    pub(crate) fn told_on_form<T>(outcome: Result<T, Error>) -> Result<Result<T, Problem>, ApiError> {
        match outcome {
            Ok(value) => Ok(Ok(value)),
            Err(Error::Flawed(flaw)) => Ok(Err(Problem::new(flaw.field(), flaw.to_string()))),
            Err(
                error @ (Error::WrongPassword
                | Error::SignUpClosed
                | Error::SampleOnly
                | Error::ChangedMeanwhile
                | Error::EnterCredentialAgain
                | Error::SlowDown { .. }
                | Error::Provider(_)),
            ) => Ok(Err(Problem::new("", error.to_string()))),
            Err(other) => told(Err(other)),
        }
    }
}
