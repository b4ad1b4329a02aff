//! Boards with their columns, estimates and sprints.

use clario_analytics::records::{Board, BoardColumn, BoardKind, Millis, Sprint, SprintState};
use futures::StreamExt;
use serde::Deserialize;

use crate::error::Error;
use crate::http::{Endpoint, Request};

use super::query::{self, Window};
use super::search::SeenShape;
use super::wire::{Id, IdOnly};
use super::{Jira, moment};

/// How many boards are read at a time; the sender has its own, stricter limit.
const AHEAD: usize = 8;
/// Page size where only ids are asked.
const IDS_PER_PAGE: usize = 5000;

/// How to ask for the items of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardSource {
    /// Id of the board.
    pub board: String,
    scope: BoardScope,
}

/// What defines a board's items. Without the right to read its filter, the project it is filed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BoardScope {
    Filter(u64),
    Project(u64),
}

/// A board as read, with what is needed to read on.
pub(super) struct BoardRead {
    pub(super) board: Board,
    pub(super) sprints: Vec<Sprint>,
    filter: Option<u64>,
    /// The field its estimates are in.
    pub(super) estimate: Option<String>,
}

#[derive(Deserialize, Hash)]
pub(super) struct BoardWire {
    id: Id,
    #[serde(default)]
    name: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    location: Option<LocationWire>,
}

#[derive(Deserialize, Hash)]
#[serde(rename_all = "camelCase")]
struct LocationWire {
    #[serde(default)]
    project_id: Option<Id>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConfigurationWire {
    #[serde(default)]
    filter: Option<IdOnly>,
    #[serde(default)]
    column_config: Option<ColumnsWire>,
    #[serde(default)]
    estimation: Option<EstimationWire>,
}

#[derive(Deserialize)]
struct ColumnsWire {
    #[serde(default)]
    columns: Vec<ColumnWire>,
}

#[derive(Deserialize)]
struct ColumnWire {
    #[serde(default)]
    name: String,
    #[serde(default)]
    statuses: Vec<IdOnly>,
}

#[derive(Deserialize)]
struct EstimationWire {
    #[serde(default)]
    field: Option<EstimationFieldWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EstimationFieldWire {
    field_id: String,
}

#[derive(Deserialize, Hash)]
#[serde(rename_all = "camelCase")]
struct SprintWire {
    id: u64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    state: String,
    #[serde(default, deserialize_with = "moment::lenient")]
    start_date: Option<Millis>,
    #[serde(default, deserialize_with = "moment::lenient")]
    end_date: Option<Millis>,
    #[serde(default, deserialize_with = "moment::lenient")]
    complete_date: Option<Millis>,
    #[serde(default)]
    origin_board_id: Option<u64>,
}

impl Jira {
    /// All visible boards. One that is lost while reading is left out; one without rights has no columns.
    pub(super) async fn boards(&self) -> Result<Vec<BoardRead>, Error> {
        let wires = self.board_list().await?;
        let reads: Vec<_> = wires.into_iter().map(|wire| self.board(wire)).collect();
        let reads: Vec<Result<Option<BoardRead>, Error>> =
            futures::stream::iter(reads).buffered(AHEAD).collect().await;
        reads.into_iter().filter_map(Result::transpose).collect()
    }

    pub(super) async fn board_list(&self) -> Result<Vec<BoardWire>, Error> {
        self.list(Endpoint::Boards, 50).await
    }

    async fn configuration(&self, board: u64) -> Result<ConfigurationWire, Error> {
        self.ask(&Request::of(Endpoint::BoardConfiguration { board })).await?.decode()
    }

    /// Whether the columns of a board may be read.
    pub(super) async fn try_columns(&self, board: &BoardWire) -> Result<(), Error> {
        let board = board.id.number().ok_or(Error::NotFound)?;
        self.configuration(board).await.map(drop)
    }

    /// Whether the sprints of a board may be read.
    pub(super) async fn try_sprints(&self, board: &BoardWire) -> Result<(), Error> {
        let board = board.id.number().ok_or(Error::NotFound)?;
        self.ask(&Request::page(Endpoint::BoardSprints { board }, 0, 1)).await.map(drop)
    }

