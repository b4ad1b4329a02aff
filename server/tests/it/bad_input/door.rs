//! Trying a connection out: what a person reads for each way in which it can fail, before anything is kept.

use super::words;
use crate::person::Person;
use crate::simulated_jira::{READER, TOKEN, app_for, jira, opened_by, settings};
use crate::test_app::TestApp;
use clario_sandbox::{Endpoint, Fault, Sandbox, Settings, Token, Trouble};

/// Sends the form and returns the status with what the person reads.
async fn tried(app: &TestApp, person: &Person, address: &str, token: &str) -> (u16, String) {
    let fields = [("what", "try"), ("address", address), ("email", READER), ("token", token)];
    let answer = person.post(app, &person.page("connect"), &fields).await;
    let status = answer.status().as_u16();
    let html = answer.text().await.expect("html");
    assert!(!html.contains(token), "no token comes back");
    (status, words(&html))
}

async fn at_the_door(settings: Settings) -> (Sandbox, TestApp, Person) {
    let jira = jira(settings).await;
    let app = app_for(&[&jira], |_| {}).await;
    let person = Person::new(&app, "grace@example.org").await;
    (jira, app, person)
}

#[tokio::test]
async fn each_answer_that_is_none_has_its_sentence() {
    let (jira, app, person) = at_the_door(settings(50)).await;
    for (trouble, sentence) in [
        (Trouble::DeadToken, "Jira rejected the token. It may have expired or been revoked"),
        (Trouble::MissingScope, "The token lacks a scope. Create a token with these scopes: read:jira-user."),
        (Trouble::Html, "This address answered with a web page instead of Jira's data. Check the address"),
        (Trouble::LoginRedirect, "This address answered with a web page instead of Jira's data."),
        (Trouble::Truncated, "Jira's answer broke off or could not be read."),
        (Trouble::Huge { bytes: 100_000_000 }, "Jira sent an answer larger than 64 MB, which was not read."),
        (
            Trouble::Burst { retry_after: 600 },
            "Jira asks to slow down. The update goes on by itself in about 10 minutes.",
        ),
        (Trouble::Gone, "Jira has removed the function this version relies on. Update AltaClario."),
        (Trouble::Status(403), "Jira says that this account has no permission."),
        (Trouble::Status(500), "Jira cannot be reached at the moment."),
    ] {
        jira.faults().inject(Fault::new(trouble.clone()).on(Endpoint::Myself));
        let (status, said) = tried(&app, &person, &jira.url(), TOKEN).await;
        assert_eq!(status, 422, "{trouble:?}");
        assert!(said.contains(sentence), "{trouble:?}: {said}");
        jira.faults().clear();
        // A pause that was asked for is kept to; a new try comes from a client of its own.
        let (status, said) = tried(&app, &person, &jira.url(), TOKEN).await;
        assert_eq!(status, 200, "after {trouble:?}: {said}");
    }
}

#[tokio::test]
async fn a_dead_token_is_refused_though_jira_answers_as_to_a_stranger() {
    let dead = Token { secret: TOKEN.to_owned(), ..Token::dead() };
    let (jira, app, person) = at_the_door(Settings { tokens: vec![dead], ..settings(50) }).await;
    let (status, said) = tried(&app, &person, &jira.url(), TOKEN).await;
    assert_eq!(status, 422);
    assert!(said.contains("Jira rejected the token."), "{said}");
    assert!(!said.contains("0 items"), "an empty answer is no answer: {said}");
}

#[tokio::test]
async fn a_token_with_too_few_scopes_names_those_it_lacks() {
    let few = ["read:jira-work", "read:jira-user"];
    let poor = Token::with_scopes(TOKEN, &few);
    let (jira, app, person) = at_the_door(Settings { tokens: vec![poor], ..settings(50) }).await;
    let (status, said) = tried(&app, &person, &jira.url(), TOKEN).await;
    assert_eq!(status, 200, "{said}");
    let sentence = "The token lacks these scopes: read:board-scope:jira-software, read:project:jira.";
    assert!(said.contains(sentence), "{said}");
    assert!(said.contains("It may not list boards, so each project becomes a team."), "{said}");
}

#[tokio::test]
async fn an_account_that_may_write_gets_a_warning_and_one_that_sees_nothing_too() {
    let writing = Token { can_write: true, ..opened_by(TOKEN) };
    let site = Settings { tokens: vec![writing], projects: Some(1), ..settings(50) };
    let (jira, app, person) = at_the_door(site).await;
    let (_, said) = tried(&app, &person, &jira.url(), TOKEN).await;
    assert!(said.contains("Its account could change things in Jira."), "{said}");
    assert!(jira.world().revoke_project("PAY"));
    let (_, said) = tried(&app, &person, &jira.url(), TOKEN).await;
    assert!(said.contains("It sees no project at all."), "{said}");
    clario_proofs::proves(&["AC-23"]);
}

#[tokio::test]
async fn a_site_where_nobody_answers_cannot_be_reached() {
    let (jira, app, person) = at_the_door(settings(1)).await;
    let address = jira.url();
    drop(jira);
    let (status, said) = tried(&app, &person, &address, TOKEN).await;
    assert_eq!(status, 422);
    assert!(said.contains("Jira cannot be reached at the moment."), "{said}");
}
