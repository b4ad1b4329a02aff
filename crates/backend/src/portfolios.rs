//! What a workspace is asked about: its data sets joined with its settings, made once for each change of either.

use clario_analytics::data_set::DataSet;
use clario_analytics::portfolio::{self, Connection, Portfolio};
use clario_analytics::records::Catalog;
use clario_analytics::team::{Scope, Source, Team};
use clario_store::SourceKind;
use moka::future::Cache;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::error::{Cause, Error};
use crate::settings::Settings;
use crate::zones;

/// Years for which the offsets of a zone are known to the numbers.
const YEARS: (i16, i16) = (2000, 2040);
const MOST_WORKSPACES: u64 = 1_000;
/// A portfolio holds the data sets it was made of, so it is dropped soon after the last question.
const KEPT_UNASKED: Duration = Duration::from_mins(10);

/// The portfolios of all workspaces that were asked about lately.
pub(crate) struct Portfolios {
    made: Cache<String, Arc<Made>>,
    /// One join at a time for each workspace: whoever comes meanwhile takes what it made.
    joining: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    /// How often a workspace was forgotten, so that a join that began before leaves nothing behind.
    forgotten: AtomicU64,
}

struct Made {
    connections: Vec<Connection>,
    settings: Settings,
    portfolio: Arc<Portfolio>,
}

impl Portfolios {
    pub(crate) fn new() -> Self {
        let made = Cache::builder().max_capacity(MOST_WORKSPACES).time_to_idle(KEPT_UNASKED).build();
        Self { made, joining: Mutex::default(), forgotten: AtomicU64::new(0) }
    }

    /// The portfolio of exactly these data sets and settings.
    pub(crate) async fn of(
        &self,
        workspace: &str,
        connections: Vec<Connection>,
        settings: Settings,
    ) -> Result<Arc<Portfolio>, Error> {
        let turn = self.turn(workspace);
        let _turn = turn.lock().await;
        let forgotten = self.forgotten.load(Ordering::SeqCst);
        let before = self.made.get(workspace).await;
        if let Some(made) = before.as_ref().filter(|made| made.is_of(&connections, &settings)) {
            return Ok(Arc::clone(&made.portfolio));
        }
        let portfolio = tokio::task::spawn_blocking({
            let (connections, settings) = (connections.clone(), settings.clone());
            move || join(connections, &settings, before.as_deref().map(|made| made.portfolio.as_ref()))
        });
        let portfolio = Arc::new(portfolio.await.map_err(|_| Cause::Stopped)?);
        let made = Made { connections, settings, portfolio: Arc::clone(&portfolio) };
        self.made.insert(workspace.to_owned(), Arc::new(made)).await;
        if self.forgotten.load(Ordering::SeqCst) != forgotten {
            self.made.invalidate(workspace).await;
        }
        Ok(portfolio)
    }

    fn turn(&self, workspace: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut joining = self.joining.lock().unwrap_or_else(PoisonError::into_inner);
        joining.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(joining.entry(workspace.to_owned()).or_default())
    }

    /// Forgets a workspace at once.
    pub(crate) async fn forget(&self, workspace: &str) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.made.invalidate(workspace).await;
    }
}

impl Made {
    fn is_of(&self, connections: &[Connection], settings: &Settings) -> bool {
        self.settings == *settings
            && self.connections.len() == connections.len()
            && self.connections.iter().zip(connections).all(|(one, other)| {
                one.slug == other.slug && one.name == other.name && Arc::ptr_eq(&one.data, &other.data)
            })
    }
}

fn join(connections: Vec<Connection>, settings: &Settings, before: Option<&Portfolio>) -> Portfolio {
    let teams = teams(&connections, settings);
    let chosen = portfolio::Settings {
        zone: zones::table(&settings.zone, YEARS.0, YEARS.1)
            .unwrap_or_else(clario_analytics::zone::Zone::utc),
        calendar: settings.calendar(),
        subtasks: settings.counts_subtasks(),
    };
    Portfolio::new(connections, teams, chosen, before)
}

