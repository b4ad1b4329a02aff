//! Letters from the queue to a mail server that is kind, slow, rude, gone or killed in between.

mod bad_servers;
mod secrecy;
mod smtp_sink;

use clario_backend::clock::FixedClock;
use clario_backend::mail::{Letter, MailServer, Recipient};
use clario_backend::{Backend, Config, HashCost};
use smtp_sink::{Letter as Arrived, Mood, SmtpSink};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// A backend with a clock that stands still, and its mail server.
struct Office {
    directory: TempDir,
    clock: Arc<FixedClock>,
    backend: Backend,
}

impl Office {
    /// Sends to the mail server of a URL, or holds its letters.
    async fn new(server: Option<&str>) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let clock = Arc::new(FixedClock::at("2026-11-20T09:30:00Z".parse().expect("a time")));
        let backend = backend(directory.path(), server, &clock).await;
        Self { directory, clock, backend }
    }

    /// Queues an invitation, which needs no account.
    async fn invite(&self, address: &str) {
        self.post(address, invitation("Acme", "Grace Hopper")).await;
    }

    async fn post(&self, address: &str, letter: Letter) {
        let sealed = self.backend.letter(Recipient::Address(address), letter).await.expect("a letter");
        self.backend.post(&sealed).await.expect("queued");
    }

    async fn deliver(&self) -> bool {
        self.backend.deliver_due().await.expect("the queue works")
    }

    /// State, attempts, seconds until the next attempt, and whether the content is there, of each letter.
    async fn rows(&self) -> Vec<(String, u32, i64, bool)> {
        let now = "2026-11-20T09:30:00Z".parse::<jiff::Timestamp>().expect("a time").as_second();
        sqlx::query_as(
            "SELECT state, attempts, next_at - ?, sealed IS NOT NULL FROM notification ORDER BY rowid",
        )
        .bind(now)
        .fetch_all(&self.database().await)
        .await
        .expect("the rows")
    }

    async fn states(&self) -> Vec<String> {
        self.rows().await.into_iter().map(|(state, ..)| state).collect()
    }

    async fn database(&self) -> SqlitePool {
        let options = SqliteConnectOptions::new().filename(self.directory.path().join("altaclario.sqlite"));
        SqlitePool::connect_with(options).await.expect("the database")
    }
}

async fn backend(directory: &Path, server: Option<&str>, clock: &Arc<FixedClock>) -> Backend {
    let mut config = Config::new(directory.to_owned());
    config.hash_cost = HashCost::FLOOR;
    "https://flow.example.org".clone_into(&mut config.origin);
    config.mail.server = server.map(|url| MailServer::parse(url).expect("a mail server"));
    config.mail.look = Duration::from_millis(10);
    config.mail.patience = Duration::from_secs(2);
    Backend::start(config, clock.clone()).await.expect("a start")
}

fn invitation(workspace: &str, inviter: &str) -> Letter {
    let link = "/invitation?token=TOKEN-OF-THE-LETTER".to_owned();
    Letter::Invitation { workspace: workspace.to_owned(), inviter: inviter.to_owned(), link }
}

fn to(letters: &[Arrived]) -> Vec<&str> {
    letters.iter().map(|letter| letter.to.as_str()).collect()
}

#[tokio::test]
async fn a_letter_arrives_once_and_its_content_is_wiped() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    office.invite("ada@example.org").await;
    assert!(office.deliver().await);
    assert!(office.deliver().await, "nothing more to do");
    let letters = sink.letters();
    assert_eq!(to(&letters), ["ada@example.org"]);
    let letter = &letters[0];
    assert_eq!(letter.subject, "Grace Hopper asks you into Acme");
    assert_eq!(letter.link(), "/invitation?token=TOKEN-OF-THE-LETTER");
    assert!(letter.html.contains("https://flow.example.org/invitation?token=TOKEN-OF-THE-LETTER"));
    assert!(
        letter.raw.contains("Auto-Submitted: auto-generated")
            && letter.raw.contains("Date: Fri, 20 Nov 2026")
    );
    assert!(letter.raw.contains("From: AltaClario <altaclario@flow.example.org>"), "{}", letter.raw);
    assert!(letter.id.ends_with("@flow.example.org>"), "{}", letter.id);
    assert_eq!(office.rows().await, [("sent".to_owned(), 1, 62, false)]);
    clario_proofs::proves(&["SE-06", "SE-07"]);
}

