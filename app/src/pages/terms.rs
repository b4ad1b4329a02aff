//! The terms of use, as they were published.

use crate::api::ApiError;
use crate::api::account::terms;
use crate::components::{PageTitle, PublicFrame, markdown, settled};
use leptos::prelude::*;

/// The page at `/terms`.
#[component]
pub fn Terms() -> impl IntoView {
    view! {
        <PageTitle text="Terms of use · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let (version, text) = terms().await?;
    Ok(view! {
        <article class="text">
            {markdown(&text)}
            <p class="hint">"Version " {version}</p>
        </article>
    }
    .into_any())
}
