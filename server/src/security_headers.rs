//! The headers that tell a browser what a page may do: one strict policy for every answer.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

const FIXED: [(HeaderName, &str); 8] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), \
         magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=(), browsing-topics=()",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
];

/// What Google Analytics needs, for scripts, images and connections.
const GOOGLE: (&str, &str, &str) = (
    " https://www.googletagmanager.com",
    " https://www.googletagmanager.com https://*.google-analytics.com",
    " https://www.googletagmanager.com https://*.google-analytics.com https://*.analytics.google.com",
);

/// In the extensions of an answer whose page may ask Google.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GoogleAllowed;

/// How browsers come here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    /// Over TLS, and never otherwise again.
    Tls,
    /// In the clear, on loopback.
    Loopback,
}

/// Mints the nonce of this answer, hands it to the page and writes the headers.
pub(crate) async fn security_headers(
    State(transport): State<Transport>,
    mut request: Request,
    next: Next,
) -> Response {
    let nonce = Nonce::new();
    let app_page = request.uri().path().starts_with("/w/");
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    // Google's hosts are named where a live yes lets its script run, and nowhere else.
    let google = response.extensions_mut().remove::<GoogleAllowed>().is_some();
    let headers = response.headers_mut();
    let (scripts, images, connections) = if google { GOOGLE } else { ("", "", "") };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'{scripts}; style-src 'self'; \
         img-src 'self' data:{images}; font-src 'self'; connect-src 'self'{connections}; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if transport == Transport::Tls {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app_page {
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
