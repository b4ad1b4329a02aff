//! Teams: renamed, put in order, removed, made of boards and projects.

use clario_analytics::roster::{RosterSource, RosterTeam};
use clario_analytics::team::{Scope, Source};
use clario_store::{ConnectionId, SourceKind, TeamSource};
use std::collections::HashMap;

use super::Live;
use crate::Backend;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::settings::TeamDraft;
use crate::viewer::Viewer;

/// One row of the form with the teams, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamEntry {
    /// Which team.
    pub slug: String,
    /// Its name; empty for the name of its first source, looked up live.
    pub label: String,
    /// Its place in the order, from 1; empty to leave it where it is.
    pub place: String,
    /// Whether it goes.
    pub remove: bool,
}

impl Backend {
    /// Renames, orders and removes teams. The entries must name exactly the teams there are. When none is left, there
    /// is one for each board again.
    pub async fn save_teams(&self, viewer: &Viewer, entries: Vec<TeamEntry>) -> Result<(), Error> {
        viewer.editor()?;
        let live = self.live(viewer).await?;
        let standing = live.standing()?;
        let names = live.roster().teams;
        let entries: HashMap<&str, &TeamEntry> =
            entries.iter().map(|entry| (entry.slug.as_str(), entry)).collect();
        if entries.len() != standing.len() {
            return Err(Error::ChangedMeanwhile);
        }
        let mut kept = Vec::new();
        for ((before, (slug, draft)), name) in (1..).zip(standing).zip(&names) {
            let entry = entries.get(slug.as_str()).ok_or(Error::ChangedMeanwhile)?;
            let place = place(&entry.place, before)?;
            if !entry.remove {
                let label = own_words(&entry.label, name);
                kept.push(((place, place.cmp(&before), before), TeamDraft { label, ..draft }));
            }
        }
        // Who moves up to a place comes before the one who stands there, who moves down behind.
        kept.sort_by_key(|(order, _)| *order);
        self.replace_teams(viewer, kept.into_iter().map(|(_, draft)| draft).collect()).await
    }

    /// Adds a team made of these boards and projects, by their keys.
    pub async fn add_team(&self, viewer: &Viewer, label: &str, sources: &[String]) -> Result<(), Error> {
        viewer.editor()?;
        let live = self.live(viewer).await?;
        let known = live.roster().sources;
        let chosen = chosen(&known, sources)?;
        let first = sources.first().and_then(|key| known.iter().find(|source| source.key == *key));
        let label = if first.is_some_and(|first| first.name == label.trim()) { "" } else { label };
        let mut drafts: Vec<TeamDraft> = live.standing()?.into_iter().map(|(_, draft)| draft).collect();
        drafts.push(TeamDraft { id: None, label: label.to_owned(), workflow: None, sources: chosen });
        self.replace_teams(viewer, drafts).await
    }

    /// Makes a team of other boards and projects, by their keys. What it is made of keeps its place, and what is new
    /// comes behind; a team without a name of its own goes by the first.
    pub async fn set_team_sources(
        &self,
        viewer: &Viewer,
        team: &str,
        sources: &[String],
    ) -> Result<(), Error> {
        viewer.editor()?;
        let live = self.live(viewer).await?;
        let roster = live.roster();
        let before = roster.teams.iter().find(|known| known.slug == team).ok_or(Error::ChangedMeanwhile)?;
        let kept = before.sources.iter().map(|source| &source.key).filter(|key| sources.contains(key));
        let added = sources.iter().filter(|key| before.sources.iter().all(|source| source.key != **key));
        let keys: Vec<String> = kept.chain(added).cloned().collect();
        // A board that is gone or not read yet is known by the team alone.
        let known: Vec<RosterSource> = before.sources.iter().chain(&roster.sources).cloned().collect();
        let sources = chosen(&known, &keys)?;
        let mut standing = live.standing()?;
        let (_, draft) = standing.iter_mut().find(|(slug, _)| slug == team).ok_or(Error::ChangedMeanwhile)?;
        draft.sources = sources;
        self.replace_teams(viewer, standing.into_iter().map(|(_, draft)| draft).collect()).await
    }

    /// Goes back to one team for each board, else for each project.
    pub async fn reset_teams(&self, viewer: &Viewer) -> Result<(), Error> {
        self.replace_teams(viewer, Vec::new()).await
    }

    /// Replaces the teams; workflows that no team uses any more go.
    pub(super) async fn replace_teams(&self, viewer: &Viewer, drafts: Vec<TeamDraft>) -> Result<(), Error> {
        self.set_teams(viewer, drafts).await?;
        let settings = self.settings(viewer).await?;
        for workflow in &settings.workflows {
            let is_used = settings.teams.iter().any(|team| team.workflow_id.as_ref() == Some(&workflow.id));
            if !is_used {
                self.remove_workflow(viewer, &workflow.id).await?;
            }
        }
        Ok(())
    }
}

impl Live {
    /// The teams there are, by slug, as they would be stored.
    ///
    /// The default teams are only taken down when all of them are known: a list that is stored does not grow by itself.
    pub(super) fn standing(&self) -> Result<Vec<(String, TeamDraft)>, Error> {
        if !self.settings.teams.is_empty() {
            let draft = |team: &clario_store::Team| TeamDraft {
                id: Some(team.id.clone()),
                label: team.label.clone().unwrap_or_default(),
                workflow: team.workflow_id.clone(),
                sources: team.sources.clone(),
            };
            return Ok(self.settings.teams.iter().map(|team| (team.id.to_string(), draft(team))).collect());
        }
        if !self.whole {
            return Err(Flaw::StillReading.into());
        }
        self.portfolio()
            .teams()
            .map(|team| {
                let sources = team.sources.iter().map(stored).collect::<Result<_, _>>()?;
                let draft = TeamDraft { id: None, label: String::new(), workflow: None, sources };
                Ok((team.slug.clone(), draft))
            })
            .collect()
    }
}

/// Sources by their keys; only those that are known.
fn chosen(known: &[RosterSource], keys: &[String]) -> Result<Vec<TeamSource>, Error> {
    let source = |key: &String| {
        let is_known = known.iter().any(|source| source.key == *key);
        let source = Source::from_key(key).filter(|_| is_known).ok_or(Flaw::ProviderId)?;
        stored(&source)
    };
    keys.iter().map(source).collect()
}

/// The live name of a team is looked up and never stored, even when somebody types it.
fn own_words(typed: &str, team: &RosterTeam) -> String {
    if typed.trim() == team.live_name { String::new() } else { typed.to_owned() }
}

fn place(typed: &str, before: u32) -> Result<u32, Flaw> {
    match typed.trim() {
        "" => Ok(before),
        typed => typed.parse().map_err(|_| Flaw::TeamPlace),
    }
}

fn stored(source: &Source) -> Result<TeamSource, Error> {
    let (kind, id) = match &source.scope {
        Scope::Board(id) => (SourceKind::Board, id),
        Scope::Project(id) => (SourceKind::Project, id),
    };
    let connection_id = ConnectionId::parse(&source.connection).ok_or(Error::NotFound)?;
    Ok(TeamSource { connection_id, kind, provider_id: id.clone() })
}
