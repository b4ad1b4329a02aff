//! What the operator tells everybody, on the pages.

use crate::person::{Person, location, operator, post};
use crate::test_app::{TestApp, browser, send};
use reqwest::Client;

async fn html(client: &Client, app: &TestApp, path: &str) -> String {
    send(client.get(app.url(path))).await.text().await.expect("html")
}

#[tokio::test]
async fn a_notice_stands_on_every_page_until_it_is_withdrawn() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let person = Person::new(&app, "grace@example.org").await;
    let fields = |kind, title, effective| {
        [
            ("what", "publish"),
            ("kind", kind),
            ("title", title),
            ("text", "<b>What</b> happened"),
            ("days", "3"),
            ("effective", effective),
        ]
    };
    for (kind, title, effective, status) in [
        ("incident", "Mail was late", "", 303),
        ("update", "Another chart", "", 303),
        ("policy", "Another name", "2026-01-01", 422),
        ("gossip", "Somebody said", "", 422),
    ] {
        let sent = post(&root, &app, "/operator/notices", &fields(kind, title, effective)).await;
        assert_eq!(sent.status(), status, "{title}");
        if status == 422 {
            assert!(sent.text().await.expect("html").contains(title), "what was typed is kept");
        } else {
            assert_eq!(location(&sent), "/operator/notices?done=published");
        }
    }
    app.mail.letter("grace@example.org", "Incident: Mail was late").await;
    let (stranger, settings) = (browser(), person.page("settings"));
    for path in ["/", "/security", "/sign-in", "/no-such-page"] {
        let page = html(&stranger, &app, path).await;
        assert!(page.contains("Mail was late") && !page.contains("<b>What</b>"), "{path}");
        assert!(!page.contains("Another chart") && !page.contains("Another name"), "{path}");
    }
    for path in ["/account", settings.as_str()] {
        let page = html(&person.client, &app, path).await;
        assert!(page.contains("Mail was late") && page.contains("Another chart"), "{path}");
    }
    let list = html(&root, &app, "/operator/notices").await;
    let id =
        list.split("name=\"notice\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    let sent = post(&root, &app, "/operator/notices", &[("what", "withdraw"), ("notice", id)]).await;
    assert_eq!(location(&sent), "/operator/notices?done=withdrawn");
    for client in [&stranger, &person.client] {
        let tried = post(client, &app, "/operator/notices", &fields("incident", "A forged one", "")).await;
        assert_eq!(tried.status(), 404);
    }
    assert!(!html(&stranger, &app, "/").await.contains("A forged one"));
    clario_proofs::proves(&["AC-29"]);
}
