//! Connecting a Jira site: try it out first, then keep it.

mod fields;
mod trial;

use crate::api::connect::{connect, fields_read, may_connect, try_connection};
use crate::api::form::Form;
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, TextField, Tone, WorkspaceFrame, settled};
pub(crate) use fields::FieldTable;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use trial::TrialResult;

/// What a token with scopes must be allowed; one without can read all that its account can.
const SCOPES: [&str; 8] = [
    "read:jira-work",
    "read:jira-user",
    "read:project:jira",
    "read:issue-details:jira",
    "read:jql:jira",
    "read:board-scope:jira-software",
    "read:board-scope.admin:jira-software",
    "read:sprint:jira-software",
];

/// The page at `/w/{workspace}/connect`.
#[component]
pub fn Connect() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    view! {
        <PageTitle text="Connect Jira · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String) -> Result<AnyView, ApiError> {
    if !may_connect(workspace.clone()).await? {
        return Err(ApiError::NotAllowed);
    }
    let form = context::typed();
    let mut problem = None;
    let mut tried = None;
    match context::posted().unwrap_or_default().text("what").as_str() {
        "try" => {
            let outcome = try_connection(
                workspace.clone(),
                form.text("address"),
                form.text("email"),
                form.text("token"),
            )
            .await?;
            match outcome {
                Ok(report) => tried = Some(report),
                Err(refusal) => problem = Some(refusal),
            }
        }
        "keep" => match connect(workspace.clone(), form.text("draft"), form.text("label")).await? {
            Ok(()) => context::go_to(&format!("/w/{workspace}/sync")),
            Err(refusal) => problem = Some(refusal),
        },
        _ => {}
    }
    if problem.is_some() {
        context::answer_with_status(422);
    }
    let result = tried.map(|report| {
        let (address, email, label) = (form.text("address"), form.text("email"), form.text("label"));
        view! { <TrialResult report address email label /> }
    });
    let fields = fields_read(workspace).await?;
    Ok(view! {
        <div class="page-head">
            <div>
                <h1>"Connect Jira Cloud"</h1>
                <p class="lead">"AltaClario reads with a token of yours. It cannot write, and it asks for no ticket content."</p>
            </div>
        </div>
        <div class="split even">
            <div class="stack wide">
                {result}
                {try_form(&form, problem)}
            </div>
            <FieldTable fields />
        </div>
    }
    .into_any())
}

fn try_form(form: &Form, problem: Option<Problem>) -> AnyView {
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    view! {
        <section class="card">
            <header>
                <h2>"Address and token"</h2>
                <p>"Make a token at Atlassian account → Security → API tokens. One that can only read is best."</p>
            </header>
            <details>
                <summary>"Scopes that such a token needs"</summary>
                <ul class="plain-list">{SCOPES.map(|scope| view! { <li><code>{scope}</code></li> }).to_vec()}</ul>
            </details>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form">
                <input type="hidden" name="what" value="try" />
                <TextField
                    name="address" label="Address of the site" value=form.text("address") fills="url" at_most=2000
                    hint="Such as your-team.atlassian.net" problem=problem.clone()
                />
                <TextField
                    name="email" label="E-mail of the token's account" kind="email" value=form.text("email")
                    fills="email" at_most=254 optional=true
                    hint="Leave it empty for the token of a service account." problem=problem.clone()
                />
                <TextField
                    name="token" label="API token" kind="password" at_most=2000
                    hint="It is sealed with AES-256-GCM and never shown again." problem=problem
                />
                <p class="actions">
                    <button class="button" type="submit">"Try this connection"</button>
                    <span class="hint">"Nothing is kept yet."</span>
                </p>
            </PostForm>
        </section>
    }
    .into_any()
}
