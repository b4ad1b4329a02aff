//! A closed account: opening it again, or ending it for good, and nothing else.

use super::{TICK_THE_BOX, go_on};
use crate::api::leaving::{ReopeningReport, end_account, reopen_account, reopening};
use crate::api::{ApiError, Problem, context};
use crate::components::{ErrorState, Notice, PageTitle, PostForm, PublicFrame, Tone, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/account/reopen`.
#[component]
pub fn Reopen() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let key = query.get("token").or_else(|| query.get("ticket")).unwrap_or_default();
    view! {
        <PageTitle text="Closed account · AltaClario" />
        <PublicFrame>{settled(move || page(key.clone()))}</PublicFrame>
    }
}

async fn page(key: String) -> Result<AnyView, ApiError> {
    let mut refused = None;
    let form = context::posted();
    let key = form.as_ref().map_or(key, |form| form.text("key"));
    if let Some(form) = form {
        let outcome = match form.text("what").as_str() {
            "reopen" => reopen_account(key.clone()).await?.map(|()| "/sign-in?reopened"),
            "end" if form.ticked("sure") => end_account(key.clone()).await?.map(|()| "/sign-in?deleted"),
            "end" => Err(Problem::new("", TICK_THE_BOX)),
            _ => return Err(ApiError::Malformed),
        };
        refused = go_on(outcome);
        if refused.is_none() {
            return Ok(().into_any());
        }
    }
    let Ok(report) = reopening(key).await? else {
        context::answer_with_status(404);
        let sentence =
            "The account is open, the link was for another one, or its time is over. Sign in to see which.";
        let action = ("/sign-in".to_owned(), "Sign in".to_owned());
        let gone = view! { <ErrorState heading="There is no closed account here" sentence action /> };
        return Ok(gone.into_any());
    };
    Ok(closed_view(&report, refused))
}

fn closed_view(report: &ReopeningReport, refused: Option<String>) -> AnyView {
    let (to_reopen, to_end) = (report.ticket.clone(), report.ticket.clone());
    view! {
        <section class="card narrow">
            <h1>"This account is closed"</h1>
            {refused.map(|sentence| view! { <Notice tone=Tone::Bad><p>{sentence}</p></Notice> })}
            <p>
                "It was closed on " {report.closed.clone()} ". On " {report.end.clone()}
                " everything about it is deleted. Until then you can open it again, with all that was set up. The tokens \
                 of its connections were destroyed and have to be entered once more."
            </p>
            <PostForm class="form" action="/account/reopen">
                <input type="hidden" name="what" value="reopen" />
                <input type="hidden" name="key" value=to_reopen />
                <button class="button" type="submit">"Open my account again"</button>
            </PostForm>
            <details>
                <summary>"Delete everything now"</summary>
                <PostForm class="form" action="/account/reopen">
                    <input type="hidden" name="what" value="end" />
                    <input type="hidden" name="key" value=to_end />
                    <label class="check">
                        <input type="checkbox" name="sure" value="yes" required />
                        <span>"Yes, delete everything about me for good, now"</span>
                    </label>
                    <p class="actions"><button class="button danger" type="submit">"Delete everything"</button></p>
                </PostForm>
            </details>
        </section>
    }
    .into_any()
}
