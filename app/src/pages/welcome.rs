//! The first page: what AltaClario is, what it never does, and one click to see it work.

use leptos::prelude::*;
use leptos_meta::Title;

/// The page at `/`.
#[component]
pub fn Welcome() -> impl IntoView {
    view! {
        <Title text="AltaClario: see how work flows" />
        <main id="main">
            <h1>"See how work flows, without reading it"</h1>
            <p><a href="/w/sample/flow">"Explore with sample data"</a></p>
        </main>
    }
}
