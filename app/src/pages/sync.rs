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
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String) -> Result<AnyView, ApiError> {
    let states = sync_state(workspace.clone()).await?;
    if states.is_empty() {
        let action = (format!("/w/{workspace}/connect"), "Connect Jira".to_owned());
        return Ok(view! {
            <PageTitle text="Nothing is connected · AltaClario" />
            <h1 class="visually-hidden">"State of the reading"</h1>
            <EmptyState sentence="Nothing is connected yet." action />
        }
        .into_any());
    }
    let working = states.iter().any(|state| !state.complete);
    if !working && let Some(page) = wanted() {
        context::go_to(&format!("/w/{workspace}/{page}"));
    }
    let has_data = states.iter().any(|state| state.has_data);
    // Without JavaScript the page loads itself again while there is something to wait for.
    let refresh = working.then(|| view! { <noscript><meta http-equiv="refresh" content="3" /></noscript> });
    let heading = if working { "Fetching your data" } else { "Your data is here" };
    let troubled = states.iter().any(|state| state.trouble.is_some());
    Ok(view! {
        <PageTitle text=format!("{heading} · AltaClario") />
        {refresh}
        <div class="page-head">
            <div>
                <h1>{heading}</h1>
                <p class="lead">{lead(working, has_data, troubled)}</p>
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

/// What to expect of a reading that stands so.
fn lead(working: bool, has_data: bool, troubled: bool) -> &'static str {
    match (working, has_data, troubled) {
        (_, true, true) => {
            "What was read before stays, and the reading goes on by itself once the cause below is gone."
        }
        (_, false, true) => "The reading goes on by itself once the cause below is gone.",
        (true, false, false) => {
            "The newest ninety days come first. Charts appear with the first complete project and are marked partial \
             until all is read."
        }
        (true, true, false) => {
            "The charts can be looked at already. They are marked partial until all is read."
        }
        (false, ..) => {
            "All is read and kept in memory alone. What changes in Jira follows by itself, without another first reading."
        }
    }
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
