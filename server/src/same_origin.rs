//! Nobody else's page may act for a person: a request that changes something must come from a page of ours.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The server functions that islands call; the others are called by pages on the server alone and have no door.
const CALLED_BY_ISLANDS: [&str; 1] = ["/api/readings"];

/// Refuses requests that change something, and calls of server functions, unless a page of ours made them.
pub(crate) async fn same_origin(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_function = path.starts_with("/api/");
    if is_function && !CALLED_BY_ISLANDS.contains(&path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) && !is_function;
    if is_safe || comes_from_our_page(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This request came from another site. Open the page again and send its form.")
        .into_response()
}

/// The browser's own word decides; a browser too old to give it must name our origin, or the page it comes from.
fn comes_from_our_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let page = text(header::ORIGIN.as_str()).or_else(|| text(header::REFERER.as_str()));
    match (page, text(header::HOST.as_str())) {
        (Some(page), Some(host)) => {
            page.split_once("://").is_some_and(|(_, rest)| rest.split('/').next() == Some(host))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &'static str)]) -> bool {
        comes_from_our_page(
            &pairs
                .iter()
                .map(|(name, value)| {
                    (name.parse().expect("a header name"), value.parse().expect("a header value"))
                })
                .collect(),
        )
    }

    #[test]
    fn only_a_request_of_our_own_page_passes() {
        let host = ("host", "flow.example:8484");
        for (headers, passes) in [
            (vec![host, ("sec-fetch-site", "same-origin")], true),
            (vec![host, ("sec-fetch-site", "same-site")], false),
            (vec![host, ("sec-fetch-site", "cross-site")], false),
            (vec![host, ("sec-fetch-site", "none")], false),
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
        ] {
            assert_eq!(from(&headers), passes, "{headers:?}");
        }
    }
}
