//! What only the server knows of the request around a page: who asks, the use cases, and the status of a refusal.

use crate::api::{ApiError, Problem};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use clario_backend::{AccountId, Backend, Browser, Error, Operator, Recent, SignedIn, Viewer, Visit};
use leptos::prelude::use_context;

/// Where the bundle of this build is served.
#[derive(Clone, Debug)]
pub struct AssetRoot(pub String);

/// What tests proved when this program was built; `None` when it was built without them.
#[derive(Clone, Debug, Default)]
pub struct ProofFile(pub Option<std::sync::Arc<crate::api::policy::ProofRecord>>);

/// The head of the request.
pub(super) fn parts() -> Option<Parts> {
    use_context::<Parts>()
}

/// The use cases.
pub(crate) fn backend() -> Result<Backend, ApiError> {
    use_context::<Backend>().ok_or(ApiError::Failed)
}

/// The session of this request.
pub(crate) fn visit() -> Result<Visit, ApiError> {
    parts().and_then(|parts| parts.extensions.get::<Visit>().cloned()).ok_or(ApiError::Failed)
}

/// The account that is signed in, if any.
pub(crate) fn account() -> Result<Option<AccountId>, ApiError> {
    Ok(visit()?.signed_in().map(|who| who.account().clone()))
}

/// The proof that an operator asks; to everybody else there is nothing here.
pub(crate) async fn operator() -> Result<Operator, ApiError> {
    told(backend()?.operator(account()?.as_ref()).await)
}

/// Who is signed in.
pub(crate) fn signed_in() -> Result<SignedIn, ApiError> {
    visit()?.signed_in().ok_or(ApiError::SignIn)
}

/// The proof that whoever is signed in showed a short time ago who they are.
pub(crate) fn recent() -> Result<Recent, ApiError> {
    told(backend()?.recent(&signed_in()?))
}

/// The part of the URL of the oldest workspace of an account; empty when it has none.
pub(crate) async fn home(account: &AccountId) -> Result<String, ApiError> {
    let workspaces = told(backend()?.workspaces(account).await)?;
    Ok(workspaces.into_iter().next().map(|workspace| workspace.id.to_string()).unwrap_or_default())
}

/// The name of the cookie that holds the token of an invitation, and its mark for TLS.
pub(super) fn invitation_cookie() -> (&'static str, &'static str) {
    if backend().is_ok_and(|backend| backend.is_behind_tls()) {
        ("__Host-ac_invitation", "; Secure")
    } else {
        ("ac_invitation", "")
    }
}

/// The token of the invitation whose link this browser opened.
pub(crate) fn invitation_token() -> Option<String> {
    let (name, _) = invitation_cookie();
    parts()?
        .headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
}

/// An invitation as pages show it.
pub(crate) fn invitation_note(
    invitation: clario_backend::Invitation,
) -> crate::api::my_workspaces::InvitationNote {
    crate::api::my_workspaces::InvitationNote {
        id: invitation.id.to_string(),
        workspace: invitation.workspace_name,
        inviter: invitation.inviter,
        email: invitation.email,
        role: invitation.role.key().to_owned(),
        ends: clario_backend::zones::day(invitation.expires, "UTC"),
    }
}

/// What people call a family of browsers.
pub(crate) fn browser(family: Browser) -> &'static str {
    match family {
        Browser::Firefox => "Firefox",
        Browser::Chrome => "Chrome",
        Browser::Edge => "Edge",
        Browser::Safari => "Safari",
        Browser::Opera => "Opera",
        Browser::Other => "Another browser",
    }
}

/// The one who asks, with the proof that they may look at this workspace.
pub(crate) async fn viewer(workspace: &str) -> Result<Viewer, ApiError> {
    let account = account()?;
    told(backend()?.viewer(account.as_ref(), workspace).await)
}

/// Ends the session of this browser.
pub(crate) async fn leave() -> Result<(), ApiError> {
    told(backend()?.sign_out(&visit()?).await)?;
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        let everything = HeaderValue::from_static("\"cache\", \"storage\"");
        response.insert_header(HeaderName::from_static("clear-site-data"), everything);
    }
    Ok(())
}

/// The answer of a use case for a page that has no form: every refusal becomes a page of its own.
pub(crate) fn told<T>(outcome: Result<T, Error>) -> Result<T, ApiError> {
    outcome.map_err(|error| match error {
        Error::SignIn => ApiError::SignIn,
        Error::Confirm => ApiError::Confirm,
        Error::NotAllowed | Error::SampleOnly => ApiError::NotAllowed,
        Error::SecondFactorNeeded => ApiError::SecondFactor,
        Error::NotFound => ApiError::Missing,
        Error::Restricted => ApiError::Restricted,
        Error::NothingConnected => ApiError::NothingConnected,
        Error::NotYet => ApiError::NotYet,
        Error::SpentForToday { .. } => ApiError::SpentForToday,
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
        Err(error @ Error::WrongCode) => Ok(Err(Problem::new("code", error.to_string()))),
        Err(error @ Error::NotYourPassword) => Ok(Err(Problem::new("password", error.to_string()))),
        Err(error @ Error::StartAgain) => Ok(Err(Problem::new("ticket", error.to_string()))),
        Err(error @ Error::LinkEnded) => Ok(Err(Problem::new("token", error.to_string()))),
        Err(
            error @ (Error::WrongPassword
            | Error::Unconfirmed
            | Error::SignUpClosed
            | Error::InvitationEnded
            | Error::SampleOnly
            | Error::ChangedMeanwhile
            | Error::EnterCredentialAgain
            | Error::SlowDown { .. }
            | Error::SpentForToday { .. }
            | Error::EnoughRequests
            | Error::Restricted
            | Error::Provider(_)),
        ) => Ok(Err(Problem::new("", error.to_string()))),
        Err(other) => told(Err(other)),
    }
}
