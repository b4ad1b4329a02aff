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
use serde::{Deserialize, Serialize};

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

/// One item, and where the provider shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemAnswer {
    /// Why it took as long as it did.
    pub report: ItemReport,
    /// Its own page at the provider; `None` in the sample.
    pub address: Option<String>,
}

/// Why one item took as long as it did.
#[server(endpoint = "item", input = GetUrl)]
pub async fn item(
    workspace: String,
    connection: String,
    id: String,
    query: String,
) -> Result<ItemAnswer, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    let backend = context::backend()?;
    let report = context::told(backend.item(&viewer, &connection, &id, &query).await)?;
    let address = context::told(backend.item_address(&viewer, &connection, &report.item.key).await)?;
    Ok(ItemAnswer { report, address })
}
