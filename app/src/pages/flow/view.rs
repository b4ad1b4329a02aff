//! The Flow page as it is read: numbers, the main chart, the others, the items behind them, the rules.

use super::choices::choices;
use super::finished;
use crate::charts::reading::{Chart, ItemPages};
use crate::charts::{ageing, cumulative_flow, histogram, marks, scatter, throughput, time_in_status};
use crate::components::{
    Calculation, ChartCard, EmptyState, FilterBar, KeyFigures, Notices, address, as_of, chips,
};
use crate::islands::{CopyLink, ReadOut};
use clario_analytics::csv::Table;
use clario_analytics::flow::FlowReport;
use clario_analytics::query::{Look, Span};
use clario_analytics::report::{Card, Measure};
use leptos::prelude::*;

/// Everything between the header and the footer.
pub fn flow_view(report: &FlowReport, workspace: &str) -> AnyView {
    let path = format!("/w/{workspace}/flow");
    let frame = report.frame.clone();
    let cards = report.cards.iter().map(|card| (card.clone(), anchor(card))).collect();
    let rules = vec![
        ("Cycle time", report.scatter.caption.rule.clone()),
        ("Histogram", report.histogram.caption.rule.clone()),
        ("Throughput", report.throughput.caption.rule.clone()),
        ("Cumulative flow", report.cumulative_flow.caption.rule.clone()),
        ("Age of work in progress", report.ageing.caption.rule.clone()),
        ("Time in status", report.time_in_status.caption.rule.clone()),
        ("Flow efficiency", report.time_in_status.variant.clone()),
    ];
    let right = view! {
        <CopyLink />
        <a class="button quiet" href=table_file(report, workspace, Table::Finished) download>
            "Download CSV"
        </a>
    }
    .into_any();
    view! {
        <div class="page-head">
            <div>
                <h1>"Flow"</h1>
                <p class="lead">{report.summary.clone()}</p>
                {as_of(&frame)}
            </div>
        </div>
        <FilterBar frame=frame.clone() path=path.clone() right=right />
        {chips(&frame, &path)}
        <Notices notices=frame.notices.clone() partial=frame.partial.clone() />
        <KeyFigures cards=cards />
        {cards_or_nothing(report, workspace, &path)}
        <Calculation rules=rules left_out=frame.left_out />
    }
    .into_any()
}

/// The charts and the items; one card that says what is missing where no item matches.
fn cards_or_nothing(report: &FlowReport, workspace: &str, path: &str) -> AnyView {
    if let (0, Some(sentence)) = (report.frame.matching, report.scatter.caption.empty.clone()) {
        let connection = || (format!("/w/{workspace}/sync"), "See what is read".to_owned());
        let action = remedy(report, path).unwrap_or_else(connection);
        return view! {
            <section class="card section" aria-labelledby="nothing-h">
                <h2 class="visually-hidden" id="nothing-h">
                    "Nothing to show"
                </h2>
                <EmptyState sentence=sentence action=action />
            </section>
        }
        .into_any();
    }
    view! {
        <div class="grid">
            {scatter_card(report, workspace, path)}
            {histogram_card(report, workspace, path)}
            {throughput_card(report, workspace, path)}
            {cumulative_flow_card(report, workspace, path)}
            {ageing_card(report, workspace, path)}
            {time_in_status_card(report, workspace, path)}
            {finished::card(report, workspace, path, remedy(report, path))}
        </div>
    }
    .into_any()
}

/// The chart that shows what is behind a number.
fn anchor(card: &Card) -> String {
    let place = match card.measure {
        Measure::CycleTime | Measure::LeadTime => "#cycle-time",
        Measure::Throughput => "#throughput",
        Measure::WorkInProgress => "#cumulative-flow",
        Measure::OldItems => "#ageing",
        Measure::FlowEfficiency => "#time-in-status",
    };
    place.to_owned()
}

/// What helps where nothing can be drawn.
fn remedy(report: &FlowReport, path: &str) -> Option<(String, String)> {
    let query = &report.frame.query;
    if report.frame.matching == 0 {
        return query.is_filtered().then(|| clear(report, path));
    }
    let longer = address(path, &query.clone().over(Span::Year).to_query_string());
    (query.span != Span::Year).then(|| (longer, "Show the last year".to_owned()))
}

/// The way to the same page without its filters.
fn clear(report: &FlowReport, path: &str) -> (String, String) {
    (address(path, &report.frame.clear_query), "Remove all filters".to_owned())
}

/// Where a table is as comma-separated values, with the filters of the page.
fn table_file(report: &FlowReport, workspace: &str, table: Table) -> String {
    let query = report.frame.query.clone().drawn(Look::default()).to_query_string();
    address(&format!("/w/{workspace}/flow/{}.csv", table.key()), &query)
}

