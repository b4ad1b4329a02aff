//! Settings of a workspace: how it counts days, its teams, workflows and resolutions.
//!
//! They name provider objects by connection and provider id and hold no provider name. What a
//! person typed as a label is theirs; an empty label means that the name is looked up live.

mod calendar;
mod drafts;
mod resolutions;
mod teams;
mod workflows;

use clario_analytics::calendar::Calendar;
use clario_analytics::day::{Day, Weekday};
use clario_store::{Holiday, Resolution, Team, Workflow};

pub(crate) use calendar::check_calendar;
pub use drafts::{CalendarForm, TeamDraft, WorkflowDraft};
pub(crate) use resolutions::check_resolutions;
pub(crate) use teams::check_teams;
pub(crate) use workflows::{check_workflow, meaning};

use crate::Backend;
use crate::error::Error;
use crate::viewer::Viewer;

/// What people set up in a workspace. Where they set up nothing, the defaults are derived from the
/// provider's boards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// IANA name of the time zone.
    pub zone: String,
    /// The working days of the week.
    pub working_days: Vec<Weekday>,
    /// The holidays, in order.
    pub holidays: Vec<Holiday>,
    /// Hours after which a data set nobody read is dropped from memory.
    pub keep_unread_hours: u32,
    /// The teams in order; none means one for each board, else one for each project.
    pub teams: Vec<Team>,
    /// The workflows that people set up.
    pub workflows: Vec<Workflow>,
    /// Resolutions that mean "not delivered"; `None` goes by the well-known names.
    pub removed_resolutions: Option<Vec<Resolution>>,
}

impl Default for Settings {
    /// The settings of a new workspace, and of the sample.
    fn default() -> Self {
        Self {
            zone: "UTC".to_owned(),
            working_days: Weekday::ALL[..5].to_vec(),
            holidays: Vec::new(),
            keep_unread_hours: 72,
            teams: Vec::new(),
            workflows: Vec::new(),
            removed_resolutions: None,
        }
    }
}

impl Settings {
    /// The working days and holidays in the form in which durations are counted.
    pub fn calendar(&self) -> Calendar {
        let holidays = self.holidays.iter().filter_map(|holiday| Day::parse(&holiday.day)).collect();
        Calendar::new(&self.working_days, holidays)
    }

    /// Whether sub-tasks count: for all teams, as soon as the workflow of one says so.
    pub fn counts_subtasks(&self) -> bool {
        let used = |workflow: &Workflow| {
            self.teams.iter().any(|team| team.workflow_id.as_ref() == Some(&workflow.id))
        };
        self.workflows.iter().any(|workflow| workflow.include_subtasks && used(workflow))
    }
}

impl Backend {
    /// The settings of the workspace.
    pub async fn settings(&self, viewer: &Viewer) -> Result<Settings, Error> {
        match viewer.scope() {
            None => Ok(Settings::default()),
            Some(scope) => self.settings_in(scope).await,
        }
    }

    /// The IANA name of the workspace's time zone.
    pub(crate) async fn zone(&self, viewer: &Viewer) -> Result<String, Error> {
        match viewer.scope() {
            None => Ok(Settings::default().zone),
            Some(scope) => Ok(self.store().calendar(scope).await?.zone),
        }
    }

    /// The settings of a workspace, for the background reading too.
    pub(crate) async fn settings_in(&self, scope: &clario_store::Scope) -> Result<Settings, Error> {
        let calendar = self.store().calendar(scope).await?;
        Ok(Settings {
            zone: calendar.zone,
            working_days: calendar::weekdays(calendar.working_days),
            holidays: calendar.holidays,
            keep_unread_hours: calendar.keep_unread_hours,
            teams: self.store().teams(scope).await?,
            workflows: self.store().workflows(scope).await?,
            removed_resolutions: self.store().removed_resolutions(scope).await?,
        })
    }
}
