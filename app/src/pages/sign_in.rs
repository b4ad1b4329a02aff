//! Coming in.

use crate::api::account::sign_in;
use crate::api::{ApiError, context};
use crate::components::{Notice, PageTitle, PublicFrame, TextField, Tone, settled};
use leptos::prelude::*;

/// The page at `/sign-in`.
#[component]
pub fn SignIn() -> impl IntoView {
    view! {
        <PageTitle text="Sign in · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let form = context::posted().unwrap_or_default();
    let mut problem = None;
    if context::posted().is_some() {
        match sign_in(form.text("email"), form.text("password")).await? {
            Ok(workspace) => context::go_to(&format!("/w/{workspace}")),
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    let is_new = problem.is_none() && context::query_string() == "new";
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    Ok(view! {
        <section class="card narrow">
            <h1>"Sign in"</h1>
            {is_new.then(|| view! {
                <Notice tone=Tone::Good><p>"The account is ready. Sign in with the password you chose."</p></Notice>
            })}
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <form class="form" method="post" action="/sign-in">
                <TextField
                    name="email" label="E-mail" kind="email" value=form.text("email") fills="username" at_most=254
                    problem=problem.clone()
                />
                <TextField
                    name="password" label="Password" kind="password" fills="current-password" at_most=128 problem=problem
                />
                <button class="button" type="submit">"Sign in"</button>
            </form>
            <p class="hint">"No account yet? " <a href="/sign-up">"Create one"</a></p>
        </section>
    }
    .into_any())
}
