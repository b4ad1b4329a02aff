//! The letters of the installation: how far each is, and what an operator can do about it.

use super::for_operators;
use crate::api::operator::{HeldLetter, LetterRow, discard_letter, letters, read_letter, retry_letter};
use crate::api::{ApiError, Problem, context};
use crate::components::{
    Column, DataTable, EmptyState, Notice, PageTitle, PostForm, PublicFrame, Tone, settled,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/operator/letters`.
#[component]
pub fn OperatorLetters() -> impl IntoView {
    let done = use_query_map().read_untracked().get("done").unwrap_or_default();
    view! { <PublicFrame>{settled(move || for_operators(page(done.clone())))}</PublicFrame> }
}

async fn page(done: String) -> Result<AnyView, ApiError> {
    let Some(form) = context::posted() else { return Ok(view(&letters().await?, &done, None, None)) };
    let id = form.text("letter");
    let (outcome, done) = match form.text("what").as_str() {
        "read" => {
            let letter = read_letter(id).await?;
            return Ok(view(&letters().await?, "", Some(letter), None));
        }
        "retry" => (retry_letter(id).await?, "retried"),
        "discard" if form.ticked("sure") => (discard_letter(id).await?, "discarded"),
        "discard" => (Err(not_sure()), ""),
        _ => {
            letters().await?;
            return Err(ApiError::Malformed);
        }
    };
    match outcome {
        Ok(()) => {
            context::go_to(&format!("/operator/letters?done={done}"));
            Ok(().into_any())
        }
        Err(problem) => {
            let rows = letters().await?;
            context::answer_with_status(422);
            Ok(view(&rows, "", None, Some(problem)))
        }
    }
}

fn not_sure() -> Problem {
    Problem::new("sure", "Tick the box to throw the letter away. Nothing was changed.")
}

fn view(rows: &[LetterRow], done: &str, read: Option<HeldLetter>, problem: Option<Problem>) -> AnyView {
    let told = match done {
        "retried" => Some("The letter is on its way again."),
        "discarded" => Some("The letter was thrown away."),
        _ => None,
    };
    let read = read.map(|letter| {
        view! {
            <section class="card" aria-labelledby="letter-h">
                <h2 id="letter-h">{letter.subject}</h2>
                <p class="muted small">"To " {letter.to} ". That you read it is noted."</p>
                <pre class="letter">{letter.text}</pre>
            </section>
        }
    });
    let list = if rows.is_empty() {
        view! { <EmptyState sentence="No letter was written in the last 30 days." /> }.into_any()
    } else {
        let columns = vec![
            Column::text("Letter"),
            Column::text("To"),
            Column::text("State"),
            Column::number("Attempts"),
            Column::text("Written (UTC)"),
            Column::text("Do"),
        ];
        let cells = rows.iter().map(row).collect();
        view! { <DataTable caption="Letters of this installation, those on their way first" columns rows=cells stacks=true /> }
            .into_any()
    };
    view! {
        <PageTitle text="Letters · AltaClario" />
        <div class="stack wide">
        <div class="page-head">
            <div>
                <p class="meta"><a href="/operator">"Operator"</a></p>
                <h1>"Letters"</h1>
                <p class="lead">"Each is tried for about a day and a half, and forgotten 30 days after its end."</p>
            </div>
        </div>
        {told.map(|sentence| view! { <Notice tone=Tone::Good><p>{sentence}</p></Notice> })}
        {problem.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
        {read}
        <section class="card">{list}</section>
        </div>
    }
    .into_any()
}

fn row(letter: &LetterRow) -> Vec<AnyView> {
    let to = if letter.to.is_empty() { "–".to_owned() } else { letter.to.clone() };
    let detail = (!letter.detail.is_empty())
        .then(|| view! { <span class="muted small">{letter.detail.clone()}</span> });
    let state = view! { {letter.state.clone()} " " {detail} }.into_any();
    vec![
        letter.template.clone().into_any(),
        view! { <span class="nowrap">{to}</span> }.into_any(),
        state,
        letter.attempts.to_string().into_any(),
        view! { <span class="nowrap">{letter.written.clone()}</span> }.into_any(),
        acts(letter),
    ]
}

fn acts(letter: &LetterRow) -> AnyView {
    let about = format!("{} to {}", letter.template, letter.to);
    let act = |what: &'static str, label: &'static str| {
        let (about, id) = (about.clone(), letter.id.clone());
        view! {
            <PostForm>
                <input type="hidden" name="what" value=what />
                <input type="hidden" name="letter" value=id />
                <button class="button plain" type="submit">
                    {label} <span class="visually-hidden">": " {about}</span>
                </button>
            </PostForm>
        }
    };
    let discard = letter.may_discard.then(|| {
        let (about, id) = (about.clone(), letter.id.clone());
        view! {
            <details>
                <summary>"Throw away"<span class="visually-hidden">": " {about}</span></summary>
                <PostForm>
                    <input type="hidden" name="what" value="discard" />
                    <input type="hidden" name="letter" value=id />
                    <label class="check"><input type="checkbox" name="sure" value="yes" required /><span>"Yes"</span></label>
                    <button class="button danger" type="submit">"Throw away"</button>
                </PostForm>
            </details>
        }
    });
    view! {
        {letter.readable.then(|| act("read", "Read"))}
        {letter.may_retry.then(|| act("retry", "Try again"))}
        {discard}
    }
    .into_any()
}
