//! Addresses and sites that would lead the program to somebody else, or answer more than it can bear.

use crate::bad_input::words;
use crate::person::Person;
use crate::simulated_jira::{READER, TOKEN};
use crate::test_app::TestApp;
use clario_backend::Listed;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Something on loopback that says the same to everybody, and how often it was asked.
struct Place {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Place {
    async fn saying(answer: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(say(stream, answer.clone()));
            }
        });
        Self { port, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

async fn say(mut stream: TcpStream, answer: Vec<u8>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    // Whoever has had enough hangs up.
    let _ = stream.write_all(&answer).await;
    let _ = stream.shutdown().await;
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let kind = "Content-Type: application/json\r\nConnection: close";
    let mut bytes = format!("HTTP/1.1 {head}\r\n{kind}\r\nContent-Length: {length}\r\n\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// Sends the form and returns the status with what the person reads.
async fn tried(app: &TestApp, person: &Person, address: &str) -> (u16, String) {
    let fields = [("what", "try"), ("address", address), ("email", READER), ("token", TOKEN)];
    let answer = person.post(app, &person.page("connect"), &fields).await;
    let status = answer.status().as_u16();
    let html = answer.text().await.expect("html");
    assert!(!html.contains(TOKEN), "no token comes back");
    (status, words(&html))
}

#[tokio::test]
async fn a_site_that_leads_elsewhere_or_bursts_is_refused_in_plain_words() {
    let canary = Place::saying(answer("200 OK", b"{}")).await;
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    bomb.write_all(b"[").expect("a buffer");
    let blank = vec![b' '; 1024 * 1024];
    for _ in 0..70 {
        bomb.write_all(&blank).expect("a buffer");
    }
    let bomb = bomb.finish().expect("a buffer");
    let no_site = "This address answered with a web page instead of Jira's data.";
    let away = |status: &str, to: &str| answer(&format!("{status}\r\nLocation: {to}"), b"{}");
    let to_canary = format!("http://127.0.0.1:{}/rest/api/3/myself", canary.port);
    let mut sites = Vec::new();
    for (says, sentence) in [
        (away("301 Moved", "http://169.254.169.254/latest/meta-data/"), no_site),
        (away("302 Found", &to_canary), no_site),
        (away("307 Again", &to_canary), no_site),
        (away("308 Again", "http://[fd00:ec2::254]/latest/"), no_site),
        (answer("200 OK\r\nContent-Encoding: gzip", &bomb), "larger than 64 MB"),
        (answer("200 OK", "[".repeat(10 * 1024 * 1024).as_bytes()), no_site),
    ] {
        sites.push((Place::saying(says).await, sentence));
    }
    let listed = |(site, _): &(Place, &str)| Listed::new("127.0.0.1", site.port, None);
    let hosts = sites.iter().map(listed).collect();
    let app = TestApp::start_with(|config| config.listed_hosts = hosts).await;
    let person = Person::new(&app, "grace@example.org").await;
    for (number, (site, sentence)) in sites.iter().enumerate() {
        let (status, said) = tried(&app, &person, &format!("http://127.0.0.1:{}", site.port)).await;
        assert_eq!(status, 422, "{number}: {said}");
        assert!(said.contains(sentence), "{number}: {said}");
        assert!(!said.contains("169.254") && !said.contains("[[["), "{number}: {said}");
        assert!(site.asked() > 0, "{number} was asked");
    }
    assert_eq!(canary.asked(), 0, "nobody else was asked");
}

#[tokio::test]
async fn no_spelling_of_an_address_leads_into_the_own_network() {
    let canary = Place::saying(answer("200 OK", b"{}")).await;
    let port = canary.port;
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    for address in [
        format!("http://127.0.0.1:{port}"),
        format!("https://127.0.0.1:{port}"),
        format!("http://localhost:{port}"),
        format!("https://localhost:{port}"),
        format!("https://localhost.:{port}"),
        format!("https://[::1]:{port}"),
        format!("https://[::ffff:127.0.0.1]:{port}"),
        format!("https://0x7f000001:{port}"),
        format!("https://2130706433:{port}"),
        format!("https://0177.0.0.1:{port}"),
        format!("https://127.1:{port}"),
        format!("https://0:{port}"),
        format!("https://acme.atlassian.net@127.0.0.1:{port}"),
        format!("https://acme.atlassian.net%00@127.0.0.1:{port}"),
        format!("https://127.0.0.1:{port}#.atlassian.net"),
        format!("https://127.0.0.1:{port}?.atlassian.net"),
        format!("https://127.0.0.1:{port}\\.atlassian.net"),
        format!("gopher://127.0.0.1:{port}"),
        app.url("/healthz"),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "https://[fd00:ec2::254]/".to_owned(),
        "https://metadata.google.internal./".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        let (status, said) = tried(&app, &person, &address).await;
        assert_eq!(status, 422, "{address}: {said}");
    }
    assert_eq!(canary.asked(), 0, "the service on loopback was never touched");
}
