//! What a browser may be asked to load, and what must never be in it.

use crate::step::{self, Outcome};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Brotli bytes of the wasm module.
const WASM: usize = 130 * 1024;
/// Gzip bytes of the style sheet.
const STYLE: usize = 15 * 1024;
/// Parts of the framework's dependency tree that must stay unlinked; the names survive in the compiled module.
const UNWANTED: [&str; 3] = ["regex_automata", "regex_syntax", "tokio"];

/// Fails when the release bundle is too large or holds what it must not.
pub(crate) fn check_bundle(dist: &Path, compiled: &Path) -> Outcome {
    let wasm = read(&dist.join("pkg/altaclario_bg.wasm.br"))?.len();
    let style = gzip(&read(&dist.join("pkg/main.css"))?)?;
    step::say(&format!(
        "wasm {wasm} bytes brotli (budget {WASM}), style {style} bytes gzip (budget {STYLE})"
    ));
    if wasm > WASM || style > STYLE {
        return Err("the bundle is over its budget".to_owned());
    }
    let code = read(compiled)?;
    match UNWANTED.iter().find(|name| code.windows(name.len()).any(|window| window == name.as_bytes())) {
        Some(name) => Err(format!("{name} is linked into the browser bundle")),
        None => Ok(()),
    }
}

fn gzip(plain: &[u8]) -> Result<usize, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(plain)
        .and_then(|()| encoder.finish())
        .map(|packed| packed.len())
        .map_err(|error| error.to_string())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}
