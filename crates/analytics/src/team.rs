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

impl Team {
    /// The teams of a connection nobody has configured: one for each board with items, and one for each project
    /// none of whose items is on a board. Names are the provider's own and live only as long as the data set.
    pub fn defaults(connection: &str, data: &DataSet) -> Vec<Self> {
        let catalog = data.catalog();
        let source = |scope: Scope| vec![Source { connection: connection.to_owned(), scope }];
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
            teams.push(Self {
                slug: format!("{connection}-b{}", board.id),
                name: board.name.clone(),
                sources: source(Scope::Board(board.id.clone())),
                workflow: Workflow::for_board(connection, catalog, board),
            });
        }
        for project in &catalog.projects {
            let Some(range) = data.project_range(&project.id) else { continue };
            if boarded[range.start as usize..range.end as usize].contains(&true) {
                continue;
            }
            teams.push(Self {
                slug: format!("{connection}-p{}", project.id),
                name: project.name.clone(),
                sources: source(Scope::Project(project.id.clone())),
                workflow: Workflow::by_category(),
            });
        }
        teams
    }
}
