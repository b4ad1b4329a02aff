//! Somebody who restricts what is done with their data: reading stops, nothing is lost, and it goes on when they say so.

use std::time::Duration;

use clario_backend::{ConnectionForm, Error, Event, SignUp, Step, Visit, terms};
use clario_sandbox::{Settings, Token};

use crate::followed::{until, with_settings};

const TOKEN: &str = "a-token-that-is-long-enough";

#[tokio::test]
async fn while_processing_is_restricted_the_provider_hears_nothing_and_all_is_kept() {
    let secret = Token { secret: TOKEN.into(), ..Token::classic() };
    let followed = with_settings(Settings { issues: 100, tokens: vec![secret], ..Settings::default() }).await;
    let backend = &followed.backend;
    let password = "four tests in a green boat";
    let sign_up = SignUp {
        name: "Ada".into(),
        email: "ada@example.com".into(),
        password: password.into(),
        accepted_terms: Some(terms::current().version),
    };
    backend.sign_up(sign_up).await.unwrap();
    let token = followed.token("ada@example.com").await;
    let visit = Visit::of_a_stranger(None);
    let account = backend.confirm_address(&visit, &token, password.into()).await.unwrap();
    let recent = backend.recent(&visit.signed_in().unwrap()).unwrap();
    let workspace = backend.workspaces(&account).await.unwrap().remove(0);
    let viewer = backend.viewer(Some(&account), workspace.id.as_str()).await.unwrap();
    let form = || ConnectionForm {
        address: followed.sandbox.url(),
        email: Token::classic().email,
        token: TOKEN.to_owned(),
        label: "Ours".to_owned(),
    };
    let id = backend.add_connection(&viewer, form()).await.unwrap();
    let feed = backend.feed(&viewer, &id).await.unwrap();
    until(&feed, |progress| progress.complete).await;

    backend.restrict(&recent, true).await.unwrap();
    assert!(feed.snapshot().is_none() && feed.progress().step == Step::Stopped, "what was read is wiped");
    followed.sandbox.forget_requests();
    feed.wake();
    let is_refused = |refused: Result<(), Error>| matches!(refused, Err(Error::Restricted));
    assert!(is_refused(backend.feed(&viewer, &id).await.map(drop)));
    assert!(is_refused(backend.feeds(&viewer).await.map(drop)));
    assert!(is_refused(backend.probe_connection(&viewer, &id).await.map(drop)));
    assert!(is_refused(backend.try_connection(&viewer, form()).await.map(drop)));
    let standing = backend.standing(&viewer).await.unwrap().unwrap();
    assert!(standing.alerts[0].contains("Pause"), "{:?}", standing.alerts);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(followed.sandbox.requests().len(), 0, "the provider hears nothing");
    assert_eq!(backend.connections(&viewer).await.unwrap().len(), 1, "everything is kept");
    assert!(backend.restricted_since(&account).await.unwrap().is_some());

    backend.restrict(&recent, true).await.unwrap();
    backend.restrict(&recent, false).await.unwrap();
    let again = backend.feed(&viewer, &id).await.unwrap();
    until(&again, |progress| progress.complete).await;
    assert!(!followed.sandbox.requests().is_empty());
    let log = backend.audit_log(&viewer, None).await.unwrap();
    let events: Vec<_> = log.lines.iter().map(|line| line.event.as_str()).collect();
    let of = |event: Event| events.iter().filter(|known| **known == event.key()).count();
    assert_eq!((of(Event::ProcessingRestricted), of(Event::ProcessingResumed)), (1, 1), "{events:?}");
    clario_proofs::proves(&["AC-90"]);
}
