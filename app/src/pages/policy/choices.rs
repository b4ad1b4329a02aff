//! What people can switch and ask for, what they cannot, and where they can complain.

use super::{sections, version_line};
use crate::api::ApiError;
use crate::api::policy::{DataRow, PurposeRow, your_choices};
use crate::components::{Column, DataTable, PageTitle, PublicFrame, settled};
use leptos::prelude::*;

/// The page at `/your-choices`.
#[component]
pub fn YourChoices() -> impl IntoView {
    view! {
        <PageTitle text="Your choices · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let page = your_choices().await?;
    let (data, purposes) = (page.data, page.purposes);
    Ok(view! {
        <article class="text">
            <h1>"Your choices"</h1>
            {version_line(&page.version)}
            <p>
                "Seeing, correcting, taking along and deleting your data are buttons on the "
                <a href="/account/privacy">"privacy page of your account"</a> "."
            </p>
            {sections(page.sections, move |key| match key {
                "choices-switches" => Some(mandatory(&purposes)),
                "choices-places" => Some(places(&data)),
                _ => None,
            })}
        </article>
    }
    .into_any())
}

/// What cannot be switched off, each with its reason.
fn mandatory(purposes: &[PurposeRow]) -> AnyView {
    let columns = ["What cannot be switched off", "Why", "Data"].into_iter().map(Column::text).collect();
    let rows = purposes
        .iter()
        .filter(|purpose| !purpose.reason.is_empty())
        .map(|purpose| {
            vec![
                purpose.title.clone().into_any(),
                purpose.reason.clone().into_any(),
                purpose.data.clone().into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption="What cannot be switched off" columns rows stacks=true /> }.into_any()
}

/// The authorities, and the categories that Californian law asks for.
fn places(data: &[DataRow]) -> AnyView {
    let columns =
        ["Category", "What belongs to it", "Sold or shared"].into_iter().map(Column::text).collect();
    let rows = data
        .iter()
        .map(|class| vec![class.title.clone().into_any(), class.holds.clone().into_any(), "Never".into_any()])
        .collect();
    view! {
        <ul>
            <li>
                "United Kingdom: "
                <a href="https://ico.org.uk/make-a-complaint/" rel="noreferrer">"Information Commissioner's Office (ICO)"</a>
            </li>
            <li>
                "European Economic Area: "
                <a href="https://www.edpb.europa.eu/about-edpb/about-edpb/members_en" rel="noreferrer">
                    "the authorities of the European Data Protection Board (EDPB)"
                </a>
            </li>
        </ul>
        <DataTable caption="Categories of personal data" columns rows stacks=true />
    }
    .into_any()
}
