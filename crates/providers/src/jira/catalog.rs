//! Everything small: projects, statuses, types, releases, boards and sprints, and the site's field ids.

use std::collections::HashSet;

use clario_analytics::records::{Catalog, Category, ItemType, Named, Project, Release, Status};
use futures::StreamExt;
use serde::Deserialize;

use crate::error::Error;
use crate::http::{Endpoint, Request};

use super::Jira;
use super::board::{BoardRead, BoardSource};
use super::fields::Reading;
use super::wire::{Id, IdAndName, IdOnly, is_day};

/// How many small requests are prepared at a time; the sender has its own, stricter limit.
const AHEAD: usize = 8;

/// What a look around found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survey {
    /// Projects, statuses, boards and so on; `Board::items` is still empty.
    pub catalog: Catalog,
    /// Where this site keeps what is read.
    pub reading: Reading,
    /// How to ask for the items of each board.
    pub boards: Vec<BoardSource>,
    /// Whether boards could be read.
    pub boards_seen: BoardsSeen,
    /// Ids of boards whose columns the credential may not read.
    pub boards_without_columns: Vec<String>,
}

/// Whether the credential may see boards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BoardsSeen {
    /// Yes.
    #[default]
    All,
    /// No, for this reason.
    None(Error),
}

#[derive(Deserialize, Hash)]
pub(super) struct ProjectWire {
    pub(super) id: Id,
    key: String,
    #[serde(default)]
    name: String,
    /// Whether the project is team-managed.
    #[serde(default)]
    pub(super) simplified: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StatusWire {
    id: Id,
    #[serde(default)]
    name: String,
    #[serde(default)]
    status_category: Option<CategoryWire>,
    #[serde(default)]
    scope: Option<ScopeWire>,
}

#[derive(Deserialize)]
struct CategoryWire {
    #[serde(default)]
    key: String,
}

#[derive(Deserialize)]
struct ScopeWire {
    #[serde(default)]
    project: Option<IdOnly>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ItemTypeWire {
    id: Id,
    #[serde(default)]
    name: String,
    #[serde(default)]
    hierarchy_level: Option<i8>,
    #[serde(default)]
    subtask: bool,
}

#[derive(Deserialize, Hash)]
#[serde(rename_all = "camelCase")]
struct ReleaseWire {
    id: Id,
    #[serde(default)]
    name: String,
    #[serde(default)]
    released: bool,
    #[serde(default)]
    release_date: Option<String>,
}

impl Jira {
    /// Looks around: refuses only what nothing can be shown without.
    pub async fn catalog(&self) -> Result<Survey, Error> {
        self.sign_in().await?;
        let (projects, fields, statuses, item_types, priorities, resolutions, boards) = tokio::join!(
            self.projects(),
            self.fields(),
            self.statuses(),
            self.item_types(),
            self.priorities(),
            self.list::<IdAndName>(Endpoint::Resolutions, 50),
            self.boards(),
        );
        let (projects, fields) = (projects?, fields?);
        let (boards_seen, boards) = match boards {
            Ok(boards) => (BoardsSeen::All, boards),
            Err(error @ (Error::MissingScope { .. } | Error::NoPermission | Error::NotFound)) => {
                (BoardsSeen::None(error), Vec::new())
            }
            Err(error) => return Err(error),
        };
        let reading = Reading::found(&fields, &projects, &boards);
        let releases = self.releases(&projects).await?;
        let catalog = Catalog {
            projects: projects.into_iter().map(Project::from).collect(),
            statuses: statuses?,
            item_types: item_types?,
            priorities: priorities?,
            resolutions: resolutions?.into_iter().map(Named::from).collect(),
            releases,
            ..Catalog::default()
        };
        Ok(with_boards(Survey { catalog, reading, boards_seen, ..Survey::default() }, boards))
    }

    pub(super) async fn projects(&self) -> Result<Vec<ProjectWire>, Error> {
        self.list(Endpoint::Projects, 100).await
    }

    async fn statuses(&self) -> Result<Vec<Status>, Error> {
        let statuses: Vec<StatusWire> = self.ask(&Request::of(Endpoint::Statuses)).await?.decode()?;
        Ok(statuses.into_iter().map(Status::from).collect())
    }

    async fn item_types(&self) -> Result<Vec<ItemType>, Error> {
        let item_types: Vec<ItemTypeWire> = self.ask(&Request::of(Endpoint::ItemTypes)).await?.decode()?;
        Ok(item_types.into_iter().map(ItemType::from).collect())
    }

