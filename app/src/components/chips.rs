//! The filters in force; each chip is a link that removes its filter.

use clario_analytics::report::Frame;
use leptos::prelude::*;

/// The chips of a page at `path`; nothing without filters.
pub(crate) fn chips(frame: &Frame, path: &str) -> AnyView {
    if frame.chips.is_empty() {
        return ().into_any();
    }
    let clear = address(path, &frame.clear_query);
    let several = frame.chips.len() > 1;
    let chips: Vec<_> = frame
        .chips
        .iter()
        .map(|chip| {
            view! {
                <li>
                    <a class="chip" href=address(path, &chip.remove_query)>
                        {format!("{}: {}", chip.label, chip.name)}
                        <span class="chip-x" aria-hidden="true">"×"</span>
                        <span class="visually-hidden">", remove this filter"</span>
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <ul class="chips" aria-label="Filters in force">
            {chips}
            {several.then(|| view! { <li><a href=clear>"Remove all filters"</a></li> })}
        </ul>
    }
    .into_any()
}

/// A path with a query string; without the question mark when the query is empty.
pub(crate) fn address(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
