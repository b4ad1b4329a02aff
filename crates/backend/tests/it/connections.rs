//! Connections: what may be entered, what is shown, and that nobody reaches those of others.

use clario_backend::{AddressFault, Auth, ConnectionForm, ConnectionId, Error, Flaw};

use crate::app::{App, TOKEN, connection};

#[tokio::test]
async fn a_connection_shows_where_it_goes_and_the_last_four_of_its_token() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    let id = app.backend.add_connection(&viewer, connection()).await.unwrap();
    let found = app.backend.connection(&viewer, &id).await.unwrap();
    assert_eq!(app.backend.connections(&viewer).await.unwrap(), std::slice::from_ref(&found));
    assert_eq!(found.base_url, "https://acme.atlassian.net");
    assert_eq!(found.label.as_deref(), Some("Main site"));
    assert_eq!((found.auth, found.last_four.as_str()), (Auth::EmailToken, "2C3D"));
    assert!(!format!("{found:?}").contains("Canary"));
    clario_proofs::proves(&["AC-55"]);
}

#[tokio::test]
async fn what_cannot_be_a_connection_is_refused_with_its_field() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    let huge = "x".repeat(10_000_000);
    let address = |text: &str| ConnectionForm { address: text.to_owned(), ..connection() };
    let token = |text: &str| ConnectionForm { token: text.to_owned(), ..connection() };
    for (form, flaw) in [
        (address(""), Flaw::Address(AddressFault::Unreadable)),
        (address(&huge), Flaw::Address(AddressFault::Unreadable)),
        (address("http://acme.atlassian.net"), Flaw::Address(AddressFault::NotHttps)),
        (address("https://127.0.0.1"), Flaw::Address(AddressFault::Number)),
        (address("https://0x7f.1"), Flaw::Address(AddressFault::Number)),
        (address("https://me:pw@acme.atlassian.net"), Flaw::Address(AddressFault::HasUser)),
        (token("   "), Flaw::TokenEmpty),
        (token("short"), Flaw::Token),
        (token("two words, not a token at all"), Flaw::Token),
        (token("ATATT3x\u{0}hidden-0123456789"), Flaw::Token),
        (token(&huge), Flaw::Token),
        (ConnectionForm { email: "nobody".into(), ..connection() }, Flaw::CredentialEmail),
        (ConnectionForm { email: huge.clone(), ..connection() }, Flaw::CredentialEmail),
        (ConnectionForm { label: huge.clone(), ..connection() }, Flaw::Label),
        (ConnectionForm { label: "a\u{202e}b".into(), ..connection() }, Flaw::Label),
    ] {
        let refused = app.backend.add_connection(&viewer, form).await.unwrap_err();
        assert!(matches!(refused, Error::Flawed(found) if found == flaw), "{flaw:?}: {refused:?}");
        assert!(!flaw.field().is_empty());
    }
    assert!(app.backend.connections(&viewer).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_address_needs_a_new_credential() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    let id = app.backend.add_connection(&viewer, connection()).await.unwrap();
    let elsewhere = |token: &str| ConnectionForm {
        address: "other.atlassian.net".to_owned(),
        email: String::new(),
        token: token.to_owned(),
        label: String::new(),
    };
    let refused = app.backend.replace_credential(&viewer, &id, elsewhere("")).await.unwrap_err();
    assert!(matches!(refused, Error::Flawed(Flaw::TokenEmpty)));
    assert_eq!(app.backend.connection(&viewer, &id).await.unwrap().base_url, "https://acme.atlassian.net");
    app.clock.advance(86_400);
    app.backend.replace_credential(&viewer, &id, elsewhere("another-token-of-a-service-9876")).await.unwrap();
    let found = app.backend.connection(&viewer, &id).await.unwrap();
    assert_eq!((found.base_url.as_str(), found.auth), ("https://other.atlassian.net", Auth::Bearer));
    assert_eq!((found.last_four.as_str(), found.secret_age - found.created), ("9876", 86_400));
    assert_eq!(found.label.as_deref(), Some("Main site"));
}

#[tokio::test]
async fn labels_change_and_connections_go() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    let id = app.backend.add_connection(&viewer, connection()).await.unwrap();
    app.backend.label_connection(&viewer, &id, " ").await.unwrap();
    assert_eq!(app.backend.connection(&viewer, &id).await.unwrap().label, None);
    app.backend.remove_connection(&viewer, &id).await.unwrap();
    for gone in [
        app.backend.connection(&viewer, &id).await.map(drop),
        app.backend.remove_connection(&viewer, &id).await,
        app.backend.label_connection(&viewer, &id, "x").await,
        app.backend.replace_credential(&viewer, &id, connection()).await,
    ] {
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    }
}

#[tokio::test]
async fn nobody_reaches_a_connection_of_another_workspace() {
    let app = App::new().await;
    let (mine, theirs) = (app.owner("a@example.com").await, app.owner("b@example.com").await);
    let id = app.backend.add_connection(&theirs, connection()).await.unwrap();
    let before = app.backend.connection(&theirs, &id).await.unwrap();
    let unknown = ConnectionId::random().unwrap();
    for id in [&id, &unknown] {
        for refused in [
            app.backend.connection(&mine, id).await.map(drop),
            app.backend.remove_connection(&mine, id).await,
            app.backend.label_connection(&mine, id, "mine").await,
            app.backend.replace_credential(&mine, id, connection()).await,
        ] {
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        }
    }
    assert!(app.backend.connections(&mine).await.unwrap().is_empty());
    assert_eq!(app.backend.connection(&theirs, &id).await.unwrap(), before);
    clario_proofs::proves(&["AC-28"]);
}

#[tokio::test]
async fn a_workspace_has_a_bounded_number_of_connections() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    for _ in 0..20 {
        app.backend.add_connection(&viewer, connection()).await.unwrap();
    }
    let one_more = app.backend.add_connection(&viewer, connection()).await.unwrap_err();
    assert!(matches!(one_more, Error::Flawed(Flaw::TooManyConnections)));
}

#[tokio::test]
async fn a_removed_token_leaves_no_sealed_bytes_behind() {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    let id = app.backend.add_connection(&viewer, connection()).await.unwrap();
    assert!(app.holds(id.as_str().as_bytes()));
    app.backend.remove_connection(&viewer, &id).await.unwrap();
    assert!(!app.holds(id.as_str().as_bytes()), "row and write-ahead log are gone");
    assert!(!app.holds(TOKEN.as_bytes()));
    clario_proofs::proves(&["AZ-10"]);
}
