//! The exact fields that are read, from the list the client itself uses.

use crate::api::connect::FieldRead;
use leptos::prelude::*;

/// The table of fields.
#[component]
pub fn FieldTable(
    /// Every field that is read.
    fields: Vec<FieldRead>,
) -> impl IntoView {
    let rows: Vec<_> = fields
        .into_iter()
        .map(|field| {
            let wire_name = match field.wire_name {
                Some(name) => view! { <code>{name}</code> }.into_any(),
                None => view! { <span class="muted">"found by its kind"</span> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{field.title} <div>{wire_name}</div></th>
                    <td>{field.purpose}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="card">
            <header>
                <h2>"What is read, and nothing else"</h2>
                <p>"No title, description, comment, attachment or person is asked for. What comes unasked is dropped while parsing."</p>
            </header>
            <div class="table-frame" tabindex="0" role="region" aria-label="Fields that are read">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Field, and Jira's name for it"</th>
                            <th scope="col">"What for"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
