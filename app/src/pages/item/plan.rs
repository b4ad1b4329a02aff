//! What is planned for an item and where it belongs: due date, estimate, parent, names, sprints.

use crate::components::{Column, DataTable, address};
use clario_analytics::item_report::{ItemReport, Parent, Plan};
use leptos::prelude::*;

/// The card with the facts of the plan.
pub(super) fn plan(report: &ItemReport, workspace: &str) -> AnyView {
    let plan = &report.plan;
    let words = |list: &[String]| (!list.is_empty()).then(|| list.join(", ").into_any());
    let facts = [
        ("Due", due(plan)),
        ("Estimate", estimate(plan)),
        ("Part of", plan.parent.as_ref().map(|parent| part_of(parent, report, workspace))),
        ("Priority", plan.priority.clone().map(IntoAny::into_any)),
        ("Release", words(&plan.releases)),
        ("Components", words(&plan.components)),
        ("Labels", words(&plan.labels)),
        ("Closed as", plan.resolution.clone().map(IntoAny::into_any)),
        ("Last change in Jira", Some(plan.changed.clone().into_any())),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }))
        .collect();
    view! {
        <section class="card" aria-labelledby="plan-h">
            <header>
                <h2 id="plan-h">"Plan and place"</h2>
            </header>
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}

fn due(plan: &Plan) -> Option<AnyView> {
    let due = plan.due.as_ref()?;
    let tone = if due.late { "bad" } else { "" };
    let distance = (!due.distance.is_empty()).then(|| {
        view! { " " <span class="badge" data-tone=tone>{due.distance.clone()}</span> }
    });
    Some(view! { {due.label.clone()} {distance} }.into_any())
}

fn estimate(plan: &Plan) -> Option<AnyView> {
    let estimate = plan.estimate.clone()?;
    let unit = match estimate.as_str() {
        "none" => "",
        "1" => " point",
        _ => " points",
    };
    let changes: Vec<_> = plan.estimates.iter().map(|change| view! { <li>{change.clone()}</li> }).collect();
    let changes = (!changes.is_empty()).then(|| view! { <ul class="fact-notes">{changes}</ul> });
    Some(view! { {estimate} {unit} {changes} }.into_any())
}

fn part_of(parent: &Parent, report: &ItemReport, workspace: &str) -> AnyView {
    let Some(item) = &parent.item else {
        return "An item that is not read".into_any();
    };
    let path = format!("/w/{workspace}/item/{}/{}", item.connection, item.id);
    view! {
        <a class="nowrap" href=address(&path, &report.query)>{item.key.clone()}</a>
        " "
        <span class="fact-note">{parent.item_type.clone()}</span>
    }
    .into_any()
}

/// The card with the sprints, when there are any.
pub(super) fn sprints(plan: &Plan) -> Option<AnyView> {
    if plan.sprints.is_empty() {
        return None;
    }
    let rows = plan
        .sprints
        .iter()
        .map(|sprint| {
            let left = sprint.left.clone().unwrap_or_else(|| "stayed in it".to_owned());
            let cells = [&sprint.name, &sprint.state, &sprint.days, &sprint.entered, &left];
            cells.map(|cell| cell.clone().into_any()).into()
        })
        .collect();
    let columns = ["Sprint", "State", "Days", "Came in", "Taken out"].map(Column::text).into();
    Some(
        view! {
            <section class="card" aria-labelledby="sprints-h">
                <header>
                    <h2 id="sprints-h">"Sprints"</h2>
                    {plan.carried.clone().map(|sentence| view! { <p>{sentence}</p> })}
                </header>
                <DataTable caption="In order of their start" columns=columns rows=rows />
            </section>
        }
        .into_any(),
    )
}
