//! The port of plain HTTP beside our own TLS: it sends people on and takes nothing from them.

use crate::plain_page::plain_page;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

/// Sends pages on to the https address, and refuses everything that could carry a secret.
pub(crate) fn router(authority: String) -> Router {
    Router::new().fallback(move |request: Request| {
        let answer = answer(&authority, &request);
        async move { answer }
    })
}

/// The answer to a request that came in the clear.
pub(crate) fn answer(authority: &str, request: &Request) -> Response {
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD)
        && !request.uri().path().starts_with("/api/")
        && request.uri().path().starts_with('/');
    let place = request.uri().path_and_query().map_or("/", |place| place.as_str());
    match (is_page, HeaderValue::from_str(&format!("https://{authority}{place}"))) {
        (true, Ok(location)) => {
            let mut response =
                plain_page(StatusCode::PERMANENT_REDIRECT, "This page moved", "It is served over TLS.");
            response.headers_mut().insert(header::LOCATION, location);
            response
        }
        _ => plain_page(
            StatusCode::FORBIDDEN,
            "Not without TLS",
            "This server takes nothing that travels in the clear. Use its https address.",
        ),
    }
}
