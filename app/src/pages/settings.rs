//! What is set up in a workspace, one group of forms after the other.

mod attempt;
pub mod audit;
mod connections;
mod days;
mod group;
pub mod members;
mod new_team;
mod sources;
mod teams;
pub mod usage;
pub mod workflow;
mod workspace_name;

use crate::api::form::Form;
use crate::api::settings::{
    Access, SettingsReport, TeamRow, add_team, label_connection, remove_connection, rename_workspace,
    renew_token, reset_teams, save_calendar, save_teams, set_team_sources, settings,
};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, WorkspaceFrame, settled};
use attempt::Attempt;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page at `/w/{workspace}/settings`.
#[component]
pub fn Settings() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    let query = use_query_map();
    let part = |name: &str| query.read_untracked().get(name).unwrap_or_default();
    let (saved, team) = (part("saved"), part("team"));
    view! {
        <PageTitle text="Settings · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone(), saved.clone(), team.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String, saved: String, team: String) -> Result<AnyView, ApiError> {
    let Some(form) = context::posted() else {
        let attempt = Attempt::opened(saved, team);
        return Ok(settings_view(&settings(workspace.clone()).await?, &workspace, &attempt));
    };
    let (group, outcome) = change(&workspace, &form).await?;
    let attempt = match outcome {
        Ok(()) => {
            context::go_to(&format!("/w/{workspace}/settings?saved={group}#{group}"));
            Attempt::opened(group.to_owned(), String::new())
        }
        Err(problem) => {
            context::answer_with_status(422);
            Attempt::refused(group, form, problem)
        }
    };
    Ok(settings_view(&settings(workspace.clone()).await?, &workspace, &attempt))
}

/// Does what a form asks for. The answer names the group it stands in.
async fn change(workspace: &str, form: &Form) -> Result<(&'static str, Result<(), Problem>), ApiError> {
    let workspace = workspace.to_owned();
    let text = |name: &str| form.text(name);
    Ok(match text("what").as_str() {
        "label-connection" => {
            ("connections", label_connection(workspace, text("connection"), text("label")).await?)
        }
        "renew-token" => {
            let (address, email, token) = (text("address"), text("email"), text("token"));
            ("connections", renew_token(workspace, text("connection"), address, email, token).await?)
        }
        "remove-connection" if form.ticked("sure") => {
            ("connections", remove_connection(workspace, text("connection")).await?)
        }
        "remove-connection" => {
            let sentence = "Tick the box to remove the connection. Nothing was changed.";
            ("connections", Err(Problem::new("sure", sentence)))
        }
        "teams" => ("teams", save_teams(workspace, team_rows(form)).await?),
        "add-team" => ("teams", add_team(workspace, text("label"), form.all("source")).await?),
        "team-sources" => ("teams", set_team_sources(workspace, text("team"), form.all("source")).await?),
        "reset-teams" => ("teams", reset_teams(workspace).await?),
        "days" => {
            let days = form.all("working_days");
            ("days", save_calendar(workspace, text("zone"), days, text("holidays"), text("hours")).await?)
        }
        "name" => ("workspace", rename_workspace(workspace, text("name")).await?),
        _ => return Err(ApiError::Malformed),
    })
}

fn team_rows(form: &Form) -> Vec<TeamRow> {
    let removed = form.all("remove");
    let places = form.starting_with("place.");
    form.starting_with("label.")
        .into_iter()
        .map(|(slug, label)| TeamRow {
            place: places
                .iter()
                .find(|(of, _)| *of == slug)
                .map(|(_, place)| place.clone())
                .unwrap_or_default(),
            remove: removed.contains(&slug),
            slug,
            label,
        })
        .collect()
}

fn settings_view(report: &SettingsReport, workspace: &str, attempt: &Attempt) -> AnyView {
    // The sample has neither members nor a log, and whoever looks at it may have no account.
    let ways = (report.access != Access::Sample).then(|| {
        view! {
            <ul class="links">
                <li><a href=format!("/w/{workspace}/settings/members")>"Members"</a></li>
                <li><a href=format!("/w/{workspace}/settings/audit")>"Audit log"</a></li>
                <li><a href=format!("/w/{workspace}/settings/usage")>"Usage"</a></li>
                <li><a href=format!("/w/{workspace}/settings/workspace")>"Copy and close"</a></li>
                <li><a href="/workspaces">"Your workspaces"</a></li>
            </ul>
        }
    });
    view! {
        <div class="page-head">
            <div>
                <h1>"Settings"</h1>
                <p class="lead">"What is connected, who the teams are and how days are counted in " {report.name.clone()} "."</p>
            </div>
            {ways}
        </div>
        {read_only(report.access)}
        {connections::connections(report, workspace, attempt)}
        {teams::teams(report, workspace, attempt)}
        {days::days(report, attempt)}
        {workspace_name::workspace_name(report, attempt)}
    }
    .into_any()
}

/// Why nothing can be changed.
fn read_only(access: Access) -> Option<AnyView> {
    let sentence = match access {
        Access::Change => return None,
        Access::Sample => {
            "The sample can be looked at, not changed. Create an account to connect your own Jira and set it up."
        }
        Access::Look => {
            "Your role in this workspace lets you look at the settings, not change them. Ask an owner or admin."
        }
    };
    Some(view! { <Notice><p>{sentence}</p></Notice> }.into_any())
}
