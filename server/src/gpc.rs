//! What this site says about Global Privacy Control, at the address where others look for it.

use axum::http::header;
use axum::response::IntoResponse;

/// Says that the signal is an opt-out here, for everybody alike (<https://www.w3.org/TR/gpc/>).
pub(crate) async fn statement() -> impl IntoResponse {
    let headers =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, "{\"gpc\":true,\"lastUpdate\":\"2026-11-22\"}\n")
}
