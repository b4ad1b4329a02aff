//! Who is asking, for the answers that are not pages: downloads and event streams.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clario_backend::{Backend, Error, SignedIn, Viewer, Visit};

/// Lets the person of a session into a workspace.
///
/// # Errors
/// A plain answer for the person, with the status that goes with it.
pub(crate) async fn viewer(backend: &Backend, visit: &Visit, workspace: &str) -> Result<Viewer, Response> {
    let who = visit.signed_in();
    let account = who.as_ref().map(SignedIn::account);
    backend.viewer(account, workspace).await.map_err(refuse)
}

/// A refusal as a plain answer; what broke on our side goes to the log and nowhere else.
#[expect(clippy::needless_pass_by_value, reason = "it ends a `map_err`")]
pub(crate) fn refuse(error: Error) -> Response {
    let status = match &error {
        Error::SignIn => StatusCode::UNAUTHORIZED,
        Error::NotAllowed | Error::SampleOnly | Error::Confirm | Error::SecondFactorNeeded => {
            StatusCode::FORBIDDEN
        }
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::NothingConnected | Error::NotYet => StatusCode::CONFLICT,
        Error::SlowDown { .. } | Error::SpentForToday { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Broken(cause) => {
            tracing::error!(%cause, "a use case failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, error.to_string()).into_response()
}
