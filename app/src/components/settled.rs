//! The content of a page once it is known, or the reason why there is none.

use crate::api::{ApiError, context};
use crate::components::ErrorState;
use leptos::prelude::*;

/// Waits for the content on the server, so that the page arrives whole.
pub(crate) fn settled<F>(content: impl Fn() -> F + Send + Sync + 'static) -> impl IntoView
where
    F: Future<Output = Result<AnyView, ApiError>> + Send + 'static,
{
    view! {
        <Suspense>
            {move || {
                let content = content();
                Suspend::new(async move { content.await.unwrap_or_else(refused) })
            }}
        </Suspense>
    }
}

/// Says why, and gives the page the status that goes with it.
pub(crate) fn refused(error: ApiError) -> AnyView {
    let sentence = context::show_error(error);
    let action = match error {
        ApiError::SignIn => ("/sign-in", "Sign in"),
        _ => ("/", "Go to the start page"),
    };
    view! { <ErrorState sentence action=(action.0.to_owned(), action.1.to_owned()) /> }.into_any()
}
