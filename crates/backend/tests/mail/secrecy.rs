//! What a letter holds is nowhere but in the letter: not in the database, not in the log, not on the way in the clear.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

const PASSWORD: &str = "smtp-canary-password-4711";

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(bytes.clone()).expect("a log of text")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Office {
    /// Whether any file but the key file holds these words, as they are or in base64.
    fn holds(&self, words: &str) -> bool {
        let encoded = STANDARD.encode(words);
        let forms = [words.as_bytes(), encoded.trim_end_matches('=').as_bytes()];
        let files = std::fs::read_dir(&self.directory).expect("the directory").flatten();
        files.filter(|file| file.file_name() != "key").any(|file| {
            let bytes = std::fs::read(file.path()).expect("a file");
            forms.iter().any(|form| memchr::memmem::find(&bytes, form).is_some())
        })
    }
}

#[tokio::test]
async fn no_address_no_token_no_name_and_no_password_is_on_disk_or_in_the_log() {
    let log = Log::default();
    let all = || tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
    // Somebody listens in every thread: else a line that another test reaches first may be taken for one that nobody wants.
    let _ = tracing::subscriber::set_global_default(all().with_writer(std::io::sink).finish());
    let _guard = tracing::subscriber::set_default(all().with_writer(log.clone()).finish());
    let sink = SmtpSink::start().await;
    let url = sink.url().replace("smtp://", &format!("smtp://postman:{PASSWORD}@"));
    let office = Office::new(Some(&url)).await;
    let canaries = [
        "ada.canary@example.org",
        "TOKEN-OF-THE-LETTER",
        "Canary Works",
        "Canary Hopper",
        PASSWORD,
        "4.2.1 canary",
    ];
    office.post(canaries[0], invitation(canaries[2], canaries[3])).await;
    for mood in [Mood::NoPassword, Mood::Recipients("451 4.2.1 canary <ada.canary@example.org>"), Mood::Kind]
    {
        sink.set(mood);
        office.deliver().await;
        for canary in canaries {
            assert!(!office.holds(canary), "{mood:?}: {canary} is on disk");
        }
        office.clock.advance(10 * MINUTE);
    }
    assert_eq!(office.states().await, ["sent"]);
    let said = STANDARD.encode(format!("\0postman\0{PASSWORD}"));
    assert!(sink.heard().contains(&said), "the password was used");
    let log = log.text();
    assert!(log.contains("a letter was sent") && log.contains("invitation"), "the log is kept: {log}");
    for canary in canaries.into_iter().chain([said.as_str()]) {
        assert!(!log.contains(canary), "{canary} is in the log");
    }
}

#[tokio::test]
async fn a_server_without_tls_never_hears_the_password() {
    for scheme in ["smtps", "smtp+starttls"] {
        let sink = SmtpSink::start().await;
        let url = format!("{scheme}://postman:{PASSWORD}@127.0.0.1:{}", sink.port());
        let office = Office::new(Some(&url)).await;
        office.invite("ada@example.org").await;
        assert!(!office.deliver().await, "{scheme}: there is no safe way");
        assert_eq!(office.states().await, ["failed"], "{scheme}");
        assert!(sink.connections() > 0, "{scheme}");
        let heard = sink.heard();
        assert!(!heard.contains("AUTH") && !heard.contains("ada@example.org"), "{scheme}: {heard}");
    }
}
