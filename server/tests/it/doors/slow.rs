//! Requests that take their time or more room than they should.

use super::converse;
use crate::test_app::{Site, TestApp, browser, send};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

#[tokio::test]
async fn a_client_that_never_ends_its_request_is_let_go() {
    let app = TestApp::start().await;
    let begin = Instant::now();
    let said = converse(&app, b"GET /terms HTTP/1.1\r\nHost: x\r\nX-Slow: ").await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said:.100}");
    let took = begin.elapsed();
    assert!(took > Duration::from_secs(5) && took < Duration::from_secs(20), "{took:?}");
    assert_eq!(send(browser().get(app.url("/terms"))).await.status(), 200, "others are answered");
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let app = TestApp::start().await;
    for head in [
        format!("GET /terms HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n", "a".repeat(1_000_000)),
        format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(1_000_000)),
        format!("GET /terms HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-Many: a\r\n".repeat(500)),
    ] {
        let said = converse(&app, head.as_bytes()).await;
        let status = said.split(' ').nth(1).unwrap_or("none");
        assert!(["431", "414", "none"].contains(&status), "{said:.200}");
    }
    assert_eq!(send(browser().get(app.url("/terms"))).await.status(), 200);
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_harms_nobody() {
    let app = TestApp::start().await;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n\0\0\0\0",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"TRACE / HTTP/1.1\r\nHost: x\r\nCookie: a=secret\r\nConnection: close\r\n\r\n",
    ] {
        let said = converse(&app, bytes).await;
        assert!(!said.starts_with("HTTP/1.1 200") && !said.contains("a=secret"), "{said:.200}");
    }
    assert_eq!(send(browser().get(app.url("/terms"))).await.status(), 200);
}

#[tokio::test]
async fn a_request_within_a_request_is_never_heard() {
    let app = TestApp::start().await;
    for lengths in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding:\x0bchunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 6",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 5 5",
        "Content-Length: 18446744073709551621",
    ] {
        let hidden = "GET /accessibility HTTP/1.1\r\nHost: x\r\n\r\n";
        let form = "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded";
        for begin in ["POST /sign-in", "GET /terms"] {
            let whole =
                format!("{begin} HTTP/1.1\r\nHost: x\r\n{form}\r\n{lengths}\r\n\r\n0\r\n\r\n{hidden}");
            let said = converse(&app, whole.as_bytes()).await;
            let answers = said.matches("HTTP/1.1 ").count();
            let status = said.split(' ').nth(1).unwrap_or("none");
            assert!(
                answers <= 1 && ["400", "411", "none"].contains(&status),
                "{begin}, {lengths:?}: {said:.300}"
            );
            assert!(!said.contains("<h1>Accessibility"), "{begin}, {lengths:?}");
        }
    }
    let two = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\nGET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert_eq!(
        converse(&app, two).await.matches("HTTP/1.1 200").count(),
        2,
        "one after the other they are heard"
    );
}

#[tokio::test]
async fn one_address_holds_so_many_connections() {
    let app = TestApp::start().await;
    let mut held = Vec::new();
    for _ in 0..300 {
        held.push(TcpStream::connect(app.address()).await.expect("a connection"));
    }
    let mut hung_up = 0;
    for stream in &mut held {
        let mut byte = [0];
        // A connection that is kept says nothing.
        let read = tokio::time::timeout(Duration::from_millis(20), stream.read(&mut byte)).await;
        hung_up += usize::from(read.is_ok());
    }
    assert!((40..=300).contains(&hung_up), "{hung_up} of 300 were let go");
    drop(held);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(send(browser().get(app.url("/terms"))).await.status(), 200, "places are given back");
}
