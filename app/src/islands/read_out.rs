//! Reads a chart point by point: with the pointer, or with the arrow keys on a plot that is one stop of the Tab key.

use crate::api::readings::readings;
use crate::charts::reading::{Chart, Reading};
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How far from a mark the pointer may be, in pixels; charts of columns are read wherever the pointer is.
const REACH: f64 = 28.0;

/// Wraps the figure of one chart. What it says is fetched the first time somebody points at the chart.
#[island]
pub fn ReadOut(
    /// Which chart it is.
    chart: Chart,
    /// The workspace's slug.
    workspace: String,
    /// The query string of the page.
    query: String,
    /// The name of the plot for people who do not see it.
    name: String,
    children: Children,
) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    let all = StoredValue::new(Vec::<Reading>::new());
    let at = RwSignal::new(None::<usize>);
    let asked = StoredValue::new(false);
    let touched = StoredValue::new(false);
    let by_column = !matches!(chart, Chart::Scatter | Chart::Ageing);

    Effect::new(move |_| {
        if let (Some(plot), Some(figure)) = (plot(host), part(host, "figure")) {
            // The picture becomes a group with one control in it; without this script it stays a plain image.
            let _ = figure.set_attribute("role", "group");
            let _ = plot.remove_attribute("aria-hidden");
            let _ = plot.set_attribute("role", "img");
            let _ = plot.set_attribute("tabindex", "0");
            let _ = plot.set_attribute("aria-label", &name);
        }
    });
    let fetch = move |focus: bool| {
        if asked.get_value() {
            return;
        }
        asked.set_value(true);
        let (workspace, query) = (workspace.clone(), query.clone());
        spawn_local(async move {
            match readings(workspace, query, chart).await {
                Ok(found) => {
                    let last = found.len().checked_sub(1);
                    all.set_value(found);
                    if focus {
                        at.set(last);
                    }
                }
                // The next try asks again; the page itself has all numbers.
                Err(_) => asked.set_value(false),
            }
        });
    };
    Effect::new(move |_| {
        let index = at.get();
        all.with_value(|all| mark(host, index.and_then(|index| all.get(index))));
    });
    let fetch_on_focus = fetch.clone();
    let on_focus = move |event: ev::FocusEvent| {
        if is_plot(host, &event) && !touched.get_value() {
            fetch_on_focus(true);
            at.set(all.with_value(|all| all.len().checked_sub(1)));
        }
    };
    let on_move = move |event: ev::PointerEvent| {
        if is_in_read_out(&event) {
            return;
        }
        fetch(false);
        let near = plot(host).and_then(|plot| {
            let place = plot.get_bounding_client_rect();
            let across = f64::from(event.client_x()) - place.left();
            let down = f64::from(event.client_y()) - place.top();
            all.with_value(|all| nearest(all, across, down, place.width(), place.height(), by_column))
        });
        if near != at.get_untracked() {
            at.set(near);
        }
    };
    let open = move || {
        let href = at.get_untracked().and_then(|index| all.with_value(|all| all.get(index)?.href.clone()));
        if let Some(href) = href {
            let _ = window().location().assign(&href);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if !is_plot(host, &event) {
            return;
        }
        let next = all.with_value(|all| step(all, at.get_untracked(), &event.key()));
        match event.key().as_str() {
            "Escape" => at.set(None),
            "Enter" => open(),
            _ if next.is_some() => at.set(next),
            _ => return,
        }
        event.prevent_default();
    };
    let text = move || {
        let index = at.get()?;
        all.with_value(|all| all.get(index).cloned()).map(|reading| {
            let lines: Vec<_> = reading.lines.into_iter().map(|line| view! { <span>{line}</span> }).collect();
            let title = match reading.href {
                Some(href) => {
                    view! { <strong><a href=href tabindex="-1">{reading.title}</a></strong> }.into_any()
                }
                None => view! { <strong>{reading.title}</strong> }.into_any(),
            };
            view! { {title} {lines} }
        })
    };
    view! {
        <div
            class="reading"
            node_ref=host
            on:pointermove=on_move
            on:pointerdown=move |event| touched.set_value(event.pointer_type() == "touch")
            on:pointerleave=move |_| at.set(None)
            on:focusin=on_focus
            on:focusout=move |_| at.set(None)
            on:keydown=on_key
            on:click=move |event| {
                if is_plot(host, &event) && !touched.get_value() {
                    open();
                }
            }
        >
            {children()}
            <output class="readout" aria-live="polite">
                {text}
            </output>
        </div>
    }
}

