//! One group of settings: what it is about at the left, its forms at the right.

use leptos::prelude::*;

/// A group with its name in addresses, its heading, what it is about, and its forms.
pub(crate) fn setting_group(
    id: &'static str,
    title: &'static str,
    about: &'static str,
    content: AnyView,
) -> AnyView {
    let heading = format!("{id}-h");
    let labelled = heading.clone();
    view! {
        <section class="setting" id=id aria-labelledby=labelled>
            <header>
                <h2 id=heading>{title}</h2>
                <p>{about}</p>
            </header>
            <div class="card">{content}</div>
        </section>
    }
    .into_any()
}
