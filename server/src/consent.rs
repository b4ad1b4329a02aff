//! What may be done while a request is answered: decided once, for the page and for everything that counts.

use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use clario_app::api::context::{Consent as Known, ConsentNews, Counter};
use clario_backend::{AccountId, Backend, SignedIn, Visit};
use clario_privacy::consent::{Decision, Kept, Marks, Signals, Source, decide};
use std::net::IpAddr;
use std::sync::Arc;

use crate::security_headers::GoogleAllowed;

/// The pages that Google Analytics may count, as templates. Not among them: whatever is about signing in, secrets of
/// letters and invitations, operators, and pages that were not found.
const COUNTED: [&str; 11] = [
    "/",
    "/terms",
    "/privacy",
    "/security",
    "/accessibility",
    "/subprocessors",
    "/your-choices",
    "/w/{workspace}/overview",
    "/w/{workspace}/flow",
    "/w/{workspace}/item/{connection}/{id}",
    "/w/{workspace}/settings",
];
/// Where choices are made.
const PREFERENCES: &str = "/cookie-preferences";

/// What the layer needs to know of the server.
#[derive(Clone)]
pub(crate) struct Consent {
    pub(crate) backend: Backend,
    pub(crate) is_secure: bool,
    /// The id of a Google Analytics property, where the operator set one.
    pub(crate) google: Option<Arc<str>>,
}

