//! The page for addresses that lead nowhere.

use crate::api::context;
use crate::components::{ErrorState, PageTitle, PublicFrame};
use leptos::prelude::*;

/// Answers with 404 and the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <PublicFrame>{nothing_here()}</PublicFrame> }
}

/// What stands at an address that leads nowhere, for this person at least; the status says so.
pub(super) fn nothing_here() -> AnyView {
    context::answer_with_status(404);
    view! {
        <PageTitle text="Page not found · AltaClario" />
        <ErrorState
            heading="There is no page at this address"
            sentence="It may have been mistyped, or what it showed is gone."
            action=("/".to_owned(), "Go to the start page".to_owned())
        />
    }
    .into_any()
}
