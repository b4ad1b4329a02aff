//! Every promise with the tests that proved it, and those this build does not make.

use crate::api::ApiError;
use crate::api::policy::{ProofPage, ProofRow, proof};
use crate::components::{Column, DataTable, Notice, PageTitle, PublicFrame, Tone, settled};
use leptos::prelude::*;

/// The page at `/proof`.
#[component]
pub fn Proof() -> impl IntoView {
    view! {
        <PageTitle text="Proof · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    Ok(proof_view(&proof().await?))
}

fn proof_view(page: &ProofPage) -> AnyView {
    let all = page.clauses.len() + page.absent.len();
    let (built, proven, attested, absent) =
        (page.clauses.len(), page.proven, page.attested, page.absent.len());
    let columns =
        ["Promise", "Sentence", "How it is proven", "Tests"].into_iter().map(Column::text).collect();
    let rows = page.clauses.iter().map(row).collect();
    let missing_columns = ["Promise", "Why it is not made"].into_iter().map(Column::text).collect();
    let missing = page
        .absent
        .iter()
        .map(|(id, reason)| {
            vec![view! { <span id=id.clone()>{id.clone()}</span> }.into_any(), reason.clone().into_any()]
        })
        .collect();
    let record = if page.made.is_empty() {
        view! {
            <Notice tone=Tone::Warn>
                <p>
                    "This program was built without a record of its tests, so no sentence is shown as proven. "
                    <code>"cargo xtask promises"</code> " makes the record."
                </p>
            </Notice>
        }
        .into_any()
    } else {
        view! { <p class="meta">"The tests of this build ran until " {page.made.clone()}</p> }.into_any()
    };
    view! {
        <div class="page-head">
            <div>
                <h1>"Proof"</h1>
                <p class="lead">
                    {format!(
                        "Of {all} promises this build makes {built}: {proven} are proven by tests, {attested} are attested by the \
                         operator and not proven. {absent} are not made."
                    )}
                </p>
            </div>
        </div>
        {record}
        <section class="card">
            <h2>{format!("The promises of version {}", page.version)}</h2>
            <DataTable caption="Promises and their tests" columns rows stacks=true />
        </section>
        <section class="card">
            <h2>"Promises that this build does not make"</h2>
            <DataTable caption="Promises that are not made" columns=missing_columns rows=missing />
        </section>
    }
    .into_any()
}

fn row(clause: &ProofRow) -> Vec<AnyView> {
    let tests = match clause.tests.as_slice() {
        [] => "None in the record".into_any(),
        tests => {
            let count =
                if tests.len() == 1 { "One test".to_owned() } else { format!("{} tests", tests.len()) };
            let entries: Vec<_> =
                tests.iter().map(|test| view! { <li class="digest">{test.clone()}</li> }).collect();
            view! {
                <details>
                    <summary>{count} ", last passed on " {clause.day.clone()}</summary>
                    <ul>{entries}</ul>
                </details>
            }
            .into_any()
        }
    };
    let held_back = (!clause.held_back.is_empty())
        .then(|| view! { <div class="check-note">{clause.held_back.clone()}</div> });
    vec![
        view! { <span id=clause.id.clone()>{clause.id.clone()}</span> }.into_any(),
        view! { {clause.text.clone()} {held_back} }.into_any(),
        clause.kind.clone().into_any(),
        tests,
    ]
}
