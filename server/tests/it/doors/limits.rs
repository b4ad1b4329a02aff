//! AC-63, AC-65, AL-20: how often one may ask, and that nobody is locked out by what others do or say.

use crate::person::Person;
use crate::test_app::{TestApp, browser, send};
use clario_server::Doors;

#[tokio::test]
async fn one_who_asks_too_often_is_told_when_to_come_back() {
    let app = TestApp::start_with(|config| config.doors.requests = 10).await;
    let mut answers = Vec::new();
    for _ in 0..12 {
        answers.push(send(browser().get(app.url("/terms"))).await);
    }
    let passed = answers.iter().filter(|answer| answer.status() == 200).count();
    assert!((10..12).contains(&passed), "{passed}");
    let refused = answers.pop().expect("the last one");
    assert_eq!(refused.status(), 429);
    let seconds: u64 = refused.headers()["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=61).contains(&seconds), "{seconds}");
    assert!(refused.headers().contains_key("content-security-policy"));
    let html = refused.text().await.expect("html");
    assert!(html.contains("Try again in") && html.contains("<h1>"), "{html}");
    assert_eq!(send(browser().get(app.url("/healthz"))).await.status(), 200, "it is still known to be up");
    clario_proofs::proves(&["AC-63"]);
}

#[tokio::test]
async fn a_stranger_who_says_to_be_somebody_else_counts_as_who_they_are() {
    let app = TestApp::start_with(|config| config.doors.requests = 10).await;
    let mut statuses = Vec::new();
    for turn in 0..15 {
        let request = browser().get(app.url("/terms"));
        let request = request
            .header("x-forwarded-for", format!("198.51.100.{turn}"))
            .header("forwarded", format!("for=198.51.100.{turn}"))
            .header("x-real-ip", format!("198.51.100.{turn}"));
        statuses.push(send(request).await.status().as_u16());
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}

#[tokio::test]
async fn behind_a_declared_proxy_each_client_counts_alone() {
    let app = TestApp::start_with(|config| {
        let proxies = vec!["127.0.0.1/32".parse().expect("a network")];
        config.doors = Doors { proxies, requests: 10, ..Doors::default() };
    })
    .await;
    let ask = async |client: &str| {
        send(browser().get(app.url("/terms")).header("x-forwarded-for", client)).await.status().as_u16()
    };
    let mut greedy = Vec::new();
    for turn in 0..15 {
        // What stands further left is the client's own word.
        greedy.push(ask(&format!("10.9.9.{turn}, 198.51.100.1")).await);
    }
    assert_eq!(greedy.last(), Some(&429), "{greedy:?}");
    assert_eq!(ask("198.51.100.2").await, 200, "another client is not locked out");
    assert_eq!(ask("2001:db8:1:2::1").await, 200);
}

#[tokio::test]
async fn a_person_who_asks_too_often_waits_and_others_do_not() {
    let app = TestApp::start_with(|config| {
        let proxies = vec!["127.0.0.1/32".parse().expect("a network")];
        config.doors = Doors { proxies, requests: 60, knocks: 1_000, ..Doors::default() };
    })
    .await;
    let grace = Person::new(&app, "grace@example.org").await;
    let linus = Person::new(&app, "linus@example.org").await;
    let ask = async |person: &Person, turn: usize| {
        let request = person.client.get(app.url("/terms"));
        send(request.header("x-forwarded-for", format!("198.51.100.{turn}"))).await.status().as_u16()
    };
    let mut statuses = Vec::new();
    for turn in 0..50 {
        statuses.push(ask(&grace, turn).await);
    }
    assert_eq!(statuses.last(), Some(&429), "from many addresses: {statuses:?}");
    assert_eq!(ask(&linus, 200).await, 200);
    clario_proofs::proves(&["AC-63"]);
}
