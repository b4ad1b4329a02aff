//! Settings: what may be set, what it means for the numbers, and what is refused.

use clario_analytics::day::{Day, Weekday};
use clario_analytics::workflow::{self, StageEdit};
use clario_backend::{
    ConnectionId, Error, Flaw, Resolution, SourceKind, Stage, StatusStage, TeamDraft, TeamSource, Viewer,
    WorkflowDraft,
};

use crate::app::{App, connection};

async fn set_up() -> (App, Viewer, ConnectionId) {
    let app = App::new().await;
    let viewer = app.owner("grace@example.com").await;
    let id = app.backend.add_connection(&viewer, connection()).await.expect("a connection");
    (app, viewer, id)
}

fn flaw<T: std::fmt::Debug>(result: Result<T, Error>) -> Flaw {
    match result {
        Err(Error::Flawed(flaw)) => flaw,
        other => panic!("{other:?}"),
    }
}

fn board(connection_id: &ConnectionId, provider_id: &str) -> TeamSource {
    TeamSource {
        connection_id: connection_id.clone(),
        kind: SourceKind::Board,
        provider_id: provider_id.to_owned(),
    }
}

fn team(label: &str, sources: Vec<TeamSource>) -> TeamDraft {
    TeamDraft { id: None, label: label.to_owned(), workflow: None, sources }
}

fn status(connection_id: &ConnectionId, item_type_id: &str, status_id: &str, stage: Stage) -> StatusStage {
    StatusStage {
        connection_id: connection_id.clone(),
        item_type_id: item_type_id.to_owned(),
        status_id: status_id.to_owned(),
        stage,
    }
}

fn draft(stages: Vec<StatusStage>) -> WorkflowDraft {
    WorkflowDraft { id: None, label: String::new(), restart_on_queue: false, include_subtasks: false, stages }
}

#[tokio::test]
async fn days_are_counted_as_the_workspace_says() {
    let (app, viewer, _) = set_up().await;
    let backend = &app.backend;
    backend.set_zone(&viewer, "america/new_york").await.unwrap();
    backend.set_working_days(&viewer, &[Weekday::Sunday, Weekday::Monday, Weekday::Monday]).await.unwrap();
    let text = "2026-12-25 Christmas Day\r\n\n 2026-11-29\n2026-12-25\tChristmas\n";
    backend.set_holidays(&viewer, text).await.unwrap();
    backend.set_keep_unread_hours(&viewer, 24).await.unwrap();

    let settings = backend.settings(&viewer).await.unwrap();
    assert_eq!((settings.zone.as_str(), settings.keep_unread_hours), ("America/New_York", 24));
    assert_eq!(settings.working_days, [Weekday::Monday, Weekday::Sunday]);
    let holidays: Vec<_> =
        settings.holidays.iter().map(|holiday| (holiday.day.as_str(), holiday.label.as_deref())).collect();
    assert_eq!(holidays, [("2026-11-29", None), ("2026-12-25", Some("Christmas"))]);
    let calendar = settings.calendar();
    let is_working = |day: &str| calendar.is_working(Day::parse(day).unwrap());
    assert!(is_working("2026-11-22") && is_working("2026-11-23"));
    assert!(!is_working("2026-11-24") && !is_working("2026-11-29"));
}

#[tokio::test]
async fn nonsense_in_the_calendar_is_refused_and_changes_nothing() {
    let (app, viewer, _) = set_up().await;
    let backend = &app.backend;
    let before = backend.settings(&viewer).await.unwrap();
    for zone in ["", "Mars/Olympus", "Europe/Berlin\0", &"x".repeat(10_000_000)] {
        assert_eq!(flaw(backend.set_zone(&viewer, zone).await), Flaw::Zone);
    }
    assert_eq!(flaw(backend.set_working_days(&viewer, &[]).await), Flaw::NoWorkingDay);
    for (text, line) in [("yesterday", 1), ("2026-12-25\n2026-02-30", 2), ("\n\n25.12.2026 Christmas", 3)] {
        assert_eq!(flaw(backend.set_holidays(&viewer, text).await), Flaw::Holiday { line }, "{text}");
    }
    let many: String = (0..1001).map(|day| Day(20_000 + day).iso() + "\n").collect();
    assert_eq!(flaw(backend.set_holidays(&viewer, &many).await), Flaw::TooManyHolidays);
    let long = format!("2026-12-25 {}", "x".repeat(10_000_000));
    assert_eq!(flaw(backend.set_holidays(&viewer, &long).await), Flaw::Label);
    for hours in [0, 721, u32::MAX] {
        assert_eq!(flaw(backend.set_keep_unread_hours(&viewer, hours).await), Flaw::KeepHours);
    }
    assert_eq!(backend.settings(&viewer).await.unwrap(), before);
}

