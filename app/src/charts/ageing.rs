//! How old the items in progress are: a column for each status, behind the dots the ages at which finished ones left.

use super::axis::{number_ticks, steps, with_separators};
use super::figure::{self, SideLabel};
use super::histogram::{column, middle};
use super::labels::shortened;
use super::marks::{edge, ringed};
use super::path::Path;
use super::reading::{ItemPages, Reading, whole};
use super::scale::{PLOT, Scale, percent};
use super::scatter::names;
use crate::components::{Column, DataTable, item_link};
use clario_analytics::ageing::{AgeDot, Ageing, AgeingColumn};
use leptos::prelude::*;

/// Characters that fit under all columns together.
const CHARACTERS: usize = 84;
/// How much of a column's width the dots spread over.
const SPREAD: f64 = 0.72;
/// The share by which each dot steps on, so that neighbours in age stand far apart (the golden section).
const STEP_ASIDE: f64 = 0.618;
/// How far the plot goes on above its axis, as a multiple.
const HEADROOM: f64 = 1.05;
/// How many items the list of a narrow screen shows.
const LISTED: usize = 12;

/// The SVGs of the ageing chart.
pub(crate) fn drawing(ageing: &Ageing) -> AnyView {
    let up = scale(ageing);
    let count = ageing.columns.len();
    let ticks = number_ticks(&steps(ageing.axis_max), "d");
    let bands: Vec<_> =
        ageing.columns.iter().enumerate().map(|(index, one)| bands(one, index, count, up)).collect();
    let (mut plain, mut several) = (Path::default(), Path::default());
    let (mut old, mut old_several) = (Path::default(), Path::default());
    let mut above = Path::default();
    for (across, dot) in placed(ageing) {
        let path = match (dot.off_scale, dot.over_85, dot.count) {
            (true, _, _) => &mut above,
            (_, true, 0..=1) => &mut old,
            (_, true, _) => &mut old_several,
            (_, false, 0..=1) => &mut plain,
            (_, false, _) => &mut several,
        };
        path.mark(across, height(dot, up));
    }
    let mut divide = Path::default();
    for index in 1..count {
        divide.upright(column(index, count).0 * PLOT);
    }
    let expected = ageing.lines.iter().filter(|line| line.percent == 85).cloned().collect::<Vec<_>>();
    let mut side = figure::percentile_labels(&expected, up);
    if ageing.off_scale > 0 {
        let number = format!("↑ {} more", ageing.off_scale);
        side.push(SideLabel { down: 0.0, name: String::new(), number, strong: false });
    }
    let most = CHARACTERS / count.max(1);
    let heads: Vec<_> = ageing
        .columns
        .iter()
        .enumerate()
        .map(|(index, one)| (middle(index, count), figure::items(one.wip)))
        .collect();
    let feet: Vec<_> = ageing
        .columns
        .iter()
        .enumerate()
        .map(|(index, one)| (middle(index, count), shortened(&one.label, most), false))
        .collect();
    view! {
        {figure::head_labels(&heads)}
        {figure::left_labels(&ticks, up, "")}
        <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {bands}
            {figure::drawn("divide", divide)}
            {figure::base_line()}
            {figure::drawn("dots", plain)}
            {figure::drawn("dots many", several)}
            {ringed(old)}
            <g class="several">{ringed(old_several)}</g>
            {edge(above)}
            {figure::percentile_lines(&expected, up, false)}
            {figure::cursor()}
        </svg>
        {figure::side_labels(&side)}
        {figure::bottom_labels(&feet)}
    }
    .into_any()
}

/// The ages at which finished items left a column, as four grounds from young to old.
fn bands(one: &AgeingColumn, index: usize, count: usize, up: Scale) -> AnyView {
    let (left, width) = column(index, count);
    let (left, right) = (left * PLOT, (left + width) * PLOT);
    let Some([half, most, nearly]) = one.pace else { return ().into_any() };
    let edges = [PLOT, up.down(half), up.down(most), up.down(nearly), 0.0];
    ["band age-1", "band age-2", "band age-3", "band age-4"]
        .into_iter()
        .zip(edges.windows(2))
        .filter(|(_, edge)| edge[0] - edge[1] > 0.5)
        .map(|(class, edge)| {
            let mut path = Path::default();
            path.block(left, edge[1], right, edge[0]);
            figure::drawn(class, path)
        })
        .collect::<Vec<_>>()
        .into_any()
}

/// Each dot with its place from the left: neighbours in age step aside so that both are seen.
fn placed(ageing: &Ageing) -> impl Iterator<Item = (f64, &AgeDot)> {
    let count = ageing.columns.len();
    ageing.columns.iter().enumerate().flat_map(move |(index, one)| {
        let (_, width) = column(index, count);
        one.dots.iter().zip(0_u32..).map(move |(dot, rank)| {
            let aside = ((f64::from(rank) * STEP_ASIDE + 0.5).fract() - 0.5) * SPREAD;
            ((middle(index, count) + aside * width) * PLOT, dot)
        })
    })
}

