//! What the operator tells everybody: on every page and by letter.

use super::for_operators;
use crate::api::form::Form;
use crate::api::notices::{NoticeLine, notices, publish_notice, withdraw_notice};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextArea, TextField, Tone, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/operator/notices`.
#[component]
pub fn OperatorNotices() -> impl IntoView {
    let done = use_query_map().read_untracked().get("done").unwrap_or_default();
    view! { <PublicFrame>{settled(move || for_operators(page(done.clone())))}</PublicFrame> }
}

async fn page(done: String) -> Result<AnyView, ApiError> {
    let mut problem = None;
    let form = context::posted().unwrap_or_default();
    if context::posted().is_some() {
        let (outcome, done) = match form.text("what").as_str() {
            "publish" => (publish(&form).await?, "published"),
            "withdraw" => (withdraw_notice(form.text("notice")).await?, "withdrawn"),
            _ => {
                notices().await?;
                return Err(ApiError::Malformed);
            }
        };
        match outcome {
            Ok(()) => {
                context::go_to(&format!("/operator/notices?done={done}"));
                return Ok(().into_any());
            }
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    Ok(view(&notices().await?, &done, &form, problem))
}

async fn publish(form: &Form) -> Result<Result<(), Problem>, ApiError> {
    publish_notice(
        form.text("kind"),
        form.text("title"),
        form.text("text"),
        form.text("days"),
        form.text("effective"),
    )
    .await
}

fn view(lines: &[NoticeLine], done: &str, form: &Form, problem: Option<Problem>) -> AnyView {
    let told = match done {
        "published" => Some("The notice is on every page, and its letters are on their way."),
        "withdrawn" => Some("The notice is shown no longer."),
        _ => None,
    };
    let told = told.filter(|_| problem.is_none());
    let whole = problem.clone().filter(|problem| ["", "kind"].contains(&problem.field.as_str()));
    let (title, text, effective) = (form.text("title"), form.text("text"), form.text("effective"));
    let days = if form.text("days").is_empty() { "7".to_owned() } else { form.text("days") };
    let chosen = form.text("kind");
    let option = |word: &'static str, label: &'static str| {
        let selected = chosen == word;
        view! { <option value=word selected=selected>{label}</option> }
    };
    let options = [
        option("incident", "Incident: everybody gets a letter"),
        option("update", "Update: those who switched news on get a letter"),
        option("policy", "Change of the policy or of who runs this: everybody gets a letter"),
    ];
    let rows: Vec<_> = lines.iter().map(row).collect();
    let past = (!rows.is_empty()).then(|| {
        view! { <section class="card"><h2>"What was told"</h2><ul class="entries">{rows}</ul></section> }
    });
    view! {
        <PageTitle text="Notices · AltaClario" />
        <div class="stack">
        <div class="page-head">
            <div>
                <p class="meta"><a href="/operator">"Operator"</a></p>
                <h1>"Notices"</h1>
                <p class="lead">"What you tell everybody, on every page and by letter."</p>
            </div>
        </div>
        {told.map(|sentence| view! { <Notice tone=Tone::Good><p>{sentence}</p></Notice> })}
        {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
        <section class="card medium">
            <h2>"A new notice"</h2>
            <PostForm class="form">
                <input type="hidden" name="what" value="publish" />
                <div class="field">
                    <label for="f-kind">"What is it about?"</label>
                    <select id="f-kind" name="kind" required>{options}</select>
                </div>
                <TextField name="title" label="Heading" value=title at_most=100 problem=problem.clone() />
                <TextArea name="text" label="Text" value=text at_most=2_000 problem=problem.clone() />
                <TextField
                    name="days" label="Days it is shown" kind="number" value=days hint="1 to 90." problem=problem.clone()
                />
                <TextField
                    name="effective" label="Day the change takes effect" kind="date" value=effective optional=true
                    hint="Of a change of the policy, of your name or your country: at least 14 days from now." problem=problem
                />
                <p class="actions"><button class="button" type="submit">"Publish"</button></p>
            </PostForm>
        </section>
        {past}
        </div>
    }
    .into_any()
}

fn row(line: &NoticeLine) -> AnyView {
    let (id, title) = (line.id.clone(), line.title.clone());
    let withdraw = line.shown.then(|| {
        view! {
            <PostForm>
                <input type="hidden" name="what" value="withdraw" />
                <input type="hidden" name="notice" value=id />
                <p class="actions">
                    <button class="button quiet" type="submit">
                        "Show it no longer"<span class="visually-hidden">": " {title}</span>
                    </button>
                </p>
            </PostForm>
        }
    });
    view! {
        <li>
            <h3>{line.kind.clone()} ": " {line.title.clone()}</h3>
            <p>{line.text.clone()}</p>
            <p class="muted small">{line.times.clone()}</p>
            {withdraw}
        </li>
    }
    .into_any()
}
