//! The terms of use, as they were published.

use crate::api::ApiError;
use crate::api::account::terms;
use crate::components::{PublicFrame, markdown, settled};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page at `/terms`.
#[component]
pub fn Terms() -> impl IntoView {
    view! {
        <Title text="Terms of use · AltaClario" />
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
