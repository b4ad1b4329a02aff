//! Nobody else's page may act for a person: a request that changes something must come from a page of ours.

use crate::plain_page::plain_page;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use clario_backend::{Backend, SecurityEvent};

/// The server functions that islands call; the others are called by pages on the server alone and have no door.
pub(crate) const CALLED_BY_ISLANDS: [&str; 1] = ["/api/readings"];

/// How this server is called by those who come from its pages.
#[derive(Clone)]
pub(crate) struct Origin {
    /// Host and port of the https address people type; on loopback it is whatever host they ask for.
    pub(crate) authority: Option<String>,
    pub(crate) backend: Backend,
}

/// Refuses requests that change something, and calls of server functions, unless a page of ours made them.
pub(crate) async fn same_origin(State(origin): State<Origin>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_function = path.starts_with("/api/");
    if is_function && !CALLED_BY_ISLANDS.contains(&path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD) && !is_function;
    if is_safe || comes_from_our_page(request.headers(), origin.authority.as_deref()) {
        return next.run(request).await;
    }
    origin.backend.security_event(SecurityEvent::ForeignForm, None).await;
    let sentence =
        "This request came from another site. Nothing was changed. Open the page again and send its form.";
    plain_page(StatusCode::FORBIDDEN, "This form was not taken", sentence)
}

/// The browser's own word decides; a browser too old to give it must name our origin, or the page it comes from. What
/// it names must be ours in any case.
fn comes_from_our_page(headers: &HeaderMap, authority: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_ours = |page: &str| {
        let (scheme, rest) = page.split_once("://").unwrap_or_default();
        let host = rest.split('/').next().filter(|host| !host.is_empty());
        match authority {
            Some(own) => {
                scheme == "https" && host.map(|host| host.strip_suffix(":443").unwrap_or(host)) == Some(own)
            }
            None => host.is_some() && host == text(header::HOST.as_str()),
        }
    };
    let origin = text(header::ORIGIN.as_str());
    if origin.is_some_and(|origin| !is_ours(origin)) {
        return false;
    }
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    origin.or_else(|| text(header::REFERER.as_str())).is_some_and(is_ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &'static str)], authority: Option<&str>) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                (name.parse().expect("a header name"), value.parse().expect("a header value"))
            })
            .collect();
        comes_from_our_page(&headers, authority)
    }

    #[test]
    fn only_a_request_of_our_own_page_passes() {
        let host = ("host", "flow.example:8484");
        for (headers, passes) in [
            (vec![host, ("sec-fetch-site", "same-origin")], true),
            (vec![host, ("sec-fetch-site", "same-site")], false),
            (vec![host, ("sec-fetch-site", "cross-site")], false),
            (vec![host, ("sec-fetch-site", "none")], false),
            (vec![host, ("sec-fetch-site", "")], false),
            (vec![host, ("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], false),
            (vec![host, ("sec-fetch-site", "same-origin"), ("origin", "null")], false),
            (vec![host, ("sec-fetch-site", "same-origin"), ("origin", "http://flow.example:8484")], true),
            (vec![host, ("sec-fetch-site", "cross-site"), ("origin", "http://flow.example:8484")], false),
            (vec![host, ("origin", "http://flow.example:8484")], true),
            (vec![host, ("origin", "https://evil.example")], false),
            (vec![host, ("origin", "http://flow.example")], false),
            (vec![host, ("origin", "null")], false),
            (vec![host, ("origin", "null"), ("referer", "http://flow.example:8484/sign-in")], false),
            (vec![host, ("referer", "http://flow.example:8484/sign-in")], true),
            (vec![host, ("referer", "https://evil.example/flow.example:8484")], false),
            (vec![host], false),
            (vec![("origin", "http://flow.example:8484")], false),
            (vec![("host", ""), ("origin", "http://")], false),
        ] {
            assert_eq!(from(&headers, None), passes, "{headers:?}");
        }
        clario_proofs::proves(&["AC-60"]);
    }

    #[test]
    fn in_production_the_configured_address_counts_and_not_the_host_that_was_asked_for() {
        let host = ("host", "evil.example");
        for (headers, passes) in [
            (vec![host, ("origin", "https://flow.example")], true),
            (vec![host, ("origin", "https://flow.example:443")], true),
            (vec![host, ("origin", "https://evil.example")], false),
            (vec![host, ("origin", "http://flow.example")], false),
            (vec![host, ("origin", "https://flow.example.evil.example")], false),
            (vec![host, ("referer", "https://flow.example/sign-in")], true),
            (vec![host, ("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], false),
        ] {
            assert_eq!(from(&headers, Some("flow.example")), passes, "{headers:?}");
        }
    }
}
