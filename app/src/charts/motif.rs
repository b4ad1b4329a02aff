//! A picture of what AltaClario shows, for the first page: made of the same parts as the charts, from invented dots.

use super::marks::ringed;
use super::path::Path;
use leptos::prelude::*;

/// How many dots are drawn.
const DOTS: u32 = 170;
/// What lies above this place took longer than 95%.
const SLOW: f64 = 300.0;

/// A card with a scatter in it, as on the Flow page. It says nothing that the page does not say in words.
pub(crate) fn motif() -> AnyView {
    let (mut below, mut above) = (Path::default(), Path::default());
    let mut state = 41_u32;
    let mut chance = || {
        // A fixed start, so that the picture is always the same.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24)
    };
    for _ in 0..DOTS {
        let across = (chance() * 45.0).round() / 45.0 * 1000.0;
        let days = 1.0 + (-(1.0 - chance()).ln() * 3.4).floor();
        let down = 1000.0 - days * 55.0;
        if down < SLOW { above.mark(across, down.max(60.0)) } else { below.mark(across, down) }
    }
    view! {
        <div class="card motif" aria-hidden="true">
            <p class="motif-title">"85% of items finish within 8 days"</p>
            <p class="small muted">"Cycle time in days by finish date. An example."</p>
            <div class="fig low">
                <svg class="fig-plot" viewBox="0 0 1000 1000" preserveAspectRatio="none">
                    <path class="grid-lines" d="M0 175H1000M0 450H1000M0 725H1000" />
                    <path class="base-line" d="M0 1000H1000" />
                    <path class="dots" d=below.written() />
                    {ringed(above)}
                    <path class="percentile p50" d="M0 780H1000" />
                    <path class="percentile p85" d="M0 560H1000" />
                </svg>
                <svg class="fig-side">
                    <text class="strong" x="0" y="56%">"85%: 8 d"</text>
                    <text x="0" y="78%">"50%: 4 d"</text>
                </svg>
            </div>
        </div>
    }
    .into_any()
}
