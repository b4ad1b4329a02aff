//! What the operator tells everybody, above the content of every page.

use crate::api::notices::{NoticeLine, shown_notices};
use crate::components::{Notice, Tone};
use leptos::prelude::*;

/// The notices that are shown now.
pub(super) fn board() -> AnyView {
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                shown_notices().await.unwrap_or_default().into_iter().map(line).collect::<Vec<_>>()
            })}
        </Suspense>
    }
    .into_any()
}

fn line(line: NoticeLine) -> AnyView {
    let tone = if line.is_incident { Tone::Warn } else { Tone::Info };
    let effective = (!line.effective.is_empty()).then(|| {
        let day = line.effective.clone();
        view! { <p>"It takes effect on " {day} ". " <a href="/privacy">"The policy as it is now"</a></p> }
    });
    view! {
        <Notice tone=tone>
            <p><strong>{line.kind} ": " {line.title}</strong></p>
            <p>{line.text}</p>
            {effective}
        </Notice>
    }
    .into_any()
}