/// From zero to a little above the axis, so that the oldest mark does not lie on the words over the columns.
fn scale(ageing: &Ageing) -> Scale {
    Scale::new(0, f64::from(ageing.axis_max.max(1)) * HEADROOM)
}

/// Units from the top edge; what lies above the axis stands on that edge.
fn height(dot: &AgeDot, up: Scale) -> f64 {
    if dot.off_scale { 0.0 } else { up.down(dot.age) }
}

/// What the grounds mean; nothing where too few were finished to draw any.
pub(crate) fn key(ageing: &Ageing) -> AnyView {
    if ageing.columns.iter().all(|one| one.pace.is_none()) {
        return ().into_any();
    }
    let words = [("age-1", "50%"), ("age-2", "85%"), ("age-3", "95%"), ("age-4", "5% stayed longer")];
    let entries: Vec<_> = words
        .into_iter()
        .map(|(class, text)| {
            view! {
                <li>
                    <svg aria-hidden="true"><rect class=class width="100%" height="100%" rx="2" /></svg>
                    {text}
                </li>
            }
        })
        .collect();
    view! { <ul class="key">
        <li>"Age by which finished items had left the column:"</li>
        {entries}
    </ul> }
    .into_any()
}

/// The oldest items as a list with bars, for screens too narrow for columns.
pub(crate) fn list(ageing: &Ageing, unit: &str, items: &ItemPages) -> AnyView {
    let longest = Scale::new(0, ageing.oldest.iter().map(|item| item.age).max().unwrap_or(1).max(1));
    let rows: Vec<_> = ageing
        .oldest
        .iter()
        .take(LISTED)
        .map(|item| {
            view! {
                <li>
                    <span class="name">
                        {item_link(items, &item.item)}
                        " "
                        {item.column.clone()}
                    </span>
                    <svg aria-hidden="true">
                        <rect class="active" width=percent(longest.share(item.age)) height="100%" rx="2" />
                    </svg>
                    <span class="value"><strong>{item.age}</strong> {format!(" {unit}")}</span>
                </li>
            }
        })
        .collect();
    view! { <ol class="rows">{rows}</ol> }.into_any()
}

/// What the read-out says about each dot.
pub(crate) fn readings(ageing: &Ageing, unit: &str, items: &ItemPages) -> Vec<Reading> {
    let up = scale(ageing);
    let dots = ageing.columns.iter().flat_map(|one| std::iter::repeat_n(one, one.dots.len()));
    let mut readings: Vec<_> = placed(ageing)
        .zip(dots)
        .map(|((across, dot), one)| {
            let zone = one.pace.map_or(0, |pace| pace.iter().filter(|days| dot.age > **days).count());
            Reading {
                x: whole(across),
                y: whole(height(dot, up)),
                zone: u8::try_from(zone).unwrap_or(0),
                title: names(&dot.items, dot.count),
                lines: vec![format!("{} {unit} old", dot.age), format!("In {}", one.label)],
                href: dot.items.first().map(|item| items.address(item)),
            }
        })
        .collect();
    readings.sort_by_key(|reading| reading.x);
    readings
}

/// The numbers behind the picture: the columns, then the oldest items.
pub(crate) fn table(ageing: &Ageing, unit: &str, items: &ItemPages) -> AnyView {
    let columns = ageing.columns.iter().map(|one| {
        let pace = |index: usize| one.pace.map_or_else(|| "–".to_owned(), |days| days[index].to_string());
        vec![
            one.label.clone().into_any(),
            with_separators(one.wip).into_any(),
            pace(0).into_any(),
            pace(1).into_any(),
            pace(2).into_any(),
        ]
    });
    let oldest = ageing.oldest.iter().map(|item| {
        let rank = item.rank.map_or_else(|| "–".to_owned(), |rank| format!("{rank}%"));
        vec![
            item_link(items, &item.item),
            item.item_type.clone().into_any(),
            item.column.clone().into_any(),
            item.started.clone().into_any(),
            item.age.into_any(),
            rank.into_any(),
            if item.blocked { "blocked" } else { "" }.into_any(),
        ]
    });
    view! {
        <DataTable
            caption=format!("Items in each column, and the age in {unit} at which finished items left it")
            columns=vec![
                Column::text("Column"),
                Column::number("Items"),
                Column::number("50%"),
                Column::number("85%"),
                Column::number("95%"),
            ]
            rows=columns.collect()
        />
        <DataTable
            caption=format!("The oldest items in progress, age in {unit}")
            columns=vec![
                Column::text("Item"),
                Column::text("Type"),
                Column::text("Column"),
                Column::text("Started"),
                Column::number("Age"),
                Column::number("Older than"),
                Column::text("Flag"),
            ]
            rows=oldest.collect()
            stacks=true
        />
    }
    .into_any()
}
