//! Settings: what is set up in a workspace, and the forms that change it.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use clario_analytics::mapping::Mapping;
use clario_analytics::roster::Roster;
use clario_analytics::workflow_preview::WorkflowPreview;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// What the viewer may do with settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// Change them.
    Change,
    /// Look at those of the sample.
    Sample,
    /// Look at them: the role allows no more.
    Look,
}

/// Everything that is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsReport {
    /// What the viewer may do.
    pub access: Access,
    /// The name of the workspace.
    pub name: String,
    /// The connections, oldest first.
    pub connections: Vec<ConnectionRow>,
    /// The teams.
    pub teams: TeamsReport,
    /// How days are counted.
    pub days: DaysReport,
}

/// A connection; nothing of its token but the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionRow {
    /// Its id.
    pub id: String,
    /// What a person called it; may be empty.
    pub label: String,
    /// Where it is.
    pub address: String,
    /// The last four characters of its token.
    pub last_four: String,
    /// Days since the token was entered.
    pub age_days: i64,
    /// What is wrong with the token; empty when nothing is known against it.
    pub trouble: String,
}

/// The teams, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamsReport {
    /// Whether people chose them; otherwise there is one for each board.
    pub chosen: bool,
    /// The teams; `None` while nothing is known of them.
    pub roster: Option<Roster>,
    /// Why there are none or not all, as a sentence.
    pub lacking: Option<String>,
}

/// How days are counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysReport {
    /// The IANA name of the time zone.
    pub zone: String,
    /// The names of all time zones.
    pub zones: Vec<String>,
    /// All days of the week, and whether each is a working day.
    pub week: Vec<(String, bool)>,
    /// The holidays, one a line.
    pub holidays: String,
    /// Hours for which data that nobody reads is kept.
    pub keep_unread_hours: u32,
}

/// A row of the form with the teams, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Which team.
    pub slug: String,
    /// Its name; empty for the live one.
    pub label: String,
    /// Its place.
    pub place: String,
    /// Whether it goes.
    pub remove: bool,
}

/// What the statuses of a team mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowReport {
    /// What the viewer may do.
    pub access: Access,
    /// The statuses.
    pub mapping: Mapping,
}

/// The form with the statuses of a team, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WorkflowEntry {
    /// `connection.status` and the key of a stage.
    #[serde(default)]
    pub stages: Vec<(String, String)>,
    /// `connection.type.status` and the key of a stage, or nothing to take the exception back.
    #[serde(default)]
    pub exceptions: Vec<(String, String)>,
    /// Whether going back to the queue restarts the clock.
    pub restart_on_queue: bool,
    /// Whether sub-tasks count.
    pub include_subtasks: bool,
    /// `connection.resolution` of those that mean "not delivered".
    #[serde(default)]
    pub removed_resolutions: Vec<String>,
}

/// Everything that is set up in a workspace.
#[server(endpoint = "settings", input = GetUrl)]
pub async fn settings(workspace: String) -> Result<SettingsReport, ApiError> {
    use super::{context, setup};
    let viewer = context::viewer(&workspace).await?;
    Ok(setup::report(&viewer, context::told(context::backend()?.setup(&viewer).await)?))
}

/// Gives the workspace another name.
#[server(endpoint = "rename-workspace")]
pub async fn rename_workspace(workspace: String, name: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.rename_workspace(&viewer, &name).await)
}

/// Gives a connection another label; an empty one takes it away.
#[server(endpoint = "label-connection")]
pub async fn label_connection(
    workspace: String,
    connection: String,
    label: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::{context, setup};
    let viewer = context::viewer(&workspace).await?;
    let id = setup::connection(&connection)?;
    context::told_on_form(context::backend()?.label_connection(&viewer, &id, &label).await)
}

