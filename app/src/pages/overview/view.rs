//! The Overview page as it is read: the biggest change, four numbers, what needs attention, the teams.

use super::watch::watch;
use crate::charts::sparkline::sparkline;
use crate::components::{
    Calculation, Change, Column, DataTable, EmptyState, FilterBar, KeyFigures, Notices, address, as_of, chips,
};
use clario_analytics::overview::{Finding, FindingPage, OverviewReport, TeamRow};
use clario_analytics::report::{Card, Measure};
use leptos::prelude::*;

/// Everything between the header and the footer.
pub(crate) fn overview_view(report: &OverviewReport, workspace: &str) -> AnyView {
    let path = format!("/w/{workspace}/overview");
    let flow = format!("/w/{workspace}/flow");
    let frame = report.frame.clone();
    let here = frame.query.to_query_string();
    let cards = report.cards.iter().map(|card| (card.clone(), behind(card, &flow, &here))).collect();
    view! {
        <div class="page-head">
            <div>
                <h1>"Overview"</h1>
                <p class="lead">{report.summary.clone()}</p>
                {as_of(&frame)}
            </div>
        </div>
        <FilterBar frame=frame.clone() path=path.clone() />
        {chips(&frame, &path)}
        <Notices notices=frame.notices.clone() partial=frame.partial.clone() />
        <KeyFigures cards=cards />
        {findings(report, &path, &flow)}
        {teams(report, &flow)}
        {watch(report, workspace)}
        <Calculation rules=rules(report) left_out=frame.left_out />
    }
    .into_any()
}

/// The chart of the Flow page behind a number, under the same filters.
fn behind(card: &Card, flow: &str, query: &str) -> String {
    let place = match card.measure {
        Measure::CycleTime | Measure::LeadTime => "cycle-time",
        Measure::Throughput => "throughput",
        Measure::WorkInProgress => "cumulative-flow",
        Measure::OldItems => "ageing",
        Measure::FlowEfficiency => "time-in-status",
    };
    format!("{}#{place}", address(flow, query))
}

fn findings(report: &OverviewReport, path: &str, flow: &str) -> AnyView {
    let body = if report.findings.is_empty() {
        view! { <p class="muted">"Nothing stands out in this period."</p> }.into_any()
    } else {
        let entries: Vec<_> = report.findings.iter().map(|it| finding(it, path, flow)).collect();
        view! { <ol class="concerns">{entries}</ol> }.into_any()
    };
    view! {
        <section class="card section" aria-labelledby="attention-h">
            <header>
                <h2 id="attention-h">"Needs attention"</h2>
            </header>
            {body}
        </section>
    }
    .into_any()
}

/// A finding: what it is about in a word, then the fact, which leads to its numbers.
fn finding(finding: &Finding, path: &str, flow: &str) -> AnyView {
    let page = match finding.page {
        FindingPage::Flow => flow,
        FindingPage::Overview => path,
    };
    let href = format!("{}#{}", address(page, &finding.query), finding.anchor);
    let tone = if finding.concern.is_bad() { "bad" } else { "warn" };
    view! {
        <li>
            <span class="badge" data-tone=tone>{finding.concern.label()}</span>
            <a href=href>{finding.sentence.clone()}</a>
        </li>
    }
    .into_any()
}

fn teams(report: &OverviewReport, flow: &str) -> AnyView {
    let body = if report.teams.is_empty() {
        view! { <EmptyState sentence="No team matches these filters. Remove a filter to see its numbers." /> }
            .into_any()
    } else {
        let mut columns = vec![Column::text("Team")];
        if let Some(team) = report.teams.first() {
            columns.extend(team.cells.iter().map(|cell| Column::number(cell.label.clone())));
        }
        columns.push(Column::text("Data"));
        let caption = match &report.frame.compared_label {
            Some(compared) => format!("{}, each against {compared}", report.frame.period_label),
            None => report.frame.period_label.clone(),
        };
        let rows = report.teams.iter().map(|team| row(team, flow)).collect();
        view! { <DataTable caption=caption columns=columns rows=rows stacks=true /> }.into_any()
    };
    view! {
        <section class="card section" aria-labelledby="teams-h">
            <header>
                <h2 id="teams-h">"Teams"</h2>
            </header>
            {body}
        </section>
    }
    .into_any()
}

fn row(team: &TeamRow, flow: &str) -> Vec<AnyView> {
    let href = address(flow, &team.flow_query);
    let mut cells = vec![view! { <a href=href>{team.name.clone()}</a> }.into_any()];
    cells.extend(team.cells.iter().map(|card| {
        let delta = card.delta.clone().map(|delta| view! { <Change delta=delta short=true /> });
        view! {
            <span class="cell-figure">
                {sparkline(&card.spark)}
                <strong>{card.value_label.clone()}</strong>
                {delta}
            </span>
        }
        .into_any()
    }));
    cells.push(quality(team));
    cells
}

fn quality(team: &TeamRow) -> AnyView {
    if team.quality.fine {
        return view! { <span class="muted">{team.quality.label.clone()}</span> }.into_any();
    }
    let reasons: Vec<_> =
        team.quality.reasons.iter().map(|reason| view! { <li>{reason.clone()}</li> }).collect();
    view! {
        <details class="quality">
            <summary>{team.quality.label.clone()}</summary>
            <ul class="plain-list">{reasons}</ul>
        </details>
    }
    .into_any()
}

fn rules(report: &OverviewReport) -> Vec<(&'static str, String)> {
    let unit = &report.frame.unit_label;
    vec![
        (
            "Cycle time, 85%",
            format!(
                "85% of the items finished in the period took so many {unit} or fewer, from started to finished, both days counted. Nearest rank."
            ),
        ),
        (
            "Throughput",
            "Items finished in the period, divided by its weeks. Days with none count.".to_owned(),
        ),
        ("Work in progress", "Items started and not finished at the end of the period.".to_owned()),
        ("Old items", "Items in progress that are older than 85% of the finished ones were.".to_owned()),
    ]
}