fn scatter_card(report: &FlowReport, workspace: &str, path: &str) -> AnyView {
    let (scatter, unit) = (&report.scatter, &report.frame.unit_label);
    let items = ItemPages::of(workspace, &report.frame.query);
    let lead = (scatter.lead_time.n > 0)
        .then(|| view! { <p class="small muted">{scatter.lead_time.sentence.clone()}</p> }.into_any());
    let merged = scatter.merged_by_week.then(|| {
        view! { <p class="small muted">"Each dot stands for a whole week, because there are so many items."</p> }
    });
    view! {
        <ChartCard
            id="cycle-time"
            csv=table_file(report, workspace, Table::Finished)
            caption=scatter.caption.clone()
            remedy=remedy(report, path)
            read_out=reader(report, workspace, Chart::Scatter, "Cycle time chart, arrow keys move between items")
            choices=choices(report, path)
            figure=Chart::Scatter.drawing(report)
            below=view! {
                {marks::key(scatter)}
                {merged}
                <div class="below">
                    {lead}
                    <p class="brush-hint" aria-hidden="true">
                        "Drag over the chart to choose days"
                    </p>
                </div>
            }
            .into_any()
            table=scatter::table(scatter, unit, &items)
        />
    }
    .into_any()
}

fn histogram_card(report: &FlowReport, workspace: &str, path: &str) -> AnyView {
    let (histogram, unit) = (&report.histogram, &report.frame.unit_label);
    view! {
        <ChartCard
            id="histogram"
            csv=table_file(report, workspace, Table::Histogram)
            width="half"
            shape="low topped bare-side"
            caption=histogram.caption.clone()
            remedy=remedy(report, path)
            read_out=reader(report, workspace, Chart::Histogram, "Histogram, arrow keys move between bars")
            figure=Chart::Histogram.drawing(report)
            table=histogram::table(histogram, unit)
        />
    }
    .into_any()
}

fn throughput_card(report: &FlowReport, workspace: &str, path: &str) -> AnyView {
    let throughput = &report.throughput;
    view! {
        <ChartCard
            id="throughput"
            csv=table_file(report, workspace, Table::Throughput)
            width="half"
            shape="low topped"
            caption=throughput.caption.clone()
            remedy=remedy(report, path)
            read_out=reader(report, workspace, Chart::Throughput, "Throughput chart, arrow keys move between bars")
            figure=Chart::Throughput.drawing(report)
            table=throughput::table(throughput)
        />
    }
    .into_any()
}

fn cumulative_flow_card(report: &FlowReport, workspace: &str, path: &str) -> AnyView {
    let flow = &report.cumulative_flow;
    view! {
        <ChartCard
            id="cumulative-flow"
            csv=table_file(report, workspace, Table::CumulativeFlow)
            shape="wide-side"
            caption=flow.caption.clone()
            remedy=remedy(report, path)
            read_out=reader(
                report,
                workspace,
                Chart::CumulativeFlow,
                "Cumulative flow chart, arrow keys move between days",
            )
            figure=Chart::CumulativeFlow.drawing(report)
            below=view! { <p class="small muted">{flow.net_flow.sentence.clone()}</p> }.into_any()
            table=cumulative_flow::table(flow)
        />
    }
    .into_any()
}

fn ageing_card(report: &FlowReport, workspace: &str, path: &str) -> AnyView {
    let (ageing, unit) = (&report.ageing, &report.frame.unit_label);
    let items = ItemPages::of(workspace, &report.frame.query);
    view! {
        <ChartCard
            id="ageing"
            csv=table_file(report, workspace, Table::Ageing)
            shape="topped columns"
            caption=ageing.caption.clone()
            remedy=report.frame.query.is_filtered().then(|| clear(report, path))
            read_out=reader(report, workspace, Chart::Ageing, "Age chart, arrow keys move between items")
            figure=Chart::Ageing.drawing(report)
            below=view! {
                <div class="wide-only">{ageing::key(ageing)}</div>
                <div class="phone-only">{ageing::list(ageing, unit, &items)}</div>
            }
            .into_any()
            table=ageing::table(ageing, unit, &items)
        />
    }
    .into_any()
}

fn time_in_status_card(report: &FlowReport, workspace: &str, path: &str) -> AnyView {
    let time = &report.time_in_status;
    let blocked = time.blocked.sentence.clone();
    view! {
        <ChartCard
            id="time-in-status"
            csv=table_file(report, workspace, Table::TimeInStatus)
            shape="rows-only"
            caption=time.caption.clone()
            remedy=remedy(report, path)
            figure=time_in_status::drawing(time)
            below=view! {
                {time_in_status::key()}
                <p class="small muted">{blocked}</p>
            }
            .into_any()
            table=time_in_status::table(time)
        />
    }
    .into_any()
}

/// Wraps a figure in the island that reads it point by point.
fn reader(
    report: &FlowReport,
    workspace: &str,
    chart: Chart,
    name: &'static str,
) -> Box<dyn FnOnce(AnyView) -> AnyView> {
    let workspace = workspace.to_owned();
    let query = report.frame.query.to_query_string();
    let brush = chart.brush(report);
    Box::new(move |figure| {
        view! {
            <ReadOut chart=chart workspace=workspace query=query name=name.to_owned() brush=brush>
                {figure}
            </ReadOut>
        }
        .into_any()
    })
}
