//! The finished items behind the numbers, a page at a time.

use crate::charts::axis::with_separators;
use crate::charts::reading::ItemPages;
use crate::components::{Column, DataTable, EmptyState, address, item_link};
use clario_analytics::finished_table::FinishedRow;
use clario_analytics::flow::FlowReport;
use leptos::prelude::*;

/// The card with the table and the way to its other pages.
pub(super) fn card(
    report: &FlowReport,
    workspace: &str,
    path: &str,
    remedy: Option<(String, String)>,
) -> AnyView {
    let finished = &report.finished;
    let unit = &report.frame.unit_label;
    let body = if finished.rows.is_empty() {
        let sentence = "No item was finished in this period.";
        match remedy {
            Some(action) => view! { <EmptyState sentence action=action /> }.into_any(),
            None => view! { <EmptyState sentence /> }.into_any(),
        }
    } else {
        let items = ItemPages::of(workspace, &report.frame.query);
        let rows = finished.rows.iter().map(|row| cells(row, &items)).collect();
        view! {
            <DataTable
                caption=format!(
                    "Latest first, {unit} from start and from creation to finish. Percentile: share that took as long or less.",
                )
                columns=vec![
                    Column::text("Item"),
                    Column::spare("Type"),
                    Column::spare("Team"),
                    Column::spare("Started"),
                    Column::text("Finished"),
                    Column::number("Cycle time"),
                    Column::number("Lead time"),
                    Column::number("Percentile"),
                ]
                rows=rows
            />
        }
        .into_any()
    };
    let turn = |query: &Option<String>, words: &'static str| {
        query.as_ref().map(|query| {
            let href = format!("{}#finished", address(path, query));
            view! { <a class="button quiet" href=href>{words}</a> }
        })
    };
    let pages = (finished.pages > 1).then(|| {
        view! {
            <nav class="pages" aria-label="Pages of the table">
                <span>{finished.range_label.clone()}</span>
                <span class="spread actions-row">
                    {turn(&finished.previous_query, "Previous page")} {turn(&finished.next_query, "Next page")}
                </span>
            </nav>
        }
    });
    view! {
        <section class="card" id="finished" aria-labelledby="finished-h">
            <header>
                <h2 id="finished-h">
                    {format!("{} finished items", with_separators(finished.total))}
                </h2>
                <p>{report.frame.period_label.clone()}</p>
            </header>
            {body}
            {pages}
        </section>
    }
    .into_any()
}

fn cells(row: &FinishedRow, items: &ItemPages) -> Vec<AnyView> {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned()).into_any();
    vec![
        item_link(items, &row.item),
        row.item_type.clone().into_any(),
        row.team.clone().into_any(),
        nowrap(row.started_label.clone().unwrap_or_else(|| "never".to_owned())),
        nowrap(row.finished_label.clone()),
        or_dash(row.cycle.map(|days| days.to_string())),
        row.lead.into_any(),
        or_dash(row.rank.map(|rank| format!("{rank}%"))),
    ]
}

fn nowrap(text: String) -> AnyView {
    view! { <span class="nowrap">{text}</span> }.into_any()
}
