//! How many items took how long: one bar for each class, percentiles as upright lines.

use super::axis::{every, number_ticks, rounded_up, steps, with_separators};
use super::figure;
use super::labels::push_apart;
use super::path::Path;
use super::reading::{Reading, whole};
use super::scale::{PLOT, Scale, percent};
use crate::components::{Column, DataTable};
use clario_analytics::histogram::{Histogram, HistogramBar};
use clario_analytics::report::PercentileLine;
use leptos::prelude::*;

/// The most bars that get a word below them.
const MOST_WORDS: usize = 10;
/// The least distance of two words above the plot, in units.
const WORDS_APART: f64 = 130.0;

/// The SVGs of the histogram.
pub(crate) fn drawing(histogram: &Histogram) -> AnyView {
    let up = scale(histogram);
    let ticks = number_ticks(&steps(top(histogram)), "");
    let count = histogram.bars.len();
    let bars: Vec<_> = histogram
        .bars
        .iter()
        .enumerate()
        .map(|(index, bar)| bar_rect("bar", None, index, count, up.share(bar.count)))
        .collect();
    let mut heads = Vec::new();
    let lines: Vec<_> = histogram
        .lines
        .iter()
        .map(|line| {
            let share = place(histogram, line);
            heads.push((share * PLOT, format!("{}%", line.percent)));
            let mut path = Path::default();
            path.upright(share * PLOT);
            figure::cased(figure::percentile_class(line.percent), path)
        })
        .collect();
    let wanted: Vec<f64> = heads.iter().map(|(across, _)| *across).collect();
    let heads: Vec<_> = push_apart(&wanted, WORDS_APART, PLOT)
        .into_iter()
        .zip(heads)
        .map(|(across, (_, label))| (across / PLOT, label))
        .collect();
    view! {
        {figure::head_labels(&heads)}
        {figure::left_labels(&ticks, up, "items")}
        <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {figure::grid_lines(&ticks, up)}
        </svg>
        <svg class="fig-plot" aria-hidden="true">{bars}</svg>
        <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {figure::base_line()}
            {lines}
            {figure::cursor()}
        </svg>
        {figure::bottom_labels(&words(&histogram.bars))}
    }
    .into_any()
}

/// One upright bar of a plot with `count` equal columns, with corners that keep their shape.
///
/// A pattern is named by attribute, since a style sheet would look for it in its own file.
pub(crate) fn bar_rect(
    class: &'static str,
    pattern: Option<&'static str>,
    index: usize,
    count: usize,
    height: f64,
) -> AnyView {
    let (left, width) = column(index, count);
    view! {
        <rect
            class=class
            fill=pattern
            x=percent(left)
            y=percent(1.0 - height)
            width=percent(width)
            height=percent(height)
            rx="2"
        />
    }
    .into_any()
}

/// The left edge and the width of a column as shares.
pub(crate) fn column(index: usize, count: usize) -> (f64, f64) {
    let whole = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let width = 1.0 / whole(count.max(1));
    (whole(index) * width, width)
}

/// The middle of a column as a share.
pub(crate) fn middle(index: usize, count: usize) -> f64 {
    let (left, width) = column(index, count);
    left + width / 2.0
}

fn top(histogram: &Histogram) -> u32 {
    rounded_up(histogram.bars.iter().map(|bar| bar.count).max().unwrap_or(0))
}

fn scale(histogram: &Histogram) -> Scale {
    Scale::new(0, top(histogram))
}

/// Where a percentile falls among the classes: within its class by how far it is into it.
fn place(histogram: &Histogram, line: &PercentileLine) -> f64 {
    let count = histogram.bars.len();
    let index = histogram
        .bars
        .iter()
        .position(|bar| bar.to.is_none_or(|to| line.days <= to))
        .unwrap_or(count.saturating_sub(1));
    let (left, width) = column(index, count);
    let into = histogram.bars.get(index).map_or(0.5, |bar| match bar.to {
        None => 0.5,
        Some(to) => (f64::from(line.days.saturating_sub(bar.from)) + 0.5) / f64::from(to - bar.from + 1),
    });
    left + width * into.clamp(0.0, 1.0)
}

fn words(bars: &[HistogramBar]) -> Vec<(f64, String, bool)> {
    let step = every(bars.len(), MOST_WORDS);
    let last = bars.len().saturating_sub(1);
    bars.iter()
        .enumerate()
        .filter(|(index, _)| index % step == 0 || *index == last)
        .filter(|(index, _)| *index == last || last - index >= step)
        .enumerate()
        .map(|(rank, (index, bar))| {
            let days = match bar.to {
                None => format!("{}+", bar.from),
                Some(to) if to == bar.from => to.to_string(),
                Some(to) => format!("{}–{to}", bar.from),
            };
            let label = if index == last { format!("{days}\u{a0}d") } else { days };
            (middle(index, bars.len()), label, rank % 2 == 1 && index != last)
        })
        .collect()
}

/// What the read-out says about each bar.
pub(crate) fn readings(histogram: &Histogram, unit: &str) -> Vec<Reading> {
    let up = scale(histogram);
    let total = histogram.caption.n;
    histogram
        .bars
        .iter()
        .enumerate()
        .map(|(index, bar)| Reading {
            x: whole(middle(index, histogram.bars.len()) * PLOT),
            y: whole(up.down(bar.count)),
            zone: 0,
            title: bar.label.clone(),
            lines: vec![
                format!("{} of {}", figure::items(bar.count), with_separators(total)),
                format!("Cycle time in {unit}"),
            ],
            href: None,
        })
        .collect()
}

/// The numbers behind the picture.
pub(crate) fn table(histogram: &Histogram, unit: &str) -> AnyView {
    let rows = histogram
        .bars
        .iter()
        .map(|bar| vec![bar.label.clone().into_any(), with_separators(bar.count).into_any()])
        .collect();
    view! {
        <DataTable
            caption=format!("Finished items by cycle time in {unit}")
            columns=vec![Column::text("Cycle time"), Column::number("Items")]
            rows=rows
        />
    }
    .into_any()
}
