//! The life of one item as a single bar: every stay in a status, as long as it lasted.

use super::scale::{Scale, percent};
use super::time_in_status::waiting_pattern;
use clario_analytics::item_report::{ItemReport, Stay};
use clario_analytics::workflow::Stage;
use leptos::prelude::*;

/// The bar, the dates under its ends, and what the fills mean. What came after the end is not drawn.
pub fn drawing(report: &ItemReport) -> AnyView {
    let over = report.stays.last().is_some_and(|last| matches!(last.stage, Stage::Done | Stage::Removed));
    let drawn = report.stays.len() - usize::from(over && report.stays.len() > 1);
    let stays = &report.stays[..drawn];
    let (Some(first), Some(last)) = (stays.first(), stays.last()) else { return ().into_any() };
    let start = first.from;
    let scale = Scale::new(0.0, seconds(last.to - start).max(1.0));
    let fills = fills(stays);
    let parts: Vec<_> = stays
        .iter()
        .zip(&fills)
        .map(|(stay, fill)| {
            let left = scale.share(seconds(stay.from - start));
            let width = scale.share(seconds(stay.to - start)) - left;
            view! {
                <rect class=fill.class fill=fill.pattern x=percent(left) width=percent(width) height="100%">
                    <title>{format!("{}: {}", stay.status, stay.days_label)}</title>
                </rect>
            }
        })
        .collect();
    let mut named: Vec<(&Stay, Fill)> = Vec::new();
    for (stay, fill) in stays.iter().zip(&fills) {
        if !named.iter().any(|(known, _)| known.status == stay.status) {
            named.push((stay, *fill));
        }
    }
    let entries: Vec<_> = named
        .into_iter()
        .map(|(stay, fill)| {
            let time = report.statuses.iter().find(|time| time.status == stay.status);
            let once = stays.iter().filter(|other| other.status == stay.status).count() == 1;
            let days = match time {
                Some(time) => &time.days_label,
                None if once => &stay.days_label,
                None => "",
            };
            let words = format!("{} {days}", stay.status);
            view! {
                <li>
                    <svg aria-hidden="true"><rect class=fill.class fill=fill.pattern width="100%" height="100%" rx="2" /></svg>
                    {words}
                </li>
            }
        })
        .collect();
    view! {
        {waiting_pattern()}
        <svg class="strip" aria-hidden="true">{parts}</svg>
        <svg class="scale" aria-hidden="true">
            <text class="from" x="0">{first.from_label.clone()}</text>
            <text class="to" x="100%">{last.to_label.clone()}</text>
        </svg>
        <ul class="key" aria-hidden="true">
            {entries}
        </ul>
    }
    .into_any()
}

/// How a stay is filled: by a class, or by a pattern, which only an attribute can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fill {
    class: &'static str,
    pattern: Option<&'static str>,
}

/// A fill for each stay: the same for the same status; waiting is hatched as in the chart of times in status.
fn fills(stays: &[Stay]) -> Vec<Fill> {
    let plain = |class| Fill { class, pattern: None };
    let mut between = ["stage-1", "stage-2", "stage-3"].into_iter().cycle();
    let mut known: Vec<(&str, Fill)> = Vec::new();
    stays
        .iter()
        .map(|stay| {
            if let Some((_, fill)) = known.iter().find(|(status, _)| *status == stay.status) {
                return *fill;
            }
            let fill = match stay.stage {
                Stage::Queue => plain("stage-queue"),
                Stage::Done | Stage::Removed => plain("stage-done"),
                Stage::Waiting => Fill { class: "", pattern: Some("url(#waiting)") },
                Stage::Active => plain(between.next().unwrap_or("stage-2")),
            };
            known.push((&stay.status, fill));
            fill
        })
        .collect()
}

/// A difference of times as a number to draw with; exact for more than a hundred million years.
#[expect(clippy::cast_precision_loss, reason = "a time in seconds is far below 2^52")]
fn seconds(difference: i64) -> f64 {
    difference as f64
}
