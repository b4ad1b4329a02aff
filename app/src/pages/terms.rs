//! The terms of use, as they were published.

use crate::api::context;
use crate::components::{PageTitle, PublicFrame, markdown};
use leptos::prelude::*;

/// The page at `/terms`.
#[component]
pub fn Terms() -> impl IntoView {
    let (version, text, hash) = context::terms();
    view! {
        <PageTitle text="Terms of use · AltaClario" />
        <PublicFrame>
            <article class="text">
                {markdown(text)}
                <p class="hint digest">{format!("Version {version}, SHA-256 {hash}")}</p>
            </article>
        </PublicFrame>
    }
}
