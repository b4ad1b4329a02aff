//! Workspaces: whose they are, and who gets in.

use clario_backend::{Error, Flaw, SAMPLE};

use crate::app::{App, connection};

#[tokio::test]
async fn a_workspace_of_somebody_else_looks_like_none_at_all() {
    let app = App::new().await;
    let mine = app.person("a@example.com").await;
    let theirs = app.person("b@example.com").await;
    let their_workspace = app.workspace(&theirs).await;
    for workspace in
        [their_workspace.as_str(), "0000000000000000", "", "../etc", "SAMPLE", &"x".repeat(10_000_000)]
    {
        let refused = app.backend.viewer(Some(&mine), workspace).await.unwrap_err();
        assert!(matches!(refused, Error::NotFound), "{workspace:.30}: {refused:?}");
        let stranger = app.backend.viewer(None, workspace).await.unwrap_err();
        assert!(matches!(stranger, Error::SignIn), "{workspace:.30}: {stranger:?}");
    }
    assert!(app.backend.viewer(Some(&theirs), their_workspace.as_str()).await.is_ok());
    clario_proofs::proves(&["AC-57"]);
}

#[tokio::test]
async fn workspaces_are_added_renamed_and_bounded() {
    let app = App::new().await;
    let account = app.person("a@example.com").await;
    let second = app.backend.add_workspace(&account, " Platform ").await.unwrap();
    let viewer = app.backend.viewer(Some(&account), second.as_str()).await.unwrap();
    assert_eq!(app.backend.workspace_name(&viewer).await.unwrap(), "Platform");
    app.backend.rename_workspace(&viewer, "Plattform & Söhne").await.unwrap();
    assert_eq!(app.backend.workspaces(&account).await.unwrap()[1].name, "Plattform & Söhne");
    for (name, flaw) in [
        ("", Flaw::WorkspaceNameEmpty),
        ("a\nb", Flaw::WorkspaceName),
        (&*"x".repeat(101), Flaw::WorkspaceName),
    ] {
        let refused = app.backend.rename_workspace(&viewer, name).await.unwrap_err();
        assert!(matches!(refused, Error::Flawed(found) if found == flaw), "{refused:?}");
    }
    for number in 2..20 {
        app.backend.add_workspace(&account, &number.to_string()).await.unwrap();
    }
    let one_more = app.backend.add_workspace(&account, "20").await.unwrap_err();
    assert!(matches!(one_more, Error::Flawed(Flaw::TooManyWorkspaces)));
}

#[tokio::test]
async fn the_sample_is_open_to_strangers_and_cannot_be_changed() {
    let app = App::new().await;
    let sample = app.sample().await;
    assert!(sample.is_sample() && !sample.may_change() && sample.account().is_none());
    assert_eq!(sample.workspace(), SAMPLE);
    assert_eq!(app.backend.workspace_name(&sample).await.unwrap(), "Sample");
    assert!(app.backend.connections(&sample).await.unwrap().is_empty());
    assert_eq!(app.backend.settings(&sample).await.unwrap(), clario_backend::Settings::default());
    let backend = &app.backend;
    for refused in [
        backend.rename_workspace(&sample, "Mine").await,
        backend.add_connection(&sample, connection()).await.map(drop),
        backend.set_zone(&sample, "Asia/Tokyo").await,
        backend.set_holidays(&sample, "").await,
        backend.set_teams(&sample, Vec::new()).await,
        backend.set_removed_resolutions(&sample, None).await,
    ] {
        assert!(matches!(refused, Err(Error::SampleOnly)), "{refused:?}");
    }
}

#[tokio::test]
async fn the_operator_can_switch_the_sample_off() {
    let app = App::with(|config| config.sample = false).await;
    assert!(matches!(app.backend.viewer(None, SAMPLE).await, Err(Error::NotFound)));
}
