//! The Flow page: how long work takes, how much is finished, where it waits.

mod choices;
mod finished;
pub mod view;

use crate::api::{ApiError, context, reports};
use crate::components::{PageTitle, WorkspaceFrame, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use view::flow_view;

/// The page at `/w/{workspace}/flow`.
#[component]
pub fn Flow() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    view! {
        <PageTitle text="Flow · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="flow">
            {settled(move || page(workspace.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String) -> Result<AnyView, ApiError> {
    let report = reports::flow(workspace.clone(), context::query_string()).await?;
    Ok(flow_view(&report, &workspace))
}
