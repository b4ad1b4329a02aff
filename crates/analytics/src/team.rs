//! A named set of sources with one workflow.

use crate::data_set::DataSet;
use crate::workflow::Workflow;
use serde::{Deserialize, Serialize};

/// Whose work is looked at together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its name in URLs, unique in a workspace.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Where its items come from.
    pub sources: Vec<Source>,
    /// What its statuses mean.
    pub workflow: Workflow,
}

/// A part of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The connection's slug.
    pub connection: String,
    /// Which of its items.
    pub scope: Scope,
}

/// Which items of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// All items of a project, by provider id.
    Project(String),
    /// All items of a board, by provider id.
    Board(String),
}

impl Source {
    /// It as one word, such as `c-b12` for board 12 of connection `c`.
    pub fn key(&self) -> String {
        match &self.scope {
            Scope::Board(id) => format!("{}-b{id}", self.connection),
            Scope::Project(id) => format!("{}-p{id}", self.connection),
        }
    }

    /// Reads such a word; `None` when it is none. Whether there is such a board or project is another question.
    pub fn from_key(key: &str) -> Option<Self> {
        let (connection, scope) = key.split_once('-')?;
        let scope = match scope.split_at_checked(1)? {
            ("b", id) => Scope::Board(id.to_owned()),
            ("p", id) => Scope::Project(id.to_owned()),
            _ => return None,
        };
        Some(Self { connection: connection.to_owned(), scope })
    }
}

impl Team {
    /// The teams of a connection nobody has configured: one for each board with items, and one for each project
    /// none of whose items is on a board. Names are the provider's own and live only as long as the data set.
    pub fn defaults(connection: &str, data: &DataSet) -> Vec<Self> {
        let catalog = data.catalog();
        let source = |scope: Scope| Source { connection: connection.to_owned(), scope };
        let mut boarded = vec![false; data.len()];
        let mut teams = Vec::new();
        for board in &catalog.boards {
            let members = data.board_members(&board.id);
            if members.is_empty() {
                continue;
            }
            for item in members {
                boarded[*item as usize] = true;
            }
            let source = source(Scope::Board(board.id.clone()));
            teams.push(Self {
                slug: source.key(),
                name: board.name.clone(),
                sources: vec![source],
                workflow: Workflow::for_board(connection, catalog, board),
            });
        }
        for project in &catalog.projects {
            let Some(range) = data.project_range(&project.id) else { continue };
            if boarded[range.start as usize..range.end as usize].contains(&true) {
                continue;
            }
            let source = source(Scope::Project(project.id.clone()));
            teams.push(Self {
                slug: source.key(),
                name: project.name.clone(),
                sources: vec![source],
                workflow: Workflow::by_category(),
            });
        }
        teams
    }
}
