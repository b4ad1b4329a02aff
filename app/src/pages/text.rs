//! Published texts that are part of the program.

use crate::components::{PageTitle, PublicFrame, markdown};
use leptos::prelude::*;

/// The page at `/accessibility`.
#[component]
pub fn Accessibility() -> impl IntoView {
    published("Accessibility", include_str!("../../../policy/pages/accessibility.md"))
}

fn published(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <PageTitle text=format!("{title} · AltaClario") />
        <PublicFrame>
            <article class="text">{markdown(text)}</article>
        </PublicFrame>
    }
}
