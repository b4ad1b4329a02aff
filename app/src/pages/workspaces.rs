//! The workspaces of a person: entered, made, left, and those they are asked into.

use crate::api::form::Form;
use crate::api::my_workspaces::{
    InvitationNote, WorkspaceRow, WorkspacesReport, accept_invitation, add_workspace, leave_workspace,
    my_workspaces,
};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, setting_group, settled};
use leptos::prelude::*;

/// The page at `/workspaces`.
#[component]
pub fn Workspaces() -> impl IntoView {
    view! {
        <PageTitle text="Your workspaces · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let form = context::posted().unwrap_or_default();
    let mut problem = None;
    if context::posted().is_some() {
        match change(&form).await? {
            Ok(place) => {
                context::go_to(&place);
                return Ok(().into_any());
            }
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    let left = context::query_string() == "left";
    Ok(workspaces_view(&my_workspaces().await?, &form, problem, left))
}

/// Does what a form asks for; the answer is where to go on.
async fn change(form: &Form) -> Result<Result<String, Problem>, ApiError> {
    Ok(match form.text("what").as_str() {
        "add" => add_workspace(form.text("name")).await?.map(|id| format!("/w/{id}/connect")),
        "accept" => accept_invitation(form.text("invitation")).await?.map(|id| format!("/w/{id}")),
        "leave" if form.ticked("sure") => {
            leave_workspace(form.text("workspace")).await?.map(|()| "/workspaces?left".to_owned())
        }
        "leave" => Err(Problem::new("", "Tick the box to leave the workspace. Nothing was changed.")),
        _ => return Err(ApiError::Malformed),
    })
}

fn workspaces_view(report: &WorkspacesReport, form: &Form, problem: Option<Problem>, left: bool) -> AnyView {
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    let rows: Vec<_> = report.workspaces.iter().map(|row| workspace(row, form)).collect();
    let none = rows
        .is_empty()
        .then(|| view! { <p>"You belong to no workspace. Make one, or ask somebody to invite you."</p> });
    let typed = form.text("name");
    let invitations: Vec<_> = report.invitations.iter().map(invitation).collect();
    let asked = (!invitations.is_empty()).then(|| {
        let content = view! { <ul class="entries">{invitations}</ul> }.into_any();
        setting_group("asked", "You are invited", "Invitations to the address of your account.", content)
    });
    let mine = view! { {none} <ul class="entries">{rows}</ul> }.into_any();
    let new = view! {
        <PostForm class="form">
            <input type="hidden" name="what" value="add" />
            <TextField name="name" label="Name of the workspace" at_most=100 value=typed problem=problem />
            <p class="actions"><button class="button" type="submit">"Make the workspace"</button></p>
        </PostForm>
    }
    .into_any();
    view! {
        <div class="page-head">
            <div>
                <h1>"Your workspaces"</h1>
                <p class="lead">"Each has its own connections, teams and members; nothing crosses from one to another."</p>
            </div>
        </div>
        {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
        {left.then(|| view! { <Notice tone=Tone::Good><p>"You left the workspace."</p></Notice> })}
        {asked}
        {setting_group("mine", "Yours", "What you may do in each depends on your role there.", mine)}
        {setting_group("new", "A new workspace", "You own it, and can connect a site and invite people next.", new)}
    }
    .into_any()
}

fn workspace(row: &WorkspaceRow, form: &Form) -> AnyView {
    let name = row.name.clone();
    let (id, label) = (row.id.clone(), name.clone());
    let tried = form.text("what") == "leave" && form.text("workspace") == row.id;
    view! {
        <li>
            <h3><a href=format!("/w/{}", row.id)>{name.clone()}</a></h3>
            <p class="muted small">"You are " {with_article(&row.role)} "."</p>
            <details open=tried>
                <summary>"Leave"<span class="visually-hidden">" " {name.clone()}</span></summary>
                <PostForm class="form">
                    <input type="hidden" name="what" value="leave" />
                    <input type="hidden" name="workspace" value=id />
                    <p class="hint">"Your access ends at once. To come back you need an invitation."</p>
                    <label class="check">
                        <input type="checkbox" name="sure" value="yes" required />
                        <span>"Yes, leave " {label}</span>
                    </label>
                    <p class="actions"><button class="button danger" type="submit">"Leave this workspace"</button></p>
                </PostForm>
            </details>
        </li>
    }
    .into_any()
}

fn invitation(note: &InvitationNote) -> AnyView {
    view! {
        <li>
            <h3>{note.workspace.clone()}</h3>
            {said(note)}
            {accept_form(note)}
        </li>
    }
    .into_any()
}

/// What an invitation says.
pub(super) fn said(note: &InvitationNote) -> AnyView {
    view! {
        <p>
            {note.inviter.clone()} " asks you into “" {note.workspace.clone()} "” as " {with_article(&note.role)}
            ". The invitation ends on " {note.ends.clone()} "."
        </p>
        <p class="hint">"Owners and admins of the workspace will see your name and your e-mail address."</p>
    }
    .into_any()
}

/// The form that accepts an invitation.
pub(super) fn accept_form(note: &InvitationNote) -> AnyView {
    let id = note.id.clone();
    view! {
        <PostForm action="/workspaces">
            <input type="hidden" name="what" value="accept" />
            <input type="hidden" name="invitation" value=id />
            <p class="actions"><button class="button" type="submit">"Accept the invitation"</button></p>
        </PostForm>
    }
    .into_any()
}

/// A role in a sentence.
fn with_article(role: &str) -> String {
    match role {
        "viewer" => "a viewer".to_owned(),
        role => format!("an {role}"),
    }
}
