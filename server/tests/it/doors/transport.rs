//! AC-56, AZ-07: in production nothing travels in the clear.

use crate::person::{PASSWORD, linked};
use crate::test_app::{TestApp, browser, send};
use clario_server::{Config, Doors, Server, Tls};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::Method;
use std::path::PathBuf;
use tempfile::TempDir;

/// The name at which a program with its own TLS is asked.
const NAME: &str = "altaclario.test";

/// A certificate for that name in a folder of its own.
struct Certificate {
    _folder: TempDir,
    tls: Tls,
    pem: String,
}

impl Certificate {
    fn new() -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec![NAME.to_owned()]).expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| -> PathBuf {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("a file");
            path
        };
        let pem = cert.pem();
        let tls =
            Tls { certificate: write("cert.pem", &pem), key: write("key.pem", &signing_key.serialize_pem()) };
        Self { _folder: folder, tls, pem }
    }
}

/// A program with its own TLS, and the client that trusts it and knows where it is.
async fn with_tls() -> (TestApp, reqwest::Client, String) {
    let certificate = Certificate::new();
    let origin = format!("https://{NAME}");
    let app = TestApp::start_with(|config| {
        config.origin = Some(origin.clone());
        config.doors.tls = Some(certificate.tls.clone());
        config.doors.plain = Some(([127, 0, 0, 1], 0).into());
    })
    .await;
    let trusted = reqwest::Certificate::from_pem(certificate.pem.as_bytes()).expect("a certificate");
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .cookie_store(true)
        .tls_certs_only([trusted])
        .resolve(NAME, app.address)
        .build()
        .expect("a client");
    (app, client, origin)
}

#[tokio::test]
async fn our_own_tls_serves_pages_and_the_plain_port_sends_people_there() {
    let (app, client, origin) = with_tls().await;
    let page = send(client.get(format!("{origin}/terms"))).await;
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["strict-transport-security"], "max-age=63072000; includeSubDomains");
    let plain = format!("http://{}", app.plain.expect("a plain port"));
    let sent_on = send(browser().get(format!("{plain}/w/sample/flow?p=30d"))).await;
    assert_eq!(sent_on.status(), 308);
    assert_eq!(sent_on.headers()["location"], format!("{origin}/w/sample/flow?p=30d"));
    for refused in [
        send(browser().post(format!("{plain}/sign-in")).form(&[("password", "x")])).await,
        send(browser().get(format!("{plain}/api/readings?workspace=sample"))).await,
        send(browser().request(Method::PUT, format!("{plain}/"))).await,
        send(browser().request(Method::DELETE, format!("{plain}/"))).await,
    ] {
        assert_eq!(refused.status(), 403);
        assert!(!refused.headers().contains_key("location"));
    }
    let strange = send(browser().get(format!("{plain}//evil.example/"))).await;
    let location = strange.headers()["location"].to_str().expect("text").to_owned();
    assert!(location.starts_with(&format!("{origin}/")), "{location}");
    clario_proofs::proves(&["AC-56", "AZ-07"]);
}

