//! Going out: only a form ends a session, a link never does.

use crate::api::account::sign_out;
use crate::api::{ApiError, context};
use crate::components::{PageTitle, PostForm, PublicFrame, settled};
use leptos::prelude::*;

/// The page at `/sign-out`.
#[component]
pub fn SignOut() -> impl IntoView {
    view! {
        <PageTitle text="Sign out · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    if context::posted().is_some() {
        sign_out().await?;
        context::go_to("/");
    }
    Ok(view! {
        <section class="card narrow">
            <h1>"Sign out"</h1>
            <PostForm class="form">
                <button class="button" type="submit">"Sign out"</button>
            </PostForm>
        </section>
    }
    .into_any())
}
