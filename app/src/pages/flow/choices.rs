//! How the scatter is drawn, as links: the address is the state here too.

use crate::components::address;
use clario_analytics::flow::FlowReport;
use clario_analytics::query::{Look, Query, Span};
use leptos::prelude::*;

/// The place on the page that the links come back to.
const PLACE: &str = "#cycle-time";

/// The choices at the right of the chart's heading; nothing when there is nothing to draw.
pub(super) fn choices(report: &FlowReport, path: &str) -> Option<AnyView> {
    if report.scatter.caption.empty.is_some() {
        return None;
    }
    let query = &report.frame.query;
    let look = query.look;
    let scale = |log_scale| (Look { log_scale, ..look }, look.log_scale == log_scale);
    let colour = |by_type| (Look { by_type, ..look }, look.by_type == by_type);
    let zoomed = matches!(query.span, Span::Between(_)).then(|| {
        let all = address(path, &query.clone().over(Span::default()).to_query_string());
        view! { <a class="back" href=format!("{all}{PLACE}")>{format!("Back to the {}", lower(Span::default()))}</a> }
    });
    Some(
        view! {
            <div class="choices">
                {zoomed}
                {choice("Scale", [("Linear", scale(false)), ("Log", scale(true))], query, path)}
                {choice("Colour", [("Plain", colour(false)), ("By type", colour(true))], query, path)}
            </div>
        }
        .into_any(),
    )
}

/// `last 90 days`, within a sentence.
fn lower(span: Span) -> String {
    span.label().to_lowercase()
}

/// Two links of which one is in force.
fn choice(
    name: &'static str,
    options: [(&'static str, (Look, bool)); 2],
    query: &Query,
    path: &str,
) -> AnyView {
    let links: Vec<_> = options
        .into_iter()
        .map(|(label, (look, chosen))| {
            let href = address(path, &query.clone().drawn(look).to_query_string());
            view! {
                <a href=format!("{href}{PLACE}") aria-current=chosen.then_some("true")>
                    {label}
                </a>
            }
        })
        .collect();
    view! {
        <div class="choice" role="group" aria-label=name>
            <span aria-hidden="true">{name}</span>
            {links}
        </div>
    }
    .into_any()
}
