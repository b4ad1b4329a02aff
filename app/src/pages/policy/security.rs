//! What protects data, sentence by sentence.

use super::{sections, version_line};
use crate::api::ApiError;
use crate::api::policy::security_page;
use crate::components::{PageTitle, PublicFrame, settled};
use crate::pages::connect::FieldTable;
use leptos::prelude::*;

/// The page at `/security`.
#[component]
pub fn Security() -> impl IntoView {
    view! {
        <PageTitle text="Security · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let page = security_page().await?;
    let fields = page.fields;
    Ok(view! {
        <article class="text">
            <h1>"Security"</h1>
            {version_line(&page.version)}
            <p>
                "What protects data here. Each sentence has an id and a test; the " <a href="/proof">"proof page"</a>
                " shows which test, and when it last passed. What is kept at all stands under " <a href="/privacy">"Privacy"</a>
                "."
            </p>
            {sections(page.sections, move |key| {
                (key == "security-provider").then(|| view! { <FieldTable fields=fields.clone() /> }.into_any())
            })}
            <h2>"If you find a weakness"</h2>
            <p>
                "Tell the operator of this installation. The file SECURITY.md in the source says how to reach the authors."
            </p>
        </article>
    }
    .into_any())
}
