//! The frame of a chart: a plot that stretches, and words around it that do not.

use super::axis::{Tick, with_separators};
use super::labels::{LEAST_APART, push_apart, shortened};
use super::path::Path;
use super::scale::{PLOT, Scale, percent};
use clario_analytics::day::Day;
use clario_analytics::report::PercentileLine;
use leptos::prelude::*;

/// A word at the right end of a line or a band.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SideLabel {
    /// Where it belongs, in units from the top.
    pub(crate) down: f64,
    /// The name, cut where space is narrow.
    pub(crate) name: String,
    /// The number after the name; never cut.
    pub(crate) number: String,
    /// Whether it stands out.
    pub(crate) strong: bool,
}

/// Characters of a name that fit beside a plot, on a wide screen and on a narrow one.
const ROOMY: usize = 20;
const TIGHT: usize = 9;

/// The numbers at the left edge; a unit that is too long for the top number stands above it.
pub(crate) fn left_labels(ticks: &[Tick<u32>], scale: Scale, unit: &'static str) -> AnyView {
    let unit = ticks.last().filter(|_| !unit.is_empty()).map(|top| {
        view! { <text class="unit" x="100%" y=percent(1.0 - scale.share(top.at))>{unit}</text> }
    });
    let words: Vec<_> = ticks
        .iter()
        .map(|tick| {
            let down = percent(1.0 - scale.share(tick.at));
            view! { <text x="100%" y=down>{tick.label.clone()}</text> }
        })
        .collect();
    view! { <svg class="fig-y" aria-hidden="true">{words} {unit}</svg> }.into_any()
}

/// The dates under the plot.
pub(crate) fn date_labels(ticks: &[Tick<Day>], scale: Scale) -> AnyView {
    let places: Vec<_> =
        ticks.iter().map(|tick| (scale.share(tick.at.0), tick.label.clone(), tick.minor)).collect();
    bottom_labels(&places)
}

/// Words under the plot: share of the way from the left, text, whether narrow screens leave it out.
pub(crate) fn bottom_labels(places: &[(f64, String, bool)]) -> AnyView {
    let words: Vec<_> = places
        .iter()
        .map(|(share, label, minor)| {
            let class = minor.then_some("minor");
            view! { <text x=percent(*share) class=class>{label.clone()}</text> }
        })
        .collect();
    view! { <svg class="fig-x" aria-hidden="true">{words}</svg> }.into_any()
}

/// Words above the plot, centred on a share of the way from the left.
pub(crate) fn head_labels(places: &[(f64, String)]) -> AnyView {
    let words: Vec<_> = places
        .iter()
        .map(|(share, label)| view! { <text x=percent(*share) y="50%">{label.clone()}</text> })
        .collect();
    view! { <svg class="fig-head" aria-hidden="true">{words}</svg> }.into_any()
}

/// The words at the right edge, pushed apart.
pub(crate) fn side_labels(labels: &[SideLabel]) -> AnyView {
    let wanted: Vec<f64> = labels.iter().map(|label| label.down).collect();
    let words: Vec<_> = labels
        .iter()
        .zip(push_apart(&wanted, LEAST_APART, PLOT))
        .map(|(label, down)| {
            let down = percent(down / PLOT);
            let joined =
                |most| format!("{} {}", shortened(&label.name, most), label.number).trim().to_owned();
            let (roomy, tight) = (joined(ROOMY), joined(TIGHT));
            let strong = if label.strong { " strong" } else { "" };
            if roomy == tight {
                view! { <text x="0" y=down class=label.strong.then_some("strong")>{roomy}</text> }.into_any()
            } else {
                view! {
                    <text x="0" y=down.clone() class=format!("roomy{strong}")>{roomy}</text>
                    <text x="0" y=down class=format!("tight{strong}")>{tight}</text>
                }
                .into_any()
            }
        })
        .collect();
    view! { <svg class="fig-side" aria-hidden="true">{words}</svg> }.into_any()
}

/// The level lines of the grid, without the base line.
pub(crate) fn grid_lines(ticks: &[Tick<u32>], scale: Scale) -> AnyView {
    let mut path = Path::default();
    for tick in ticks.iter().filter(|tick| tick.at > 0) {
        path.level(scale.down(tick.at));
    }
    drawn("grid-lines", path)
}

/// The line at the foot of the plot.
pub(crate) fn base_line() -> AnyView {
    view! { <path class="base-line" d="M0 1000H1000" /> }.into_any()
}

/// The percentile lines, each with its own dashes; among a crowd of marks they have a ground, which would hide the
/// marks under them where there are few.
pub(crate) fn percentile_lines(lines: &[PercentileLine], scale: Scale, crowded: bool) -> AnyView {
    lines
        .iter()
        .map(|line| {
            let mut path = Path::default();
            path.level(scale.down(line.days));
            if crowded {
                cased(percentile_class(line.percent), path)
            } else {
                drawn(percentile_class(line.percent), path)
            }
        })
        .collect::<Vec<_>>()
        .into_any()
}

/// The words of the percentile lines.
pub(crate) fn percentile_labels(lines: &[PercentileLine], scale: Scale) -> Vec<SideLabel> {
    lines
        .iter()
        .map(|line| SideLabel {
            down: scale.down(line.days),
            name: String::new(),
            number: line.label.clone(),
            strong: line.percent == 85,
        })
        .collect()
}

/// A line with a thin ground of its own, so that its dashes are seen among many marks.
pub(crate) fn cased(class: &'static str, path: Path) -> AnyView {
    view! {
        {drawn("casing", path.clone())}
        {drawn(class, path)}
    }
    .into_any()
}

/// The class that gives a percentile line its dashes.
pub(crate) fn percentile_class(percent: u32) -> &'static str {
    match percent {
        50 => "percentile p50",
        85 => "percentile p85",
        _ => "percentile p95",
    }
}

/// A path with a class; nothing when nothing is drawn.
pub(crate) fn drawn(class: &'static str, path: Path) -> AnyView {
    path.written().map(|d| view! { <path class=class d=d /> }).into_any()
}

/// The marks of the read-out: empty until the island moves them.
pub(crate) fn cursor() -> AnyView {
    view! {
        <g class="cursor-marks">
            <path class="brush" />
            <path class="cursor" />
            <path class="cursor-ring" />
            <path class="cursor-hole" />
            <path class="cursor-core" />
        </g>
    }
    .into_any()
}

/// `1 item` or `12 items`.
pub(crate) fn items(count: u32) -> String {
    format!("{} {}", with_separators(count), if count == 1 { "item" } else { "items" })
}
