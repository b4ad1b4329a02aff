//! The `d` attribute of a path, written in whole units to keep pages small.

use std::fmt::Write;

/// A path in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Path(String);

impl Path {
    /// Adds a mark: a line of no length, which a round cap makes a dot of a fixed size however the plot is stretched.
    pub(crate) fn mark(&mut self, across: f64, down: f64) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "M{across:.0} {down:.0}h0");
    }

    /// Adds a level line over the whole width.
    pub(crate) fn level(&mut self, down: f64) {
        let _ = write!(self.0, "M0 {down:.0}H1000");
    }

    /// Adds an upright line over the whole height.
    pub(crate) fn upright(&mut self, across: f64) {
        let _ = write!(self.0, "M{across:.0} 0V1000");
    }

    /// Adds a line through points; nothing without points.
    pub(crate) fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>) {
        for (index, (across, down)) in points.into_iter().enumerate() {
            let _ = write!(self.0, "{}{across:.0} {down:.0}", if index == 0 { "M" } else { "L" });
        }
    }

    /// Adds the ground between a line and the bottom edge.
    pub(crate) fn ground(&mut self, points: impl IntoIterator<Item = (f64, f64)>) {
        let before = self.0.len();
        self.line(points);
        if self.0.len() > before {
            self.0.push_str("V1000H0Z");
        }
    }

    /// Adds a rectangle.
    pub(crate) fn block(&mut self, left: f64, top: f64, right: f64, bottom: f64) {
        let _ = write!(self.0, "M{left:.0} {top:.0}H{right:.0}V{bottom:.0}H{left:.0}Z");
    }

    /// The attribute; `None` when nothing is drawn, so that no empty element is written.
    pub(crate) fn written(self) -> Option<String> {
        (!self.0.is_empty()).then_some(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short() {
        let mut path = Path::default();
        path.mark(12.4, 7.0);
        path.level(250.0);
        assert_eq!(path.written().as_deref(), Some("M12 7h0M0 250H1000"));
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
