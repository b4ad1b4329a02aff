//! The Overview page: what changed, what needs attention, every team beside its own past.

pub(crate) mod view;
mod watch;

use crate::api::{ApiError, context, reports};
use crate::components::{PageTitle, WorkspaceFrame, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use view::overview_view;

/// The page at `/w/{workspace}/overview`.
#[component]
pub fn Overview() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    view! {
        <PageTitle text="Overview · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="overview">
            {settled(move || page(workspace.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String) -> Result<AnyView, ApiError> {
    let report = reports::overview(workspace.clone(), context::query_string()).await?;
    Ok(overview_view(&report, &workspace))
}
