//! Who belongs to the workspace, who is asked to, and what each role may do.

mod asking;
mod people;
mod rules;

use super::attempt::Attempt;
use super::group::group;
use crate::api::form::Form;
use crate::api::members::{
    MembersReport, change_role, invite, members, remove_member, require_second_factor, withdraw_invitation,
};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, WorkspaceFrame, settled};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The roles, as they are sent and as they are called.
const ROLES: [(&str, &str); 3] = [("owner", "Owner"), ("admin", "Admin"), ("viewer", "Viewer")];

/// The page at `/w/{workspace}/settings/members`.
#[component]
pub fn Members() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    let saved = use_query_map().read_untracked().get("saved").unwrap_or_default();
    view! {
        <PageTitle text="Members · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone(), saved.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String, saved: String) -> Result<AnyView, ApiError> {
    let Some(form) = context::posted() else {
        let attempt = Attempt::opened(saved, String::new());
        return Ok(members_view(&members(workspace.clone()).await?, &workspace, &attempt));
    };
    let (group, outcome) = change(&workspace, &form).await?;
    let attempt = match outcome {
        Ok(()) => {
            context::go_to(&format!("/w/{workspace}/settings/members?saved={group}#{group}"));
            return Ok(().into_any());
        }
        Err(problem) => {
            context::answer_with_status(422);
            Attempt::refused(group, form, problem)
        }
    };
    Ok(members_view(&members(workspace.clone()).await?, &workspace, &attempt))
}

/// Does what a form asks for. The answer names the group it stands in.
async fn change(workspace: &str, form: &Form) -> Result<(&'static str, Result<(), Problem>), ApiError> {
    let workspace = workspace.to_owned();
    let text = |name: &str| form.text(name);
    Ok(match text("what").as_str() {
        "role" => ("members", change_role(workspace, text("member"), text("role")).await?),
        "remove" if form.ticked("sure") => ("members", remove_member(workspace, text("member")).await?),
        "remove" => {
            ("members", Err(Problem::new("sure", "Tick the box to remove this person. Nothing was changed.")))
        }
        "invite" => ("invitations", invite(workspace, text("email"), text("role")).await?),
        "withdraw" => ("invitations", withdraw_invitation(workspace, text("invitation")).await?),
        "second-factor" => {
            ("second-factor", require_second_factor(workspace, form.ticked("required")).await?)
        }
        _ => return Err(ApiError::Malformed),
    })
}

fn members_view(report: &MembersReport, workspace: &str, attempt: &Attempt) -> AnyView {
    let locked = (!report.may_manage).then(|| {
        view! { <Notice><p>"Owners invite people, change roles and remove members. You can look."</p></Notice> }
    });
    view! {
        <div class="page-head">
            <div>
                <p class="meta"><a href=format!("/w/{workspace}/settings")>"Settings"</a></p>
                <h1>"Members"</h1>
                <p class="lead">"Who belongs to " {report.workspace.clone()} ", and who may do what."</p>
            </div>
        </div>
        {locked}
        {people::people(report, attempt)}
        {asking::asking(report, attempt)}
        {second_factor(report, attempt)}
        {rules::rules(report)}
    }
    .into_any()
}

/// The switch that asks everybody for two-step sign-in.
fn second_factor(report: &MembersReport, attempt: &Attempt) -> AnyView {
    const WHAT: &str = "second-factor";
    let without = report.members.iter().filter(|member| !member.second_factor).count();
    let sentence = match without {
        0 => "All members have set it up.".to_owned(),
        1 => "One member has not set it up yet and will see nothing here until they do.".to_owned(),
        count => format!("{count} members have not set it up yet and will see nothing here until they do."),
    };
    let (may_manage, required) = (report.may_manage, report.second_factor);
    let forms = view! {
        <PostForm action="#second-factor">
            <input type="hidden" name="what" value=WHAT />
            <fieldset class="form" disabled=!may_manage>
                <label class="check">
                    <input type="checkbox" name="required" value="yes" checked=required />
                    <span>"Everybody here needs two-step sign-in"</span>
                </label>
                <p class="hint">{sentence}</p>
                {may_manage.then(|| view! {
                    <p class="actions"><button class="button" type="submit">"Save"</button></p>
                })}
            </fieldset>
        </PostForm>
    }
    .into_any();
    let about = "A password can be guessed or stolen. With two-step sign-in it opens nothing by itself.";
    group(WHAT, "Two-step sign-in", about, told(attempt, WHAT, "Saved."), forms)
}

/// What became of the form of a group.
fn told(attempt: &Attempt, group: &str, saved: &'static str) -> Option<AnyView> {
    attempt.told_as(group, saved)
}

/// What people call a role.
fn role_name(role: &str) -> &'static str {
    ROLES.into_iter().find(|(key, _)| *key == role).map_or("", |(_, name)| name)
}
