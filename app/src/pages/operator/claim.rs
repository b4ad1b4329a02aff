//! Becoming the first operator of an installation that has people already.

use super::for_operators;
use crate::api::operator::{claim_operator, operator_link};
use crate::api::{ApiError, context};
use crate::components::{PageTitle, PostForm, PublicFrame, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/operator/claim`.
#[component]
pub fn ClaimOperator() -> impl IntoView {
    let token = use_query_map().read_untracked().get("token").unwrap_or_default();
    view! { <PublicFrame>{settled(move || page(token.clone()))}</PublicFrame> }
}

async fn page(token: String) -> Result<AnyView, ApiError> {
    // Whoever comes with the link signs in first; without it there is nothing here.
    if token.is_empty() {
        return for_operators(async { Err(ApiError::Missing) }).await;
    }
    if !operator_link(token.clone()).await? {
        return for_operators(async { Err(ApiError::Missing) }).await;
    }
    if context::posted().is_some() {
        claim_operator(token).await?;
        context::go_to("/operator?done=claimed");
        return Ok(().into_any());
    }
    Ok(view! {
        <PageTitle text="Become the operator · AltaClario" />
        <section class="card narrow">
            <h1>"Become the operator"</h1>
            <p>
                "The operator looks after this installation: its mail, its alerts and its size. It sees nothing of a workspace."
            </p>
            <PostForm class="form">
                <button class="button" type="submit">"Become the operator"</button>
            </PostForm>
        </section>
    }
    .into_any())
}
