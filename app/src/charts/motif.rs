//! A picture of what AltaClario shows, for the first page: made of the same parts as the charts, from invented dots.

use super::path::Path;
use super::scatter::ringed;
use leptos::prelude::*;

/// How many dots are drawn.
const DOTS: u32 = 150;

/// Dots that thin out upwards, the line under which most of them lie, and the few above it.
pub(crate) fn motif() -> AnyView {
    let (mut below, mut above) = (Path::default(), Path::default());
    for index in 0..DOTS {
        // Two sequences without a common rhythm spread the dots evenly without a pattern.
        let across = (f64::from(index) * 0.618_034).fract();
        let height = -(1.0 - (f64::from(index) * 0.414_214).fract()).ln() / 5.2;
        let (x, y) = (across * 1000.0, 1000.0 - (height + 0.05) * 1000.0);
        if y < 180.0 { above.mark(x, y.max(20.0)) } else { below.mark(x, y) }
    }
    view! {
        <svg class="motif" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            <path class="grid-lines" d="M0 250H1000M0 500H1000M0 750H1000" />
            <path class="base-line" d="M0 1000H1000" />
            <path class="dots" d=below.written() />
            {ringed(above)}
            <path class="percentile p50" d="M0 820H1000" />
            <path class="percentile p85" d="M0 560H1000" />
        </svg>
    }
    .into_any()
}
