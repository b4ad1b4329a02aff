//! The item page as it is read: the answer, the facts, the time line, the table of stays.

use super::plan::{plan, sprints};
use crate::charts::time_line;
use crate::components::{Column, DataTable, Notice, Tone, address};
use clario_analytics::item_report::{ItemReport, Stay};
use clario_analytics::label::count;
use leptos::prelude::*;

/// Everything between the header and the footer.
pub(crate) fn item_view(report: &ItemReport, workspace: &str, at_provider: Option<String>) -> AnyView {
    let notes = (!report.notes.is_empty()).then(|| {
        let notes: Vec<_> = report.notes.iter().map(|note| view! { <p>{note.clone()}</p> }).collect();
        view! { <Notice tone=Tone::Warn>{notes}</Notice> }
    });
    let mut kind = vec![report.item_type.clone(), report.project.clone()];
    kind.dedup();
    kind.retain(|part| !part.is_empty());
    let kind = kind.join(" · ");
    let team = report.team.clone().map(|team| {
        let href = address(&format!("/w/{workspace}/flow"), &report.team_query);
        view! { " · " <a href=href>{team}</a> }
    });
    let open = at_provider.map(|href| {
        view! {
            <a class="button quiet" href=href rel="noreferrer external">
                {format!("Open {} in Jira", report.item.key)}
            </a>
        }
    });
    view! {
        <div class="page-head">
            <div>
                <p class="muted">{kind} {team}</p>
                <h1>{report.heading.clone()}</h1>
                <p class="lead">{report.rank_sentence.clone()}</p>
            </div>
            {open}
        </div>
        {notes}
        <div class="grid">
            <section class="card" aria-labelledby="facts-h">
                <h2 class="visually-hidden" id="facts-h">
                    "Facts"
                </h2>
                {facts(report)}
            </section>
            {line(report)}
            {plan(report, workspace)}
            {stays(report)}
            {statuses(report)}
            {sprints(&report.plan)}
            {reasons(report)}
        </div>
        <p class="small muted section">{format!("Data as of {}.", report.as_of)}</p>
    }
    .into_any()
}

fn facts(report: &ItemReport) -> AnyView {
    let unit = &report.unit_label;
    let days = |days: Option<u32>| days.map(|days| format!("{days} {}", singular(unit, days)));
    let facts = [
        ("Cycle time", days(report.cycle)),
        ("Age", days(report.age)),
        ("Lead time", days(report.lead)),
        ("Status", Some(report.status.clone())),
        ("Created", Some(report.created.clone())),
        ("Started", report.started.clone()),
        ("Finished", report.finished.clone()),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }))
        .collect();
    view! { <dl class="facts">{facts}</dl> }.into_any()
}

/// `day` for one day.
fn singular(unit: &str, days: u32) -> &str {
    if days == 1 { unit.strip_suffix('s').unwrap_or(unit) } else { unit }
}

fn line(report: &ItemReport) -> AnyView {
    if report.stays.is_empty() {
        return ().into_any();
    }
    let words: Vec<_> =
        report.stays.iter().map(|stay| format!("{} {}", stay.status, stay.days_label)).collect();
    view! {
        <section class="card" aria-labelledby="line-h">
            <header>
                <h2 id="line-h">"Where the time went"</h2>
                <p id="line-s">"Every stay in a status, as long as it lasted."</p>
            </header>
            <figure class="line-fig" role="img" aria-labelledby="line-h" aria-describedby="line-s line-d">
                {time_line::drawing(report)}
            </figure>
            <p class="visually-hidden" id="line-d">
                {words.join(", ")}
            </p>
        </section>
    }
    .into_any()
}

/// The most stays that are listed, the latest; the sums beside them count all.
const MOST_STAYS: usize = 100;

fn stays(report: &ItemReport) -> AnyView {
    let cut = report.stays.len().saturating_sub(MOST_STAYS);
    let caption = if cut == 0 {
        "In order of time".to_owned()
    } else {
        let all = u32::try_from(report.stays.len()).unwrap_or(u32::MAX);
        format!("In order of time, the last {MOST_STAYS} of {}", count(all))
    };
    let rows = report
        .stays
        .iter()
        .skip(cut)
        .map(|stay| {
            vec![
                view! { {stay.status.clone()} {stage(stay)} }.into_any(),
                nowrap(&stay.days_label),
                nowrap(&stay.from_label),
                nowrap(&stay.to_label),
                if stay.counted { "yes" } else { "no" }.into_any(),
            ]
        })
        .collect();
    let blocked = report
        .blocked
        .iter()
        .map(|stay| vec![nowrap(&stay.from_label), nowrap(&stay.to_label), nowrap(&stay.days_label)])
        .collect::<Vec<_>>();
    let blocked = (!blocked.is_empty()).then(|| {
        view! {
            <DataTable
                caption="When it was blocked"
                columns=vec![Column::text("From"), Column::text("To"), Column::number("Time")]
                rows=blocked
            />
        }
    });
    view! {
        <section class="card two-thirds" aria-labelledby="stays-h">
            <header>
                <h2 id="stays-h">"Status by status"</h2>
            </header>
            <div class="stack">
                <DataTable
                    caption=caption
                    columns=vec![
                        Column::text("Status"),
                        Column::number("Time"),
                        Column::text("From"),
                        Column::text("To"),
                        Column::text("In cycle time"),
                    ]
                    rows=rows
                    stacks=true
                />
                {blocked}
            </div>
        </section>
    }
    .into_any()
}

/// The stage of a stay, unless the status is called so.
fn stage(stay: &Stay) -> Option<AnyView> {
    let label = stay.stage.label();
    let differs = !stay.status.eq_ignore_ascii_case(label);
    differs.then(|| view! { " " <span class="fact-note">{label}</span> }.into_any())
}

fn statuses(report: &ItemReport) -> AnyView {
    let rows = report
        .statuses
        .iter()
        .map(|time| vec![time.status.clone().into_any(), time.times.into_any(), nowrap(&time.days_label)])
        .collect();
    view! {
        <section class="card third" aria-labelledby="statuses-h">
            <header>
                <h2 id="statuses-h">"Added up"</h2>
            </header>
            <DataTable
                caption="Between started and finished"
                columns=vec![Column::text("Status"), Column::number("Times"), Column::number("Time")]
                rows=rows
            />
        </section>
    }
    .into_any()
}

fn reasons(report: &ItemReport) -> AnyView {
    if report.reasons.is_empty() {
        return ().into_any();
    }
    let reasons: Vec<_> = report.reasons.iter().map(|reason| view! { <li>{reason.clone()}</li> }).collect();
    view! {
        <section class="card" aria-labelledby="reasons-h">
            <header>
                <h2 id="reasons-h">"How the numbers came about"</h2>
            </header>
            <ul class="plain-list">{reasons}</ul>
        </section>
    }
    .into_any()
}

fn nowrap(text: &str) -> AnyView {
    view! { <span class="nowrap">{text.to_owned()}</span> }.into_any()
}
