//! The reports: what the pages with numbers ask for.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::ApiError;
use clario_analytics::flow::FlowReport;
use clario_analytics::item_report::ItemReport;
use clario_analytics::overview::OverviewReport;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// All charts of the Flow page for the filters of a query string.
#[server(endpoint = "flow", input = GetUrl)]
pub async fn flow(workspace: String, query: String) -> Result<FlowReport, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told(context::backend()?.flow(&viewer, &query).await)
}

/// The portfolio at a glance.
#[server(endpoint = "overview", input = GetUrl)]
pub async fn overview(workspace: String, query: String) -> Result<OverviewReport, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told(context::backend()?.overview(&viewer, &query).await)
}

/// Why one item took as long as it did.
#[server(endpoint = "item", input = GetUrl)]
pub async fn item(
    workspace: String,
    connection: String,
    id: String,
    query: String,
) -> Result<ItemReport, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told(context::backend()?.item(&viewer, &connection, &id, &query).await)
}
