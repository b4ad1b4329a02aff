//! The audit log of a workspace, and the access of operators to it.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditReport {
    /// The entries, newest first.
    pub entries: Vec<AuditRow>,
    /// The number to ask for older entries with.
    pub older: Option<i64>,
    /// The name of the time zone of the times.
    pub zone: String,
    /// Whether the whole log verifies.
    pub is_whole: bool,
    /// What verifying found, as a sentence.
    pub standing: String,
    /// The hash of the last entry.
    pub head: String,
    /// The public key of the installation.
    pub public_key: String,
    /// The operators who may look at the workspace now.
    pub operators: Vec<OperatorInside>,
}

/// An entry in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Its number.
    pub seq: i64,
    /// When.
    pub time: String,
    /// Who did what, as a sentence.
    pub sentence: String,
    /// The beginning of its hash.
    pub hash: String,
}

/// An operator who may look at the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorInside {
    /// The id of the grant.
    pub grant: String,
    /// The operator's name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Until when.
    pub ends: String,
}

/// What an operator needs to open a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessReport {
    /// The workspaces, by id and name.
    pub workspaces: Vec<(String, String)>,
    /// Those that are open for the operator now: id, name, until when.
    pub open: Vec<(String, String, String)>,
}

/// A page of the log; the entries before a number, if one is given.
#[server(endpoint = "audit-log", input = GetUrl)]
pub async fn audit_log(workspace: String, before: Option<i64>) -> Result<AuditReport, ApiError> {
    use super::{audit_words, context};
    use clario_backend::zones;
    let (viewer, backend) = (context::viewer(&workspace).await?, context::backend()?);
    let page = context::told(backend.audit_log(&viewer, before).await)?;
    let operators = context::told(backend.operators_inside(&viewer).await)?;
    Ok(AuditReport {
        entries: page
            .lines
            .into_iter()
            .map(|line| AuditRow {
                seq: line.seq,
                time: line.time,
                sentence: format!("{} {}.", line.who, line.did),
                hash: line.hash,
            })
            .collect(),
        older: page.older,
        is_whole: page.standing.broken.is_none(),
        standing: audit_words::standing(&page.standing),
        head: audit_words::digits(&page.standing.head),
        public_key: page.standing.public_key.clone(),
        operators: operators
            .into_iter()
            .map(|grant| OperatorInside {
                grant: grant.id.to_string(),
                name: grant.operator,
                reason: grant.reason,
                ends: zones::moment(grant.ends, &page.zone),
            })
            .collect(),
        zone: page.zone,
    })
}

/// Ends the access of an operator.
#[server(endpoint = "end-operator-access")]
pub async fn end_operator_access(workspace: String, grant: String) -> Result<(), ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told(context::backend()?.end_operator_access(&viewer, &grant).await)
}

/// What an operator needs to open a workspace.
#[server(endpoint = "operator-access", input = GetUrl)]
pub async fn operator_access() -> Result<AccessReport, ApiError> {
    use super::context;
    use clario_backend::zones;
    let backend = context::backend()?;
    let operator = context::told(backend.operator(context::account()?.as_ref()).await)?;
    let workspaces = context::told(backend.workspace_directory(&operator).await)?;
    let open = context::told(backend.open_workspaces(&operator).await)?;
    Ok(AccessReport {
        workspaces: workspaces.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        open: open
            .into_iter()
            .map(|grant| {
                (grant.workspace.to_string(), grant.workspace_name, zones::moment(grant.ends, "UTC"))
            })
            .collect(),
    })
}

/// Opens a workspace for an operator to look at; the answer is its part of the URL.
#[server(endpoint = "open-workspace")]
pub async fn open_workspace(
    workspace: String,
    reason: String,
    minutes: String,
) -> Result<Result<String, Problem>, ApiError> {
    use super::context;
    let backend = context::backend()?;
    let operator = context::told(backend.operator(context::account()?.as_ref()).await)?;
    let recent = context::recent()?;
    let opened = backend.open_workspace_for_operator(&operator, &recent, &workspace, &reason, &minutes).await;
    Ok(context::told_on_form(opened)?.map(|workspace| workspace.to_string()))
}
