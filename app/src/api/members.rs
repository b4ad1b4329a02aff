//! Who belongs to a workspace, who is asked to, and who may do what.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Everything on the members page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersReport {
    /// The name of the workspace.
    pub workspace: String,
    /// Whether the viewer may change anything here.
    pub may_manage: bool,
    /// Whether everybody needs two-step sign-in.
    pub second_factor: bool,
    /// The members, those who joined first first.
    pub members: Vec<MemberRow>,
    /// The open invitations, the first to end first.
    pub invitations: Vec<InvitationRow>,
    /// Which role may do what.
    pub rules: Vec<RuleRow>,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// The account.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// `owner`, `admin` or `viewer`.
    pub role: String,
    /// The day they joined.
    pub since: String,
    /// Whether they have two-step sign-in.
    pub second_factor: bool,
    /// Whether it is the one who asks.
    pub is_me: bool,
}

/// An open invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Its id.
    pub id: String,
    /// Who is asked.
    pub email: String,
    /// In which role.
    pub role: String,
    /// When it ends.
    pub ends: String,
}

/// What the roles may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRow {
    /// What it is.
    pub words: String,
    /// Whether owners, admins and viewers may.
    pub roles: [bool; 3],
}

/// The members of a workspace.
#[server(endpoint = "members", input = GetUrl)]
pub async fn members(workspace: String) -> Result<MembersReport, ApiError> {
    use super::context;
    use clario_backend::permission::{MATRIX, Permission};
    use clario_backend::{Role, zones};
    let (viewer, backend) = (context::viewer(&workspace).await?, context::backend()?);
    let members = context::told(backend.members(&viewer).await)?;
    let invitations = context::told(backend.invitations(&viewer).await)?;
    let roles = [Role::Owner, Role::Admin, Role::Viewer];
    Ok(MembersReport {
        workspace: context::told(backend.workspace_name(&viewer).await)?,
        may_manage: viewer.may(Permission::ManageMembers),
        second_factor: context::told(backend.requires_second_factor(&viewer).await)?,
        members: members
            .into_iter()
            .map(|member| MemberRow {
                is_me: viewer.account() == Some(&member.account),
                id: member.account.to_string(),
                name: member.name,
                email: member.email,
                role: member.role.key().to_owned(),
                since: zones::day(member.since, "UTC"),
                second_factor: member.second_factor,
            })
            .collect(),
        invitations: invitations
            .into_iter()
            .map(|invitation| InvitationRow {
                id: invitation.id.to_string(),
                email: invitation.email,
                role: invitation.role.key().to_owned(),
                ends: zones::day(invitation.expires, "UTC"),
            })
            .collect(),
        rules: MATRIX
            .iter()
            .map(|rule| RuleRow {
                words: rule.words.to_owned(),
                roles: roles.map(|role| rule.roles.contains(&role)),
            })
            .collect(),
    })
}

/// Asks somebody into the workspace.
#[server(endpoint = "invite")]
pub async fn invite(workspace: String, email: String, role: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.invite(&viewer, &email, &role).await)
}

/// Takes an invitation back.
#[server(endpoint = "withdraw-invitation")]
pub async fn withdraw_invitation(
    workspace: String,
    invitation: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let viewer = context::viewer(&workspace).await?;
    context::told_on_form(context::backend()?.withdraw_invitation(&viewer, &invitation).await)
}

/// Gives a member another role.
#[server(endpoint = "change-role")]
pub async fn change_role(
    workspace: String,
    member: String,
    role: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let (viewer, recent) = (context::viewer(&workspace).await?, context::recent()?);
    context::told_on_form(context::backend()?.change_role(&viewer, &recent, &member, &role).await)
}

/// Removes a member.
#[server(endpoint = "remove-member")]
pub async fn remove_member(workspace: String, member: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let (viewer, recent) = (context::viewer(&workspace).await?, context::recent()?);
    context::told_on_form(context::backend()?.remove_member(&viewer, &recent, &member).await)
}

/// Asks everybody for two-step sign-in, or leaves it to each.
#[server(endpoint = "require-second-factor")]
pub async fn require_second_factor(
    workspace: String,
    required: bool,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let (viewer, recent) = (context::viewer(&workspace).await?, context::recent()?);
    context::told_on_form(context::backend()?.require_second_factor(&viewer, &recent, required).await)
}
