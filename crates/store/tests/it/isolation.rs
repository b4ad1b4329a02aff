//! Rows of another workspace cannot be read, changed or referred to.

use clario_store::{
    Auth, ConnectionId, Error, Holiday, Resolution, SealedSecret, SourceKind, Stage, StatusStage, Store,
    Team, TeamId, TeamSource, Workflow, WorkflowId,
};

use crate::fixture::{Fixture, NOW, Person, sealed};

fn team(connection_id: &ConnectionId, workflow_id: Option<WorkflowId>) -> Team {
    let source = TeamSource {
        connection_id: connection_id.clone(),
        kind: SourceKind::Board,
        provider_id: "12".to_owned(),
    };
    Team { id: TeamId::random().expect("random"), label: None, workflow_id, sources: vec![source] }
}

fn workflow(connection_id: &ConnectionId) -> Workflow {
    let status = StatusStage {
        connection_id: connection_id.clone(),
        item_type_id: String::new(),
        status_id: "10001".to_owned(),
        stage: Stage::Waiting,
    };
    Workflow {
        id: WorkflowId::random().expect("random"),
        label: Some("Delivery".to_owned()),
        restart_on_queue: true,
        include_subtasks: false,
        stages: vec![status],
    }
}

fn resolution(connection_id: &ConnectionId) -> Resolution {
    Resolution { connection_id: connection_id.clone(), resolution_id: "10002".to_owned() }
}

/// Everything a workspace holds, as text to compare.
async fn everything(store: &Store, person: &Person, connection: &ConnectionId) -> String {
    let scope = &person.scope;
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        store.workspace_name(scope).await.expect("a name"),
        store.calendar(scope).await.expect("a calendar"),
        store.connections(scope).await.expect("connections"),
        store.connection_secret(scope, connection).await.expect("a secret").sealed.as_bytes(),
        store.teams(scope).await.expect("teams"),
        store.workflows(scope).await.expect("workflows"),
        store.removed_resolutions(scope).await.expect("resolutions"),
    )
}

#[tokio::test]
async fn the_scope_of_one_workspace_finds_nothing_of_another() {
    let fixture = Fixture::new().await;
    let store = &fixture.store;
    let (mine, theirs) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let connection = fixture.connection(&theirs).await;
    let their_workflow = workflow(&connection);
    assert!(store.set_workflow(&theirs.scope, &their_workflow, 10, NOW).await.unwrap());
    let their_team = team(&connection, Some(their_workflow.id.clone()));
    store.set_teams(&theirs.scope, std::slice::from_ref(&their_team), NOW).await.unwrap();
    store
        .set_holidays(&theirs.scope, &[Holiday { day: "2026-12-25".into(), label: None }], NOW)
        .await
        .unwrap();
    store.set_removed_resolutions(&theirs.scope, Some(&[resolution(&connection)]), NOW).await.unwrap();
    let before = everything(store, &theirs, &connection).await;

    assert_eq!(store.scope(&mine.account, &theirs.workspace).await.unwrap(), None);
    assert_eq!(store.workspaces(&mine.account).await.unwrap().len(), 1);

    // Reading with a foreign id.
    let scope = &mine.scope;
    assert!(store.connections(scope).await.unwrap().is_empty());
    assert!(matches!(store.connection(scope, &connection).await, Err(Error::Missing)));
    assert!(matches!(store.connection_secret(scope, &connection).await, Err(Error::Missing)));
    assert!(store.teams(scope).await.unwrap().is_empty());
    assert!(store.workflows(scope).await.unwrap().is_empty());
    assert!(store.calendar(scope).await.unwrap().holidays.is_empty());
    assert_eq!(store.removed_resolutions(scope).await.unwrap(), None);

    // Writing with a foreign id.
    let missing = |result: Result<(), Error>| assert!(matches!(result, Err(Error::Missing)), "{result:?}");
    missing(store.label_connection(scope, &connection, Some("mine now"), NOW).await);
    missing(store.remember_gateway(scope, &connection, Some("1-2-3")).await);
    missing(store.remove_connection(scope, &connection, NOW).await);
    let secret = SealedSecret { sealed: sealed(), revision: 2, last_four: "evil".into() };
    let stolen = store
        .replace_connection_secret(scope, &connection, "https://evil.example", Auth::Bearer, &secret, NOW)
        .await;
    assert!(!stolen.unwrap());
    missing(store.set_teams(scope, &[team(&connection, None)], NOW).await);
    let my_connection = fixture.connection(&mine).await;
    missing(store.set_teams(scope, &[team(&my_connection, Some(their_workflow.id.clone()))], NOW).await);
    missing(
        store
            .set_teams(scope, &[Team { id: their_team.id.clone(), ..team(&my_connection, None) }], NOW)
            .await,
    );
    missing(store.set_workflow(scope, &workflow(&connection), 10, NOW).await.map(drop));
    let taken_over = Workflow { id: their_workflow.id.clone(), ..workflow(&my_connection) };
    missing(store.set_workflow(scope, &taken_over, 10, NOW).await.map(drop));
    missing(store.remove_workflow(scope, &their_workflow.id, NOW).await);
    missing(store.set_removed_resolutions(scope, Some(&[resolution(&connection)]), NOW).await);
    store.set_holidays(scope, &[], NOW).await.unwrap();
    store.set_zone(scope, "Asia/Tokyo", NOW).await.unwrap();
    store.rename_workspace(scope, "Mine", NOW).await.unwrap();

    assert_eq!(everything(store, &theirs, &connection).await, before);
    assert!(store.teams(scope).await.unwrap().is_empty(), "a refused change leaves nothing behind");
    assert!(store.workflows(scope).await.unwrap().is_empty());
    assert_eq!(store.removed_resolutions(scope).await.unwrap(), None);
    clario_proofs::proves(&["AC-28", "AL-16"]);
}

