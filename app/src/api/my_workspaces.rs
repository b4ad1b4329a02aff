//! The workspaces of a person: made, entered by invitation, left.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Everything on the workspaces page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspacesReport {
    /// The workspaces of the account, oldest first.
    pub workspaces: Vec<WorkspaceRow>,
    /// The invitations of the person's address, the first to end first.
    pub invitations: Vec<InvitationNote>,
}

/// A workspace of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceRow {
    /// Its part of the URL.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The person's role: `owner`, `admin` or `viewer`.
    pub role: String,
}

/// What an invitation says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationNote {
    /// Its id.
    pub id: String,
    /// The name of the workspace.
    pub workspace: String,
    /// The name of the person who asks.
    pub inviter: String,
    /// Who is asked.
    pub email: String,
    /// In which role.
    pub role: String,
    /// When it ends.
    pub ends: String,
}

/// An invitation whose link was opened, and how the person stands to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationAtHand {
    /// What it says.
    pub note: InvitationNote,
    /// How the person stands to it.
    pub standing: Standing,
    /// The version of the terms that a new account accepts.
    pub terms_version: u32,
}

/// How somebody stands to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It is for the person who is signed in.
    Mine,
    /// It is for another address than that of the person who is signed in.
    OfAnother,
    /// Nobody is signed in, and the address has an account.
    SignInFirst,
    /// Nobody is signed in, and the address has no account.
    New,
}

/// The workspaces and invitations of the person.
#[server(endpoint = "my-workspaces", input = GetUrl)]
pub async fn my_workspaces() -> Result<WorkspacesReport, ApiError> {
    use super::context;
    let (who, backend) = (context::signed_in()?, context::backend()?);
    let workspaces = context::told(backend.workspaces(who.account()).await)?;
    let invitations = context::told(backend.my_invitations(who.account()).await)?;
    Ok(WorkspacesReport {
        workspaces: workspaces
            .into_iter()
            .map(|it| WorkspaceRow { id: it.id.to_string(), name: it.name, role: it.role.key().to_owned() })
            .collect(),
        invitations: invitations.into_iter().map(context::invitation_note).collect(),
    })
}

/// Makes another workspace; the answer is its part of the URL.
#[server(endpoint = "add-workspace")]
pub async fn add_workspace(name: String) -> Result<Result<String, Problem>, ApiError> {
    use super::context;
    let who = context::signed_in()?;
    let made = context::backend()?.add_workspace(who.account(), &name).await;
    Ok(context::told_on_form(made)?.map(|workspace| workspace.to_string()))
}

/// Leaves a workspace.
#[server(endpoint = "leave-workspace")]
pub async fn leave_workspace(workspace: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.leave_workspace(&viewer).await)
}

/// Accepts an invitation of the person's own address; the answer is the workspace's part of the URL.
#[server(endpoint = "accept-invitation")]
pub async fn accept_invitation(invitation: String) -> Result<Result<String, Problem>, ApiError> {
    use super::context;
    let who = context::signed_in()?;
    let joined = context::backend()?.accept_invitation(who.account(), &invitation).await;
    Ok(context::told_on_form(joined)?.map(|workspace| workspace.to_string()))
}

/// What the invitation says whose link this browser opened; `None` when it works no more.
#[server(endpoint = "opened-invitation", input = GetUrl)]
pub async fn opened_invitation() -> Result<Option<InvitationAtHand>, ApiError> {
    use super::context;
    let backend = context::backend()?;
    let Some(token) = context::invitation_token() else { return Ok(None) };
    let Some(invitation) = context::told(backend.invitation(&token).await)? else { return Ok(None) };
    let standing = match context::account()? {
        Some(account) => {
            let mine = context::told(backend.my_invitations(&account).await)?;
            if mine.iter().any(|it| it.id == invitation.id) { Standing::Mine } else { Standing::OfAnother }
        }
        None if context::told(backend.is_known(&invitation).await)? => Standing::SignInFirst,
        None => Standing::New,
    };
    Ok(Some(InvitationAtHand {
        note: context::invitation_note(invitation),
        standing,
        terms_version: clario_backend::terms::current().version,
    }))
}

/// Makes an account for the address of the invitation whose link this browser opened, accepts the invitation and signs
/// in; the answer is the workspace's part of the URL.
#[server(endpoint = "join")]
pub async fn join(
    name: String,
    password: String,
    terms: Option<u32>,
) -> Result<Result<String, Problem>, ApiError> {
    use super::context;
    let visit = context::visit()?;
    let token = context::invitation_token().unwrap_or_default();
    let joined = context::backend()?.join(&visit, &token, name, password, terms).await;
    Ok(context::told_on_form(joined)?.map(|workspace| workspace.to_string()))
}