#[tokio::test]
async fn a_hostile_name_adds_no_header_no_recipient_and_no_part() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    let evil = "Acme\r\nBcc: victim@example.com\r\nContent-Type: text/html\r\n\r\n<img src=//evil.example/x>\r\n.\r\nMAIL";
    office.post("ada@example.org", invitation(evil, evil)).await;
    assert!(office.deliver().await);
    let letters = sink.letters();
    assert_eq!(to(&letters), ["ada@example.org"]);
    let head = letters[0].raw.split("\r\n\r\n").next().expect("a head").to_lowercase();
    assert!(!head.contains("\nbcc:") && head.matches("\ncontent-type:").count() == 1, "{head}");
    assert!(!letters[0].html.contains("<img"), "{}", letters[0].html);
    assert_eq!(sink.heard().matches("RCPT").count(), 1);
}

#[tokio::test]
async fn an_address_beyond_ascii_gets_its_letter() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    office.invite("jörg@bücher.example").await;
    office.invite("not an address").await;
    assert!(office.deliver().await);
    assert_eq!(sink.letters().len(), 1);
    assert_eq!(office.states().await, ["sent", "dead"]);
}

#[tokio::test]
async fn the_same_key_twice_is_the_same_letter() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    for _ in 0..3 {
        let letter =
            office.backend.letter(Recipient::Address("ada@example.org"), invitation("Acme", "Grace"));
        let letter = letter.await.expect("a letter").once("invitation.0001".to_owned());
        office.backend.post(&letter).await.expect("queued");
        assert!(office.deliver().await);
    }
    assert_eq!(sink.letters().len(), 1, "also after it was sent");
}

#[tokio::test]
async fn a_letter_whose_link_expired_is_wiped_and_never_sent() {
    let sink = SmtpSink::start().await;
    sink.set(Mood::Recipients("451 later"));
    let office = Office::new(Some(&sink.url())).await;
    office.post("ada@example.org", Letter::ResetPassword { link: "/reset?token=T".to_owned() }).await;
    assert!(office.deliver().await);
    sink.set(Mood::Kind);
    office.clock.advance(30 * MINUTE);
    assert!(office.deliver().await);
    assert!(sink.letters().is_empty());
    let rows = office.rows().await;
    assert!(matches!(rows.as_slice(), [(state, _, _, false)] if state == "dead"), "{rows:?}");
}

#[tokio::test]
async fn rows_end_a_month_after_their_last_state_and_nothing_waits_for_ever() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    office.invite("ada@example.org").await;
    assert!(office.deliver().await);
    let held = Office::new(None).await;
    held.post("ada@example.org", Letter::Test).await;
    for office in [&office, &held] {
        office.clock.advance(30 * DAY - 1);
        office.backend.tidy_up().await.expect("tidied up");
        assert_eq!(office.states().await.len(), 1, "a day less than a month");
    }
    assert_eq!(held.states().await, ["waiting"]);
    for office in [&office, &held] {
        office.clock.advance(1);
        office.backend.tidy_up().await.expect("tidied up");
    }
    assert!(office.states().await.is_empty());
    assert_eq!(held.rows().await[0].0, "dead");
    assert!(!held.rows().await[0].3, "its content is wiped");
    held.clock.advance(30 * DAY);
    held.backend.tidy_up().await.expect("tidied up");
    assert!(held.states().await.is_empty());
    clario_proofs::proves(&["SE-06"]);
}

#[tokio::test]
async fn without_a_mail_server_letters_are_held() {
    let office = Office::new(None).await;
    office.invite("ada@example.org").await;
    assert!(office.deliver().await);
    assert_eq!(office.states().await, ["waiting"]);
}
