//! Settings joined with live names: what the settings pages show, and what they hand in.
//!
//! Forms name provider objects by connection and provider id. What comes back is taken only when the live data knows
//! it, so nothing else is ever stored.

mod teams;
mod workflow;

use clario_analytics::portfolio::Portfolio;
use clario_analytics::roster::Roster;
use clario_store::Connection;
use std::sync::Arc;

pub use teams::TeamEntry;
pub use workflow::WorkflowForm;

use crate::Backend;
use crate::error::Error;
use crate::reports::Question;
use crate::settings::Settings;
use crate::viewer::Viewer;

const DAY: i64 = 86_400;

/// Everything that can be set up in a workspace.
#[derive(Debug)]
pub struct Setup {
    /// The name of the workspace.
    pub name: String,
    /// Whether the viewer may change anything.
    pub may_change: bool,
    /// What people set up.
    pub settings: Settings,
    /// The connections, each with the age of its token in days.
    pub connections: Vec<(Connection, i64)>,
    /// The teams by their live names.
    pub teams: LiveTeams,
}

/// The teams by their live names, as far as they are known.
#[derive(Debug)]
pub enum LiveTeams {
    /// There is nothing a team could be made of.
    NothingConnected,
    /// The first data is still on its way.
    NotYet,
    /// The teams.
    Known {
        /// The teams and what they could be made of.
        roster: Roster,
        /// Why some may be missing.
        partial: Option<String>,
    },
}

impl Backend {
    /// What is set up in the workspace, with live names.
    pub async fn setup(&self, viewer: &Viewer) -> Result<Setup, Error> {
        let settings = self.settings(viewer).await?;
        let now = self.now();
        let connections = self.connections(viewer).await?.into_iter();
        let teams = match self.live(viewer).await {
            Ok(live) => {
                let partial = live.question.context.partial.clone();
                LiveTeams::Known { roster: live.roster(), partial }
            }
            Err(Error::NothingConnected) => LiveTeams::NothingConnected,
            Err(Error::NotYet) => LiveTeams::NotYet,
            Err(error) => return Err(error),
        };
        Ok(Setup {
            name: self.workspace_name(viewer).await?,
            may_change: viewer.may_change(),
            settings,
            connections: connections
                .map(|it| {
                    let age = now - it.secret_age;
                    (it, age / DAY)
                })
                .collect(),
            teams,
        })
    }

    async fn live(&self, viewer: &Viewer) -> Result<Live, Error> {
        let settings = self.settings(viewer).await?;
        let question = self.question(viewer, "").await?;
        let expected = match viewer.scope() {
            None => 1,
            Some(scope) => self.store().connections(scope).await?.len(),
        };
        let whole = question.context.partial.is_none() && question.portfolio.connections().len() == expected;
        Ok(Live { question, settings, whole })
    }
}

/// What is set up beside what is there.
struct Live {
    question: Question,
    settings: Settings,
    /// Whether everything that is connected has been read.
    whole: bool,
}

impl Live {
    fn portfolio(&self) -> &Arc<Portfolio> {
        &self.question.portfolio
    }

    fn roster(&self) -> Roster {
        let label = |slug: &str| {
            let team = self.settings.teams.iter().find(|team| team.id.as_str() == slug)?;
            team.label.clone()
        };
        self.portfolio().roster(label)
    }
}
