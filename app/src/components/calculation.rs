//! How the numbers of a page came about: the rule of each, and what was left out.

use crate::charts::figure;
use clario_analytics::report::LeftOut;
use leptos::prelude::*;

/// The closed part at the foot of a page.
#[component]
pub(crate) fn Calculation(
    /// The name of each number with its rule.
    rules: Vec<(&'static str, String)>,
    /// Items that some number leaves out.
    left_out: Vec<LeftOut>,
) -> impl IntoView {
    let rules: Vec<_> = rules
        .into_iter()
        .filter(|(_, rule)| !rule.is_empty())
        .map(|(name, rule)| view! { <dt>{name}</dt> <dd>{rule}</dd> })
        .collect();
    let left_out = (!left_out.is_empty()).then(|| {
        let sentences: Vec<_> = left_out
            .into_iter()
            .map(|left| {
                let text = format!("{}: {}", figure::items(left.count), left.reason);
                view! { <li>{text}</li> }
            })
            .collect();
        view! {
            <h3>"Left out"</h3>
            <ul>{sentences}</ul>
        }
    });
    view! {
        <details class="calculation" id="calculation">
            <summary>"How this is calculated"</summary>
            <dl>{rules}</dl>
            {left_out}
        </details>
    }
    .into_any()
}
