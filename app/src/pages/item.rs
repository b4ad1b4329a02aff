//! The page of one item: why it took as long as it did.

mod plan;
pub(crate) mod view;

use crate::api::reports::ItemAnswer;
use crate::api::{ApiError, context, reports};
use crate::components::{PageTitle, WorkspaceFrame, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use view::item_view;

/// The page at `/w/{workspace}/item/{connection}/{id}`.
#[component]
pub fn Item() -> impl IntoView {
    let params = use_params_map();
    let part = |name: &str| params.read_untracked().get(name).unwrap_or_default();
    let (workspace, connection, id) = (part("workspace"), part("connection"), part("id"));
    view! {
        <WorkspaceFrame workspace=workspace.clone() current="item">
            {settled(move || page(workspace.clone(), connection.clone(), id.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String, connection: String, id: String) -> Result<AnyView, ApiError> {
    let ItemAnswer { report, address } =
        reports::item(workspace.clone(), connection, id, context::query_string()).await?;
    Ok(view! {
        <PageTitle text=format!("{} · AltaClario", report.item.key) />
        {item_view(&report, &workspace, address)}
    }
    .into_any())
}
