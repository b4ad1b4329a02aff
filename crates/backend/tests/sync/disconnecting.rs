//! A connection's data belongs to its workspace and its credential, and goes with them.

use std::time::Duration;

use clario_backend::{ConnectionForm, ConnectionId, SignUp, Step, Viewer, Visit, terms};
use clario_sandbox::{Settings, Token, TokenKind};

use crate::followed::{Followed, until, with_settings};

const SECOND_TOKEN: &str = "a-second-token-that-is-long-enough";

fn long_token(secret: &str) -> Token {
    Token { secret: secret.into(), kind: TokenKind::Classic, ..Token::classic() }
}

async fn followed() -> Followed {
    let tokens = vec![Token::classic(), long_token("a-token-that-is-long-enough"), long_token(SECOND_TOKEN)];
    with_settings(Settings { issues: 100, tokens, ..Settings::default() }).await
}

fn form(followed: &Followed, secret: &str) -> ConnectionForm {
    ConnectionForm {
        address: followed.sandbox.url(),
        email: Token::classic().email,
        token: secret.to_owned(),
        label: String::new(),
    }
}

async fn owner(followed: &Followed, email: &str) -> Viewer {
    let password = "four tests in a green boat";
    let version = terms::current().version;
    let sign_up = SignUp {
        name: "Ada".into(),
        email: email.into(),
        password: password.into(),
        accepted_terms: Some(version),
    };
    followed.backend.sign_up(sign_up).await.unwrap();
    let token = followed.token(email).await;
    let visit = Visit::of_a_stranger(None);
    let account = followed.backend.confirm_address(&visit, &token, password.into()).await.unwrap();
    let workspace = followed.backend.workspaces(&account).await.unwrap().remove(0);
    followed.backend.viewer(Some(&account), workspace.id.as_str()).await.unwrap()
}

async fn connect(followed: &Followed, viewer: &Viewer) -> ConnectionId {
    let form = form(followed, "a-token-that-is-long-enough");
    followed.backend.add_connection(viewer, form).await.unwrap()
}

#[tokio::test]
async fn a_credential_can_be_tried_out_before_it_is_kept() {
    let followed = followed().await;
    let viewer = owner(&followed, "ada@example.com").await;
    let token = "a-token-that-is-long-enough";
    let trial = followed.backend.try_connection(&viewer, form(&followed, token)).await.unwrap();
    let probe = &trial.probe;
    assert!(probe.projects > 0 && probe.boards > Some(0));
    assert_eq!(probe.clock_ahead_ms, 0);
    let wrong =
        followed.backend.try_connection(&viewer, form(&followed, "a-wrong-token-of-some-length")).await;
    assert!(wrong.err().unwrap().to_string().contains("Create a new token"));
    assert!(followed.backend.connections(&viewer).await.unwrap().is_empty());

    assert!(!trial.draft.contains(token), "the draft shows nothing of the token");
    let id = followed.backend.connect(&viewer, &trial.draft, "Ours").await.unwrap();
    let kept = followed.backend.connection(&viewer, &id).await.unwrap();
    assert_eq!((kept.label.as_deref(), kept.last_four.as_str()), (Some("Ours"), "ough"));
}

#[tokio::test]
async fn a_draft_serves_its_own_person_for_two_hours_only() {
    let followed = followed().await;
    let viewer = owner(&followed, "ada@example.com").await;
    let trial = followed
        .backend
        .try_connection(&viewer, form(&followed, "a-token-that-is-long-enough"))
        .await
        .unwrap();
    let stranger = owner(&followed, "bob@example.com").await;
    for draft in [trial.draft.as_str(), "", "00", "not a draft"] {
        let refused = followed.backend.connect(&stranger, draft, "").await;
        assert!(matches!(refused, Err(clario_backend::Error::EnterCredentialAgain)), "{draft:.8}");
    }
    followed.clock.advance(2 * 3_600);
    let late = followed.backend.connect(&viewer, &trial.draft, "").await;
    assert!(matches!(late, Err(clario_backend::Error::EnterCredentialAgain)));
}

