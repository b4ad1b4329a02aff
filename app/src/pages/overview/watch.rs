//! The items behind the findings about due dates and sprints.

use crate::charts::reading::ItemPages;
use crate::components::{Column, DataTable, item_link};
use clario_analytics::label::count;
use clario_analytics::overview::{OverviewReport, WatchedItem};
use leptos::prelude::*;

/// The card with the items; none when there is nothing to look at.
pub(super) fn watch(report: &OverviewReport, workspace: &str) -> Option<AnyView> {
    let list = &report.watch;
    if list.rows.is_empty() {
        return None;
    }
    let items = ItemPages::of(workspace, &report.frame.query);
    let rows = list.rows.iter().map(|row| cells(row, &items)).collect();
    let mut columns: Vec<Column> = ["Item", "Why"].map(Column::text).into();
    columns.extend(["Status", "Team", "Due"].map(Column::text));
    columns.push(Column::number("Estimate"));
    columns.push(Column::text("Part of"));
    let shown = u32::try_from(list.rows.len()).unwrap_or(u32::MAX);
    let caption = if shown < list.total {
        format!("The {} most pressing of {}", count(shown), count(list.total))
    } else {
        "The most pressing first".to_owned()
    };
    Some(
        view! {
            <section class="card section" id="watch" aria-labelledby="watch-h">
                <header>
                    <h2 id="watch-h">"Items to look at"</h2>
                    <p>"Unfinished items past their due date, due within a week and not started, or in their third sprint in a row."</p>
                </header>
                <DataTable caption=caption columns=columns rows=rows stacks=true />
            </section>
        }
        .into_any(),
    )
}

fn cells(row: &WatchedItem, items: &ItemPages) -> Vec<AnyView> {
    let nowrap = |text: String| view! { <span class="nowrap">{text}</span> }.into_any();
    vec![
        view! { {item_link(items, &row.item)} " " <span class="check-note">{row.item_type.clone()}</span> }
            .into_any(),
        view! { <span class="roomy-cell">{row.why.clone()}</span> }.into_any(),
        nowrap(row.status.clone()),
        nowrap(row.team.clone()),
        nowrap(row.due.clone().unwrap_or_default()),
        row.points.clone().unwrap_or_default().into_any(),
        row.parent.as_ref().map(|parent| item_link(items, parent)).into_any(),
    ]
}
