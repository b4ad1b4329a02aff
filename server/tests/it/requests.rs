//! The forms that reach the operator, over the wire: taken from people, refused politely to programs.

use crate::person::{Person, location, operator, post};
use crate::test_app::{TestApp, browser, send};
use reqwest::{Client, Response};
use std::time::Duration;

const TEXT: &str = "Canary Quackenbush </textarea><b>asks</b> & waits";
const SENDER: &str = "ada.canary@example.org";

async fn html(client: &Client, app: &TestApp, path: &str) -> String {
    send(client.get(app.url(path))).await.text().await.expect("html")
}

/// The mark that says when a form was opened.
async fn opened(client: &Client, app: &TestApp, path: &str) -> String {
    let page = html(client, app, path).await;
    let field = page.split("name=\"opened\" value=\"").nth(1).expect("a form of ours");
    field.split('"').next().expect("its end").to_owned()
}

fn fields<'a>(category: &'a str, opened: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("category", category),
        ("email", SENDER),
        ("name", "Ada Lovelace"),
        ("place", "the front page"),
        ("work", "A poem"),
        ("text", TEXT),
        ("sworn", "yes"),
        ("opened", opened),
    ]
}

/// What the textarea of an answer holds, as a browser reads it.
fn typed(page: &str) -> String {
    let area = page.split("<textarea").nth(1).expect("a textarea").split_once('>').expect("its start").1;
    area.split("</textarea>").next().expect("its end").trim().replace("&lt;", "<").replace("&amp;", "&")
}

#[tokio::test]
async fn a_message_a_report_and_a_notice_reach_the_operator_who_answers() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let stranger = browser();
    let forms = [("/contact", "named-in-jira"), ("/report-abuse", "other-safety"), ("/dmca", "copyright")];
    let mut marks = Vec::new();
    for (path, _) in forms {
        marks.push(opened(&stranger, &app, path).await);
    }
    let early = post(&stranger, &app, "/contact", &fields("named-in-jira", &marks[0])).await;
    assert_eq!(early.status(), 422, "quicker than people");
    let page = early.text().await.expect("html");
    assert!(page.contains("wait a few seconds") && typed(&page) == TEXT, "{page}");
    tokio::time::sleep(Duration::from_secs(4)).await;
    let mut references = Vec::new();
    for ((path, category), mark) in forms.into_iter().zip(&marks) {
        let sent = post(&stranger, &app, path, &fields(category, mark)).await;
        let next = location(&sent).to_owned();
        assert_eq!(sent.status(), 303, "{path}: {}", sent.text().await.expect("html"));
        let (_, reference) = next.split_once("?sent=").expect("a reference");
        let thanks = html(&stranger, &app, &next).await;
        assert!(thanks.contains(reference) && thanks.contains("30 days"), "{thanks}");
        references.push(reference.to_owned());
    }
    let letter = app.mail.letter("root@example.org", "I am named in someone").await;
    assert!(letter.text.contains(&references[0]) && !letter.text.contains("Quackenbush"), "{}", letter.text);
    app.mail.letter("root@example.org", "Other safety concern").await;
    let list = html(&root, &app, "/operator/requests").await;
    for words in ["I am named in someone", "Other safety concern", "My work is used", "waits for an answer"] {
        assert!(list.contains(words), "{words}: {list}");
    }
    let one = format!("/operator/requests?r={}", references[0]);
    let page = html(&root, &app, &one).await;
    assert!(page.contains("&lt;b>asks") || page.contains("&lt;b&gt;asks"), "{page}");
    assert!(page.contains("a…@example.org") && !page.contains(SENDER), "no whole address");
    let answered =
        post(&root, &app, &one, &[("what", "answer"), ("text", "We looked.\n\nNothing is kept.")]).await;
    assert!(location(&answered).ends_with("done=answered"), "{}", answered.status());
    let letter = app.mail.letter(SENDER, "Answer to your message").await;
    assert!(letter.text.contains("Nothing is kept."), "{}", letter.text);
    let closed = post(&root, &app, &one, &[("what", "close"), ("outcome", "settled")]).await;
    assert_eq!(closed.status(), 303);
    assert!(html(&root, &app, &one).await.contains("closed"));
    for file in std::fs::read_dir(app.data.path()).expect("the data folder").flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        for canary in ["Quackenbush", SENDER] {
            assert!(memchr::memmem::find(&bytes, canary.as_bytes()).is_none(), "{:?}", file.path());
        }
    }
    clario_proofs::proves(&["AC-92", "AC-98"]);
}