#[tokio::test]
async fn in_production_the_host_must_be_ours_and_the_cookie_is_bound_to_it() {
    let (_app, client, origin) = with_tls().await;
    let other = send(client.get(format!("{origin}/terms")).header("host", "evil.example")).await;
    assert_eq!(other.status(), 421);
    assert!(!other.text().await.expect("text").contains("evil.example"));
    let page = send(client.get(format!("{origin}/sign-out"))).await.text().await.expect("html");
    let mark = page.split("name=\"form_mark\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let fields = [("email", "nobody@example.org"), ("password", "x"), ("form_mark", mark.expect("a mark"))];
    let post =
        |from: &str| client.post(format!("{origin}/sign-in")).header("origin", from.to_owned()).form(&fields);
    assert_eq!(send(post("https://evil.example")).await.status(), 403);
    assert_eq!(send(post(&origin.replace("https", "http"))).await.status(), 403);
    assert_eq!(send(post(&origin)).await.status(), 422, "it is looked at, and wrong");
    clario_proofs::proves(&["AZ-01", "AC-56"]);
}

#[tokio::test]
async fn ct_60_every_cookie_is_bound_to_this_host_to_tls_and_to_its_time() {
    const EMAIL: &str = "a@example.org";
    let (app, client, origin) = with_tls().await;
    let form = async |path: &str, fields: &[(&str, &str)]| {
        let page = send(client.get(format!("{origin}/sign-out"))).await.text().await.expect("html");
        let mark = page.split("name=\"form_mark\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let mark = ("form_mark", mark.expect("a mark"));
        let fields: Vec<_> = fields.iter().copied().chain([mark]).collect();
        send(client.post(format!("{origin}{path}")).header("origin", &origin).form(&fields)).await
    };
    let fields = [("name", "Grace Hopper"), ("email", EMAIL), ("password", PASSWORD), ("terms", "1")];
    assert_eq!(form("/sign-up", &fields).await.status(), 303);
    let token = linked(&app, EMAIL, "Confirm your e-mail").await;
    let invited = send(client.get(format!("{origin}/invitation?token=0123456789"))).await;
    let accepted = form("/cookie-preferences", &[("choice", "accept"), ("back", "/")]).await;
    let entered = form("/confirm-address", &[("token", &token), ("password", PASSWORD)]).await;
    for (answer, name, life) in [
        (invited, "__Host-ac_invitation", Some("Max-Age=3600")),
        (accepted, "__Host-ac_consent", Some("Max-Age=15552000")),
        (entered, "__Host-ac_session", None),
    ] {
        let lines: Vec<_> = answer.headers().get_all("set-cookie").iter().collect();
        let lines: Vec<_> = lines.into_iter().map(|line| line.to_str().expect("text")).collect();
        let own = lines.iter().filter(|line| line.starts_with(&format!("{name}=")));
        assert_eq!(own.count(), 1, "{name}: {lines:?}");
        for line in lines {
            assert!(line.starts_with("__Host-ac_") && line.len() < 4_096, "{line}");
            let mut parts = line.split("; ");
            let is_own = parts.next().is_some_and(|pair| pair.starts_with(&format!("{name}=")));
            let mut attributes: Vec<_> = parts.filter(|part| !part.starts_with("Max-Age=")).collect();
            attributes.sort_unstable();
            assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"], "{line}");
            let said = line.split("; ").find(|part| part.starts_with("Max-Age="));
            assert!(!is_own || said == life, "{line}");
        }
    }
    clario_proofs::proves(&["AZ-01"]);
}

#[tokio::test]
async fn behind_a_proxy_only_the_proxy_comes_in() {
    let app = |proxies: &'static str| {
        TestApp::start_with(move |config| {
            config.origin = Some("https://flow.example.org".to_owned());
            config.doors = Doors {
                proxies: vec![proxies.parse().expect("a network")],
                requests: 1_000,
                ..Doors::default()
            };
        })
    };
    let behind = app("127.0.0.1/32").await;
    let ask = |app: &TestApp, host: &str, scheme: &str| {
        browser()
            .get(app.url("/terms"))
            .header("host", host.to_owned())
            .header("x-forwarded-proto", scheme.to_owned())
    };
    assert_eq!(send(ask(&behind, "flow.example.org", "https")).await.status(), 200);
    assert_eq!(send(ask(&behind, "flow.example.org:443", "https")).await.status(), 200);
    assert_eq!(send(ask(&behind, "evil.example", "https")).await.status(), 421);
    let clear = send(ask(&behind, "evil.example", "http")).await;
    assert_eq!(clear.status(), 308);
    assert_eq!(clear.headers()["location"], "https://flow.example.org/terms");
    let form = behind_form(&behind).await;
    assert_eq!(form, 403, "a form that came in the clear is refused");
    let elsewhere = app("10.0.0.0/8").await;
    assert_eq!(send(ask(&elsewhere, "flow.example.org", "https")).await.status(), 403);
    assert_eq!(send(browser().get(elsewhere.url("/healthz"))).await.text().await.expect("text"), "ok");
}

async fn behind_form(app: &TestApp) -> u16 {
    let request = browser()
        .post(app.url("/sign-in"))
        .header("host", "flow.example.org")
        .header("x-forwarded-proto", "http")
        .header("sec-fetch-site", "same-origin");
    send(request.form(&[("email", "a@example.org")])).await.status().as_u16()
}

#[tokio::test]
async fn a_certificate_that_is_none_keeps_the_program_from_starting() {
    let (good, other) = (Certificate::new(), Certificate::new());
    let nothing = good.tls.certificate.with_file_name("nothing.pem");
    for (certificate, key) in [
        (nothing.clone(), good.tls.key.clone()),
        (good.tls.certificate.clone(), nothing),
        (good.tls.certificate.clone(), other.tls.key.clone()),
        (good.tls.key.clone(), good.tls.certificate.clone()),
    ] {
        let data = tempfile::tempdir().expect("a folder");
        let config = Config {
            listen: "127.0.0.1:0".parse().expect("an address"),
            data: data.path().to_owned(),
            origin: Some("https://localhost".to_owned()),
            doors: Doors { tls: Some(Tls { certificate, key }), ..Doors::default() },
            hash_cost: clario_backend::HashCost::FLOOR,
            sample: false,
            ..Config::default()
        };
        let reason = Server::bind(config).await.err().expect("it does not start");
        assert!(reason.contains("ALTACLARIO_TLS") && !reason.contains("PRIVATE KEY"), "{reason}");
    }
}

/// A hello of TLS 1.0 or 1.1, with two usual ciphers of its time.
fn old_hello(minor: u8) -> Vec<u8> {
    let mut hello = vec![3, minor];
    hello.extend([7; 32]);
    hello.extend([0, 0, 4, 0, 0x2f, 0, 0x35, 1, 0]);
    let length = u8::try_from(hello.len()).expect("a short hello");
    let head = [22, 3, 1, 0, length + 4, 1, 0, 0, length];
    [&head[..], &hello].concat()
}

#[tokio::test]
async fn no_version_of_tls_before_1_2_is_spoken() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (app, client, origin) = with_tls().await;
    assert_eq!(send(client.get(format!("{origin}/terms"))).await.status(), 200, "a present one is");
    for minor in [1, 2] {
        let mut socket = tokio::net::TcpStream::connect(app.address).await.expect("a connection");
        socket.write_all(&old_hello(minor)).await.expect("it is sent");
        let mut answer = Vec::new();
        let read = tokio::time::timeout(std::time::Duration::from_mins(1), socket.read_to_end(&mut answer));
        read.await.expect("an answer in time").expect("an answer");
        // One alert of fatal level, "protocol version" or "handshake failure", and no hello.
        assert_eq!((answer.len(), answer[0], answer[5]), (7, 21, 2), "1.{minor}: {answer:?}");
        assert!([70, 40].contains(&answer[6]), "1.{minor}: {answer:?}");
    }
    clario_proofs::proves(&["AL-18"]);
}
