//! What a workspace and a person have used, and how much there is for each day.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// What was used of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageRow {
    /// Of what, for people.
    pub kind: String,
    /// What that is.
    pub about: String,
    /// Today.
    pub today: u64,
    /// The most on one day.
    pub most: u64,
    /// In the last 30 days.
    pub month: u64,
}

/// What was used of everything that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageReport {
    /// By the workspace.
    pub workspace: Vec<UsageRow>,
    /// By the person who asks.
    pub account: Vec<UsageRow>,
}

/// What was used, and how much there is for each day.
#[server(endpoint = "usage", input = GetUrl)]
pub async fn usage(workspace: String) -> Result<UsageReport, ApiError> {
    use super::{context, usage_words};
    let viewer = context::viewer(&workspace).await?;
    let backend = context::backend()?;
    let of_workspace = context::told(backend.usage_of_workspace(&viewer).await)?;
    let of_account = context::told(backend.usage_of_account(&viewer).await)?;
    Ok(UsageReport { workspace: usage_words::rows(&of_workspace), account: usage_words::rows(&of_account) })
}
