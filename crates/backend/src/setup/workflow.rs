//! What the statuses of a team mean: shown, tried out, saved.

mod wanted;

use clario_analytics::mapping::{Mapping, MappingRow, exceptions, resolutions, types};
use clario_analytics::team::Team;
use clario_analytics::workflow::WorkflowEdit;
use clario_analytics::workflow_preview::{WorkflowPreview, workflow_preview};
use clario_store::{ConnectionId, Resolution, WorkflowId};
use std::collections::BTreeSet;
use wanted::Wanted;

use super::Live;
use crate::Backend;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::portfolios::{catalogs, default_workflow};
use crate::reports::aside;
use crate::settings::WorkflowDraft;
use crate::viewer::Viewer;

/// The form with the statuses of a team, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkflowForm {
    /// What each status counts as: `connection.status` and the key of a stage. A status that is not named stays as it
    /// is; one with an empty stage goes by its default.
    pub stages: Vec<(String, String)>,
    /// What a status counts as for one type of item: `connection.type.status` and the key of a stage; an empty stage
    /// takes the exception back. One that is not named stays as it is.
    pub exceptions: Vec<(String, String)>,
    /// Whether going back to the queue restarts the clock.
    pub restart_on_queue: bool,
    /// Whether sub-tasks count, for all teams.
    pub include_subtasks: bool,
    /// The resolutions that mean "not delivered", as `connection.resolution`, for all teams.
    pub removed_resolutions: Vec<String>,
}

impl Backend {
    /// What the statuses of a team mean; of the first team when none is named.
    pub async fn workflow(&self, viewer: &Viewer, team: &str) -> Result<Mapping, Error> {
        let live = self.live(viewer).await?;
        let team = live.team(team)?.clone();
        aside(move || live.mapping(&team)).await
    }

    /// What a form would change about the numbers of the last 90 days, without saving it.
    pub async fn preview_workflow(
        &self,
        viewer: &Viewer,
        team: &str,
        form: WorkflowForm,
    ) -> Result<WorkflowPreview, Error> {
        viewer.editor()?;
        let live = self.live(viewer).await?;
        let team = live.team(team)?.clone();
        aside(move || {
            let wanted = live.wanted(&team, &form)?;
            let portfolio = live.portfolio();
            let edited = default_workflow(&team.sources, portfolio.connections())
                .edited(&wanted.edit(), &catalogs(portfolio.connections()));
            let question = &live.question;
            workflow_preview(
                portfolio,
                &team.slug,
                edited,
                wanted.include_subtasks,
                &question.query,
                &question.context,
            )
            .ok_or(Error::NotFound)
        })
        .await?
    }

    /// Saves what the statuses of a team mean. The answer is the slug of the team: a default team becomes one of its
    /// own, so that the change has something to hang on, and all others with it.
    pub async fn save_workflow(
        &self,
        viewer: &Viewer,
        team: &str,
        form: WorkflowForm,
    ) -> Result<String, Error> {
        viewer.editor()?;
        let live = self.live(viewer).await?;
        let team = live.team(team)?.clone();
        let (live, team, wanted) = aside(move || {
            let wanted = live.wanted(&team, &form)?;
            Ok::<_, Error>((live, team, wanted))
        })
        .await??;
        self.save_resolutions(viewer, &live, wanted.removed.as_ref()).await?;
        self.save_stages(viewer, &live, &team, wanted).await
    }

    /// Lets the statuses of a team mean what its board or provider suggests. What holds for all teams stays.
    pub async fn reset_workflow(&self, viewer: &Viewer, team: &str) -> Result<String, Error> {
        viewer.editor()?;
        let live = self.live(viewer).await?;
        let team = live.team(team)?.clone();
        let include_subtasks = live.settings.counts_subtasks();
        let nothing = Wanted { stages: Vec::new(), restart_on_queue: false, include_subtasks, removed: None };
        self.save_stages(viewer, &live, &team, nothing).await
    }

    async fn save_resolutions(
        &self,
        viewer: &Viewer,
        live: &Live,
        wanted: Option<&BTreeSet<(String, String)>>,
    ) -> Result<(), Error> {
        if wanted == live.removed().as_ref() {
            return Ok(());
        }
        if !live.whole {
            return Err(Flaw::StillReading.into());
        }
        let resolution = |(connection, id): &(String, String)| {
            let connection_id = ConnectionId::parse(connection).ok_or(Flaw::ProviderId)?;
            Ok::<_, Flaw>(Resolution { connection_id, resolution_id: id.clone() })
        };
        let listed =
            wanted.map(|wanted| wanted.iter().map(resolution).collect::<Result<_, _>>()).transpose()?;
        self.set_removed_resolutions(viewer, listed).await
    }

