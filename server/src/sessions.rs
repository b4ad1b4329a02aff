//! Who is signed in, by a cookie that no script can read.

use crate::Config;
use clario_backend::{Backend, Sessions};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// The layer that finds the session of a request. The cookie ends with the browser, the session by its own limits.
pub(crate) fn sessions(config: &Config, backend: &Backend) -> SessionManagerLayer<Sessions> {
    let name = if config.is_secure() { "__Host-ac_session" } else { "ac_session" };
    SessionManagerLayer::new(backend.sessions())
        .with_name(name)
        .with_secure(config.is_secure())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}
