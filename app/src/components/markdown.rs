//! Published texts as views: headings, paragraphs and lists, nothing else.

use leptos::prelude::*;

/// Shows a text of ours. Blocks are separated by empty lines; `#`, `##` and `-` begin headings and list entries.
pub(crate) fn markdown(text: &str) -> Vec<AnyView> {
    text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).map(block).collect()
}

fn block(text: &str) -> AnyView {
    if let Some(heading) = text.strip_prefix("# ") {
        return view! { <h1>{heading.to_owned()}</h1> }.into_any();
    }
    if let Some(heading) = text.strip_prefix("## ") {
        return view! { <h2>{heading.to_owned()}</h2> }.into_any();
    }
    if text.starts_with("- ") {
        let entries: Vec<_> = text
            .split("\n- ")
            .map(|entry| view! { <li>{joined(entry.trim_start_matches("- "))}</li> })
            .collect();
        return view! { <ul>{entries}</ul> }.into_any();
    }
    view! { <p>{joined(text)}</p> }.into_any()
}

/// A paragraph is written over several lines and shown as one.
fn joined(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
