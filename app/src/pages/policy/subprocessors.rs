//! The companies that handle data for the operator, today and before.

use super::{sections, version_line};
use crate::api::ApiError;
use crate::api::policy::{CompanyRow, subprocessors};
use crate::components::{Column, DataTable, PageTitle, PublicFrame, settled};
use leptos::prelude::*;

/// The page at `/subprocessors`.
#[component]
pub fn Subprocessors() -> impl IntoView {
    view! {
        <PageTitle text="Subprocessors · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let page = subprocessors().await?;
    let table = if page.companies.is_empty() {
        view! {
            <p>
                "The operator has named no company that handles data for them. The program itself needs none: it keeps its data \
                 in files of its own, and contacts only the providers you connect and the operator's mail server."
            </p>
        }
        .into_any()
    } else {
        company_table(&page.companies)
    };
    Ok(view! {
        <article class="text">
            <h1>"Subprocessors"</h1>
            {version_line(&page.version)}
            <p>"Companies that handle data on behalf of the operator of this installation."</p>
            {table}
            {sections(page.sections, |_| None)}
        </article>
    }
    .into_any())
}

fn company_table(companies: &[CompanyRow]) -> AnyView {
    let columns = ["Company", "State", "What for", "Data", "Country and mechanism", "Agreement"]
        .into_iter()
        .map(Column::text)
        .collect();
    let rows = companies
        .iter()
        .map(|company| {
            let state = if company.is_active { "Active" } else { "Inactive" };
            vec![
                company.name.clone().into_any(),
                format!("{state}, {}", company.time).into_any(),
                view! {
                    {company.purpose.clone()}
                    {(!company.only_with.is_empty()).then(|| view! { <div class="check-note">{company.only_with.clone()}</div> })}
                }
                .into_any(),
                company.data.clone().into_any(),
                company.place.clone().into_any(),
                company.agreement.clone().into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption="Companies" columns rows stacks=true /> }.into_any()
}
