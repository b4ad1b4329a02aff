//! Incidents, counts and the removal of what has had its time, as operators see them.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Errors that are one and the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentRow {
    /// By what it is known.
    pub id: String,
    /// What it is and where, in words.
    pub title: String,
    /// The template of the route.
    pub route: String,
    /// The place in a file of ours.
    pub place: String,
    /// How often it happened.
    pub count: u32,
    /// When it happened first and last.
    pub seen: String,
    /// Whether it is open, and how often it was before.
    pub state: String,
    /// Whether it can be resolved.
    pub open: bool,
}

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// The incidents, open ones first.
    pub incidents: Vec<IncidentRow>,
    /// Pages with how often they were opened in a week.
    pub views: Vec<(String, i64)>,
    /// What was measured in a week: its name, how many samples, and what three quarters do not exceed.
    pub speeds: Vec<(String, i64, String)>,
    /// The latest removals: when, how many rows, how long it took, and what was too late.
    pub runs: Vec<(String, i64, String, String)>,
}

/// Incidents, counts and removals, for operators.
#[server(endpoint = "incidents", input = GetUrl)]
pub async fn incidents() -> Result<Watched, ApiError> {
    use super::{context, incident_words};
    let (operator, backend) = (context::operator().await?, context::backend()?);
    let summary = context::told(backend.telemetry(&operator).await)?;
    let found = context::told(backend.incidents(&operator).await)?;
    let runs = context::told(backend.retention_runs(&operator).await)?;
    Ok(incident_words::watched(found, summary, &runs))
}

/// Resolves an incident; it opens again when it happens again.
#[server(endpoint = "resolve-incident")]
pub async fn resolve_incident(id: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    context::told_on_form(context::backend()?.resolve_incident(&operator, &id).await)
}
