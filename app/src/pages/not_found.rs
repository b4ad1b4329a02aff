//! The page for addresses that lead nowhere.

use crate::api::context;
use leptos::prelude::*;
use leptos_meta::Title;

/// Answers with 404 and the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    context::answer_with_status(404);
    view! {
        <Title text="Page not found" />
        <main id="main">
            <h1>"There is no page at this address"</h1>
            <p><a href="/">"Go to the start page"</a></p>
        </main>
    }
}
