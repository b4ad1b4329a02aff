//! How an operator gets into a workspace: with a reason, for a short time, and never unseen.

use crate::api::audit::{AccessReport, open_workspace, operator_access};
use crate::api::form::Form;
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, settled};
use leptos::prelude::*;

/// The page at `/operator/access`.
#[component]
pub fn OperatorAccess() -> impl IntoView {
    view! {
        <PageTitle text="Access to a workspace · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let form = context::posted().unwrap_or_default();
    let mut problem = None;
    if context::posted().is_some() {
        match open_workspace(form.text("workspace"), form.text("reason"), form.text("minutes")).await? {
            Ok(workspace) => {
                context::go_to(&format!("/w/{workspace}/overview"));
                return Ok(().into_any());
            }
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    Ok(access_view(&operator_access().await?, &form, problem))
}

fn access_view(report: &AccessReport, form: &Form, problem: Option<Problem>) -> AnyView {
    let whole = problem.clone().filter(|problem| ["", "workspace"].contains(&problem.field.as_str()));
    let open: Vec<_> = report
        .open
        .iter()
        .map(|(id, name, ends)| {
            view! { <li><a href=format!("/w/{id}/overview")>{name.clone()}</a> ", until " {ends.clone()} " (UTC)"</li> }
        })
        .collect();
    let now = (!open.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="open-h">
                <h2 id="open-h">"Open for you now"</h2>
                <ul>{open}</ul>
            </section>
        }
    });
    let (chosen, reason) = (form.text("workspace"), form.text("reason"));
    let options: Vec<_> = report
        .workspaces
        .iter()
        .map(|(id, name)| {
            view! { <option value=id.clone() selected=*id == chosen>{name.clone()} " (" {id.clone()} ")"</option> }
        })
        .collect();
    let minutes = if form.text("minutes").is_empty() { "30".to_owned() } else { form.text("minutes") };
    view! {
        <div class="page-head">
            <div>
                <p class="meta"><a href="/operator">"Operator"</a></p>
                <h1>"Access to a workspace"</h1>
                <p class="lead">
                    "Operators see nothing of a workspace. To help its people you can open it to look at, for an hour at most."
                </p>
            </div>
        </div>
        {now}
        <section class="card narrow">
            <Notice>
                <p>"Before it opens, your name and your reason stand in the workspace's own audit log, and its owners are told by letter. They can end it at any time."</p>
            </Notice>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form">
                <div class="field">
                    <label for="f-workspace">"Workspace"</label>
                    <select id="f-workspace" name="workspace" required>{options}</select>
                </div>
                <TextField
                    name="reason" label="Reason" at_most=500 value=reason problem=problem.clone()
                    hint="What you are asked to help with, and by whom."
                />
                <TextField name="minutes" label="Minutes" kind="number" value=minutes hint="5 to 60." problem=problem />
                <p class="actions"><button class="button" type="submit">"Open the workspace to look at"</button></p>
            </PostForm>
        </section>
    }
    .into_any()
}
