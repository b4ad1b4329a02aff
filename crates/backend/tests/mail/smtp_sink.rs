//! A mail server on loopback that keeps what it is handed, and behaves as badly as it is told to.

use mailparse::{MailHeaderMap, ParsedMail};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How the server behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It takes every letter.
    Kind,
    /// It answers each recipient with this line.
    Recipients(&'static str),
    /// It greets nobody and says nothing.
    Silent,
    /// It hangs up in the middle of a letter.
    HangsUp,
    /// It takes a letter and hangs up before it says so.
    TakesSilently,
    /// It takes a letter and never says so.
    TakesAndWaits,
    /// It accepts no password.
    NoPassword,
}

/// A letter that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    /// The address it was delivered to.
    pub(crate) to: String,
    pub(crate) subject: String,
    /// The plain text.
    pub(crate) text: String,
    pub(crate) html: String,
    /// Its `Message-ID`.
    pub(crate) id: String,
    /// All of it, as it came.
    pub(crate) raw: String,
}

impl Letter {
    /// The path of its first link into the installation; the line with the origin at its end is none.
    pub(crate) fn link(&self) -> String {
        let line = self.text.lines().find(|line| line.starts_with("http"));
        let address = url::Url::parse(line.expect("a letter with a link")).expect("an address");
        match address.query() {
            Some(query) => format!("{}?{query}", address.path()),
            None => address.path().to_owned(),
        }
    }
}

struct State {
    mood: Mood,
    letters: Vec<Letter>,
    connections: usize,
    /// Everything any client said.
    heard: String,
}

/// Started by [`SmtpSink::start`], gone when dropped.
pub(crate) struct SmtpSink {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl SmtpSink {
    pub(crate) async fn start() -> Self {
        Self::start_at(0).await
    }

    /// Starts on a port that was free before.
    pub(crate) async fn start_at(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a port on loopback");
        let address = listener.local_addr().expect("an address");
        let state = State { mood: Mood::Kind, letters: Vec::new(), connections: 0, heard: String::new() };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self { address, state, task }
    }

    /// The setting that leads here.
    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn set(&self, mood: Mood) {
        self.locked(|state| state.mood = mood);
    }

    /// Everything that arrived so far.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.locked(|state| state.letters.clone())
    }

    /// How many times somebody connected.
    pub(crate) fn connections(&self) -> usize {
        self.locked(|state| state.connections)
    }

    /// Everything any client said.
    pub(crate) fn heard(&self) -> String {
        self.locked(|state| state.heard.clone())
    }

    /// Waits for a letter to an address whose subject holds these words; the latest of them.
    pub(crate) async fn letter(&self, to: &str, subject: &str) -> Letter {
        for _ in 0..3_000 {
            let found = self.letters().into_iter().rfind(|it| it.to == to && it.subject.contains(subject));
            if let Some(letter) = found {
                return letter;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let there: Vec<_> = self.letters().into_iter().map(|letter| (letter.to, letter.subject)).collect();
        panic!("no letter {subject:?} to {to} within a minute, only {there:?}");
    }

    fn locked<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Speaks with one client until it leaves; a broken connection ends the conversation.
async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) {
    let locked =
        |look: &mut dyn FnMut(&mut State)| look(&mut state.lock().unwrap_or_else(PoisonError::into_inner));
    let mut mood = Mood::Kind;
    locked(&mut |state| {
        state.connections += 1;
        mood = state.mood;
    });
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    if mood == Mood::Silent {
        while let Ok(Some(_)) = lines.next_line().await {}
        return;
    }
    if write.write_all(b"220 sink.example ready\r\n").await.is_err() {
        return;
    }
    let mut to = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        locked(&mut |state| state.heard.extend([line.as_str(), "\n"]));
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-sink.example\r\n250-SMTPUTF8\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            "AUTH" if mood == Mood::NoPassword => "535 no",
            "AUTH" => "235 welcome",
            "RCPT" => {
                if let Mood::Recipients(answer) = mood {
                    answer
                } else {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    "250 ok"
                }
            }
            "DATA" => {
                if write.write_all(b"354 go on\r\n").await.is_err() || mood == Mood::HangsUp {
                    return;
                }
                let mut raw = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    raw.push_str("\r\n");
                }
                let letter = read_letter(&to, &raw);
                locked(&mut |state| state.letters.push(letter.clone()));
                match mood {
                    Mood::TakesSilently => return,
                    Mood::TakesAndWaits => std::future::pending().await,
                    _ => {}
                }
                "250 taken"
            }
            "QUIT" => {
                // The client may be gone already.
                let _ = write.write_all(b"221 bye\r\n").await;
                return;
            }
            _ => "250 ok",
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

fn read_letter(to: &str, raw: &str) -> Letter {
    let mail = mailparse::parse_mail(raw.as_bytes()).expect("a well-formed letter");
    let header = |name: &str| mail.headers.get_first_value(name).unwrap_or_default();
    let body = |kind: &str| {
        let parts: Vec<&ParsedMail<'_>> = mail.parts().filter(|part| part.ctype.mimetype == kind).collect();
        assert_eq!(parts.len(), 1, "one part of the kind {kind}");
        parts[0].get_body().expect("readable words").replace("\r\n", "\n")
    };
    Letter {
        to: to.to_owned(),
        subject: header("Subject"),
        text: body("text/plain"),
        html: body("text/html"),
        id: header("Message-ID"),
        raw: raw.to_owned(),
    }
}
