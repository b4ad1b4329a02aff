//! What is in an archive: every file with its size and SHA-256.

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The manifest of an archive that is being written.
pub(super) struct Manifest {
    kind: &'static str,
    generated_at: String,
    current: Option<(&'static str, u64, Sha256)>,
    files: Vec<Value>,
}

impl Manifest {
    pub(super) fn new(kind: &'static str, now: Timestamp) -> Self {
        let generated_at = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Self { kind, generated_at, current: None, files: Vec::new() }
    }

    pub(super) fn begin(&mut self, name: &'static str) {
        self.current = Some((name, 0, Sha256::new()));
    }

    pub(super) fn take(&mut self, content: &[u8]) {
        if let Some((_, size, hash)) = &mut self.current {
            *size += content.len() as u64;
            hash.update(content);
        }
    }

    pub(super) fn end(&mut self) {
        if let Some((name, size, hash)) = self.current.take() {
            let hash = hash.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
            self.files.push(json!({ "name": name, "bytes": size, "sha256": hash }));
        }
    }

    /// The text that is signed; `signer` is the public key in hexadecimal digits.
    pub(super) fn to_json(&self, signer: &str) -> String {
        let manifest = json!({
            "schema": "altaclario-manifest-v1",
            "kind": self.kind,
            "generated_at": self.generated_at,
            "program": concat!("AltaClario ", env!("CARGO_PKG_VERSION")),
            "files": self.files,
            "signer": signer,
        });
        format!("{manifest:#}\n")
    }
}
