//! Signing in: at the site or the gateway, with good, poor and dead credentials.

use clario_providers::jira::{Auth, Field, Route, Writes};
use clario_providers::{Error, Provider};
use clario_sandbox::{Endpoint, Fault, Sandbox, Settings, Token, Trouble};

use crate::connected::{client, client_with, small_world, with_token};

const NOW: i64 = 1_760_000_400_000;

fn route(provider: &Provider) -> Option<Route> {
    let Provider::Jira(jira) = provider;
    jira.route()
}

#[tokio::test]
async fn a_classic_token_works_at_the_site() {
    let world = small_world().await;
    let probe = world.provider.probe(NOW).await.unwrap();
    assert_eq!(probe.route, Route::Site);
    assert_eq!(probe.who.time_zone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(probe.missing_scopes, [] as [&str; 0]);
    assert_eq!(probe.writes, Writes::Impossible);
    assert_eq!(probe.columns_readable, Some(true));
    assert_eq!(probe.fields, Field::all());
    assert_eq!(probe.fields_not_found, []);
    assert!(probe.projects > 1 && probe.boards > Some(1), "{probe:?}");
    assert!(probe.items.is_some_and(|items| items > 200), "{:?}", probe.items);
    assert_eq!(probe.clock_ahead_ms, 0);
}

#[tokio::test]
async fn a_scoped_token_is_refused_at_the_site_and_found_to_work_at_the_gateway() {
    let world = small_world().await;
    let provider = client(&world.sandbox, &Token::scoped());
    let probe = provider.probe(NOW).await.unwrap();
    assert!(matches!(probe.route, Route::Gateway { .. }));
    assert_eq!(probe.missing_scopes, [] as [&str; 0]);
    world.sandbox.forget_requests();
    provider.catalog().await.unwrap();
    assert!(world.sandbox.requests().iter().all(|request| request.gateway), "the route is remembered");
}

#[tokio::test]
async fn a_bearer_token_works_at_the_gateway() {
    let world = small_world().await;
    let provider = client_with(&world.sandbox, Auth::Bearer(Token::scoped().secret.into()));
    provider.catalog().await.unwrap();
    assert!(matches!(route(&provider), Some(Route::Gateway { .. })));
}

#[tokio::test]
async fn a_token_that_can_write_is_told_apart() {
    let world = small_world().await;
    let probe = client(&world.sandbox, &Token::writing()).probe(NOW).await.unwrap();
    assert_eq!(probe.writes, Writes::Possible);
    clario_proofs::proves(&["AC-23"]);
}

#[tokio::test]
async fn wrong_and_dead_tokens_ask_to_sign_in_again() {
    let world = small_world().await;
    let wrong = Token { secret: "mistyped".into(), ..Token::classic() };
    for token in [wrong, Token::dead()] {
        let provider = client(&world.sandbox, &token);
        assert_eq!(provider.probe(NOW).await.unwrap_err(), Error::SignInAgain);
        assert_eq!(provider.catalog().await.unwrap_err(), Error::SignInAgain);
        assert_eq!(route(&provider), None);
    }
}

#[tokio::test]
async fn a_token_without_board_scopes_names_them_and_reads_the_rest() {
    let world = with_token(Token::with_scopes("poor", &["read:jira-work", "read:jira-user"])).await;
    let probe = world.provider.probe(NOW).await.unwrap();
    assert_eq!(probe.boards, None);
    assert_eq!(probe.missing_scopes, ["read:board-scope:jira-software", "read:project:jira"]);
    let survey = world.provider.catalog().await.unwrap();
    assert!(survey.catalog.boards.is_empty() && !survey.catalog.projects.is_empty());
}

#[tokio::test]
async fn a_token_without_sprint_and_column_scopes_names_them() {
    let scopes = ["read:jira-work", "read:jira-user", "read:board-scope:jira-software", "read:project:jira"];
    let world = with_token(Token::with_scopes("poorer", &scopes)).await;
    let probe = world.provider.probe(NOW).await.unwrap();
    assert_eq!(probe.columns_readable, Some(false));
    assert_eq!(
        probe.missing_scopes,
        ["read:board-scope.admin:jira-software", "read:project:jira", "read:sprint:jira-software"]
    );
}

#[tokio::test]
async fn a_token_without_the_first_scope_names_it() {
    let world = with_token(Token::with_scopes("poorest", &["read:jira-work"])).await;
    assert_eq!(
        world.provider.probe(NOW).await.unwrap_err(),
        Error::MissingScope { scopes: &["read:jira-user"] }
    );
}

#[tokio::test]
async fn a_web_page_in_place_of_data_is_not_the_provider() {
    let world = small_world().await;
    for trouble in [Trouble::Html, Trouble::LoginRedirect, Trouble::Status(404)] {
        world.sandbox.faults().inject(Fault::new(trouble.clone()));
        let provider = client(&world.sandbox, &Token::classic());
        assert_eq!(provider.probe(NOW).await.unwrap_err(), Error::NotTheProvider, "{trouble:?}");
        world.sandbox.faults().clear();
    }
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable() {
    let sandbox = Sandbox::start(Settings { issues: 1, ..Settings::default() }).await.unwrap();
    let provider = client(&sandbox, &Token::classic());
    drop(sandbox);
    tokio::task::yield_now().await;
    assert_eq!(provider.probe(NOW).await.unwrap_err(), Error::Unreachable);
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_measured() {
    let world = small_world().await;
    for skew in [600_000, -600_000] {
        world.sandbox.faults().set(|switches| switches.clock_skew_millis = skew);
        let probe = world.provider.probe(NOW).await.unwrap();
        assert_eq!(probe.clock_ahead_ms, -skew);
    }
}

#[tokio::test]
async fn a_refused_permission_question_leaves_writing_unknown() {
    let world = small_world().await;
    world.sandbox.faults().inject(Fault::new(Trouble::Status(403)).on(Endpoint::MyPermissions));
    assert_eq!(world.provider.probe(NOW).await.unwrap().writes, Writes::Unknown);
}
