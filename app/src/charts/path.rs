//! The `d` attribute of a path, written in whole units to keep pages small.

use super::reading::whole;
use std::fmt::{self, Write};

/// A path in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Path {
    written: String,
    /// Where the last mark stands, when nothing else came after it.
    mark: Option<(i32, i32)>,
}

impl Path {
    /// Adds a mark: a line of no length, which a round cap makes a dot of a fixed size however the plot is stretched.
    ///
    /// The way from one mark to the next is shorter to write than where it leads.
    pub(crate) fn mark(&mut self, across: f64, down: f64) {
        let (x, y) = (i32::from(whole(across)), i32::from(whole(down)));
        // Writing to a string cannot fail.
        let _ = match self.mark {
            Some((from_x, from_y)) => write!(self.written, "m{} {}h0", x - from_x, y - from_y),
            None => write!(self.written, "M{x} {y}h0"),
        };
        self.mark = Some((x, y));
    }

    /// Adds a level line over the whole width.
    pub(crate) fn level(&mut self, down: f64) {
        self.add(format_args!("M0 {down:.0}H1000"));
    }

    /// Adds an upright line over the whole height.
    pub(crate) fn upright(&mut self, across: f64) {
        self.add(format_args!("M{across:.0} 0V1000"));
    }

    /// Adds a line through points; nothing without points.
    pub(crate) fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>) {
        for (index, (across, down)) in points.into_iter().enumerate() {
            self.add(format_args!("{}{across:.0} {down:.0}", if index == 0 { "M" } else { "L" }));
        }
    }

    /// Adds the ground between a line and the bottom edge.
    pub(crate) fn ground(&mut self, points: impl IntoIterator<Item = (f64, f64)>) {
        let before = self.written.len();
        self.line(points);
        if self.written.len() > before {
            self.written.push_str("V1000H0Z");
        }
    }

    /// Adds a rectangle.
    pub(crate) fn block(&mut self, left: f64, top: f64, right: f64, bottom: f64) {
        self.add(format_args!("M{left:.0} {top:.0}H{right:.0}V{bottom:.0}H{left:.0}Z"));
    }

    /// The attribute; `None` when nothing is drawn, so that no empty element is written.
    pub(crate) fn written(self) -> Option<String> {
        (!self.written.is_empty()).then_some(self.written)
    }

    fn add(&mut self, words: fmt::Arguments<'_>) {
        self.mark = None;
        // Writing to a string cannot fail.
        let _ = self.written.write_fmt(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short() {
        let mut path = Path::default();
        path.mark(12.4, 7.0);
        path.mark(12.4, 9.6);
        path.mark(20.0, 3.0);
        path.level(250.0);
        path.mark(1.0, 2.0);
        assert_eq!(path.written().as_deref(), Some("M12 7h0m0 3h0m8 -7h0M0 250H1000M1 2h0"));
        assert_eq!(Path::default().written(), None);
    }

    #[test]
    fn the_ground_under_a_line_is_closed() {
        let mut path = Path::default();
        path.ground([(0.0, 900.0), (1000.0, 400.0)]);
        assert_eq!(path.written().as_deref(), Some("M0 900L1000 400V1000H0Z"));
        let mut path = Path::default();
        path.ground([]);
        assert_eq!(path.written(), None);
    }
}
