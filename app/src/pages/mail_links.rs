//! The pages that links in letters lead to.
//!
//! Opening such a link does nothing: programs that look into mail open links, too. The page has a form that carries
//! the token, and once it is sent the token is in no address any more.

pub mod address;
pub mod password;

use crate::api::context;
use crate::components::{EmptyState, PageTitle};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The token of the link that was opened, or of the form that was sent.
fn token() -> String {
    let sent = context::typed().text("token");
    if sent.is_empty() { use_query_map().read_untracked().get("token").unwrap_or_default() } else { sent }
}

/// Says that a link works no more, and where there is another one.
fn ended(href: &'static str, label: &'static str) -> AnyView {
    context::answer_with_status(410);
    view! {
        <PageTitle text="This link no longer works · AltaClario" />
        <section class="card narrow">
            <h1>"This link no longer works"</h1>
            <EmptyState
                sentence="It was used already, it is older than 30 minutes, or something about the account was changed since."
                action=(href.to_owned(), label.to_owned())
            />
        </section>
    }
    .into_any()
}