    async fn save_stages(
        &self,
        viewer: &Viewer,
        live: &Live,
        team: &Team,
        wanted: Wanted,
    ) -> Result<String, Error> {
        let id = live.workflow_of(&team.slug).map(|workflow| workflow.id.clone());
        let others = || {
            let used = live.settings.teams.iter().filter_map(|team| live.workflow_of(team.id.as_str()));
            used.filter(|other| other.include_subtasks && Some(&other.id) != id.as_ref())
        };
        // The switch for all teams is kept with one workflow; it is off when none has it.
        let here = wanted.include_subtasks && others().next().is_none();
        if !wanted.include_subtasks {
            for other in others() {
                let draft = WorkflowDraft {
                    id: Some(other.id.clone()),
                    label: other.label.clone().unwrap_or_default(),
                    restart_on_queue: other.restart_on_queue,
                    include_subtasks: false,
                    stages: other.stages.clone(),
                };
                self.keep_or_drop(viewer, draft).await?;
            }
        }
        let draft = WorkflowDraft {
            id: id.clone(),
            label: String::new(),
            restart_on_queue: wanted.restart_on_queue,
            include_subtasks: here,
            stages: wanted.stages,
        };
        if id.is_some() || is_empty(&draft) {
            self.keep_or_drop(viewer, draft).await?;
            return Ok(team.slug.clone());
        }
        let mut standing = live.standing()?;
        let at = standing.iter().position(|(slug, _)| *slug == team.slug).ok_or(Error::ChangedMeanwhile)?;
        standing[at].1.workflow = Some(self.set_workflow(viewer, draft).await?);
        self.replace_teams(viewer, standing.into_iter().map(|(_, draft)| draft).collect()).await?;
        let teams = self.settings(viewer).await?.teams;
        teams.get(at).map(|team| team.id.to_string()).ok_or(Error::ChangedMeanwhile)
    }

    /// A workflow that changes nothing is none.
    async fn keep_or_drop(&self, viewer: &Viewer, draft: WorkflowDraft) -> Result<(), Error> {
        match &draft.id {
            Some(id) if is_empty(&draft) => self.remove_workflow(viewer, id).await,
            Some(_) => self.set_workflow(viewer, draft).await.map(drop),
            None => Ok(()),
        }
    }
}

impl Live {
    fn team(&self, slug: &str) -> Result<&Team, Error> {
        let mut teams = self.portfolio().teams();
        let found = if slug.is_empty() { teams.next() } else { teams.find(|team| team.slug == slug) };
        found.ok_or(Error::NotFound)
    }

    fn workflow_of(&self, slug: &str) -> Option<&clario_store::Workflow> {
        let id: &WorkflowId =
            self.settings.teams.iter().find(|team| team.id.as_str() == slug)?.workflow_id.as_ref()?;
        self.settings.workflows.iter().find(|workflow| workflow.id == *id)
    }

    fn mapping(&self, team: &Team) -> Mapping {
        let portfolio = self.portfolio();
        let removed: Option<Vec<_>> = self.removed().map(|listed| listed.into_iter().collect());
        Mapping {
            team: team.slug.clone(),
            name: team.name.clone(),
            teams: portfolio.teams().map(|team| (team.slug.clone(), team.name.clone())).collect(),
            rows: self.rows(team),
            exceptions: exceptions(portfolio.connections(), &self.edit_of(team).stages),
            types: types(portfolio.connections()),
            restart_on_queue: team.workflow.restarts_on_queue(),
            subtasks: portfolio.settings().subtasks,
            resolutions: resolutions(portfolio.connections(), removed.as_deref()),
        }
    }

    /// What is changed about the default workflow of a team.
    fn edit_of(&self, team: &Team) -> WorkflowEdit {
        self.settings.workflow_edit(self.workflow_of(&team.slug).map(|workflow| &workflow.id))
    }

    fn rows(&self, team: &Team) -> Vec<MappingRow> {
        let default = default_workflow(&team.sources, self.portfolio().connections());
        self.portfolio().mapping(&team.slug, &default).unwrap_or_default()
    }

    /// The workspace's own list of resolutions.
    fn removed(&self) -> Option<BTreeSet<(String, String)>> {
        let listed = self.settings.removed_resolutions.as_ref()?;
        Some(listed.iter().map(|one| (one.connection_id.to_string(), one.resolution_id.clone())).collect())
    }
}

fn is_empty(draft: &WorkflowDraft) -> bool {
    draft.stages.is_empty() && !draft.restart_on_queue && !draft.include_subtasks
}
