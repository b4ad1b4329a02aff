//! The life of one item as a single bar: every stay in a status, as long as it lasted.

use super::scale::{Scale, percent};
use clario_analytics::item_report::{ItemReport, Stay};
use clario_analytics::workflow::Stage;
use leptos::prelude::*;

/// The bar, the dates under its ends, and what the fills mean. What came after the end is not drawn.
pub(crate) fn drawing(report: &ItemReport) -> AnyView {
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
                <rect class=*fill x=percent(left) width=percent(width) height="100%">
                    <title>{format!("{}: {}", stay.status, stay.days_label)}</title>
                </rect>
            }
        })
        .collect();
    let mut named: Vec<(&str, &str)> = Vec::new();
    for (stay, fill) in stays.iter().zip(&fills) {
        if !named.iter().any(|(status, _)| *status == stay.status) {
            named.push((&stay.status, fill));
        }
    }
    let entries: Vec<_> = named
        .into_iter()
        .map(|(status, fill)| {
            let time = report.statuses.iter().find(|time| time.status == status);
            let days = time.map_or_else(String::new, |time| format!(" {}", time.days_label));
            let (status, fill) = (format!("{status}{days}"), fill.to_owned());
            view! {
                <li>
                    <svg aria-hidden="true"><rect class=fill width="100%" height="100%" rx="2" /></svg>
                    {status}
                </li>
            }
        })
        .collect();
    view! {
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

/// A fill for each stay: the same for the same status, neighbours in the list of statuses different.
fn fills(stays: &[Stay]) -> Vec<&'static str> {
    let mut between = ["stage-1", "stage-2", "stage-3"].into_iter().cycle();
    let mut known: Vec<(&str, &'static str)> = Vec::new();
    stays
        .iter()
        .map(|stay| {
            if let Some((_, fill)) = known.iter().find(|(status, _)| *status == stay.status) {
                return *fill;
            }
            let fill = match stay.stage {
                Stage::Queue => "stage-queue",
                Stage::Done | Stage::Removed => "stage-done",
                Stage::Active | Stage::Waiting => between.next().unwrap_or("stage-2"),
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
