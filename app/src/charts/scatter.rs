//! Cycle time by finish date: dots that stay round, percentile lines, and the history of the percentiles.

use super::axis::{date_ticks, number_ticks, steps};
use super::figure::{self, SideLabel};
use super::path::Path;
use super::reading::{ItemPages, Reading, whole};
use super::scale::Scale;
use crate::components::{Column, DataTable, item_link};
use clario_analytics::report::ItemRef;
use clario_analytics::scatter::{Dot, NAMED_ITEMS, Scatter};
use leptos::prelude::*;

/// How many of the slowest dots the table names.
const SLOWEST: usize = 20;

/// The SVGs of the scatter.
pub(crate) fn drawing(scatter: &Scatter) -> AnyView {
    let (across, up) = scales(scatter);
    let ticks = number_ticks(&steps(scatter.axis_max), "d");
    let dates = date_ticks(scatter.from, scatter.to);
    let mut side = figure::percentile_labels(&scatter.lines, up);
    if scatter.off_scale > 0 {
        let number = format!("↑ {} more", scatter.off_scale);
        side.push(SideLabel { down: 0.0, name: String::new(), number, strong: false });
    }
    let marks = Marks::of(scatter, across, up);
    view! {
        {figure::left_labels(&ticks, up, "")}
        <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {figure::grid_lines(&ticks, up)}
            {figure::base_line()}
            {figure::drawn("dots", marks.single)}
            {figure::drawn("dots many", marks.several)}
            {ringed(marks.slow)}
            {edge(marks.edge)}
            {figure::percentile_lines(&scatter.lines, up)}
            {figure::cursor()}
        </svg>
        {figure::side_labels(&side)}
        {figure::date_labels(&dates, across)}
    }
    .into_any()
}

/// Dots with a ring around them: the same path three times.
pub(crate) fn ringed(path: Path) -> AnyView {
    path.written()
        .map(|d| {
            view! {
                <path class="dots halo" d=d.clone() />
                <path class="dots gap" d=d.clone() />
                <path class="dots slow" d=d />
            }
        })
        .into_any()
}

/// Hollow squares on the top edge, for what lies above the axis.
pub(crate) fn edge(path: Path) -> AnyView {
    path.written()
        .map(|d| {
            view! {
                <path class="dots edge" d=d.clone() />
                <path class="dots edge-hole" d=d />
            }
        })
        .into_any()
}

#[derive(Default)]
struct Marks {
    single: Path,
    several: Path,
    slow: Path,
    edge: Path,
}

impl Marks {
    fn of(scatter: &Scatter, across: Scale, up: Scale) -> Self {
        let mut marks = Self::default();
        for dot in &scatter.dots {
            let path = match dot {
                Dot { off_scale: true, .. } => &mut marks.edge,
                Dot { over_p95: true, .. } => &mut marks.slow,
                Dot { count: 1, .. } => &mut marks.single,
                _ => &mut marks.several,
            };
            path.mark(across.across(dot.day.0), up.down(dot.days));
        }
        marks
    }
}

fn scales(scatter: &Scatter) -> (Scale, Scale) {
    (Scale::new(scatter.from.0, scatter.to.0), Scale::new(0, scatter.axis_max.max(1)))
}

/// What the read-out says about each dot.
pub(crate) fn readings(scatter: &Scatter, unit: &str, items: &ItemPages) -> Vec<Reading> {
    let (across, up) = scales(scatter);
    scatter
        .dots
        .iter()
        .map(|dot| {
            let zone = scatter.lines.iter().filter(|line| dot.days > line.days).count();
            let slower = scatter.lines.iter().rev().find(|line| dot.days > line.days);
            let mut lines = vec![format!("{} {unit}, finished {}", dot.days, dot.day.long())];
            lines.extend(slower.map(|line| format!("Took longer than {}% of items", line.percent)));
            Reading {
                x: whole(across.across(dot.day.0)),
                y: whole(up.down(dot.days)),
                zone: u8::try_from(zone).unwrap_or(0),
                title: names(&dot.items, dot.count),
                lines,
                href: dot.items.first().map(|item| items.address(item)),
            }
        })
        .collect()
}

/// The keys of a mark, and how many more it stands for.
pub(crate) fn names(items: &[ItemRef], count: u32) -> String {
    let keys: Vec<_> = items.iter().map(|item| item.key.as_str()).collect();
    let named = u32::try_from(keys.len().min(NAMED_ITEMS)).unwrap_or(0);
    match count.saturating_sub(named) {
        0 => keys.join(", "),
        more => format!("{} and {more} more", keys.join(", ")),
    }
}

/// The tables behind the picture: percentiles week by week, and the slowest items.
pub(crate) fn table(scatter: &Scatter, unit: &str, items: &ItemPages) -> AnyView {
    let history = scatter.history.iter().map(|point| {
        let cell = |index: usize| point.days.map_or_else(|| "–".to_owned(), |days| days[index].to_string());
        vec![
            point.label.clone().into_any(),
            point.n.into_any(),
            cell(0).into_any(),
            cell(1).into_any(),
            cell(2).into_any(),
        ]
    });
    let mut slowest: Vec<&Dot> = scatter.dots.iter().collect();
    slowest.sort_by(|one, other| other.days.cmp(&one.days).then(other.day.cmp(&one.day)));
    let slowest = slowest.into_iter().take(SLOWEST).map(|dot| {
        let links: Vec<_> = dot.items.iter().map(|item| view! { {item_link(items, item)} " " }).collect();
        let more = dot.count.saturating_sub(u32::try_from(dot.items.len()).unwrap_or(0));
        let rest = (more > 0).then(|| format!("and {more} more"));
        vec![view! { {links} {rest} }.into_any(), dot.day.long().into_any(), dot.days.into_any()]
    });
    view! {
        <DataTable
            caption=format!("The slowest items. All of them stand in the table of finished items below. Cycle time in {unit}.")
            columns=vec![Column::text("Items"), Column::text("Finished"), Column::number("Cycle time")]
            rows=slowest.collect()
        />
        <DataTable
            caption=format!("Percentiles as seen at the start of each week, from a window as long as the period, in {unit}.")
            columns=vec![
                Column::text("Week of"),
                Column::number("Items"),
                Column::number("50%"),
                Column::number("85%"),
                Column::number("95%"),
            ]
            rows=history.collect()
        />
    }
    .into_any()
}
