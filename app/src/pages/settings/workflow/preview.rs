//! What a change would make of the numbers, before it is saved.

use crate::components::{Column, DataTable};
use clario_analytics::label::count;
use clario_analytics::workflow_preview::{PreviewNumbers, WorkflowPreview};
use leptos::prelude::*;

/// The numbers before and after.
pub(super) fn preview(preview: &WorkflowPreview) -> AnyView {
    let sentences: Vec<_> =
        preview.sentences.iter().map(|sentence| view! { <li>{sentence.clone()}</li> }).collect();
    let columns = vec![Column::text("Number"), Column::number("Now"), Column::number("With this change")];
    let rows = figures(&preview.before)
        .into_iter()
        .zip(figures(&preview.after))
        .map(|((name, before), (_, after))| {
            let is_same = before == after;
            let after =
                if is_same { after.into_any() } else { view! { <strong>{after}</strong> }.into_any() };
            vec![name.into_any(), before.into_any(), after]
        })
        .collect();
    view! {
        <section class="card section" id="preview" aria-labelledby="preview-h" role="status">
            <header>
                <h2 id="preview-h">"What this change would do"</h2>
                <p>{preview.period_label.clone()} ". Nothing is saved yet."</p>
            </header>
            <div class="stack">
                <ul class="plain-list">{sentences}</ul>
                <DataTable caption="The numbers of this team before and after" columns=columns rows=rows />
            </div>
        </section>
    }
    .into_any()
}

fn figures(numbers: &PreviewNumbers) -> [(&'static str, String); 5] {
    [
        ("Items finished", count(numbers.finished)),
        ("85% cycle time in days", numbers.p85.map_or_else(|| "none".to_owned(), count)),
        ("Work in progress at the end", count(numbers.wip)),
        ("Finished without a start", count(numbers.without_start)),
        ("Removed, so not counted", count(numbers.removed)),
    ]
}