#[tokio::test]
async fn removing_a_connection_takes_along_what_refers_to_it() {
    let fixture = Fixture::new().await;
    let store = &fixture.store;
    let person = fixture.person("a@example.com").await;
    let (kept, removed) = (fixture.connection(&person).await, fixture.connection(&person).await);
    let both =
        Workflow { stages: [workflow(&kept).stages, workflow(&removed).stages].concat(), ..workflow(&kept) };
    assert!(store.set_workflow(&person.scope, &both, 10, NOW).await.unwrap());
    let teams = [team(&removed, None), team(&kept, Some(both.id.clone()))];
    store.set_teams(&person.scope, &teams, NOW).await.unwrap();
    store
        .set_removed_resolutions(&person.scope, Some(&[resolution(&kept), resolution(&removed)]), NOW)
        .await
        .unwrap();

    store.remove_connection(&person.scope, &removed, NOW).await.unwrap();
    assert_eq!(store.teams(&person.scope).await.unwrap(), teams[1..]);
    assert_eq!(store.workflows(&person.scope).await.unwrap()[0].stages, workflow(&kept).stages);
    assert_eq!(store.removed_resolutions(&person.scope).await.unwrap().unwrap(), [resolution(&kept)]);

    store.remove_workflow(&person.scope, &both.id, NOW).await.unwrap();
    assert_eq!(store.teams(&person.scope).await.unwrap()[0].workflow_id, None);
}

#[tokio::test]
async fn of_two_replacements_at_once_one_wins() {
    let fixture = Fixture::new().await;
    let person = fixture.person("a@example.com").await;
    let connection = fixture.connection(&person).await;
    let replace = |url: &'static str| {
        let (store, scope, connection) = (&fixture.store, &person.scope, &connection);
        async move {
            let secret = SealedSecret { sealed: sealed(), revision: 2, last_four: "abcd".into() };
            store
                .replace_connection_secret(scope, connection, url, Auth::Bearer, &secret, NOW)
                .await
                .expect("an answer")
        }
    };
    let (one, other) =
        tokio::join!(replace("https://one.atlassian.net"), replace("https://two.atlassian.net"));
    assert!(one ^ other);
}
