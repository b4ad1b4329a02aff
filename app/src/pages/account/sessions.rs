//! The running sessions of the person, and their ends.

use crate::api::own_account::{SessionLine, end_sessions, session_list};
use crate::api::{ApiError, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, Tone, settled};
use leptos::prelude::*;

/// The page at `/account/sessions`.
#[component]
pub fn AccountSessions() -> impl IntoView {
    view! {
        <PageTitle text="Sessions · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let mut sessions = session_list().await?;
    if let Some(form) = context::posted() {
        match form.text("what").as_str() {
            "one" => end_sessions(Some(form.text("session"))).await?,
            "others" => end_sessions(None).await?,
            _ => return Err(ApiError::Malformed),
        }
        context::go_to("/account/sessions?ended");
        sessions = session_list().await?;
    }
    let ended = context::query_string() == "ended";
    let several = sessions.len() > 1;
    let rows: Vec<_> = sessions.into_iter().map(row).collect();
    Ok(view! {
        <div class="page-head">
            <div>
                <h1>"Sessions"</h1>
                <p class="lead">
                    "Where you are signed in. A session ends an hour after its last use, and after a day in any case."
                </p>
                <p class="meta"><a href="/account">"Back to your account"</a></p>
            </div>
        </div>
        {ended.then(|| view! { <Notice tone=Tone::Good><p>"Ended."</p></Notice> })}
        <section class="card section">
            <ul class="sessions">{rows}</ul>
            {several.then(|| view! {
                <PostForm>
                    <input type="hidden" name="what" value="others" />
                    <p class="actions"><button class="button quiet" type="submit">"End all other sessions"</button></p>
                </PostForm>
            })}
        </section>
    }
    .into_any())
}

fn row(session: SessionLine) -> AnyView {
    let label = format!("End the session in {} of {}", session.browser, session.began);
    let end = if session.is_this {
        view! { <p class="hint">"This session"</p> }.into_any()
    } else {
        view! {
            <PostForm>
                <input type="hidden" name="what" value="one" />
                <input type="hidden" name="session" value=session.id />
                <button class="button quiet" type="submit" aria-label=label>"End it"</button>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <h2>{session.browser}</h2>
                <p class="hint">
                    "Network " {session.network} ". Began " {session.began} ", last used " {session.last_used} " (UTC)."
                </p>
            </div>
            {end}
        </li>
    }
    .into_any()
}
