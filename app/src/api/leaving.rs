//! Leaving: taking data along, closing, undoing, and what the pages for that need to say.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A workspace in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedWorkspace {
    /// Its part of the URL.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A closed workspace that its owner may open again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The day it is destroyed.
    pub end: String,
}

/// What the privacy page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacyReport {
    /// The workspaces that end with the account.
    pub ending: Vec<NamedWorkspace>,
    /// The workspaces that go on without the person.
    pub left: Vec<NamedWorkspace>,
    /// The workspaces that keep the account from being closed.
    pub held: Vec<NamedWorkspace>,
    /// The day everything is destroyed, if the account is closed now.
    pub end: String,
    /// Since when nothing is done with the person's data; empty when that is not so.
    pub restricted: String,
    /// The workspaces that were closed before.
    pub closed: Vec<ClosedLine>,
}

/// What the page says to somebody whose account is closed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopeningReport {
    /// Sealed, for its forms.
    pub ticket: String,
    /// The day it was closed.
    pub closed: String,
    /// The day everything is destroyed.
    pub end: String,
}

/// What the page about a workspace as a whole says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceReport {
    /// Its name.
    pub name: String,
    /// Whether the viewer may take a copy of it, and replace its settings.
    pub may_export: bool,
    /// Whether the viewer may close it.
    pub may_close: bool,
    /// The day everything is destroyed, if it is closed now.
    pub end: String,
}

/// What closing the account would mean, and what was closed before.
#[server(endpoint = "privacy", input = GetUrl)]
pub async fn privacy() -> Result<PrivacyReport, ApiError> {
    use super::context;
    use clario_backend::{Workspace, day_in_words};
    let (who, backend) = (context::signed_in()?, context::backend()?);
    let prospect = context::told(backend.closing_prospect(&who).await)?;
    let closed = context::told(backend.closed_workspaces(&who).await)?;
    let restricted = context::told(backend.restricted_since(who.account()).await)?;
    let named = |all: Vec<Workspace>| {
        all.into_iter().map(|it| NamedWorkspace { id: it.id.to_string(), name: it.name }).collect()
    };
    Ok(PrivacyReport {
        ending: named(prospect.ending),
        left: named(prospect.left),
        held: named(prospect.held),
        end: day_in_words(prospect.end),
        restricted: restricted.map(day_in_words).unwrap_or_default(),
        closed: closed
            .into_iter()
            .map(|it| ClosedLine { id: it.id.to_string(), name: it.name, end: day_in_words(it.purge_after) })
            .collect(),
    })
}

/// Keeps the person's data and does nothing else with it, or goes on.
#[server(endpoint = "restrict")]
pub async fn restrict(on: bool) -> Result<(), ApiError> {
    use super::context;
    let recent = context::recent()?;
    context::told(context::backend()?.restrict(&recent, on).await)
}

/// Closes the account of the person; the answer says whether that was done, or what comes first.
#[server(endpoint = "close-account")]
pub async fn close_account(at_once: bool) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    use clario_backend::Ending;
    let recent = context::recent()?;
    let ending = if at_once { Ending::AtOnce } else { Ending::Undoable };
    let held = context::told(context::backend()?.close_account(&recent, ending).await)?;
    if held.is_empty() {
        context::leave().await?;
        return Ok(Ok(()));
    }
    let names: Vec<String> = held.into_iter().map(|it| it.name).collect();
    let sentence = format!(
        "You are the only owner of {}, where others work. Make somebody else an owner, or close it first. Nothing was \
         changed.",
        names.join(" and ")
    );
    Ok(Err(Problem::new("", sentence)))
}

/// Opens a closed workspace again.
#[server(endpoint = "reopen-workspace")]
pub async fn reopen_workspace(workspace: String) -> Result<(), ApiError> {
    use super::context;
    let recent = context::recent()?;
    context::told(context::backend()?.reopen_workspace(&recent, &workspace).await)
}

/// Destroys a closed workspace now.
#[server(endpoint = "end-workspace")]
pub async fn end_workspace(workspace: String) -> Result<(), ApiError> {
    use super::context;
    let recent = context::recent()?;
    context::told(context::backend()?.end_workspace(&recent, &workspace).await)
}

/// What stands about a closed account, for whoever has the token of the letter or the ticket of a sign-in.
#[server(endpoint = "reopening", input = GetUrl)]
pub async fn reopening(key: String) -> Result<Result<ReopeningReport, Problem>, ApiError> {
    use super::context;
    use clario_backend::day_in_words;
    let reopening = context::told_on_form(context::backend()?.reopening(&key).await)?;
    Ok(reopening.map(|it| ReopeningReport {
        ticket: it.ticket.clone(),
        closed: day_in_words(it.closed.closed_at),
        end: day_in_words(it.closed.purge_after),
    }))
}

/// Opens a closed account again.
#[server(endpoint = "reopen-account")]
pub async fn reopen_account(key: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    context::told_on_form(context::backend()?.reopen_account(&key).await)
}

/// Destroys a closed account now.
#[server(endpoint = "end-account")]
pub async fn end_account(key: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    context::told_on_form(context::backend()?.end_account(&key).await)
}

/// The workspace as a whole, and what the viewer may do with it.
#[server(endpoint = "whole-workspace", input = GetUrl)]
pub async fn whole_workspace(workspace: String) -> Result<WorkspaceReport, ApiError> {
    use super::context;
    use clario_backend::Permission;
    let (viewer, backend) = (context::viewer(&workspace).await?, context::backend()?);
    Ok(WorkspaceReport {
        name: context::told(backend.workspace_name(&viewer).await)?,
        may_export: viewer.may(Permission::ExportWorkspace),
        may_close: viewer.may(Permission::CloseWorkspace),
        end: backend.end_if_closed_now(),
    })
}

/// Closes the workspace for everybody.
#[server(endpoint = "close-workspace")]
pub async fn close_workspace(workspace: String, at_once: bool) -> Result<(), ApiError> {
    use super::context;
    use clario_backend::Ending;
    let (viewer, recent) = (context::viewer(&workspace).await?, context::recent()?);
    let ending = if at_once { Ending::AtOnce } else { Ending::Undoable };
    context::told(context::backend()?.close_workspace(&viewer, &recent, ending).await)
}

/// Replaces all settings of the workspace by those of a file.
#[server(endpoint = "import-settings")]
pub async fn import_settings(workspace: String, settings: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let (viewer, recent) = (context::viewer(&workspace).await?, context::recent()?);
    context::told_on_form(context::backend()?.import_settings(&viewer, &recent, &settings).await)
}
