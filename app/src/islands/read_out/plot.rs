//! The parts of a chart's figure that the read-out moves, found below its host.

use super::place::Place;
use crate::charts::reading::{Reading, whole};
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

/// The marks of the cursor, drawn over each other.
const MARKS: [&str; 3] = [".cursor-ring", ".cursor-hole", ".cursor-core"];

/// Everything below the element that an island wraps around a figure.
#[derive(Clone, Copy)]
pub(super) struct Plot(pub(super) NodeRef<Div>);

impl Plot {
    /// Turns the picture into a group with one named control in it; without the island it stays a plain image.
    pub(super) fn wake(self, name: &str) {
        let (Some(plot), Some(figure)) = (self.element(), self.part("figure")) else { return };
        // None of these names is ever refused.
        let _ = figure.set_attribute("role", "group");
        let _ = plot.remove_attribute("aria-hidden");
        for (attribute, value) in [("role", "img"), ("tabindex", "0"), ("aria-label", name)] {
            let _ = plot.set_attribute(attribute, value);
        }
    }

    /// Where in the plot an event of the pointer happened.
    pub(super) fn place(self, event: &ev::PointerEvent) -> Option<Place> {
        let frame = self.element()?.get_bounding_client_rect();
        Some(Place {
            across: f64::from(event.client_x()) - frame.left(),
            down: f64::from(event.client_y()) - frame.top(),
            width: frame.width(),
            height: frame.height(),
        })
    }

    /// Draws the cursor and puts the read-out beside it; with nothing to read both vanish.
    pub(super) fn mark(self, reading: Option<&Reading>) {
        let Some(reading) = reading else {
            self.paint(".cursor", "");
            for mark in MARKS {
                self.paint(mark, "");
            }
            return;
        };
        self.paint(".cursor", &format!("M{} 0V1000", reading.x));
        let mark = format!("M{} {}h0", reading.x, reading.y);
        for part in MARKS {
            self.paint(part, &mark);
        }
        self.move_read_out(f64::from(reading.x), f64::from(reading.y));
    }

    /// Draws the band of a drag between two shares of the way from the left edge, or none.
    pub(super) fn band(self, sides: Option<(f64, f64)>) {
        let Some((left, right)) = sides else {
            self.paint(".brush", "");
            return;
        };
        // Whole units, as everywhere in a plot: writing fractions would bring their printing into the bundle.
        let (left, right) = (whole(left * 1000.0), whole(right * 1000.0));
        self.paint(".brush", &format!("M{left} 0H{right}V1000H{left}Z"));
        self.move_read_out(f64::from(right), 120.0);
    }

    /// Keeps getting the events of a pointer that leaves the plot while it is held down.
    pub(super) fn capture(self, pointer: i32) {
        if let Some(plot) = self.element() {
            // A pointer that is already up cannot be kept, and need not be.
            let _ = plot.set_pointer_capture(pointer);
        }
    }

    /// The name of the card on the page.
    pub(super) fn section(self) -> Option<String> {
        self.element()?.closest("section").ok()?.map(|section| section.id()).filter(|id| !id.is_empty())
    }

    /// Whether an event happened on the plot itself.
    pub(super) fn is_target(self, event: &ev::Event) -> bool {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        self.element().is_some_and(|plot| plot.contains(target.as_ref()))
    }

    /// Whether an event happened on the read-out, which can be pointed at without vanishing.
    pub(super) fn is_in_read_out(self, event: &ev::Event) -> bool {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        self.part(".readout").is_some_and(|read_out| read_out.contains(target.as_ref()))
    }

    fn move_read_out(self, across: f64, down: f64) {
        let read_out = self.part(".readout").and_then(|part| part.dyn_into::<HtmlElement>().ok());
        let (Some(plot), Some(host), Some(read_out)) = (self.element(), self.0.get_untracked(), read_out)
        else {
            return;
        };
        let (plot, host) = (plot.get_bounding_client_rect(), host.get_bounding_client_rect());
        let left = plot.left() - host.left() + plot.width() * across / 1000.0;
        let top = plot.top() - host.top() + plot.height() * down.clamp(80.0, 850.0) / 1000.0;
        let _ = read_out.class_list().toggle_with_force("left", across > 500.0);
        let _ = read_out.style().set_property("--at-x", &pixels(left));
        let _ = read_out.style().set_property("--at-y", &pixels(top));
    }

    fn paint(self, mark: &str, path: &str) {
        if let Some(mark) = self.part(mark) {
            let _ = mark.set_attribute("d", path);
        }
    }

    fn element(self) -> Option<Element> {
        self.part(".cursor-marks")?.closest("svg").ok()?
    }

    fn part(self, selector: &str) -> Option<Element> {
        self.0.get_untracked()?.query_selector(selector).ok()?
    }
}

#[expect(clippy::cast_possible_truncation, reason = "whole pixels are enough, and a screen has few of them")]
fn pixels(length: f64) -> String {
    format!("{}px", length as i32)
}
