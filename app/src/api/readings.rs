//! What the charts of the Flow page say point by point: fetched by their islands, so that pages stay small.

use super::ApiError;
use super::from_page::FromPage;
use crate::charts::reading::{Chart, Reading};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// The readings of one chart for the filters of a query string.
#[server(endpoint = "readings", input = GetUrl, client = FromPage)]
pub async fn readings(
    /// The workspace's part of the URL.
    workspace: String,
    /// The query string of the page.
    query: String,
    /// Which chart.
    chart: Chart,
) -> Result<Vec<Reading>, ApiError> {
    let report = super::reports::flow(workspace.clone(), query).await?;
    Ok(chart.readings(&report, &workspace))
}
