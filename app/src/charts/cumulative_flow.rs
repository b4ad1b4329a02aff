//! How many items have reached each column, day by day: touching bands with their names at the right end.

use super::axis::{date_ticks, number_ticks, steps, with_separators};
use super::figure::{self, SideLabel};
use super::path::Path;
use super::reading::{Reading, whole};
use super::scale::Scale;
use crate::components::{Column, DataTable};
use clario_analytics::cumulative_flow::{CumulativeFlow, FlowLine};
use clario_analytics::day::Day;
use clario_analytics::workflow::Stage;
use leptos::prelude::*;

/// The most days that the table shows.
const MOST_ROWS: usize = 31;

/// The SVGs of the cumulative flow.
pub(crate) fn drawing(flow: &CumulativeFlow) -> AnyView {
    let (across, up) = scales(flow);
    let ticks = number_ticks(&steps(flow.axis_max), "");
    let (from, to) = ends(flow);
    let dates = date_ticks(from, to);
    let bands: Vec<_> = flow
        .lines
        .iter()
        .zip(classes(&flow.lines))
        .map(|(line, class)| {
            let mut path = Path::default();
            path.ground(
                flow.days
                    .iter()
                    .zip(&line.values)
                    .map(|(day, value)| (across.across(day.0), up.down(*value))),
            );
            path.written().map(|d| view! { <path class=format!("area {class}") d=d /> })
        })
        .collect();
    view! {
        {figure::left_labels(&ticks, up, "items")}
        <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {figure::grid_lines(&ticks, up)}
            {bands}
            {figure::base_line()}
            {figure::cursor()}
        </svg>
        {figure::side_labels(&names(flow, up))}
        {figure::date_labels(&dates, across)}
    }
    .into_any()
}

/// The fill of each band: quiet ends, blue between, so that work in progress is what one sees.
pub(crate) fn classes(lines: &[FlowLine]) -> Vec<&'static str> {
    let mut between = ["stage-1", "stage-2", "stage-3", "stage-2"].into_iter().cycle();
    lines
        .iter()
        .map(|line| match line.stage {
            Stage::Queue => "stage-queue",
            Stage::Done | Stage::Removed => "stage-done",
            Stage::Active | Stage::Waiting => between.next().unwrap_or("stage-2"),
        })
        .collect()
}

fn names(flow: &CumulativeFlow, up: Scale) -> Vec<SideLabel> {
    flow.lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let upper = line.values.last().copied().unwrap_or(0);
            let lower = flow.lines.get(index + 1).and_then(|next| next.values.last().copied()).unwrap_or(0);
            SideLabel {
                down: f64::midpoint(up.down(upper), up.down(lower)),
                name: line.label.clone(),
                number: with_separators(line.now),
                strong: line.stage.in_progress(),
            }
        })
        .collect()
}

fn ends(flow: &CumulativeFlow) -> (Day, Day) {
    let first = flow.days.first().copied().unwrap_or_default();
    (first, flow.days.last().copied().unwrap_or(first))
}

fn scales(flow: &CumulativeFlow) -> (Scale, Scale) {
    let (from, to) = ends(flow);
    (Scale::new(from.0, to.0), Scale::new(0, flow.axis_max.max(1)))
}

/// What the read-out says about each day.
pub(crate) fn readings(flow: &CumulativeFlow) -> Vec<Reading> {
    let (across, up) = scales(flow);
    flow.days
        .iter()
        .enumerate()
        .map(|(index, day)| {
            let values: Vec<u32> =
                flow.lines.iter().map(|line| line.values.get(index).copied().unwrap_or(0)).collect();
            let mut lines: Vec<String> = flow
                .lines
                .iter()
                .enumerate()
                .map(|(at, line)| {
                    let below = values.get(at + 1).copied().unwrap_or(0);
                    format!("{}: {}", line.label, with_separators(values[at].saturating_sub(below)))
                })
                .collect();
            // With a single column of started work this would say the same twice.
            if flow.lines.iter().filter(|line| line.stage.in_progress()).count() > 1 {
                lines.extend(
                    flow.wip.get(index).map(|wip| format!("All in progress: {}", figure::items(*wip))),
                );
            }
            Reading {
                x: whole(across.across(day.0)),
                y: whole(up.down(values.first().copied().unwrap_or(0))),
                zone: 0,
                title: day.long(),
                lines,
                href: None,
            }
        })
        .collect()
}

/// The numbers behind the picture: how many items had reached each column, at most a month of rows.
pub(crate) fn table(flow: &CumulativeFlow) -> AnyView {
    let last = flow.days.len().saturating_sub(1);
    let step = flow.days.len().div_ceil(MOST_ROWS).max(1);
    let rows = flow
        .days
        .iter()
        .enumerate()
        .filter(|(index, _)| (last - index).is_multiple_of(step))
        .map(|(index, day)| {
            let mut row = vec![day.long().into_any()];
            row.extend(
                flow.lines.iter().map(|line| line.values.get(index).copied().map(with_separators).into_any()),
            );
            row.push(flow.wip.get(index).copied().map(with_separators).into_any());
            row
        })
        .collect();
    let mut columns = vec![Column::text("End of")];
    columns.extend(flow.lines.iter().map(|line| Column::number(line.label.clone())));
    columns.push(Column::number("All in progress"));
    view! {
        <DataTable
            caption="Items that had reached each column or a later one, without those done before the period"
            columns=columns
            rows=rows
        />
    }
    .into_any()
}
