//! A plain table with a caption, made for reading aloud and for paper as much as for the screen.

use leptos::prelude::*;

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    label: String,
    class: Option<&'static str>,
}

impl Column {
    /// A column of words.
    pub(crate) fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), class: None }
    }

    /// A column of figures, which stand at the right.
    pub(crate) fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), class: Some("num") }
    }

    /// A column of words that a phone has no room for.
    pub(crate) fn spare(label: impl Into<String>) -> Self {
        Self { label: label.into(), class: Some("spare") }
    }
}

/// A table whose first cell of each row names the row. Wide ones scroll inside their frame, by keyboard too; those that
/// stack become a list of small cards on a phone, each cell below the name of its column.
#[component]
pub(crate) fn DataTable(
    /// What the table shows.
    #[prop(into)]
    caption: String,
    /// The heads.
    columns: Vec<Column>,
    /// The cells, row by row, as many as there are columns.
    rows: Vec<Vec<AnyView>>,
    /// Whether rows are stacked where there is no room for the columns.
    #[prop(optional)]
    stacks: bool,
) -> impl IntoView {
    let labels: Vec<_> = columns.iter().map(|column| stacks.then(|| column.label.clone())).collect();
    let classes: Vec<_> = columns.iter().map(|column| column.class).collect();
    let heads: Vec<_> = columns
        .into_iter()
        .zip(&classes)
        .map(|(column, class)| view! { <th scope="col" class=*class>{column.label}</th> })
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|cells| {
            let cells: Vec<_> = cells
                .into_iter()
                .zip(classes.iter().zip(&labels))
                .enumerate()
                .map(|(index, (cell, (class, label)))| match index {
                    0 => view! { <th scope="row" class=*class>{cell}</th> }.into_any(),
                    _ => view! { <td class=*class data-label=label.clone()>{cell}</td> }.into_any(),
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=caption>
            <table class=if stacks { "table stacks" } else { "table" }>
                <caption>{caption.clone()}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
