//! The browser bundle inside the program, under an address that changes with its content.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use clario_app::api::policy::ProofRecord;
use rust_embed::RustEmbed;
use std::sync::{Arc, LazyLock};

#[derive(RustEmbed)]
#[folder = "../dist"]
#[exclude = "index.html*"]
#[allow_missing = true]
struct Bundle;

/// Written by `cargo xtask promises`.
const PROOF_RECORD: &str = "proof.json";

/// Names the content of all files together: the address of the bundle.
static BUILD: LazyLock<String> = LazyLock::new(|| {
    // The record of the proofs is no file that pages load.
    let mut names: Vec<_> = Bundle::iter().filter(|name| name != PROOF_RECORD).collect();
    names.sort();
    let digest =
        names.iter().filter_map(|name| Bundle::get(name)).fold(0xcbf2_9ce4_8422_2325_u64, |state, file| {
            // FNV-1a over the files' own SHA-256 sums: a name, not a proof.
            file.metadata
                .sha256_hash()
                .iter()
                .fold(state, |state, byte| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
        });
    format!("{digest:016x}")
});

/// The path prefix of this build's files.
pub(crate) fn root() -> String {
    format!("/assets/{}", *BUILD)
}

/// Whether the bundle was built into the program.
pub(crate) fn present() -> bool {
    Bundle::get("pkg/altaclario_bg.wasm").is_some()
}

/// Serves one file for a year, or 404 for a file of another build.
pub(crate) async fn serve(Path((build, name)): Path<(String, String)>, headers: HeaderMap) -> Response<Body> {
    let brotli = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|coding| coding.trim().split(';').next() == Some("br")));
    if build != *BUILD || name.rsplit_once('.').is_some_and(|(_, end)| end == "br") {
        return missing();
    }
    let packed = brotli.then(|| Bundle::get(&format!("{name}.br"))).flatten();
    let is_packed = packed.is_some();
    let Some(file) = packed.or_else(|| Bundle::get(&name)) else { return missing() };
    let mut response = Response::new(Body::from(file.data.into_owned()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// What tests proved when this program was built; `None` when it was built without a record of them.
pub(crate) fn proof_record() -> Option<Arc<ProofRecord>> {
    let file = Bundle::get(PROOF_RECORD)?;
    serde_json::from_slice(&file.data).ok().map(Arc::new)
}

/// Serves `robots.txt` at the address where robots look for it.
pub(crate) async fn robots() -> Response<Body> {
    let text = Bundle::get("robots.txt").map(|file| file.data.into_owned()).unwrap_or_default();
    let mut response = Response::new(Body::from(text));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

fn missing() -> Response<Body> {
    let mut response = Response::new(Body::from("There is no such file in this build."));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
