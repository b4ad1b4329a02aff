//! The teams of a workspace, replaced as a whole, since their order matters.

use std::collections::HashSet;

use clario_store::{Team, TeamId};

use super::drafts::TeamDraft;
use crate::Backend;
use crate::entry;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::viewer::Viewer;

const MOST_TEAMS: usize = 500;
const MOST_SOURCES: usize = 100;

impl Backend {
    /// Replaces the teams. An item that several teams claim belongs to the first of them. An empty
    /// list goes back to one team for each board, else for each project.
    pub async fn set_teams(&self, viewer: &Viewer, drafts: Vec<TeamDraft>) -> Result<(), Error> {
        let scope = viewer.editor()?;
        let teams = check_teams(drafts)?;
        Ok(self.store().set_teams(scope, &teams, self.now()).await?)
    }
}

/// Checks what is to become the teams.
pub(crate) fn check_teams(drafts: Vec<TeamDraft>) -> Result<Vec<Team>, Error> {
    if drafts.len() > MOST_TEAMS || drafts.iter().any(|draft| draft.sources.len() > MOST_SOURCES) {
        return Err(Flaw::TooManyTeams.into());
    }
    drafts.into_iter().map(check).collect()
}

fn check(draft: TeamDraft) -> Result<Team, Error> {
    if draft.sources.is_empty() {
        return Err(Flaw::TeamWithoutSource.into());
    }
    let mut seen = HashSet::new();
    for source in &draft.sources {
        entry::provider_id(&source.provider_id)?;
        if !seen.insert(source) {
            return Err(Flaw::SourceTwice.into());
        }
    }
    let id = draft.id.map_or_else(TeamId::random, Ok)?;
    Ok(Team { id, label: entry::label(&draft.label)?, workflow_id: draft.workflow, sources: draft.sources })
}
