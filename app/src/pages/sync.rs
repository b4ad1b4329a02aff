//! How the reading goes: complete on the server, live where JavaScript runs, by refresh where it does not.

use crate::api::sync::{ConnectionState, mark, sync_state};
use crate::api::{ApiError, context};
use crate::components::{EmptyState, Notice, PageTitle, Tone, WorkspaceFrame, settled};
use crate::islands::LiveProgress;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/w/{workspace}/sync`.
#[component]
pub fn Sync() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    view! {
        <PageTitle text="Reading your data · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String) -> Result<AnyView, ApiError> {
    let states = sync_state(workspace.clone()).await?;
    if states.is_empty() {
        let action = (format!("/w/{workspace}/connect"), "Connect Jira".to_owned());
        return Ok(view! { <EmptyState sentence="Nothing is connected yet." action /> }.into_any());
    }
    let working = states.iter().any(|state| !state.complete);
    if !working && let Some(page) = wanted() {
        context::go_to(&format!("/w/{workspace}/{page}"));
    }
    let has_data = states.iter().any(|state| state.has_data);
    // Without JavaScript the page loads itself again while there is something to wait for.
    let refresh = working.then(|| view! { <noscript><meta http-equiv="refresh" content="3" /></noscript> });
    let heading = if working { "Fetching your data" } else { "Your data is here" };
    Ok(view! {
        {refresh}
        <div class="page-head">
            <div>
                <h1>{heading}</h1>
                <p class="lead">"The newest ninety days come first. Charts appear with the first complete project and are marked partial until all is read."</p>
            </div>
        </div>
        <LiveProgress workspace=workspace.clone() working shown=mark(&states)>
            <ol class="steps">{states.into_iter().map(entry).collect::<Vec<_>>()}</ol>
        </LiveProgress>
        {has_data.then(|| view! {
            <p class="actions"><a class="button" href=format!("/w/{workspace}/overview")>"Open the overview"</a></p>
        })}
    }
    .into_any())
}

/// The page that was asked for while there was nothing to show yet.
fn wanted() -> Option<&'static str> {
    ["overview", "flow"].into_iter().find(|page| context::query_string() == format!("then={page}"))
}

fn entry(state: ConnectionState) -> impl IntoView {
    let mark = if state.trouble.is_some() {
        "failed"
    } else if state.complete {
        "done"
    } else {
        "working"
    };
    let label = format!("Reading {}", state.name);
    view! {
        <li data-state=mark>
            <div>
                <h2>{state.name}</h2>
                <p>{state.sentence}</p>
            </div>
            <progress max="100" value=state.percent aria-label=label>{state.percent} "%"</progress>
            {state.trouble.map(|remedy| view! { <Notice tone=Tone::Bad><p>{remedy}</p></Notice> })}
            {state.notes.into_iter().map(|note| view! { <Notice tone=Tone::Warn><p>{note}</p></Notice> }).collect::<Vec<_>>()}
        </li>
    }
}
