//! A QR code as a drawing: one path, dark on light in either theme.

use leptos::prelude::*;
use std::fmt::Write as _;

/// Light modules around the code, by the standard.
const QUIET: usize = 4;

/// Draws the modules of a code, row by row.
pub(crate) fn qr_code(width: usize, dark: &[bool], label: &'static str) -> AnyView {
    let side = width + 2 * QUIET;
    view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <rect width=side height=side fill="#fff" />
            <path d=path(width, dark) fill="#000" />
        </svg>
    }
    .into_any()
}

/// Runs of dark modules as bars of height one.
fn path(width: usize, dark: &[bool]) -> String {
    let mut d = String::new();
    for (y, row) in dark.chunks(width.max(1)).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|module| **module).count();
            if run > 0 {
                let _ = write!(d, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_bar() {
        let dark = [true, true, false, false, false, true, true, true, true];
        assert_eq!(path(3, &dark), "M4 4h2v1h-2zM6 5h1v1h-1zM4 6h3v1h-3z");
        assert_eq!(path(0, &[]), "");
    }
}
