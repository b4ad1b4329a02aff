//! From an address and a token to charts, over HTTP, against a simulated Jira.

use crate::person::Person;
use crate::simulated_jira::{TOKEN, app_for, connect, jira, settings, until_complete};
use crate::test_app::TestApp;
use clario_sandbox::{Endpoint, Fault, Sandbox, Trouble};

/// A site of five projects, the program that may read it, and somebody to do so.
async fn ready() -> (Sandbox, TestApp, Person) {
    let jira = jira(settings(600)).await;
    let app = app_for(&[&jira], |_| {}).await;
    let person = Person::new(&app, "grace@example.org").await;
    (jira, app, person)
}

#[tokio::test]
async fn a_token_becomes_charts() {
    let (jira, app, person) = ready().await;
    connect(&app, &person, &jira, TOKEN, "Ours").await;
    until_complete(&app, &person).await;
    let flow = person.text(&app, &person.page("flow")).await;
    assert!(flow.contains("of items finish within") && flow.contains("<svg"), "the scatter says its answer");
    let tables: Vec<&str> =
        flow.split("/flow/").skip(1).filter_map(|rest| rest.split(".csv").next()).collect();
    let wanted = ["finished-items", "histogram", "throughput", "cumulative-flow", "ageing", "time-in-status"];
    for table in wanted {
        assert!(tables.contains(&table), "{table} can be taken along: {tables:?}");
        let text = person.text(&app, &person.page(&format!("flow/{table}.csv"))).await;
        assert!(text.lines().count() > 2, "{table}: {text}");
    }
    let item =
        flow.split("href=\"").find(|rest| rest.contains("/item/")).and_then(|rest| rest.split('"').next());
    let item = person.text(&app, item.expect("an item behind the numbers")).await;
    assert!(item.contains(&format!("{}/browse/", jira.url())), "the item leads to Jira");
    assert!(jira.requests().iter().all(|request| ["GET", "POST"].contains(&request.method.as_str())));
}

#[tokio::test]
async fn another_person_sees_nothing_of_it() {
    let (jira, app, owner) = ready().await;
    connect(&app, &owner, &jira, TOKEN, "Ours").await;
    until_complete(&app, &owner).await;
    let stranger = Person::new(&app, "mallory@example.org").await;
    for page in ["overview", "flow", "sync", "connect", "flow/finished-items.csv", "sync/events"] {
        let answer = stranger.open(&app, &owner.page(page)).await;
        assert_eq!(answer.status(), 404, "{page}");
        assert!(!answer.text().await.expect("text").contains("Ours"), "{page}");
    }
    clario_proofs::proves(&["AC-57", "AZ-12"]);
}

#[tokio::test]
async fn each_way_to_mistype_a_connection_has_its_remedy() {
    let (jira, app, person) = ready().await;
    let page = person.page("connect");
    let url = jira.url();
    for (address, email, token, remedy) in [
        ("", "", TOKEN, "This address cannot be used"),
        ("http://example.org", "", TOKEN, "does not start with https"),
        ("https://user:pass@acme.atlassian.net", "", TOKEN, "contains a user name"),
        ("https://169.254.169.254", "", TOKEN, "is a number"),
        (&url, "not an address", TOKEN, "e-mail address the token belongs to"),
        (&url, "reader@example.test", "", "Enter the token"),
        (&url, "reader@example.test", "short", "This is not a token"),
        (&url, "reader@example.test", "a-token-nobody-ever-made", "Jira rejected the token"),
    ] {
        let fields = [("what", "try"), ("address", address), ("email", email), ("token", token)];
        let answer = person.post(&app, &page, &fields).await;
        assert_eq!(answer.status(), 422, "{remedy}");
        let html = answer.text().await.expect("html");
        assert!(html.contains(remedy), "{remedy}: {html}");
        assert!(token.is_empty() || !html.contains(token), "{remedy}");
    }
}

#[tokio::test]
async fn what_the_provider_says_about_its_trouble_is_never_shown() {
    let (jira, app, person) = ready().await;
    for trouble in
        [Trouble::Html, Trouble::Truncated, Trouble::Gone, Trouble::Status(500), Trouble::Status(403)]
    {
        jira.faults().inject(Fault::new(trouble.clone()).on(Endpoint::Myself));
        let url = jira.url();
        let fields =
            [("what", "try"), ("address", url.as_str()), ("email", "reader@example.test"), ("token", TOKEN)];
        let answer = person.post(&app, &person.page("connect"), &fields).await;
        assert_eq!(answer.status(), 422, "{trouble:?}");
        let html = answer.text().await.expect("html");
        assert!(jira.poison().iter().all(|poison| !html.contains(&poison.text)), "{trouble:?}");
        jira.faults().clear();
    }
    clario_proofs::proves(&["AC-20"]);
}
