//! Days chosen with the pointer held down: a band over the plot, and another page when it is let go.

use super::place::Place;
use super::plot::Plot;
use crate::charts::brush::{Brush, over};
use clario_analytics::period::Period;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// How far the pointer must move, in pixels, before it drags: a hand that clicks is never quite still.
const DRAGS: f64 = 6.0;
/// When a band that was let go vanishes; by then another page is there, unless this one comes back.
const FADES: Duration = Duration::from_secs(4);

/// The dragging over one chart.
#[derive(Clone, Copy)]
pub(super) struct Drag {
    /// What lies along the axis; `None` where no days can be chosen.
    brush: StoredValue<Option<Brush>>,
    /// The share of the way from the left edge where the pointer went down; `None` when it is up.
    from: StoredValue<Option<f64>>,
    /// The days under the band.
    days: RwSignal<Option<Period>>,
    /// Whether the pointer was dragged since it last went down, so that letting it go is no click.
    dragged: StoredValue<bool>,
}

impl Drag {
    pub(super) fn new(brush: Option<Brush>) -> Self {
        Self {
            brush: StoredValue::new(brush),
            from: StoredValue::new(None),
            days: RwSignal::new(None),
            dragged: StoredValue::new(false),
        }
    }

    /// Begins where the pointer goes down. A finger scrolls the page instead; it has the date fields of the filters.
    pub(super) fn begin(self, event: &ev::PointerEvent, plot: Plot) {
        self.dragged.set_value(false);
        let held = event.button() == 0 && event.pointer_type() != "touch";
        let place = plot.place(event).filter(|_| held && self.brush.get_value().is_some());
        self.from.set_value(place.filter(|place| place.is_inside()).map(Place::share));
    }

    /// Follows the pointer; says whether it drags.
    pub(super) fn follow(self, event: &ev::PointerEvent, plot: Plot) -> bool {
        let (Some(from), Some(brush), Some(place)) =
            (self.from.get_value(), self.brush.get_value(), plot.place(event))
        else {
            return false;
        };
        if event.buttons() & 1 == 0 {
            // It was let go where nobody saw it.
            self.cancel();
            return false;
        }
        let far = (place.share() - from).abs() * place.width >= DRAGS;
        if !far && self.days.get_untracked().is_none() {
            return false;
        }
        self.dragged.set_value(true);
        plot.capture(event.pointer_id());
        let days = brush.days(from, place.share());
        if self.days.get_untracked() != Some(days) {
            self.days.set(Some(days));
        }
        true
    }

    /// Ends where the pointer is let go: the page of the days under the band takes over.
    pub(super) fn end(self, query: &str, plot: Plot) {
        self.from.set_value(None);
        let Some(days) = self.days.get_untracked() else { return };
        let location = window().location();
        let path = location.pathname().unwrap_or_default();
        let place = plot.section().map(|id| format!("#{id}")).unwrap_or_default();
        // Only an address that is no address is refused.
        let _ = location.assign(&format!("{path}?{}{place}", over(query, days)));
        let fade = move || {
            self.cancel();
        };
        set_timeout(fade, FADES);
    }

    /// Ends without choosing; says whether there was anything to end.
    pub(super) fn cancel(self) -> bool {
        self.from.set_value(None);
        let chosen = self.days.get_untracked().is_some();
        if chosen {
            self.days.set(None);
        }
        chosen
    }

    /// Whether the click that follows belongs to a drag.
    pub(super) fn was_dragged(self) -> bool {
        self.dragged.get_value()
    }

    /// The left and the right side of the band, in shares; follows the drag.
    pub(super) fn band(self) -> Option<(f64, f64)> {
        let days = self.days.get()?;
        self.brush.get_value().map(|brush| brush.sides(days))
    }

    /// What the read-out says meanwhile; follows the drag.
    pub(super) fn words(self) -> Option<AnyView> {
        let days = self.days.get()?;
        let title = if days.from == days.to {
            days.to.long()
        } else {
            format!("{} to {}", days.from.short(), days.to.long())
        };
        let count = days.days();
        let count = if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
        Some(
            view! {
                <strong>{title}</strong>
                <span>{count}</span>
                <span>"Let go to show these days, Escape to cancel"</span>
            }
            .into_any(),
        )
    }
}
