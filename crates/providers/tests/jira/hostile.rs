//! A provider that means harm: compressed bombs, endless answers, answers that never end, and the way to somebody else.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clario_providers::jira::{Address, Auth, Settings};
use clario_providers::{Destination, Error, Jira, Patience, Provider};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What is sent after the head of each request.
#[derive(Clone)]
enum Says {
    /// These bytes, and then the connection is closed.
    Whole(Vec<u8>),
    /// These bytes once, and then these again and again, with a pause.
    Again(Vec<u8>, Vec<u8>, Duration),
}

/// Something that listens on loopback, and how often it was asked.
struct Site {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Site {
    async fn start(says: Says) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(answer(stream, says.clone()));
            }
        });
        Self { port, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// What a client comes to that reads everything small.
    async fn read(&self) -> Result<(), Error> {
        let destination = Destination::public().allowing("127.0.0.1", self.port);
        let address = Address::parse(&format!("http://127.0.0.1:{}", self.port), &destination).unwrap();
        let auth =
            Auth::ApiToken { email: "a@b.example".to_owned().into(), token: "a-token".to_owned().into() };
        let patience = Patience { attempts: 1, total_wait: Duration::from_secs(1) };
        let settings = Settings { destination, patience, ..Settings::new(address, auth) };
        Provider::Jira(Jira::new(settings).unwrap()).catalog().await.map(drop)
    }
}

impl Site {
    /// Whether its first answer counts as none of a Jira's.
    async fn is_unreadable(&self) -> bool {
        matches!(self.read().await.unwrap_err(), Error::Garbled | Error::NotTheProvider)
    }
}

async fn answer(mut stream: TcpStream, says: Says) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    match says {
        Says::Whole(bytes) => {
            // Whoever has had enough hangs up.
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Says::Again(first, then, pause) => {
            let mut sent = stream.write_all(&first).await;
            while sent.is_ok() {
                tokio::time::sleep(pause).await;
                sent = stream.write_all(&then).await;
            }
        }
    }
}

fn with_head(head: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("HTTP/1.1 {head}\r\nContent-Type: application/json\r\nConnection: close\r\n").into_bytes();
    bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    bytes.extend_from_slice(body);
    bytes
}

#[tokio::test]
async fn a_compressed_bomb_ends_at_the_cap() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(b"[").unwrap();
    let blank = vec![b' '; 1024 * 1024];
    for _ in 0..70 {
        packed.write_all(&blank).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 400_000, "{} bytes that become 70 MB", packed.len());
    let site = Site::start(Says::Whole(with_head("200 OK\r\nContent-Encoding: gzip", &packed))).await;
    assert_eq!(site.read().await.unwrap_err(), Error::TooLarge);
    // A bomb within a bomb is no JSON.
    let mut again = GzEncoder::new(Vec::new(), Compression::fast());
    again.write_all(&packed).unwrap();
    let again = again.finish().unwrap();
    let site = Site::start(Says::Whole(with_head("200 OK\r\nContent-Encoding: gzip", &again))).await;
    assert!(site.is_unreadable().await);
    let site =
        Site::start(Says::Whole(with_head("200 OK\r\nContent-Encoding: gzip", b"no gzip at all"))).await;
    assert!(site.is_unreadable().await);
}

#[tokio::test]
async fn an_answer_without_an_end_ends_at_the_cap() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[".to_vec();
    let site = Site::start(Says::Again(head, vec![b' '; 1024 * 1024], Duration::ZERO)).await;
    assert_eq!(site.read().await.unwrap_err(), Error::TooLarge);
    let site = Site::start(Says::Again(
        b"HTTP/1.1 200 OK\r\n".to_vec(),
        b"X-Many: a\r\n".repeat(1_000),
        Duration::ZERO,
    ))
    .await;
    assert_eq!(site.read().await.unwrap_err(), Error::Unreachable, "headers without an end");
    let deep = "[".repeat(10 * 1024 * 1024);
    let site = Site::start(Says::Whole(with_head("200 OK", deep.as_bytes()))).await;
    assert!(site.is_unreadable().await, "10 MB of depth");
}

#[tokio::test]
async fn no_redirect_is_followed_wherever_it_leads() {
    let canary = Site::start(Says::Whole(with_head("200 OK", b"{}"))).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Again", "308 Again"] {
        for place in [
            format!("http://127.0.0.1:{}/rest/api/3/field", canary.port),
            "http://169.254.169.254/latest/meta-data/".to_owned(),
            "//localhost/".to_owned(),
            "file:///etc/passwd".to_owned(),
        ] {
            let site =
                Site::start(Says::Whole(with_head(&format!("{status}\r\nLocation: {place}"), b"{}"))).await;
            assert_eq!(site.read().await.unwrap_err(), Error::NotTheProvider, "{status} {place}");
        }
    }
    let site = Site::start(Says::Whole(with_head(
        &format!(
            "200 OK\r\nLocation: http://127.0.0.1:{}/\r\nRefresh: 0; url=http://127.0.0.1:{}/",
            canary.port, canary.port
        ),
        b"{}",
    )))
    .await;
    assert_eq!(site.read().await.unwrap_err(), Error::NotTheProvider);
    assert_eq!(canary.asked(), 0, "nobody else was asked");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_drips_is_given_up_in_minutes() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[".to_vec();
    for (first, then) in
        [(head.clone(), b" ".to_vec()), (b"HTTP/1.1 200".to_vec(), b" ".to_vec()), (head, Vec::new())]
    {
        let site = Site::start(Says::Again(first, then, Duration::from_secs(5))).await;
        let begin = tokio::time::Instant::now();
        let refused = site.read().await.unwrap_err();
        assert!(matches!(refused, Error::Garbled | Error::Unreachable), "{refused:?}");
        let took = begin.elapsed();
        assert!(took <= Duration::from_secs(185), "{took:?}");
    }
}