/// The reading nearest to a place in pixels.
fn nearest(
    all: &[Reading],
    across: f64,
    down: f64,
    width: f64,
    height: f64,
    by_column: bool,
) -> Option<usize> {
    if across < -REACH || across > width + REACH || down < -REACH || down > height + REACH {
        return None;
    }
    let mut best = None;
    let mut least = if by_column { f64::MAX } else { REACH * REACH };
    for (index, reading) in all.iter().enumerate() {
        let aside = f64::from(reading.x) * width / 1000.0 - across;
        let above = if by_column { 0.0 } else { f64::from(reading.y) * height / 1000.0 - down };
        let distance = aside * aside + above * above;
        if distance < least {
            least = distance;
            best = Some(index);
        }
    }
    best
}

/// Where a key leads from a reading: along the time, or to the nearest one in another zone.
fn step(all: &[Reading], at: Option<usize>, key: &str) -> Option<usize> {
    let last = all.len().checked_sub(1)?;
    let here = at.unwrap_or(last).min(last);
    let zone = |up: bool| {
        let from = &all[here];
        let other = |reading: &&(usize, &Reading)| {
            if up { reading.1.zone > from.zone } else { reading.1.zone < from.zone }
        };
        let readings: Vec<_> = all.iter().enumerate().collect();
        readings
            .iter()
            .filter(other)
            .min_by_key(|(_, reading)| reading.x.abs_diff(from.x))
            .map(|(index, _)| *index)
    };
    match key {
        "ArrowRight" => Some(if at.is_some() { (here + 1).min(last) } else { 0 }),
        "ArrowLeft" => Some(if at.is_some() { here.saturating_sub(1) } else { last }),
        "ArrowUp" => Some(zone(true).unwrap_or(here)),
        "ArrowDown" => Some(zone(false).unwrap_or(here)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// Draws the cursor and puts the read-out beside it; with nothing to read both vanish.
fn mark(host: NodeRef<Div>, reading: Option<&Reading>) {
    let paint = |class: &str, path: &str| {
        if let Some(part) = part(host, class) {
            let _ = part.set_attribute("d", path);
        }
    };
    let Some(reading) = reading else {
        for class in [".cursor", ".cursor-ring", ".cursor-hole", ".cursor-core"] {
            paint(class, "");
        }
        return;
    };
    paint(".cursor", &format!("M{} 0V1000", reading.x));
    for class in [".cursor-ring", ".cursor-hole", ".cursor-core"] {
        paint(class, &format!("M{} {}h0", reading.x, reading.y));
    }
    let (Some(plot), Some(frame), Some(box_)) = (plot(host), host.get_untracked(), part(host, ".readout"))
    else {
        return;
    };
    let (plot, frame) = (plot.get_bounding_client_rect(), frame.get_bounding_client_rect());
    let left = plot.left() - frame.left() + plot.width() * f64::from(reading.x) / 1000.0;
    let top = plot.top() - frame.top() + plot.height() * f64::from(reading.y.min(850)) / 1000.0;
    if let Ok(box_) = box_.dyn_into::<HtmlElement>() {
        let _ = box_.class_list().toggle_with_force("left", reading.x > 500);
        let _ = box_.style().set_property("--at-x", &pixels(left));
        let _ = box_.style().set_property("--at-y", &pixels(top));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "whole pixels are enough, and a screen has few of them")]
fn pixels(length: f64) -> String {
    format!("{}px", length as i32)
}

fn part(host: NodeRef<Div>, selector: &str) -> Option<Element> {
    host.get_untracked()?.query_selector(selector).ok()?
}

fn plot(host: NodeRef<Div>) -> Option<Element> {
    part(host, ".cursor-marks")?.closest("svg").ok()?
}

fn is_plot(host: NodeRef<Div>, event: &ev::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    plot(host).is_some_and(|plot| plot.contains(target.as_ref()))
}

fn is_in_read_out(event: &ev::Event) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.closest(".readout").ok().flatten().is_some())
}
