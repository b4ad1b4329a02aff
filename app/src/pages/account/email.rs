//! Another address for the account.

use crate::api::own_account::{ask_for_address, own_account, recently_confirmed};
use crate::api::{ApiError, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, settled};
use leptos::prelude::*;

/// The page at `/account/email`.
#[component]
pub fn AccountEmail() -> impl IntoView {
    view! {
        <PageTitle text="E-mail · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    // Only who proved it a short time ago sees the form: nobody types for nothing.
    recently_confirmed().await?;
    let form = context::typed();
    let mut problem = None;
    if context::posted().is_some() {
        match ask_for_address(form.text("email")).await? {
            Ok(()) => context::go_to("/account/email?sent"),
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    let sent = problem.is_none() && context::query_string() == "sent";
    let present = own_account().await?.email;
    Ok(view! {
        <section class="card narrow">
            <h1>"Change the e-mail"</h1>
            {sent.then(|| view! {
                <Notice tone=Tone::Good>
                    <p>"A letter is on its way to the new address. Until you open its link, nothing changes."</p>
                </Notice>
            })}
            <p class="lead">"Your address now: " <strong>{present}</strong></p>
            <PostForm class="form" action="/account/email">
                <TextField
                    name="email" label="New e-mail" kind="email" value=form.text("email") fills="email" at_most=254
                    hint="We send a link there, and tell the old address once it has changed." problem=problem
                />
                <button class="button" type="submit">"Send the link"</button>
            </PostForm>
            <p class="hint"><a href="/account">"Back to your account"</a></p>
        </section>
    }
    .into_any())
}
