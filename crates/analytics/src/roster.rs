//! The teams of a workspace and everything a team could be made of, by live names.

use crate::data_set::DataSet;
use crate::portfolio::{Connection, Portfolio};
use crate::team::{Scope, Source};
use serde::{Deserialize, Serialize};

/// Teams and what they could be made of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Roster {
    /// The teams in order.
    pub teams: Vec<RosterTeam>,
    /// All boards, then all projects, of each connection.
    pub sources: Vec<RosterSource>,
}

/// A team and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterTeam {
    /// Its slug.
    pub slug: String,
    /// The name it goes by.
    pub name: String,
    /// What somebody typed as its name; empty when it goes by the name of its first source.
    pub label: String,
    /// The name of its first source; empty when that is gone or not read yet.
    pub live_name: String,
    /// Where its items come from.
    pub sources: Vec<RosterSource>,
}

/// A board or a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterSource {
    /// It as one word, for forms.
    pub key: String,
    /// Its name; empty when it is gone or not read yet.
    pub name: String,
    /// `board` or `project`.
    pub kind: String,
    /// The name of its connection; empty when there is only one.
    pub connection: String,
    /// How many items it holds, of all levels.
    pub items: u32,
    /// The first team it belongs to; empty when it belongs to none.
    pub team: String,
}

impl Portfolio {
    /// The roster; `label` tells what somebody typed as the name of the team of a slug.
    pub fn roster(&self, label: impl Fn(&str) -> Option<String>) -> Roster {
        let shown = |source: &Source| self.source(source);
        let teams = self
            .teams()
            .map(|team| {
                let sources: Vec<RosterSource> = team.sources.iter().map(shown).collect();
                RosterTeam {
                    slug: team.slug.clone(),
                    name: team.name.clone(),
                    label: label(&team.slug).unwrap_or_default(),
                    live_name: sources.first().map_or_else(String::new, |source| source.name.clone()),
                    sources,
                }
            })
            .collect();
        let sources = self.connections().iter().flat_map(all_sources).map(|source| shown(&source)).collect();
        Roster { teams, sources }
    }

    fn source(&self, source: &Source) -> RosterSource {
        let connection = self.connections().iter().find(|known| known.slug == source.connection);
        let (name, items) =
            connection.and_then(|known| look_up(&known.data, &source.scope)).unwrap_or_default();
        let several = self.connections().len() > 1;
        RosterSource {
            key: source.key(),
            name,
            kind: match source.scope {
                Scope::Board(_) => "board",
                Scope::Project(_) => "project",
            }
            .to_owned(),
            connection: connection.filter(|_| several).map_or_else(String::new, |known| known.name.clone()),
            items,
            team: self
                .teams()
                .find(|team| team.sources.contains(source))
                .map_or_else(String::new, |team| team.name.clone()),
        }
    }
}

fn all_sources(connection: &Connection) -> Vec<Source> {
    let catalog = connection.data.catalog();
    let boards = catalog.boards.iter().map(|board| Scope::Board(board.id.clone()));
    let projects = catalog.projects.iter().map(|project| Scope::Project(project.id.clone()));
    boards.chain(projects).map(|scope| Source { connection: connection.slug.clone(), scope }).collect()
}

/// The name of a board or project, and how many items it holds.
fn look_up(data: &DataSet, scope: &Scope) -> Option<(String, u32)> {
    let catalog = data.catalog();
    match scope {
        Scope::Board(id) => {
            let board = catalog.boards.iter().find(|board| board.id == *id)?;
            let items = data.board_members(id).len();
            Some((board.name.clone(), u32::try_from(items).unwrap_or(u32::MAX)))
        }
        Scope::Project(id) => {
            let project = catalog.projects.iter().find(|project| project.id == *id)?;
            let items = data.project_range(id).map_or(0, |range| range.end - range.start);
            Some((project.name.clone(), items))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{item, portfolio};

    #[test]
    fn a_roster_names_teams_and_what_they_are_made_of() {
        let roster = portfolio(&[item("A-1"), item("B-2"), item("A-3")])
            .roster(|slug| (slug == "a").then(|| "Payments".to_owned()));
        let team = &roster.teams[0];
        assert_eq!((team.name.as_str(), team.label.as_str()), ("Team A", "Payments"));
        assert_eq!(team.live_name, "Project A");
        let sources: Vec<_> =
            roster.sources.iter().map(|it| (it.key.as_str(), it.items, it.team.as_str())).collect();
        assert_eq!(sources, [("c-pA", 2, "Team A"), ("c-pB", 1, "")]);
        assert!(
            roster.sources.iter().all(|source| source.connection.is_empty()),
            "one connection needs no name"
        );
    }

    #[test]
    fn a_source_survives_the_form_and_nonsense_does_not() {
        for key in ["c-b12", "0abc-p10-x.1"] {
            assert_eq!(Source::from_key(key).unwrap().key(), key);
        }
        for nonsense in ["", "c", "c-", "c-x1", "-", "c-é"] {
            assert_eq!(Source::from_key(nonsense), None, "{nonsense}");
        }
    }
}
