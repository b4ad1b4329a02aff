//! Finished items week by week: bars, hatched where only a part of the week counts, and their mean.

use super::axis::{every, number_ticks, rounded_up, steps, with_separators};
use super::figure::{self, SideLabel};
use super::histogram::{bar_rect, middle};
use super::path::Path;
use super::reading::{Reading, whole};
use super::scale::{PLOT, Scale};
use crate::components::{Column, DataTable};
use clario_analytics::throughput::{Step, Throughput};
use leptos::prelude::*;

/// The most bars that get a date below them.
const MOST_WORDS: usize = 6;

/// The SVGs of the throughput.
pub(crate) fn drawing(throughput: &Throughput) -> AnyView {
    let up = scale(throughput);
    let count = throughput.bars.len();
    let ticks = number_ticks(&steps(top(throughput)), "");
    let bars: Vec<_> = throughput
        .bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let (class, pattern) =
                if bar.partial { ("bar-part", Some("url(#part-of-week)")) } else { ("bar", None) };
            bar_rect(class, pattern, index, count, up.share(bar.count))
        })
        .collect();
    let mean = mean(throughput);
    let mut line = Path::default();
    line.level(up.down(mean));
    let side = [SideLabel {
        down: up.down(mean),
        name: String::new(),
        number: format!("mean {mean:.1}"),
        strong: false,
    }];
    let step = every(count, MOST_WORDS);
    let words: Vec<_> = throughput
        .bars
        .iter()
        .enumerate()
        .step_by(step)
        .enumerate()
        .map(|(rank, (index, bar))| (middle(index, count), bar.from.short(), rank % 2 == 1))
        .collect();
    view! {
        {figure::left_labels(&ticks, up, "items")}
        <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {figure::grid_lines(&ticks, up)}
        </svg>
        <svg class="fig-plot" aria-hidden="true">{hatch()} {bars}</svg>
        <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {figure::base_line()}
            {figure::cased("mean", line)}
            {figure::cursor()}
        </svg>
        {figure::side_labels(&side)}
        {figure::bottom_labels(&words)}
    }
    .into_any()
}

fn hatch() -> AnyView {
    view! {
        <defs>
            <pattern
                id="part-of-week"
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
            >
                <rect class="hatch-ground" width="6" height="6" />
                <path class="hatch-line" d="M0 0V6" />
            </pattern>
        </defs>
    }
    .into_any()
}

/// The height of the line: items for a bar, from the answer's items a week.
fn mean(throughput: &Throughput) -> f64 {
    match throughput.step {
        Step::Week => throughput.per_week,
        Step::Day => throughput.per_week / 7.0,
    }
}

fn top(throughput: &Throughput) -> u32 {
    rounded_up(throughput.bars.iter().map(|bar| bar.count).max().unwrap_or(0))
}

fn scale(throughput: &Throughput) -> Scale {
    Scale::new(0, top(throughput))
}

/// What the read-out says about each bar.
pub(crate) fn readings(throughput: &Throughput) -> Vec<Reading> {
    let up = scale(throughput);
    throughput
        .bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let mut lines = vec![format!("{} finished", figure::items(bar.count))];
            if bar.partial {
                lines.push("Only a part of this week lies in the period".to_owned());
            }
            Reading {
                x: whole(middle(index, throughput.bars.len()) * PLOT),
                y: whole(up.down(bar.count)),
                zone: 0,
                title: bar.label.clone(),
                lines,
                href: None,
            }
        })
        .collect()
}

/// The numbers behind the picture.
pub(crate) fn table(throughput: &Throughput) -> AnyView {
    let rows = throughput
        .bars
        .iter()
        .map(|bar| {
            let note = if bar.partial { "a part of the week" } else { "" };
            vec![bar.label.clone().into_any(), with_separators(bar.count).into_any(), note.into_any()]
        })
        .collect();
    view! {
        <DataTable
            caption="Finished items"
            columns=vec![Column::text("When"), Column::number("Items"), Column::text("Note")]
            rows=rows
        />
    }
    .into_any()
}
