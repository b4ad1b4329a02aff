//! Who may come in at all: over the declared way, to the configured host, and not too often; and what happens when
//! making an answer breaks.

use crate::client_address::ClientAddress;
use crate::doors::Doors;
use crate::logging::last_panic;
use crate::plain_page::{come_back_later, plain_page, something_broke};
use crate::plain_port;
use crate::rate_limit::Limits;
use crate::request_log::About;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use clario_backend::{Backend, SecurityEvent, ServerFault};
use futures::FutureExt;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// What decides about admission.
#[derive(Clone)]
pub(crate) struct Admission {
    pub(crate) doors: Arc<Doors>,
    /// Host and port of the https address people type; in production.
    pub(crate) authority: Option<String>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) backend: Backend,
}

/// Lets a request in or answers it.
pub(crate) async fn admit(State(admission): State<Admission>, request: Request, next: Next) -> Response {
    let reference = request.extensions().get::<About>().map(About::reference).unwrap_or_default();
    // Browsers say how long a form is. Where a proxy and this server could disagree about it, a request could hide in
    // another one, so nobody gets a second one in on this connection.
    if request.headers().contains_key(header::TRANSFER_ENCODING) {
        let sentence = "This request did not say how long it is.";
        let mut response = plain_page(StatusCode::LENGTH_REQUIRED, "This request was not taken", sentence);
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        return response;
    }
    if let Some(refusal) = admission.refusal(&request) {
        return refusal;
    }
    if let Err(wait) = admission.within_limit(&request) {
        admission.backend.security_event(SecurityEvent::LimitHit, None).await;
        return come_back_later(wait);
    }
    // The panic itself was logged where it happened.
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let answer = AssertUnwindSafe(Box::pin(next.run(request))).catch_unwind().await;
    match answer {
        Ok(answer) if answer.status() == StatusCode::INTERNAL_SERVER_ERROR => {
            admission.backend.note_fault(ServerFault::Failed, &route, "");
            answer
        }
        Ok(answer) => answer,
        Err(_) => {
            admission.backend.note_fault(ServerFault::Panic, &route, &last_panic());
            something_broke(&reference)
        }
    }
}

impl Admission {
    /// Why somebody may not come in this way, in production.
    fn refusal(&self, request: &Request) -> Option<Response> {
        // Service managers and load balancers ask by address and in the clear; they learn one word.
        let authority = self.authority.as_deref().filter(|_| request.uri().path() != "/healthz")?;
        if self.doors.tls.is_none() {
            let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
            if peer.is_none_or(|peer| !self.doors.trusts(peer.0.ip())) {
                let sentence = "This server is reached through its proxy alone. Use its https address.";
                return Some(plain_page(StatusCode::FORBIDDEN, "Not this way", sentence));
            }
            let scheme = request.headers().get("x-forwarded-proto").and_then(|value| value.to_str().ok());
            if scheme.is_some_and(|scheme| !scheme.eq_ignore_ascii_case("https")) {
                return Some(plain_port::answer(authority, request));
            }
        }
        let host =
            request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let host = host.to_ascii_lowercase();
        if host.strip_suffix(":443").unwrap_or(&host) == authority {
            return None;
        }
        let sentence = "No site of that name is served here.";
        Some(plain_page(StatusCode::MISDIRECTED_REQUEST, "Another site was asked for", sentence))
    }

    fn within_limit(&self, request: &Request) -> Result<(), std::time::Duration> {
        let path = request.uri().path();
        let is_free = path == "/healthz" || path.starts_with("/assets/");
        match request.extensions().get::<ClientAddress>() {
            Some(client) if !is_free => self.limits.address(client.network()),
            _ => Ok(()),
        }
    }
}