#[tokio::test]
async fn teams_keep_their_order_their_ids_and_their_workflow() {
    let (app, viewer, connection) = set_up().await;
    let backend = &app.backend;
    let workflow = backend
        .set_workflow(&viewer, draft(vec![status(&connection, "", "10001", Stage::Waiting)]))
        .await
        .unwrap();
    let drafts = vec![
        TeamDraft { workflow: Some(workflow.clone()), ..team("Payments", vec![board(&connection, "12")]) },
        team("", vec![board(&connection, "7"), board(&connection, "12")]),
    ];
    backend.set_teams(&viewer, drafts.clone()).await.unwrap();
    let teams = backend.settings(&viewer).await.unwrap().teams;
    assert_eq!(teams.iter().map(|team| team.label.as_deref()).collect::<Vec<_>>(), [Some("Payments"), None]);
    assert_eq!(teams[0].workflow_id, Some(workflow.clone()));

    let swapped: Vec<TeamDraft> =
        [1, 0].map(|at: usize| TeamDraft { id: Some(teams[at].id.clone()), ..drafts[at].clone() }).into();
    backend.set_teams(&viewer, swapped).await.unwrap();
    let after = backend.settings(&viewer).await.unwrap().teams;
    assert_eq!(after, [teams[1].clone(), teams[0].clone()]);

    backend.remove_workflow(&viewer, &workflow).await.unwrap();
    assert_eq!(backend.settings(&viewer).await.unwrap().teams[1].workflow_id, None);
    backend.set_teams(&viewer, Vec::new()).await.unwrap();
    assert!(backend.settings(&viewer).await.unwrap().teams.is_empty());
}

#[tokio::test]
async fn teams_in_disorder_are_refused_as_a_whole() {
    let (app, viewer, connection) = set_up().await;
    let backend = &app.backend;
    backend.set_teams(&viewer, vec![team("Good", vec![board(&connection, "12")])]).await.unwrap();
    let before = backend.settings(&viewer).await.unwrap();
    let good = || team("Also good", vec![board(&connection, "13")]);
    for (drafts, expected) in [
        (vec![good(), team("Empty", Vec::new())], Flaw::TeamWithoutSource),
        (
            vec![good(), team("Twice", vec![board(&connection, "1"), board(&connection, "1")])],
            Flaw::SourceTwice,
        ),
        (vec![good(), team("Id", vec![board(&connection, "To do")])], Flaw::ProviderId),
        (vec![good(), team("Id", vec![board(&connection, "")])], Flaw::ProviderId),
        (vec![team("a\u{7}b", vec![board(&connection, "1")])], Flaw::Label),
        (vec![good(); 501], Flaw::TooManyTeams),
    ] {
        assert_eq!(flaw(backend.set_teams(&viewer, drafts).await), expected);
    }
    let foreign = ConnectionId::random().unwrap();
    let refused = backend.set_teams(&viewer, vec![good(), team("Foreign", vec![board(&foreign, "1")])]).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    assert_eq!(backend.settings(&viewer).await.unwrap(), before);
}

#[tokio::test]
async fn a_workflow_becomes_the_edit_that_the_numbers_use() {
    let (app, viewer, connection) = set_up().await;
    let backend = &app.backend;
    let stages = vec![
        status(&connection, "", "10001", Stage::Waiting),
        status(&connection, "10100", "10001", Stage::Removed),
    ];
    let id = backend
        .set_workflow(&viewer, WorkflowDraft { restart_on_queue: true, ..draft(stages) })
        .await
        .unwrap();
    let resolution = Resolution { connection_id: connection.clone(), resolution_id: "10002".to_owned() };
    backend.set_removed_resolutions(&viewer, Some(vec![resolution.clone(), resolution])).await.unwrap();

    let edit = backend.settings(&viewer).await.unwrap().workflow_edit(Some(&id));
    let expected = |item_type: Option<&str>, stage| StageEdit {
        connection: connection.to_string(),
        item_type: item_type.map(str::to_owned),
        status: "10001".to_owned(),
        stage,
    };
    assert_eq!(
        edit.stages,
        [expected(None, workflow::Stage::Waiting), expected(Some("10100"), workflow::Stage::Removed)]
    );
    assert!(edit.restart_on_queue);
    assert_eq!(edit.removed_resolutions, Some(vec![(connection.to_string(), "10002".to_owned())]));

    let settings = backend.settings(&viewer).await.unwrap();
    assert!(settings.workflow_edit(None).stages.is_empty());
    backend.set_removed_resolutions(&viewer, Some(Vec::new())).await.unwrap();
    assert_eq!(backend.settings(&viewer).await.unwrap().removed_resolutions, Some(Vec::new()));
    backend.set_removed_resolutions(&viewer, None).await.unwrap();
    assert_eq!(backend.settings(&viewer).await.unwrap().removed_resolutions, None);
}

#[tokio::test]
async fn workflows_in_disorder_are_refused() {
    let (app, viewer, connection) = set_up().await;
    let backend = &app.backend;
    let one = || status(&connection, "", "10001", Stage::Done);
    for (draft, expected) in [
        (draft(vec![one(), status(&connection, "", "10001", Stage::Queue)]), Flaw::StatusTwice),
        (draft(vec![status(&connection, "", "In Progress", Stage::Active)]), Flaw::ProviderId),
        (draft(vec![status(&connection, "Story!", "1", Stage::Active)]), Flaw::ProviderId),
        (draft(vec![one(); 2001]), Flaw::TooManyStatuses),
        (WorkflowDraft { label: "x".repeat(101), ..draft(vec![one()]) }, Flaw::Label),
    ] {
        assert_eq!(flaw(backend.set_workflow(&viewer, draft).await), expected);
    }
    let other = app.owner("other@example.com").await;
    let foreign = backend.set_workflow(&other, draft(vec![one()])).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    assert!(backend.settings(&viewer).await.unwrap().workflows.is_empty());
}
