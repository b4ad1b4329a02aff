//! Who is asking, for the answers that are not pages: downloads and event streams.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clario_backend::{AccountId, Backend, Error, SESSION_ACCOUNT, Viewer};
use tower_sessions::Session;

/// Lets the person of a session into a workspace.
///
/// # Errors
/// A plain answer for the person, with the status that goes with it.
pub(crate) async fn viewer(
    backend: &Backend,
    session: &Session,
    workspace: &str,
) -> Result<Viewer, Response> {
    let account = session.get::<String>(SESSION_ACCOUNT).await.ok().flatten();
    let account = account.as_deref().and_then(AccountId::parse);
    backend.viewer(account.as_ref(), workspace).await.map_err(refuse)
}

/// A refusal as a plain answer; what broke on our side goes to the log and nowhere else.
#[expect(clippy::needless_pass_by_value, reason = "it ends a `map_err`")]
pub(crate) fn refuse(error: Error) -> Response {
    let status = match &error {
        Error::SignIn => StatusCode::UNAUTHORIZED,
        Error::NotAllowed | Error::SampleOnly => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::NothingConnected | Error::NotYet => StatusCode::CONFLICT,
        Error::SlowDown { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Broken(cause) => {
            tracing::error!(%cause, "a use case failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, error.to_string()).into_response()
}