/// Tries a new token out and puts it in the place of the old one; the address may change with it.
#[server(endpoint = "renew-token")]
pub async fn renew_token(
    workspace: String,
    connection: String,
    address: String,
    email: String,
    token: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::{context, setup};
    let (viewer, recent) = (context::viewer(&workspace).await?, context::recent()?);
    let id = setup::connection(&connection)?;
    let form = clario_backend::ConnectionForm { address, email, token, label: String::new() };
    context::told_on_form(context::backend()?.renew_credential(&viewer, &recent, &id, form).await)
}

/// Removes a connection with its token and everything that was read through it.
#[server(endpoint = "remove-connection")]
pub async fn remove_connection(
    workspace: String,
    connection: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::{context, setup};
    let viewer = context::viewer(&workspace).await?;
    let id = setup::connection(&connection)?;
    context::told_on_form(context::backend()?.remove_connection(&viewer, &id).await)
}

/// Renames, orders and removes teams; the rows name all teams there are.
#[server(endpoint = "save-teams")]
pub async fn save_teams(
    workspace: String,
    #[server(default)] teams: Vec<TeamRow>,
) -> Result<Result<(), Problem>, ApiError> {
    use super::{context, setup};
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.save_teams(&viewer, setup::teams(teams)).await)
}

/// Adds a team made of boards and projects, by their keys.
#[server(endpoint = "add-team")]
pub async fn add_team(
    workspace: String,
    label: String,
    #[server(default)] sources: Vec<String>,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.add_team(&viewer, &label, &sources).await)
}

/// Makes a team of other boards and projects, by their keys.
#[server(endpoint = "team-sources")]
pub async fn set_team_sources(
    workspace: String,
    team: String,
    #[server(default)] sources: Vec<String>,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.set_team_sources(&viewer, &team, &sources).await)
}

/// Goes back to one team for each board.
#[server(endpoint = "reset-teams")]
pub async fn reset_teams(workspace: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.reset_teams(&viewer).await)
}

/// Sets time zone, working days, holidays and how long unread data is kept.
#[server(endpoint = "save-calendar")]
pub async fn save_calendar(
    workspace: String,
    zone: String,
    #[server(default)] working_days: Vec<String>,
    holidays: String,
    hours: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    let form = clario_backend::CalendarForm { zone, working_days, holidays, keep_unread_hours: hours };
    context::told_on_form(context::backend()?.set_calendar(&viewer, form).await)
}

/// What the statuses of a team mean; of the first team when none is named.
#[server(endpoint = "workflow", input = GetUrl)]
pub async fn workflow(workspace: String, team: String) -> Result<WorkflowReport, ApiError> {
    use super::{context, setup};
    let viewer = context::viewer(&workspace).await?;
    let mapping = context::told(context::backend()?.workflow(&viewer, &team).await)?;
    Ok(WorkflowReport { access: setup::access(&viewer), mapping })
}

/// What a form would change about the numbers, without saving it.
#[server(endpoint = "preview-workflow")]
pub async fn preview_workflow(
    workspace: String,
    team: String,
    entry: WorkflowEntry,
) -> Result<Result<WorkflowPreview, Problem>, ApiError> {
    use super::{context, setup};
    let viewer = context::viewer(&workspace).await?;
    let form = setup::workflow(entry);
    context::told_on_form(context::backend()?.preview_workflow(&viewer, &team, form).await)
}

/// Saves what the statuses of a team mean; the answer is the team's slug from now on.
#[server(endpoint = "save-workflow")]
pub async fn save_workflow(
    workspace: String,
    team: String,
    entry: WorkflowEntry,
) -> Result<Result<String, Problem>, ApiError> {
    use super::{context, setup};
    let viewer = context::viewer(&workspace).await?;
    let form = setup::workflow(entry);
    context::told_on_form(context::backend()?.save_workflow(&viewer, &team, form).await)
}

/// Lets the statuses of a team mean what its board or provider suggests.
#[server(endpoint = "reset-workflow")]
pub async fn reset_workflow(workspace: String, team: String) -> Result<Result<String, Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.reset_workflow(&viewer, &team).await)
}