/// Decides, tells whoever answers, and keeps the copy in the browser of an account true.
pub(crate) async fn consent(State(consent): State<Consent>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || matches!(path, "/healthz" | "/robots.txt" | "/.well-known/gpc.json") {
        return next.run(request).await;
    }
    let chooses = path == PREFERENCES;
    let (mut parts, body) = request.into_parts();
    let host = host(&parts.headers);
    let asked = consent.ask(&parts).await;
    let may_ask_google = asked.known.counter.is_some();
    let is_over = chooses && !(parts.method == Method::GET && asked.decision.analytics);
    let (is_page_of_google, account) =
        (consent.google.is_some() && (is_over || asked.opted_out), asked.account);
    let (kept, opted_out) = (asked.known.kept.clone(), asked.opted_out);
    parts.extensions.insert(asked.decision);
    parts.extensions.insert(asked.known);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let is_page = is_html(response.headers());
    if let Some(account) = account.filter(|_| is_page || response.status() == StatusCode::SEE_OTHER) {
        consent.renew_copy(&account, kept.as_ref(), response.headers_mut()).await;
    } else if opted_out {
        append(response.headers_mut(), &Kept::set_cookie(None, consent.is_secure));
    }
    if is_page_of_google {
        consent.take_google_cookies(&host, response.headers_mut());
    }
    if is_page {
        let headers = response.headers_mut();
        headers.append(header::VARY, HeaderValue::from_static("cookie, sec-gpc"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        if may_ask_google && response.status() == StatusCode::OK {
            response.extensions_mut().insert(GoogleAllowed);
        }
    }
    response
}

/// What is known of a request.
#[derive(Default)]
struct Asked {
    decision: Decision,
    known: Known,
    account: Option<AccountId>,
    /// Whether the browser had said yes and now sends Global Privacy Control.
    opted_out: bool,
}

impl Consent {
    async fn ask(&self, request: &Parts) -> Asked {
        let headers = &request.headers;
        let signals = signals(headers);
        let name = Kept::cookie_name(self.is_secure);
        let kept = Kept::find(headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes), name);
        let visit = request.extensions.get::<Visit>();
        let account = visit.and_then(Visit::signed_in).as_ref().map(SignedIn::account).cloned();
        let mut asked = Asked {
            known: Known { signals, kept, ..Known::default() },
            account,
            opted_out: false,
            ..Asked::default()
        };
        let outcome = match asked.account.clone() {
            Some(account) => self.of_account(&account, &mut asked).await,
            None => self.of_browser(&mut asked).await,
        };
        if let Err(error) = outcome {
            // Nothing is done and nothing is asked where it is not known what somebody said.
            tracing::error!(%error, "a choice could not be looked up");
            asked.decision = Decision::default();
        }
        let after = request.uri.query().is_some_and(|query| query.contains("cookies=") || query == "saved");
        asked.known.counter = self.counter(request, asked.decision);
        if !asked.decision.analytics && (after || asked.opted_out) {
            asked.known.forget = self.google.as_deref().map(str::to_owned);
        }
        asked
    }

    async fn of_account(&self, account: &AccountId, asked: &mut Asked) -> Result<(), clario_backend::Error> {
        let (signals, kept) = (asked.known.signals, asked.known.kept.as_ref());
        let settled = self.backend.settle_consent(account, kept, signals).await?;
        asked.known.news = settled.disagreed.then_some(ConsentNews::Disagreed);
        asked.opted_out = settled.opted_out;
        if settled.opted_out {
            asked.known.news = Some(ConsentNews::OptedOut);
        }
        asked.decision =
            decide(signals, Source::Account(&settled.record), Marks::in_force(), self.backend.consent_time());
        Ok(())
    }

    async fn of_browser(&self, asked: &mut Asked) -> Result<(), clario_backend::Error> {
        let signals = asked.known.signals;
        let now = self.backend.consent_time();
        let source = Source::Browser(asked.known.kept.as_ref());
        asked.decision = decide(signals, source, Marks::in_force(), now);
        // An earlier yes gives way to the signal: written down once, and forgotten by the browser.
        if let Some(kept) = asked.known.kept.as_ref().filter(|kept| signals.gpc && kept.choice.grants())
            && !asked.decision.over_gpc
        {
            asked.opted_out = true;
            asked.known.news = Some(ConsentNews::OptedOut);
            self.backend.opt_browser_out(kept, signals).await?;
        }
        Ok(())
    }

    /// Google Analytics for this page, if it may have it.
    fn counter(&self, request: &Parts, decision: Decision) -> Option<Counter> {
        let id = self.google.as_deref().filter(|_| decision.analytics)?;
        let route = request.extensions.get::<MatchedPath>()?.as_str();
        let is_counted = COUNTED.contains(&route) && request.method == Method::GET;
        is_counted.then(|| Counter {
            id: id.to_owned(),
            route: route.to_owned(),
            over_gpc: decision.over_gpc,
        })
    }

    /// Gives the browser of an account the copy of what the account says now, unless it has it.
    async fn renew_copy(&self, account: &AccountId, kept: Option<&Kept>, headers: &mut HeaderMap) {
        let name = Kept::cookie_name(self.is_secure);
        let is_own = |cookie: &HeaderValue| cookie.as_bytes().starts_with(format!("{name}=").as_bytes());
        if headers.get_all(header::SET_COOKIE).iter().any(is_own) {
            return;
        }
        match self.backend.consent_copy(account).await {
            Ok(copy) if copy.as_ref() == kept => {}
            Ok(copy) => append(headers, &Kept::set_cookie(copy.as_ref(), self.is_secure)),
            Err(error) => tracing::error!(%error, "a choice could not be looked up"),
        }
    }

    /// Takes the cookies of Google's script out of the browser, on every domain it may have set them for. Their values
    /// are never read.
    fn take_google_cookies(&self, host: &str, headers: &mut HeaderMap) {
        let Some(id) = self.google.as_deref() else { return };
        let container = format!("_ga_{}", id.trim_start_matches("G-"));
        for name in ["_ga", &container] {
            append(headers, &format!("{name}=; Path=/; Max-Age=0; SameSite=Lax"));
            for domain in domains(host) {
                append(headers, &format!("{name}=; Path=/; Domain={domain}; Max-Age=0; SameSite=Lax"));
            }
        }
    }
}

fn signals(headers: &HeaderMap) -> Signals {
    let lines = |name: &str| headers.get_all(name).iter().map(HeaderValue::as_bytes).collect::<Vec<_>>();
    Signals::read(lines("sec-gpc"), lines("dnt"))
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn append(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// The name of the host without its port.
fn host(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    host.rsplit_once(':').map_or(host, |(name, _)| name).to_owned()
}

/// The host and every domain above it that may hold cookies. An address has none, and neither has what is no name.
fn domains(host: &str) -> Vec<&str> {
    let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if !is_name || host.parse::<IpAddr>().is_ok() {
        return Vec::new();
    }
    let mut domains = Vec::new();
    let mut rest = Some(host);
    while let Some(domain) = rest.filter(|domain| domain.contains('.')) {
        domains.push(domain);
        rest = domain.split_once('.').map(|(_, above)| above);
    }
    domains
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_taken_from_every_domain_that_may_hold_them() {
        assert_eq!(
            domains("flow.corp.example.org"),
            ["flow.corp.example.org", "corp.example.org", "example.org"]
        );
        assert_eq!(domains("example.org"), ["example.org"]);
        for host in ["localhost", "127.0.0.1", "", "a b.example", "x.example; HttpOnly", "[::1]"] {
            assert!(domains(host).is_empty(), "{host}");
        }
    }
}
