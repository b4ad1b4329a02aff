//! What goes wrong, how much the pages are used, and whether what has had its time is removed.

use super::for_operators;
use crate::api::incidents::{IncidentRow, Watched, incidents, resolve_incident};
use crate::api::{ApiError, context};
use crate::components::{
    Column, DataTable, EmptyState, Notice, PageTitle, PostForm, PublicFrame, Tone, settled,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/operator/incidents`.
#[component]
pub fn OperatorIncidents() -> impl IntoView {
    let done = use_query_map().read_untracked().get("done").unwrap_or_default();
    view! { <PublicFrame>{settled(move || for_operators(page(done.clone())))}</PublicFrame> }
}

async fn page(done: String) -> Result<AnyView, ApiError> {
    let mut refused = None;
    if let Some(form) = context::posted() {
        match resolve_incident(form.text("incident")).await? {
            Ok(()) => {
                context::go_to("/operator/incidents?done=resolved");
                return Ok(().into_any());
            }
            Err(problem) => {
                context::answer_with_status(422);
                refused = Some(problem.sentence);
            }
        }
    }
    Ok(view(&incidents().await?, done == "resolved", refused))
}

fn view(watched: &Watched, resolved: bool, refused: Option<String>) -> AnyView {
    let told = (resolved && refused.is_none()).then(|| {
        view! { <Notice tone=Tone::Good><p>"The incident is resolved. It opens again if it happens again."</p></Notice> }
    });
    view! {
        <PageTitle text="Incidents · AltaClario" />
        <div class="stack wide">
        <div class="page-head">
            <div>
                <p class="meta"><a href="/operator">"Operator"</a></p>
                <h1>"Incidents"</h1>
                <p class="lead">
                    "Errors that are one and the same, known by their place in our own files. What an error said, and who met \
                     it, is not stored."
                </p>
            </div>
        </div>
        {told}
        {refused.map(|sentence| view! { <Notice tone=Tone::Bad><p>{sentence}</p></Notice> })}
        <section class="card" aria-labelledby="errors-h">
            <h2 id="errors-h">"Errors in the last 90 days"</h2>
            {incident_table(&watched.incidents)}
        </section>
        <section class="card" aria-labelledby="use-h">
            <h2 id="use-h">"Pages in the last seven days"</h2>
            <p class="muted small">"Only of readers who said yes. Numbers below ten are not shown, and what is older is kept without them."</p>
            {views(&watched.views)}
            {speeds(&watched.speeds)}
        </section>
        <section class="card" aria-labelledby="runs-h">
            <h2 id="runs-h">"Removal of what has had its time"</h2>
            {runs(&watched.runs)}
        </section>
        </div>
    }
    .into_any()
}

fn incident_table(rows: &[IncidentRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState sentence="No error was seen in the last 90 days." /> }.into_any();
    }
    let columns = vec![
        Column::text("Error"),
        Column::text("Page"),
        Column::text("Place"),
        Column::number("Times"),
        Column::text("Seen (UTC)"),
        Column::text("State"),
    ];
    let cells = rows.iter().map(cells).collect();
    view! { <DataTable caption="Incidents, open ones first" columns rows=cells stacks=true /> }.into_any()
}

fn cells(row: &IncidentRow) -> Vec<AnyView> {
    let (id, title) = (row.id.clone(), row.title.clone());
    let resolve = row.open.then(|| {
        view! {
            <PostForm>
                <input type="hidden" name="incident" value=id />
                <button class="button plain" type="submit">
                    "Resolve"<span class="visually-hidden">": " {title}</span>
                </button>
            </PostForm>
        }
    });
    vec![
        row.title.clone().into_any(),
        view! { <code>{row.route.clone()}</code> }.into_any(),
        view! { <code>{row.place.clone()}</code> }.into_any(),
        row.count.to_string().into_any(),
        row.seen.clone().into_any(),
        view! { {row.state.clone()} {resolve} }.into_any(),
    ]
}

fn views(views: &[(String, i64)]) -> AnyView {
    if views.is_empty() {
        return view! { <EmptyState sentence="No page was opened ten times by readers who agreed to be counted." /> }
            .into_any();
    }
    let rows = views
        .iter()
        .map(|(route, n)| {
            let route = route.clone();
            vec![view! { <code>{route}</code> }.into_any(), n.to_string().into_any()]
        })
        .collect();
    let columns = vec![Column::text("Page"), Column::number("Opened")];
    view! { <DataTable caption="How often pages were opened" columns rows /> }.into_any()
}

fn speeds(speeds: &[(String, i64, String)]) -> Option<AnyView> {
    if speeds.is_empty() {
        return None;
    }
    let rows = speeds
        .iter()
        .map(|(name, n, most)| {
            vec![name.clone().into_any(), n.to_string().into_any(), most.clone().into_any()]
        })
        .collect();
    let columns =
        vec![Column::text("Measure"), Column::number("Samples"), Column::text("Three quarters are")];
    Some(view! { <DataTable caption="How fast pages were" columns rows /> }.into_any())
}

fn runs(runs: &[(String, i64, String, String)]) -> AnyView {
    if runs.is_empty() {
        return view! { <EmptyState sentence="It has not run yet. It runs every hour." /> }.into_any();
    }
    let rows = runs
        .iter()
        .map(|(time, rows, took, late)| {
            let time = time.clone();
            vec![
                view! { <span class="nowrap">{time}</span> }.into_any(),
                rows.to_string().into_any(),
                took.clone().into_any(),
                late.clone().into_any(),
            ]
        })
        .collect();
    let columns = vec![
        Column::text("When (UTC)"),
        Column::number("Rows removed"),
        Column::text("Took"),
        Column::text("Late"),
    ];
    view! { <DataTable caption="The latest removals" columns rows /> }.into_any()
}
