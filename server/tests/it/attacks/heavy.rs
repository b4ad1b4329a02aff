//! Forms of ten megabytes and packed ones, at every address that takes a form.

use crate::isolation::form_addresses;
use crate::person::{Person, mark};
use crate::test_app::{TestApp, browser, send};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_megabytes_are_refused_at_every_address_that_takes_a_form() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    let mark = mark(&person.client, &app).await;
    let body = format!("form_mark={mark}&what=name&name={}", "x".repeat(10_000_000));
    let mut tried = 0;
    for path in form_addresses() {
        let path = path.replace("{workspace}", &person.workspace);
        let request = person.client.post(app.url(&path)).header("sec-fetch-site", "same-origin");
        let answer = send(request.header("content-type", FORM).body(body.clone())).await;
        assert_eq!(answer.status(), 413, "{path}");
        tried += 1;
    }
    assert!(tried > 30, "{tried}");
    let account = person.text(&app, "/account").await;
    assert!(account.contains("Grace Hopper"), "nothing was changed, and others are answered");
}

#[tokio::test]
async fn a_packed_form_is_not_unpacked() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    let mark = mark(&person.client, &app).await;
    // Its mark is not found in what is packed; what is too long is refused before anybody looks for one.
    for (rest, statuses) in [(String::new(), &[403][..]), ("x".repeat(200_000_000), &[403, 413][..])] {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        write!(packed, "form_mark={mark}&what=name&name=Packed{rest}").expect("a buffer");
        let packed = packed.finish().expect("a buffer");
        let request = person.client.post(app.url("/account")).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", FORM).header("content-encoding", "gzip").body(packed);
        let answer = send(request).await;
        assert!(statuses.contains(&answer.status().as_u16()), "{}", answer.status());
    }
    assert!(person.text(&app, "/account").await.contains("Grace Hopper"), "the name is as it was");
    assert_eq!(send(browser().get(app.url("/terms"))).await.status(), 200);
}
