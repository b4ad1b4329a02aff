//! From values to places in a plot of 1000 by 1000 units that the browser stretches.

/// The width and the height of every plot, in its own units.
pub(crate) const PLOT: f64 = 1000.0;

/// A scale between two values; what lies outside lands on the edge, so nothing leaves the plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    from: f64,
    to: f64,
    logarithmic: bool,
}

/// Where a logarithmic scale begins: a little below one day, so that a mark of one day stands clear of the base line.
const LOG_FROM: f64 = 0.8;

impl Scale {
    /// From the value at the left or bottom edge to the value at the right or top edge.
    pub(crate) fn new(from: impl Into<f64>, to: impl Into<f64>) -> Self {
        Self { from: from.into(), to: to.into(), logarithmic: false }
    }

    /// From just below 1 to the value at the top edge, which is greater than 1: equal steps are equal multiples.
    pub(crate) fn logarithmic(to: impl Into<f64>) -> Self {
        Self { from: LOG_FROM.ln(), to: to.into().ln(), logarithmic: true }
    }

    /// The share (0 to 1) of the way from the left or bottom edge; the middle when both edges have the same value.
    pub(crate) fn share(self, value: impl Into<f64>) -> f64 {
        let length = self.to - self.from;
        if length.abs() < f64::EPSILON {
            return 0.5;
        }
        let value = value.into();
        // What has no logarithm lies below the scale.
        let value = if self.logarithmic { value.max(LOG_FROM).ln() } else { value };
        ((value - self.from) / length).clamp(0.0, 1.0)
    }

    /// Units from the left edge.
    pub(crate) fn across(self, value: impl Into<f64>) -> f64 {
        self.share(value) * PLOT
    }

    /// Units from the top edge, since drawings count downwards.
    pub(crate) fn down(self, value: impl Into<f64>) -> f64 {
        (1.0 - self.share(value)) * PLOT
    }
}

/// A share (0 to 1) as an attribute in percent, such as `12.5%`.
pub(crate) fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_outside_lands_on_the_edge() {
        let scale = Scale::new(0, 20);
        let places = [scale.down(0), scale.down(10), scale.down(20), scale.down(31), scale.across(-4)];
        assert_eq!(
            places.map(|place| format!("{place:.3}")),
            ["1000.000", "500.000", "0.000", "0.000", "0.000"]
        );
    }

    #[test]
    fn equal_multiples_are_equal_steps() {
        let scale = Scale::logarithmic(100);
        let step = |from: i32, to: i32| scale.share(to) - scale.share(from);
        assert!((step(1, 10) - step(10, 100)).abs() < 1e-9);
        assert!((step(2, 4) - step(20, 40)).abs() < 1e-9);
        assert!((scale.share(100) - 1.0).abs() < 1e-9 && scale.share(1) > 0.02);
        assert!(scale.share(0).abs() < 1e-9 && scale.share(-3).abs() < 1e-9);
        assert!((scale.share(5_000) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_single_day_stands_in_the_middle() {
        assert!((Scale::new(7, 7).across(7) - 500.0).abs() < 1e-9);
    }

    #[test]
    fn percent_is_short() {
        assert_eq!([0.0, 0.5, 1.0 / 3.0, 1.0].map(percent), ["0%", "50%", "33.33%", "100%"]);
    }
}
