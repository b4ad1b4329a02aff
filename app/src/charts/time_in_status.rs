//! Where the time went: one level bar for each status, waiting ones hatched.

use super::axis::with_separators;
use super::scale::{Scale, percent};
use crate::components::{Column, DataTable};
use clario_analytics::time_in_status::TimeInStatus;
use clario_analytics::workflow::Stage;
use leptos::prelude::*;

/// The bars, each with its name and its days.
pub(crate) fn drawing(time: &TimeInStatus) -> AnyView {
    let longest = time.rows.iter().map(|row| row.share).fold(0.0, f64::max);
    let scale = Scale::new(0, if longest > 0.0 { longest } else { 1.0 });
    let rows: Vec<_> = time
        .rows
        .iter()
        .map(|row| {
            let width = percent(scale.share(row.share));
            let bar = if row.stage == Stage::Waiting {
                view! { <rect fill="url(#waiting)" width=width height="100%" rx="2" /> }.into_any()
            } else {
                view! { <rect class="active" width=width height="100%" rx="2" /> }.into_any()
            };
            view! {
                <li>
                    <span class="name">{row.label.clone()}</span>
                    <svg>{bar}</svg>
                    <span class="value">
                        <strong>{row.mean_label.clone()}</strong>
                        {format!(" · {:.0}%", row.share)}
                    </span>
                </li>
            }
        })
        .collect();
    view! {
        {waiting_pattern()}
        <ol class="rows" aria-hidden="true">
            {rows}
        </ol>
    }
    .into_any()
}

/// The hatching of time in which nobody works; drawn once on a page, used by name.
pub(crate) fn waiting_pattern() -> AnyView {
    view! {
        <svg class="defs" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern
                    id="waiting"
                    width="6"
                    height="6"
                    patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)"
                >
                    <rect class="waiting-ground" width="6" height="6" />
                    <path class="waiting-line" d="M0 0V6" />
                </pattern>
            </defs>
        </svg>
    }
    .into_any()
}

/// What the fills mean.
pub(crate) fn key() -> AnyView {
    view! {
        <ul class="key">
            <li>
                <svg aria-hidden="true"><rect class="bar" width="100%" height="100%" rx="2" /></svg>
                "Active: somebody works on it"
            </li>
            <li>
                <svg aria-hidden="true"><rect fill="url(#waiting)" width="100%" height="100%" rx="2" /></svg>
                "Waiting: started, but nobody works on it"
            </li>
        </ul>
    }
    .into_any()
}

/// The numbers behind the picture.
pub(crate) fn table(time: &TimeInStatus) -> AnyView {
    let rows = time
        .rows
        .iter()
        .map(|row| {
            vec![
                row.label.clone().into_any(),
                row.stage.label().into_any(),
                row.mean_label.clone().into_any(),
                format!("{:.0}%", row.share).into_any(),
                with_separators(row.items).into_any(),
                format!("{:.1}", row.total_days).into_any(),
                format!("{:.1}", row.blocked_days).into_any(),
            ]
        })
        .collect();
    view! {
        <DataTable
            caption="Time between started and finished, by status"
            columns=vec![
                Column::text("Status"),
                Column::text("Stage"),
                Column::number("Days an item"),
                Column::number("Share"),
                Column::number("Items"),
                Column::number("Days, all items"),
                Column::number("Of these blocked"),
            ]
            rows=rows
            stacks=true
        />
    }
    .into_any()
}