    /// Priorities, most urgent first; without them items still have the ids.
    async fn priorities(&self) -> Result<Vec<Named>, Error> {
        match self.ask(&Request::of(Endpoint::Priorities)).await {
            Ok(answer) => Ok(answer.decode::<Vec<IdAndName>>()?.into_iter().map(Named::from).collect()),
            Err(Error::MissingScope { .. } | Error::Removed) => Ok(Vec::new()),
            Err(error) if error.concerns_one_object() => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Releases of every project; a project that was lost meanwhile has none.
    async fn releases(&self, projects: &[ProjectWire]) -> Result<Vec<Release>, Error> {
        let list = |project: u64| async move {
            (project, self.list::<ReleaseWire>(Endpoint::Releases { project }, 50).await)
        };
        let ids = projects.iter().filter_map(|project| project.id.number());
        let lists: Vec<_> = ids.map(list).collect();
        let lists: Vec<_> = futures::stream::iter(lists).buffered(AHEAD).collect().await;
        let mut releases = Vec::new();
        for (project, list) in lists {
            match list {
                Ok(list) => releases.extend(list.into_iter().map(|wire| wire.in_project(project))),
                Err(error) if error.concerns_one_object() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(releases)
    }
}

fn with_boards(mut survey: Survey, boards: Vec<BoardRead>) -> Survey {
    let mut known = HashSet::new();
    for read in boards {
        if read.board.columns.is_none() {
            survey.boards_without_columns.push(read.board.id.clone());
        }
        survey.boards.extend(read.source());
        survey.catalog.sprints.extend(read.sprints.into_iter().filter(|sprint| known.insert(sprint.id)));
        survey.catalog.boards.push(read.board);
    }
    survey
}

impl From<ProjectWire> for Project {
    fn from(wire: ProjectWire) -> Self {
        Self { id: wire.id.0, key: wire.key, name: wire.name }
    }
}

impl From<StatusWire> for Status {
    fn from(wire: StatusWire) -> Self {
        let category = match wire.status_category.as_ref().map(|category| category.key.as_str()) {
            Some("new") => Category::New,
            Some("indeterminate") => Category::InProgress,
            Some("done") => Category::Done,
            _ => Category::Unknown,
        };
        let project = wire.scope.and_then(|scope| scope.project).map(|project| project.id.0);
        Self { id: wire.id.0, name: wire.name, category, project }
    }
}

impl From<ItemTypeWire> for ItemType {
    fn from(wire: ItemTypeWire) -> Self {
        let level = wire.hierarchy_level.unwrap_or(if wire.subtask { -1 } else { 0 });
        Self { id: wire.id.0, name: wire.name, level }
    }
}

impl ReleaseWire {
    fn in_project(self, project: u64) -> Release {
        Release {
            id: self.id.0,
            project: project.to_string(),
            name: self.name,
            due: self.release_date.filter(|day| is_day(day)),
            released: self.released,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_classed_by_key_and_never_by_name() {
        let statuses: Vec<StatusWire> = serde_json::from_str(
            r#"[{"id":"3","name":"Fertig","description":"POISON","statusCategory":{"id":4,"key":"indeterminate","name":"Done"}},
                {"id":"10005","name":"Fertig","statusCategory":{"key":"done"},"scope":{"type":"PROJECT","project":{"id":"10005"}}},
                {"id":6,"name":"Odd","statusCategory":{"key":"undefined"}},{"id":"7"}]"#,
        )
        .unwrap();
        let statuses: Vec<Status> = statuses.into_iter().map(Status::from).collect();
        let classes: Vec<Category> = statuses.iter().map(|status| status.category).collect();
        assert_eq!(classes, [Category::InProgress, Category::Done, Category::Unknown, Category::Unknown]);
        assert_eq!(statuses[1].project.as_deref(), Some("10005"));
        assert_eq!(statuses[2].id, "6");
    }

    #[test]
    fn a_type_without_a_level_is_placed_by_its_subtask_mark() {
        let level = |json| ItemType::from(serde_json::from_str::<ItemTypeWire>(json).unwrap()).level;
        assert_eq!(level(r#"{"id":"1","name":"Epic","hierarchyLevel":1,"subtask":false}"#), 1);
        assert_eq!(level(r#"{"id":"2","subtask":true}"#), -1);
        assert_eq!(level(r#"{"id":"3"}"#), 0);
    }

    #[test]
    fn a_release_keeps_no_description() {
        let wire: ReleaseWire = serde_json::from_str(
            r#"{"id":"10000","name":"1.0","description":"POISON","releaseDate":"2024-06-01","released":true}"#,
        )
        .unwrap();
        let release = wire.in_project(7);
        assert_eq!(release.due.as_deref(), Some("2024-06-01"));
        assert!(release.released && !format!("{release:?}").contains("POISON"));
        clario_proofs::proves(&["AC-18"]);
    }
}
