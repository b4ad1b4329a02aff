//! Another password for the account.

use crate::api::own_account::{change_password, recently_confirmed};
use crate::api::{ApiError, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, settled};
use leptos::prelude::*;

/// The page at `/account/password`.
#[component]
pub fn AccountPassword() -> impl IntoView {
    view! {
        <PageTitle text="Password · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let has_code = recently_confirmed().await?;
    let mut problem = None;
    if let Some(form) = context::posted() {
        match change_password(form.text("password")).await? {
            Ok(()) => context::go_to("/account/password?changed"),
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    let changed = problem.is_none() && context::query_string() == "changed";
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    let (at_least, hint) = if has_code {
        (8, "8 characters or more, since you sign in with a code as well. Four unrelated words do well.")
    } else {
        (15, "15 characters or more. Four unrelated words do well.")
    };
    Ok(view! {
        <section class="card narrow">
            <h1>"Change the password"</h1>
            {changed.then(|| view! {
                <Notice tone=Tone::Good><p>"Your password was changed. All other sessions have ended."</p></Notice>
            })}
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form" action="/account/password">
                <TextField
                    name="password" label="New password" kind="password" fills="new-password" at_least=at_least
                    at_most=128 hint=hint problem=problem
                />
                <button class="button" type="submit">"Change the password"</button>
            </PostForm>
            <p class="hint"><a href="/account">"Back to your account"</a></p>
        </section>
    }
    .into_any())
}