#[tokio::test]
async fn removing_a_connection_wipes_its_data_and_stops_its_requests() {
    let followed = followed().await;
    let viewer = owner(&followed, "ada@example.com").await;
    let id = connect(&followed, &viewer).await;
    let feed = followed.backend.feed(&viewer, &id).await.unwrap();
    until(&feed, |progress| progress.complete).await;
    assert!(feed.snapshot().is_some_and(|snapshot| !snapshot.data.is_empty()));
    followed.backend.remove_connection(&viewer, &id).await.unwrap();
    assert!(feed.snapshot().is_none());
    assert_eq!(feed.progress().step, Step::Stopped);
    followed.sandbox.forget_requests();
    feed.wake();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(followed.sandbox.requests().len(), 0);
    assert!(followed.backend.feed(&viewer, &id).await.is_err());
    clario_proofs::proves(&["AZ-10", "AC-11"]);
}

#[tokio::test]
async fn removing_a_connection_stops_a_reading_under_way() {
    let followed = followed().await;
    let viewer = owner(&followed, "ada@example.com").await;
    let id = connect(&followed, &viewer).await;
    followed.sandbox.faults().set(|switches| switches.page_cap = 3);
    let feed = followed.backend.feed(&viewer, &id).await.unwrap();
    until(&feed, |progress| progress.step == Step::Recent).await;
    followed.backend.remove_connection(&viewer, &id).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    followed.sandbox.forget_requests();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(followed.sandbox.requests().len(), 0);
    assert!(feed.snapshot().is_none());
}

#[tokio::test]
async fn looking_while_somebody_disconnects_leaves_nothing_behind() {
    let followed = followed().await;
    let viewer = owner(&followed, "ada@example.com").await;
    for round in 0..10 {
        let id = connect(&followed, &viewer).await;
        let looks = futures::future::join_all((0..8).map(|_| followed.backend.feed(&viewer, &id)));
        let (looks, removed) = tokio::join!(looks, followed.backend.remove_connection(&viewer, &id));
        removed.unwrap();
        for feed in looks.into_iter().flatten() {
            assert_eq!(feed.progress().step, Step::Stopped, "round {round}");
        }
    }
}

#[tokio::test]
async fn another_credential_begins_anew() {
    let followed = followed().await;
    let viewer = owner(&followed, "ada@example.com").await;
    let id = connect(&followed, &viewer).await;
    let old = followed.backend.feed(&viewer, &id).await.unwrap();
    until(&old, |progress| progress.complete).await;
    followed.backend.replace_credential(&viewer, &id, form(&followed, SECOND_TOKEN)).await.unwrap();
    assert!(old.snapshot().is_none());
    let new = followed.backend.feed(&viewer, &id).await.unwrap();
    assert!(!std::sync::Arc::ptr_eq(&old, &new));
    until(&new, |progress| progress.complete).await;
}

#[tokio::test]
async fn looking_twice_reads_once_and_strangers_see_nothing() {
    let followed = followed().await;
    let ada = owner(&followed, "ada@example.com").await;
    let eve = owner(&followed, "eve@example.com").await;
    let id = connect(&followed, &ada).await;
    let (first, second) = tokio::join!(followed.backend.feed(&ada, &id), followed.backend.feed(&ada, &id));
    let first = first.unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &second.unwrap()));
    until(&first, |progress| progress.complete).await;
    assert!(followed.backend.feed(&eve, &id).await.is_err());
    assert!(followed.backend.feeds(&eve).await.unwrap().is_empty());
    assert_eq!(followed.backend.feeds(&ada).await.unwrap().len(), 1);
    clario_proofs::proves(&["AZ-12"]);
}

#[tokio::test]
async fn stopping_forgets_everything() {
    let followed = followed().await;
    let feed = followed.complete().await;
    followed.backend.stop().await;
    assert!(feed.snapshot().is_none());
    clario_proofs::proves(&["AC-11"]);
}
