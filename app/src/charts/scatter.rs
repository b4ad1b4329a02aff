//! Cycle time by finish date: dots that stay round, percentile lines, and the history of the percentiles.

use super::axis::{date_ticks, log_steps, number_ticks, steps};
use super::figure::{self, SideLabel};
use super::marks;
use super::reading::{ItemPages, Reading, whole};
use super::scale::Scale;
use crate::components::{Column, DataTable, item_link};
use clario_analytics::report::ItemRef;
use clario_analytics::scatter::{Dot, NAMED_ITEMS, Scatter};
use leptos::prelude::*;

/// More dots than this hide a thin line.
const CROWD: usize = 800;
/// How many of the slowest dots the table names.
const SLOWEST: usize = 20;

/// The SVGs of the scatter.
pub(crate) fn drawing(scatter: &Scatter) -> AnyView {
    let (across, up) = scales(scatter);
    let ticks = if scatter.log_scale { log_steps(scatter.axis_max) } else { steps(scatter.axis_max) };
    let ticks = number_ticks(&ticks, "d");
    let dates = date_ticks(scatter.from, scatter.to);
    let mut side = figure::percentile_labels(&scatter.lines, up);
    if scatter.off_scale > 0 {
        let number = format!("↑ {} more", scatter.off_scale);
        side.push(SideLabel { down: 0.0, name: String::new(), number, strong: false });
    }
    view! {
        {figure::left_labels(&ticks, up, "")}
        <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {figure::grid_lines(&ticks, up)}
            {figure::base_line()}
            {marks::drawn(scatter, across, up)}
            {figure::percentile_lines(&scatter.lines, up, scatter.dots.len() > CROWD)}
            {figure::cursor()}
        </svg>
        {figure::side_labels(&side)}
        {figure::date_labels(&dates, across)}
    }
    .into_any()
}

fn scales(scatter: &Scatter) -> (Scale, Scale) {
    let up = if scatter.log_scale {
        Scale::logarithmic(scatter.axis_max.max(2))
    } else {
        Scale::new(0, scatter.axis_max.max(1))
    };
    (Scale::new(scatter.from.0, scatter.to.0), up)
}

/// What the read-out says about each dot.
pub(crate) fn readings(scatter: &Scatter, unit: &str, items: &ItemPages) -> Vec<Reading> {
    let (across, up) = scales(scatter);
    scatter
        .dots
        .iter()
        .map(|dot| {
            let zone = scatter.lines.iter().filter(|line| dot.days > line.days).count();
            let kind = dot.kind.and_then(|kind| scatter.types.get(usize::from(kind)));
            let mut lines = vec![format!("{} {unit}, finished {}", dot.days, dot.day.long())];
            lines.extend(kind.map(|kind| kind.name.clone()));
            lines.extend(dot.rank.map(|rank| match rank {
                100 => "No item took longer".to_owned(),
                _ => format!("{rank}% took as long or less"),
            }));
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
