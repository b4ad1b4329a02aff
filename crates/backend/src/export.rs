//! What people take along: everything about an account, everything of a workspace, as files with a signed manifest.
//!
//! The archive is written while it is sent and never stands on a disk. `docs/export.md` describes it.

mod account;
mod manifest;
mod settings;
mod workspace;
mod zip;

use futures::stream::unfold;
use futures::{Stream, StreamExt};
use tokio::sync::mpsc;

use crate::Backend;
use crate::error::Error;
use manifest::Manifest;
use zip::ZipWriter;

/// Pieces that wait to be sent: a slow reader slows the writer down.
const AHEAD: usize = 4;

/// An archive on its way out.
pub struct Export {
    /// What the file should be called.
    pub name: String,
    pieces: mpsc::Receiver<Result<Vec<u8>, Error>>,
}

impl Export {
    /// The archive, piece by piece. An error breaks it off: what came is then no archive.
    pub fn into_stream(self) -> impl Stream<Item = Result<Vec<u8>, Error>> + Send + 'static {
        unfold(self.pieces, async |mut pieces| pieces.recv().await.map(|piece| (piece, pieces))).fuse()
    }
}

/// Writes the files of an archive, one after the other.
struct Archive {
    backend: Backend,
    zip: ZipWriter,
    manifest: Manifest,
    out: mpsc::Sender<Result<Vec<u8>, Error>>,
}

/// Nobody reads the archive any more.
struct Abandoned;

impl Archive {
    fn begin(&mut self, name: &'static str) -> Vec<u8> {
        self.manifest.begin(name);
        self.zip.begin(name)
    }

    async fn send(&mut self, bytes: Vec<u8>) -> Result<(), Abandoned> {
        self.out.send(Ok(bytes)).await.map_err(|_| Abandoned)
    }

    async fn open(&mut self, name: &'static str) -> Result<(), Abandoned> {
        let head = self.begin(name);
        self.send(head).await
    }

    async fn write(&mut self, bytes: Vec<u8>) -> Result<(), Abandoned> {
        self.manifest.take(&bytes);
        self.zip.take(&bytes);
        self.send(bytes).await
    }

    async fn close(&mut self) -> Result<(), Abandoned> {
        self.manifest.end();
        let tail = self.zip.end();
        self.send(tail).await
    }

    async fn file(&mut self, name: &'static str, bytes: Vec<u8>) -> Result<(), Abandoned> {
        self.open(name).await?;
        self.write(bytes).await?;
        self.close().await
    }

    /// The manifest with its signature comes last, since it names what came before.
    async fn finish(mut self) -> Result<Result<(), Abandoned>, Error> {
        let key = self.backend.signing_key().await?;
        let text = self.manifest.to_json(&key.public().to_string());
        let signature = key.sign(text.as_bytes());
        let signature = signature.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        let mut sent = self.file("manifest.json", text.into_bytes()).await;
        if sent.is_ok() {
            sent = self.file("manifest.sig", (signature + "\n").into_bytes()).await;
        }
        let tail = self.zip.finish();
        if sent.is_ok() {
            sent = self.send(tail).await;
        }
        Ok(sent)
    }
}

impl Backend {
    /// Begins an archive; `fill` writes it in the background, as fast as it is read.
    fn archive<F>(&self, kind: &'static str, fill: impl FnOnce(Archive) -> F) -> Export
    where
        F: Future<Output = Result<Result<(), Abandoned>, Error>> + Send + 'static,
    {
        let (out, pieces) = mpsc::channel(AHEAD);
        let now = self.inner.clock.now();
        let archive = Archive {
            backend: self.clone(),
            zip: ZipWriter::default(),
            manifest: Manifest::new(kind, now),
            out: out.clone(),
        };
        let filled = fill(archive);
        tokio::spawn(async move {
            if let Err(error) = filled.await {
                tracing::error!(%error, "an export broke off");
                // Whoever reads must not take what came for the whole.
                let _ = out.send(Err(error)).await;
            }
        });
        Export { name: format!("altaclario-{kind}-{}.zip", now.strftime("%Y-%m-%d")), pieces }
    }
}
