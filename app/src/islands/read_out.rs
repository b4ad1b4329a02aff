//! Reads a chart point by point: with the pointer, or with the arrow keys on a plot that is one stop of the Tab key.

mod drag;
mod place;
mod plot;

use crate::api::readings::readings;
use crate::charts::brush::Brush;
use crate::charts::reading::{Chart, Reading};
use drag::Drag;
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use place::{nearest, step};
use plot::Plot;

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
    /// The days along the horizontal axis, where some of them can be chosen by dragging.
    brush: Option<Brush>,
    children: Children,
) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    let plot = Plot(host);
    let cursor = Cursor { all: StoredValue::default(), at: RwSignal::new(None) };
    let touched = StoredValue::new(false);
    // A press of the pointer brings the focus along; only the keyboard's focus begins to read at the end.
    let pressed = StoredValue::new(false);
    let awake = RwSignal::new(false);
    let drag = Drag::new(brush);
    let source = StoredValue::new(Source { chart, workspace, query, asked: false });

    Effect::new(move |_| {
        plot.wake(&name);
        awake.set(true);
    });
    Effect::new(move |_| cursor.with(|reading| plot.mark(reading)));
    Effect::new(move |_| plot.band(drag.band()));

    let on_focus = move |event: ev::FocusEvent| {
        if plot.is_target(&event) && !pressed.get_value() {
            cursor.jump("End");
            fetch(source, cursor, true);
        }
    };
    let on_move = move |event: ev::PointerEvent| {
        if drag.follow(&event, plot) {
            cursor.at.set(None);
        } else if !plot.is_in_read_out(&event) {
            fetch(source, cursor, false);
            cursor.point(&event, plot, !matches!(chart, Chart::Scatter | Chart::Ageing));
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let key = event.key();
        let cancels = key == "Escape" && drag.cancel();
        if cancels || plot.is_target(&event) && cursor.press(&key) {
            event.prevent_default();
        }
    };
    let on_click = move |event: ev::MouseEvent| {
        // A finger reads first; the read-out holds the link.
        if plot.is_target(&event) && !touched.get_value() && !drag.was_dragged() {
            cursor.open();
        }
    };
    view! {
        <div
            class="reading"
            class:awake=awake
            class:brushes=brush.is_some()
            node_ref=host
            on:pointermove=on_move
            on:pointerdown=move |event| {
                touched.set_value(event.pointer_type() == "touch");
                pressed.set_value(true);
                if plot.is_target(&event) {
                    drag.begin(&event, plot);
                }
                on_move(event);
            }
            on:pointerup=move |_| {
                pressed.set_value(false);
                source.with_value(|source| drag.end(&source.query, plot));
            }
            on:pointercancel=move |_| {
                pressed.set_value(false);
                drag.cancel();
            }
            on:pointerleave=move |_| {
                pressed.set_value(false);
                cursor.at.set(None);
            }
            on:focusin=on_focus
            on:focusout=move |_| cursor.at.set(None)
            on:keydown=on_key
            on:click=on_click
        >
            {children()}
            <output class="readout" aria-live="polite">
                {move || drag.words().or_else(|| cursor.words())}
            </output>
        </div>
    }
}

/// What to ask the server for, once.
struct Source {
    chart: Chart,
    workspace: String,
    query: String,
    asked: bool,
}

/// Fetches the readings unless that was done; with the keyboard the last one is read at once.
fn fetch(source: StoredValue<Source>, cursor: Cursor, from_keyboard: bool) {
    if source.with_value(|source| source.asked) {
        return;
    }
    source.update_value(|source| source.asked = true);
    let asking =
        source.with_value(|source| readings(source.workspace.clone(), source.query.clone(), source.chart));
    spawn_local(async move {
        match asking.await {
            Ok(found) => {
                cursor.all.set_value(found);
                if from_keyboard {
                    cursor.jump("End");
                }
            }
            // The next try asks again; the page itself has all numbers.
            Err(_) => source.update_value(|source| source.asked = false),
        }
    });
}

/// The readings of a chart and the one that is read.
#[derive(Clone, Copy)]
struct Cursor {
    all: StoredValue<Vec<Reading>>,
    at: RwSignal<Option<usize>>,
}

impl Cursor {
    fn with<T>(self, read: impl FnOnce(Option<&Reading>) -> T) -> T {
        let at = self.at.get();
        self.all.with_value(|all| read(at.and_then(|at| all.get(at))))
    }

    fn jump(self, key: &str) {
        self.at.set(self.all.with_value(|all| step(all, self.at.get_untracked(), key)));
    }

    fn point(self, event: &ev::PointerEvent, plot: Plot, by_column: bool) {
        let Some(place) = plot.place(event) else { return };
        let near = self.all.with_value(|all| nearest(all, place, by_column));
        if near != self.at.get_untracked() {
            self.at.set(near);
        }
    }

    /// Does what a key asks for, and says whether it asked for anything.
    fn press(self, key: &str) -> bool {
        let next = self.all.with_value(|all| step(all, self.at.get_untracked(), key));
        match key {
            "Escape" => self.at.set(None),
            "Enter" => self.open(),
            _ if next.is_some() => self.at.set(next),
            _ => return false,
        }
        true
    }

    /// Goes to the page behind the reading.
    fn open(self) {
        let at = self.at.get_untracked();
        let href = self.all.with_value(|all| all.get(at?)?.href.clone());
        if let Some(href) = href {
            // Only an address that is no address is refused.
            let _ = window().location().assign(&href);
        }
    }

    fn words(self) -> Option<AnyView> {
        self.with(|reading| {
            let Reading { title, lines, href, .. } = reading?.clone();
            let lines: Vec<_> = lines.into_iter().map(|line| view! { <span>{line}</span> }).collect();
            let title = match href {
                Some(href) => view! { <a href=href tabindex="-1">{title}</a> }.into_any(),
                None => title.into_any(),
            };
            Some(view! { <strong>{title}</strong> {lines} }.into_any())
        })
    }
}
