//! Who is signed in, by a cookie that no script can read.

use crate::Config;
use crate::visitor::refuse;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use clario_backend::{Backend, Coming, CookieChange};

/// What finds the session of a request.
#[derive(Clone)]
pub(crate) struct Sessions {
    backend: Backend,
    secure: bool,
}

impl Sessions {
    pub(crate) fn of(config: &Config, backend: &Backend) -> Self {
        Self { backend: backend.clone(), secure: config.is_secure() }
    }

    fn name(&self) -> &'static str {
        if self.secure { "__Host-ac_session" } else { "ac_session" }
    }

    /// The cookie ends with the browser, the session by its own limits.
    fn cookie(&self, value: &str, more: &str) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!("{}={value}; HttpOnly; SameSite=Lax; Path=/{secure}{more}", self.name());
        let mut cookie = HeaderValue::from_str(&cookie).ok()?;
        cookie.set_sensitive(true);
        Some(cookie)
    }
}

/// Finds the session of a request once, for whoever answers it, and tells the browser when it has become another.
pub(crate) async fn sessions(State(sessions): State<Sessions>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || path == "/healthz" {
        return next.run(request).await;
    }
    // The page that waits for a reading asks again by itself.
    let by_itself = path.ends_with("/sync") || path.ends_with("/sync/events");
    let coming = if by_itself { Coming::ByItself } else { Coming::ByPerson };
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let cookie = cookie(request.headers(), sessions.name());
    let visit = match sessions.backend.visit(cookie, agent, coming).await {
        Ok(visit) => visit,
        Err(error) => return refuse(error),
    };
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    let cookie = match visit.take_cookie() {
        CookieChange::Keep => None,
        CookieChange::Set(token) => sessions.cookie(&token, ""),
        CookieChange::Remove => sessions.cookie("", "; Max-Age=0"),
    };
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The value of a cookie; none when there are two of that name, since one of them is not ours.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value);
    let value = found.next()?;
    found.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name_and_only_when_it_is_alone() {
        let found = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, HeaderValue::from_static(line));
            }
            cookie(&headers, "ac_session").map(str::to_owned)
        };
        assert_eq!(found(&["ac_session=abc"]).as_deref(), Some("abc"));
        assert_eq!(found(&["theme=dark; ac_session=abc; x=y"]).as_deref(), Some("abc"));
        assert_eq!(found(&["theme=dark", "ac_session=abc"]).as_deref(), Some("abc"));
        for lines in
            [&["ac_session=a; ac_session=b"][..], &["ac_session=a", "ac_session=b"], &["xac_session=a"], &[]]
        {
            assert_eq!(found(lines), None, "{lines:?}");
        }
    }
}
