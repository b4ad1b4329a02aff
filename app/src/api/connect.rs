//! Connections: what would be read, trying one out, keeping one.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A field that is read, as the person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRead {
    /// Its name for people.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The provider's name of it; `None` when each site has its own.
    pub wire_name: Option<String>,
}

/// What trying a connection out showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialReport {
    /// One sentence a finding, the good ones.
    pub good: Vec<String>,
    /// One sentence a finding, those that need a look, each with its remedy.
    pub warnings: Vec<String>,
    /// The sealed credential, for the form that keeps it.
    pub draft: String,
}

/// The exact fields that are read from every connection.
#[server(endpoint = "fields-read", input = GetUrl)]
pub async fn fields_read(workspace: String) -> Result<Vec<FieldRead>, ApiError> {
    super::context::viewer(&workspace).await?;
    Ok(super::policy_words::fields())
}

/// Whether the person may connect something here; an error when they may not even look.
#[server(endpoint = "may-connect", input = GetUrl)]
pub async fn may_connect(workspace: String) -> Result<bool, ApiError> {
    Ok(super::context::viewer(&workspace).await?.may_change())
}

/// Tries a connection out without keeping it.
#[server(endpoint = "try-connection")]
pub async fn try_connection(
    workspace: String,
    address: String,
    email: String,
    token: String,
) -> Result<Result<TrialReport, Problem>, ApiError> {
    use super::{context, trial};
    let viewer = context::viewer(&workspace).await?;
    let form = clario_backend::ConnectionForm { address, email, token, label: String::new() };
    let outcome = context::backend()?.try_connection(&viewer, form).await;
    Ok(context::told_on_form(outcome)?.map(trial::report))
}

/// Keeps a connection that was tried out, and begins to read.
#[server(endpoint = "connect")]
pub async fn connect(
    workspace: String,
    draft: String,
    label: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    let backend = context::backend()?;
    let id = match context::told_on_form(backend.connect(&viewer, &draft, &label).await)? {
        Ok(id) => id,
        Err(problem) => return Ok(Err(problem)),
    };
    context::told(backend.feed(&viewer, &id).await)?;
    Ok(Ok(()))
}
