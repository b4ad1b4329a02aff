//! Who is signed in, by a cookie that no script can read.

use crate::Config;
use crate::visitor::refuse;
use async_trait::async_trait;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use clario_backend::{Backend, Coming, CookieChange};
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

/// Under which name a session that begins tells its token.
const TOKEN: &str = "token";

/// The layer that reads and writes the cookie. It ends with the browser, the session by its own limits.
pub(crate) fn cookie(config: &Config) -> SessionManagerLayer<Carrier> {
    let name = if config.is_secure() { "__Host-ac_session" } else { "ac_session" };
    SessionManagerLayer::new(Carrier)
        .with_name(name)
        .with_secure(config.is_secure())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

/// Carries tokens between cookie and backend. The sessions themselves are rows that the backend writes together with
/// what begins or ends them, so there is nothing to load or save here.
#[derive(Debug, Clone)]
pub(crate) struct Carrier;

#[async_trait]
impl SessionStore for Carrier {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let token = record.data.get(TOKEN).and_then(|token| token.as_str()?.parse().ok());
        record.id = token.ok_or_else(|| Error::Encode("a session begins with its token".to_owned()))?;
        Ok(())
    }

    async fn save(&self, _record: &Record) -> Result<()> {
        Ok(())
    }

    async fn load(&self, _session: &Id) -> Result<Option<Record>> {
        Ok(None)
    }

    async fn delete(&self, _session: &Id) -> Result<()> {
        Ok(())
    }
}

/// Finds the session of a request once, for whoever answers it, and tells the browser when it has become another.
pub(crate) async fn sessions(State(backend): State<Backend>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || path == "/healthz" {
        return next.run(request).await;
    }
    // The page that waits for a reading asks again by itself, and pages report of themselves.
    let by_itself =
        path.ends_with("/sync") || path.ends_with("/sync/events") || path == crate::telemetry::PATH;
    let coming = if by_itself { Coming::ByItself } else { Coming::ByPerson };
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let session = request.extensions().get::<Session>().cloned();
    let token = session.as_ref().and_then(Session::id).map(|token| token.to_string());
    let visit = match backend.visit(token.as_deref(), agent, coming).await {
        Ok(visit) => visit,
        Err(error) => return refuse(error),
    };
    request.extensions_mut().insert(visit.clone());
    let response = next.run(request).await;
    let Some(session) = session else { return response };
    let told = match visit.take_cookie() {
        CookieChange::Keep => Ok(()),
        CookieChange::Set(token) => begin(&session, &token).await,
        CookieChange::Remove => session.flush().await,
    };
    if told.is_err() {
        tracing::error!("the cookie of a session could not be written");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    response
}

/// Lets the browser have the token of a session, and forget the one it had.
async fn begin(session: &Session, token: &str) -> std::result::Result<(), tower_sessions::session::Error> {
    session.flush().await?;
    session.insert(TOKEN, token).await
}