    async fn board(&self, wire: BoardWire) -> Result<Option<BoardRead>, Error> {
        let Some(board) = wire.id.number() else { return Ok(None) };
        let configuration = match self.configuration(board).await {
            Ok(configuration) => Some(configuration),
            Err(Error::NoPermission | Error::MissingScope { .. } | Error::QueryRefused) => None,
            Err(Error::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let kind = kind_of(&wire.kind);
        let sprints = if kind == BoardKind::Kanban { Vec::new() } else { self.sprints(board).await? };
        Ok(Some(assemble(wire, kind, configuration, sprints)))
    }

    /// Sprints of a board; a board that has none, or may not show them, answers with a refusal.
    async fn sprints(&self, board: u64) -> Result<Vec<Sprint>, Error> {
        match self.list::<SprintWire>(Endpoint::BoardSprints { board }, 50).await {
            Ok(sprints) => Ok(sprints.into_iter().map(Sprint::from).collect()),
            Err(Error::MissingScope { .. }) => Ok(Vec::new()),
            Err(error) if error.concerns_one_object() => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Ids of the items on a board; with `since`, only of those that changed at or after it.
    pub async fn board_items(&self, board: &BoardSource, since: Option<Millis>) -> Result<Vec<u64>, Error> {
        let window = since.map_or(Window::All, Window::Since);
        let jql = match board.scope {
            BoardScope::Filter(filter) => query::of_filter(filter, window),
            BoardScope::Project(project) => query::oldest_first(&[project], window),
        };
        let mut pages = self.search(&jql, &["id"], IDS_PER_PAGE, SeenShape);
        let mut ids = Vec::new();
        while let Some(page) = pages.next().await? {
            ids.extend(page.iter().filter_map(|seen| seen.id));
        }
        Ok(ids)
    }
}

impl BoardRead {
    /// How to ask for the board's items; `None` when neither filter nor project is known.
    pub(super) fn source(&self) -> Option<BoardSource> {
        let project = self.board.project.as_ref().and_then(|project| project.parse().ok());
        let scope = self.filter.map(BoardScope::Filter).or(project.map(BoardScope::Project))?;
        Some(BoardSource { board: self.board.id.clone(), scope })
    }

    #[cfg(test)]
    pub(super) fn for_test(board: Board, estimate: &str) -> Self {
        Self { board, sprints: Vec::new(), filter: None, estimate: Some(estimate.to_owned()) }
    }
}

impl BoardWire {
    pub(super) fn has_sprints(&self) -> bool {
        kind_of(&self.kind) == BoardKind::Scrum
    }
}

fn kind_of(text: &str) -> BoardKind {
    match text {
        "scrum" => BoardKind::Scrum,
        "simple" => BoardKind::Simple,
        _ => BoardKind::Kanban,
    }
}

fn assemble(
    wire: BoardWire,
    kind: BoardKind,
    configuration: Option<ConfigurationWire>,
    sprints: Vec<Sprint>,
) -> BoardRead {
    let project = wire.location.and_then(|location| location.project_id).map(|id| id.0);
    let mut read = BoardRead {
        board: Board { id: wire.id.0, name: wire.name, project, kind, columns: None, items: Vec::new() },
        sprints,
        filter: None,
        estimate: None,
    };
    if let Some(configuration) = configuration {
        read.filter = configuration.filter.and_then(|filter| filter.id.number());
        read.estimate =
            configuration.estimation.and_then(|estimation| estimation.field).map(|field| field.field_id);
        let columns = configuration.column_config.map(|config| config.columns);
        read.board.columns = columns.map(|columns| columns.into_iter().map(BoardColumn::from).collect());
    }
    read
}

impl From<ColumnWire> for BoardColumn {
    fn from(wire: ColumnWire) -> Self {
        let statuses = wire.statuses.into_iter().map(|status| status.id.0).collect();
        Self { name: wire.name, statuses }
    }
}

impl From<SprintWire> for Sprint {
    fn from(wire: SprintWire) -> Self {
        let state = match wire.state.to_ascii_lowercase().as_str() {
            "active" => SprintState::Active,
            "closed" => SprintState::Closed,
            _ => SprintState::Future,
        };
        Self {
            id: wire.id,
            name: wire.name,
            state,
            start: wire.start_date,
            end: wire.end_date,
            completed: wire.complete_date,
            board: wire.origin_board_id.map(|board| board.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sprint_keeps_its_dates_and_not_its_goal() {
        let wire: SprintWire = serde_json::from_str(
            r#"{"id":37,"self":"https://x","state":"closed","name":"sprint 1","startDate":"2015-04-11T15:22:00.000+10:00",
                "endDate":"2015-04-20T01:22:00.000+10:00","completeDate":"<null>","originBoardId":5,"goal":"POISON"}"#,
        )
        .unwrap();
        let sprint = Sprint::from(wire);
        assert_eq!(sprint.start, Some(1_428_729_720_000));
        assert_eq!(
            (sprint.state, sprint.completed, sprint.board.as_deref()),
            (SprintState::Closed, None, Some("5"))
        );
        assert!(!format!("{sprint:?}").contains("POISON"));
        clario_proofs::proves(&["AC-19"]);
    }

    #[test]
    fn a_configuration_yields_columns_filter_and_estimate() {
        let configuration: ConfigurationWire = serde_json::from_str(
            r#"{"id":2,"name":"B","filter":{"id":"12116"},"subQuery":{"query":"POISON"},
                "columnConfig":{"constraintType":"none","columns":[{"name":"Backlog","statuses":[]},
                  {"name":"Doing","statuses":[{"id":"3","self":"x"}],"max":5}]},
                "estimation":{"type":"field","field":{"fieldId":"customfield_10036","displayName":"Story Points"}}}"#,
        )
        .unwrap();
        let wire: BoardWire = serde_json::from_str(
            r#"{"id":2,"name":"PAY board","type":"scrum","location":{"projectId":10000,"displayName":"POISON"}}"#,
        )
        .unwrap();
        let read = assemble(wire, BoardKind::Scrum, Some(configuration), Vec::new());
        assert_eq!(read.estimate.as_deref(), Some("customfield_10036"));
        assert_eq!(read.source(), Some(BoardSource { board: "2".into(), scope: BoardScope::Filter(12116) }));
        assert_eq!(
            read.board.columns.as_ref().map(|columns| columns[1].statuses.clone()),
            Some(vec!["3".to_owned()])
        );
        assert_eq!(read.board.project.as_deref(), Some("10000"));
    }

    #[test]
    fn a_board_whose_configuration_is_refused_falls_back_to_its_project() {
        let wire: BoardWire = serde_json::from_str(r#"{"id":3,"location":{"projectId":10001}}"#).unwrap();
        let read = assemble(wire, BoardKind::Kanban, None, Vec::new());
        assert_eq!(read.board.columns, None);
        assert_eq!(read.source().map(|source| source.scope), Some(BoardScope::Project(10001)));
    }
}