/// The teams that people set up, or one for each board and each project without one.
pub(crate) fn teams(connections: &[Connection], settings: &Settings) -> Vec<Team> {
    let catalogs = catalogs(connections);
    let defaults: Vec<Team> = connections
        .iter()
        .flat_map(|connection| Team::defaults(&connection.slug, &connection.data))
        .collect();
    if settings.teams.is_empty() {
        let edit = settings.workflow_edit(None);
        return defaults
            .into_iter()
            .map(|team| Team { workflow: team.workflow.edited(&edit, &catalogs), ..team })
            .collect();
    }
    settings
        .teams
        .iter()
        .map(|team| {
            let sources: Vec<Source> = team.sources.iter().map(source).collect();
            let first = sources.first();
            let suggested = first.and_then(|first| suggestion(first, connections));
            let name = team.label.clone().or_else(|| suggested.as_ref().map(|(name, _)| name.clone()));
            let workflow =
                suggested.map_or_else(clario_analytics::workflow::Workflow::by_category, |(_, it)| it);
            Team {
                slug: team.id.to_string(),
                name: name.unwrap_or_else(|| "Team without data".to_owned()),
                workflow: workflow.edited(&settings.workflow_edit(team.workflow_id.as_ref()), &catalogs),
                sources,
            }
        })
        .collect()
}

/// The workflow of a team of these sources that nobody changed.
pub(crate) fn default_workflow(
    sources: &[Source],
    connections: &[Connection],
) -> clario_analytics::workflow::Workflow {
    sources
        .first()
        .and_then(|first| suggestion(first, connections))
        .map_or_else(clario_analytics::workflow::Workflow::by_category, |(_, workflow)| workflow)
}

/// The live names of each connection.
pub(crate) fn catalogs(connections: &[Connection]) -> Vec<(&str, &Catalog)> {
    connections.iter().map(|connection| (connection.slug.as_str(), connection.data.catalog())).collect()
}

fn source(stored: &clario_store::TeamSource) -> Source {
    let id = stored.provider_id.clone();
    Source {
        connection: stored.connection_id.to_string(),
        scope: match stored.kind {
            SourceKind::Project => Scope::Project(id),
            SourceKind::Board => Scope::Board(id),
        },
    }
}

/// The live name of a source, and the workflow its board suggests.
fn suggestion(
    source: &Source,
    connections: &[Connection],
) -> Option<(String, clario_analytics::workflow::Workflow)> {
    let connection = connections.iter().find(|connection| connection.slug == source.connection)?;
    let data: &DataSet = &connection.data;
    let catalog = data.catalog();
    match &source.scope {
        Scope::Board(id) => {
            let board = catalog.boards.iter().find(|board| board.id == *id)?;
            let workflow = clario_analytics::workflow::Workflow::for_board(&connection.slug, catalog, board);
            Some((board.name.clone(), workflow))
        }
        Scope::Project(id) => {
            let project = catalog.projects.iter().find(|project| project.id == *id)?;
            Some((project.name.clone(), clario_analytics::workflow::Workflow::by_category()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections() -> Vec<Connection> {
        let data = Arc::new(DataSet::build(&Catalog::default(), Vec::new()));
        vec![Connection { slug: "c".into(), name: "C".into(), data }]
    }

    #[tokio::test]
    async fn many_questions_at_once_join_once() {
        let portfolios = Portfolios::new();
        let connections = connections();
        let ask = |_| portfolios.of("w", connections.clone(), Settings::default());
        let joined = futures::future::join_all((0..8).map(ask)).await;
        let first = joined[0].as_ref().unwrap();
        assert!(joined.iter().all(|one| Arc::ptr_eq(one.as_ref().unwrap(), first)));
        assert!(portfolios.joining.lock().unwrap().len() <= 1);
    }

    #[tokio::test]
    async fn what_is_forgotten_during_a_join_stays_forgotten() {
        let portfolios = Portfolios::new();
        let join = portfolios.of("w", connections(), Settings::default());
        let (joined, ()) = tokio::join!(join, portfolios.forget("w"));
        assert!(joined.is_ok() && portfolios.made.get("w").await.is_none());
    }
}