#[tokio::test]
async fn no_page_and_no_header_shows_an_address() {
    let app = TestApp::start_with(|config| config.mail.sender = None).await;
    operator(&app).await;
    let stranger = browser();
    for path in ["/contact", "/report-abuse", "/dmca", "/", "/security", "/terms", "/no-such-page"] {
        let answer: Response = send(stranger.get(app.url(path))).await;
        let heads = format!("{:?}", answer.headers());
        let page = answer.text().await.expect("html");
        for text in [&heads, &page] {
            let addresses: Vec<_> = text
                .split(|c: char| c.is_whitespace() || "\"'<>()".contains(c))
                .filter(|word| word.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.')))
                .collect();
            assert!(addresses.is_empty() && !text.contains("mailto:"), "{path}: {addresses:?}");
        }
        assert!(!page.contains("recaptcha") && !page.contains("captcha"), "{path}");
    }
    clario_proofs::proves(&["AC-98"]);
}

#[tokio::test]
async fn scripted_and_huge_forms_are_answered_politely() {
    let app = TestApp::start().await;
    let stranger = browser();
    let mark = opened(&stranger, &app, "/contact").await;
    let huge = "x".repeat(10_000_000);
    let mut form = fields("other", &mark);
    form[5] = ("text", &huge);
    let answer = post(&stranger, &app, "/contact", &form).await;
    assert_eq!(answer.status(), 413);
    assert!(answer.text().await.expect("html").contains("too large"));
    let naked = send(
        stranger
            .post(app.url("/contact"))
            .header("sec-fetch-site", "same-origin")
            .form(&fields("other", &mark)),
    );
    let naked = naked.await;
    assert_eq!(naked.status(), 403, "without the mark of a page of ours");
    assert_eq!(typed(&naked.text().await.expect("html")), TEXT, "and with what was typed");
    let foreign = stranger.post(app.url("/contact")).header("sec-fetch-site", "cross-site").form(&form[..3]);
    assert_eq!(send(foreign).await.status(), 403);
    for (name, value, words) in [
        ("website", "https://spam.example", "Leave this field empty"),
        ("category", "no-such-category", "Choose what it is about"),
        ("email", "no address", "Enter an e-mail address"),
        ("text", "short", "Write 10 to 10,000"),
        ("opened", "0.00.00", "more than a day"),
    ] {
        let mut form = fields("other", &mark);
        form.retain(|(known, _)| *known != name);
        form.push((name, value));
        let answer = post(&stranger, &app, "/contact", &form).await;
        assert_eq!(answer.status(), 422, "{name}");
        let page = answer.text().await.expect("html");
        assert!(page.contains(words), "{name}: {page}");
    }
    for path in ["/contact?sent=<b>", "/contact?sent=0123456789abcdeF"] {
        assert!(html(&stranger, &app, path).await.contains("<form"), "{path}");
    }
}

#[tokio::test]
async fn to_others_there_are_no_requests_to_read() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    operator(&app).await;
    for client in [&browser(), &person.client] {
        for path in ["/operator/requests", "/operator/requests?r=0123456789abcdef"] {
            assert_eq!(send(client.get(app.url(path))).await.status(), 404, "{path}");
            for what in ["answer", "note", "close", "nonsense"] {
                let sent = [("what", what), ("text", "some words"), ("outcome", "settled")];
                assert_eq!(post(client, &app, path, &sent).await.status(), 404, "{path} {what}");
            }
        }
    }
}
