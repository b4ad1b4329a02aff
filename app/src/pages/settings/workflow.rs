//! What the statuses of one team mean: tried out first, then saved.

mod exceptions;
mod preview;
mod statuses;

use super::read_only;
use crate::api::form::Form;
use crate::api::settings::{
    Access, WorkflowEntry, WorkflowReport, preview_workflow, reset_workflow, save_workflow, workflow,
};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, Tone, WorkspaceFrame, settled};
use clario_analytics::mapping::Mapping;
use clario_analytics::workflow_preview::WorkflowPreview;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page at `/w/{workspace}/settings/workflow`.
#[component]
pub fn Workflow() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    let query = use_query_map();
    let part = |name: &str| query.read_untracked().get(name).unwrap_or_default();
    let (team, saved) = (part("team"), part("saved") == "yes");
    view! {
        <PageTitle text="Statuses · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone(), team.clone(), saved))}
        </WorkspaceFrame>
    }
}

/// What became of the form that was sent.
enum Turn {
    Opened,
    Saved,
    TriedOut(Form, WorkflowPreview),
    Refused(Form, Problem),
}

impl Turn {
    fn form(&self) -> Option<&Form> {
        match self {
            Self::Opened | Self::Saved => None,
            Self::TriedOut(form, _) | Self::Refused(form, _) => Some(form),
        }
    }
}

async fn page(workspace: String, team: String, saved: bool) -> Result<AnyView, ApiError> {
    let Some(form) = context::posted() else {
        let turn = if saved { Turn::Saved } else { Turn::Opened };
        return Ok(workflow_view(&workflow(workspace.clone(), team).await?, &workspace, &turn));
    };
    let team = form.text("team");
    let entry = match entry(&form) {
        Ok(entry) => entry,
        Err(problem) => {
            let turn = refused(form, problem);
            return Ok(workflow_view(&workflow(workspace.clone(), team).await?, &workspace, &turn));
        }
    };
    let kept = match form.text("do").as_str() {
        "save" => save_workflow(workspace.clone(), team.clone(), entry).await?,
        "reset" => reset_workflow(workspace.clone(), team.clone()).await?,
        "preview" => {
            let turn = match preview_workflow(workspace.clone(), team.clone(), entry).await? {
                Ok(preview) => Turn::TriedOut(form, preview),
                Err(problem) => refused(form, problem),
            };
            return Ok(workflow_view(&workflow(workspace.clone(), team).await?, &workspace, &turn));
        }
        _ => return Err(ApiError::Malformed),
    };
    let (team, turn) = match kept {
        Ok(slug) => {
            context::go_to(&format!("/w/{workspace}/settings/workflow?team={slug}&saved=yes"));
            (slug, Turn::Saved)
        }
        Err(problem) => (team, refused(form, problem)),
    };
    Ok(workflow_view(&workflow(workspace.clone(), team).await?, &workspace, &turn))
}

fn refused(form: Form, problem: Problem) -> Turn {
    context::answer_with_status(422);
    Turn::Refused(form, problem)
}

fn entry(form: &Form) -> Result<WorkflowEntry, Problem> {
    let mut exceptions = form.starting_with("typed.");
    exceptions.extend(exceptions::added(form)?);
    Ok(WorkflowEntry {
        stages: form.starting_with("stage."),
        exceptions,
        restart_on_queue: form.ticked("restart"),
        include_subtasks: form.ticked("subtasks"),
        removed_resolutions: form.all("removed"),
    })
}

fn workflow_view(report: &WorkflowReport, workspace: &str, turn: &Turn) -> AnyView {
    let mapping = &report.mapping;
    let told = match turn {
        Turn::Opened => None,
        Turn::Saved => Some(
            view! { <Notice tone=Tone::Good><p>"Saved. The numbers follow at once."</p></Notice> }.into_any(),
        ),
        Turn::TriedOut(_, preview) => Some(preview::preview(preview)),
        Turn::Refused(_, problem) => {
            let sentence = problem.sentence.clone();
            Some(view! { <Notice tone=Tone::Bad><p>{sentence}</p></Notice> }.into_any())
        }
    };
    view! {
        <div class="page-head">
            <div>
                <p class="meta"><a href=format!("/w/{workspace}/settings#teams")>"Settings: teams"</a></p>
                <h1>"What statuses mean for " {mapping.name.clone()}</h1>
                <p class="lead">"Work starts with its first status in progress or waiting, and is finished when it comes to a done status and stays."</p>
            </div>
            {other_teams(mapping)}
        </div>
        {read_only(report.access)}
        {told}
        {statuses::form(mapping, report.access != Access::Change, turn.form())}
    }
    .into_any()
}

fn other_teams(mapping: &Mapping) -> Option<AnyView> {
    if mapping.teams.len() < 2 {
        return None;
    }
    let options: Vec<_> = mapping
        .teams
        .iter()
        .map(|(slug, name)| {
            view! { <option value=slug.clone() selected=*slug == mapping.team>{name.clone()}</option> }
        })
        .collect();
    Some(
        view! {
            <form method="get" class="switch">
                <label for="f-team">"Team"</label>
                <select id="f-team" name="team">{options}</select>
                <button class="button quiet" type="submit">"Show"</button>
            </form>
        }
        .into_any(),
    )
}
