//! The requests that came in: by when each is answered, what it says, and what was answered.

use super::for_operators;
use crate::api::form::Form;
use crate::api::requests::{
    RequestPage, RequestRow, answer_request, close_request, note_on_request, request, requests,
};
use crate::api::{ApiError, Problem, context};
use crate::components::{
    Column, DataTable, EmptyState, Notice, PageTitle, PostForm, PublicFrame, TextArea, Tone, settled,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/operator/requests`: the list, or with `r` one request.
#[component]
pub fn OperatorRequests() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (id, done) = (query.get("r").unwrap_or_default(), query.get("done").unwrap_or_default());
    view! { <PublicFrame>{settled(move || for_operators(page(id.clone(), done.clone())))}</PublicFrame> }
}

async fn page(id: String, done: String) -> Result<AnyView, ApiError> {
    let mut problem = None;
    let form = context::posted();
    if let Some(form) = &form {
        let (outcome, done) = change(&id, form).await?;
        match outcome {
            Ok(()) => {
                context::go_to(&format!("/operator/requests?r={id}&done={done}"));
                return Ok(().into_any());
            }
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    if id.is_empty() {
        return Ok(list(&requests().await?));
    }
    Ok(one(&request(id).await?, &done, &form.unwrap_or_default(), problem))
}

async fn change(id: &str, form: &Form) -> Result<(Result<(), Problem>, &'static str), ApiError> {
    let (id, text) = (id.to_owned(), form.text("text"));
    match form.text("what").as_str() {
        "answer" => Ok((answer_request(id, text).await?, "answered")),
        "note" => Ok((note_on_request(id, text).await?, "noted")),
        "close" => Ok((close_request(id, form.text("outcome")).await?, "closed")),
        _ => {
            requests().await?;
            Err(ApiError::Malformed)
        }
    }
}

fn list(rows: &[RequestRow]) -> AnyView {
    let table = if rows.is_empty() {
        view! { <EmptyState sentence="Nobody has sent anything yet." /> }.into_any()
    } else {
        let columns = vec![
            Column::text("About"),
            Column::text("Form"),
            Column::text("Came (UTC)"),
            Column::text("Answer by"),
            Column::text("State"),
        ];
        let cells = rows.iter().map(cells).collect();
        view! { <DataTable caption="Requests, open ones first by the day they are due" columns rows=cells stacks=true /> }
            .into_any()
    };
    view! {
        <PageTitle text="Requests · AltaClario" />
        <div class="stack wide">
        <div class="page-head">
            <div>
                <p class="meta"><a href="/operator">"Operator"</a></p>
                <h1>"Requests"</h1>
                <p class="lead">"What people sent by the contact, abuse and copyright forms. Each is owed an answer within 30 days."</p>
            </div>
        </div>
        <section class="card">{table}</section>
        </div>
    }
    .into_any()
}

fn cells(row: &RequestRow) -> Vec<AnyView> {
    let state = if row.overdue {
        view! { <strong>{row.state.clone()}</strong> }.into_any()
    } else {
        row.state.clone().into_any()
    };
    let href = format!("/operator/requests?r={}", row.id);
    vec![
        view! { <a href=href>{row.about.clone()}</a> }.into_any(),
        row.form.clone().into_any(),
        view! { <span class="nowrap">{row.came.clone()}</span> }.into_any(),
        view! { <span class="nowrap">{row.due.clone()}</span> }.into_any(),
        state,
    ]
}

fn one(page: &RequestPage, done: &str, form: &Form, problem: Option<Problem>) -> AnyView {
    let told = match done {
        "answered" if page.reply_to.is_empty() => {
            Some("The answer is written down. There is no address to send it to.")
        }
        "answered" => Some("The answer is on its way."),
        "noted" => Some("The note is written down."),
        "closed" => Some("The request is closed."),
        _ => None,
    };
    let told = told.filter(|_| problem.is_none());
    let refused =
        problem.clone().map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> });
    let row = &page.row;
    let fields: Vec<_> = page
        .fields
        .iter()
        .map(|(title, text)| view! { <h3>{title.clone()}</h3> <p class="letter">{text.clone()}</p> })
        .collect();
    let entries: Vec<_> = page
        .entries
        .iter()
        .map(|(what, text)| {
            view! { <li><p class="muted small">{what.clone()}</p><p class="letter">{text.clone()}</p></li> }
        })
        .collect();
    let past = (!entries.is_empty()).then(|| {
        view! { <section class="card"><h2>"Answers and notes"</h2><ul class="entries">{entries}</ul></section> }
    });
    let to = if page.reply_to.is_empty() {
        "Nobody left an address, so there is no way to answer.".to_owned()
    } else {
        format!("An answer goes to {}.", page.reply_to)
    };
    view! {
        <PageTitle text="Request · AltaClario" />
        <div class="stack">
        <div class="page-head">
            <div>
                <p class="meta"><a href="/operator/requests">"Requests"</a></p>
                <h1>{row.about.clone()}</h1>
                <p class="lead">
                    {row.form.clone()} " form, reference " <code>{row.id.clone()}</code> ". Came " {row.came.clone()}
                    ", answer by " {row.due.clone()} ": " {row.state.clone()} ". Kept until " {row.kept.clone()} "."
                </p>
            </div>
        </div>
        {told.map(|sentence| view! { <Notice tone=Tone::Good><p>{sentence}</p></Notice> })}
        {refused}
        <section class="card">{fields}</section>
        {past}
        <section class="card">
            <h2>"Answer"</h2>
            <p>{to} " Addresses in your text are made harmless: letters lead to this installation alone."</p>
            <PostForm class="form">
                <TextArea name="text" label="Text" value=form.text("text") at_most=5_000 problem=problem />
                <p class="actions">
                    <button class="button" type="submit" name="what" value="answer">"Send the answer"</button>
                    <button class="button quiet" type="submit" name="what" value="note">"Keep as a note"</button>
                </p>
            </PostForm>
        </section>
        {row.open.then(close_form)}
        </div>
    }
    .into_any()
}

fn close_form() -> AnyView {
    view! {
        <section class="card">
            <h2>"Close it"</h2>
            <PostForm class="form">
                <input type="hidden" name="what" value="close" />
                <div class="field">
                    <label for="f-outcome">"How did it end?"</label>
                    <select id="f-outcome" name="outcome" required>
                        <option value="settled">"Answered, or done as asked"</option>
                        <option value="acted">"Something was done about it"</option>
                        <option value="no-action">"Nothing was to be done"</option>
                        <option value="not-genuine">"It was not genuine"</option>
                    </select>
                </div>
                <p class="actions"><button class="button quiet" type="submit">"Close the request"</button></p>
            </PostForm>
        </section>
    }
    .into_any()
}
