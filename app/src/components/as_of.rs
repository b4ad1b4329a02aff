//! Which days a page shows, and when its data is from.

use clario_analytics::report::Frame;
use leptos::prelude::*;

/// One quiet line under the title, on the screen and on paper.
pub(crate) fn as_of(frame: &Frame) -> AnyView {
    let words = [&frame.period_label, &format!("data as of {}", frame.as_of), &frame.zone];
    view! { <p class="meta">{words.map(String::as_str).join(" · ")}</p> }.into_any()
}
