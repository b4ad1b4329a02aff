//! The first reading: what changed lately in every project, then the rest; it goes on where it broke off.

use clario_providers::Error;
use clario_providers::jira::{BoardsSeen, Survey, Window};

use super::gather::Walk;
use super::progress::Step;
use super::{Follower, millis};

/// What is still to be walked.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    surveyed: bool,
    recent: Vec<Walk>,
    older: Vec<Walk>,
}

impl Follower {
    /// Reads everything. Called again after a failure, it goes on with what is left.
    pub(super) async fn first(&mut self, plan: &mut Plan) -> Result<(), Error> {
        if !plan.surveyed {
            *plan = self.look_around().await?;
        }
        self.step(Step::Recent);
        self.gather(&mut plan.recent, true).await?;
        self.show(true).await;
        self.progress.send_modify(|progress| progress.recent_complete = true);
        self.step(Step::Older);
        self.gather(&mut plan.older, true).await?;
        // What was created meanwhile is on boards that were read before it was there.
        let boards = self.holdings.survey.boards.clone();
        self.read_members(&boards).await?;
        self.last_sweep = self.holdings.confirmed.values().copied().min().unwrap_or(self.now_millis());
        Ok(())
    }

    async fn look_around(&mut self) -> Result<Plan, Error> {
        self.step(Step::LookingAround);
        let cursor = self.provider.server_time().await?;
        let survey = self.provider.catalog().await?;
        self.holdings.cursor = cursor;
        self.note_survey(&survey);
        let boards = survey.boards.clone();
        self.holdings.survey = survey;
        self.read_members(&boards).await?;
        let projects = self.holdings.projects();
        let expected = match self.provider.count(&projects, Window::All).await {
            Ok(count) => Some(count),
            Err(error) if error.concerns_one_object() => None,
            Err(error) => return Err(error),
        };
        self.progress.send_modify(|progress| progress.items_expected = expected);
        let border = cursor - millis(self.pace.recent);
        let walks = |window| {
            let walk = |project: &String| Walk { project: project.clone(), window };
            projects.iter().map(walk).collect::<Vec<Walk>>()
        };
        Ok(Plan {
            surveyed: true,
            recent: walks(Window::Since(border)),
            older: walks(Window::Before(border)),
        })
    }

    /// Tells what a look around showed.
    pub(super) fn note_survey(&self, survey: &Survey) {
        self.progress.send_modify(|progress| {
            progress.projects = survey.catalog.projects.len();
            progress.boards = survey.catalog.boards.len();
            progress.boards_without_columns.clone_from(&survey.boards_without_columns);
            progress.boards_refused = match &survey.boards_seen {
                BoardsSeen::All => None,
                BoardsSeen::None(error) => Some(error.clone()),
            };
        });
    }
}
