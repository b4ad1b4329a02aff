//! Which reading is meant: by a place in the plot, or by a key.

use crate::charts::reading::Reading;

/// How far from a mark the pointer may be, in pixels; charts of columns are read wherever the pointer is.
const REACH: f64 = 28.0;

/// A place in a plot, in pixels from its top left corner, and the size of the plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) across: f64,
    pub(super) down: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Place {
    /// The share of the way from the left edge; outside of 0 to 1 beside the plot.
    pub(super) fn share(self) -> f64 {
        if self.width > 0.0 { self.across / self.width } else { 0.0 }
    }

    /// Whether it lies in the plot.
    pub(super) fn is_inside(self) -> bool {
        (0.0..=self.width).contains(&self.across) && (0.0..=self.height).contains(&self.down)
    }
}

/// The reading nearest to a place; by column, how high the pointer is does not matter.
pub(super) fn nearest(all: &[Reading], place: Place, by_column: bool) -> Option<usize> {
    let Place { across, down, width, height } = place;
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

/// Where a key leads from a reading: along the time, or to the nearest one in the next zone up or down.
pub(super) fn step(all: &[Reading], at: Option<usize>, key: &str) -> Option<usize> {
    let last = all.len().checked_sub(1)?;
    let here = at.unwrap_or(last).min(last);
    match key {
        "ArrowRight" => Some(at.map_or(0, |here| (here + 1).min(last))),
        "ArrowLeft" => Some(at.map_or(last, |_| here.saturating_sub(1))),
        "ArrowUp" => Some(next_zone(all, here, true)),
        "ArrowDown" => Some(next_zone(all, here, false)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

fn next_zone(all: &[Reading], here: usize, up: bool) -> usize {
    let from = &all[here];
    let beyond = |reading: &Reading| if up { reading.zone > from.zone } else { reading.zone < from.zone };
    let steps = |reading: &Reading| (reading.zone.abs_diff(from.zone), reading.x.abs_diff(from.x));
    let others = all.iter().enumerate().filter(|(_, reading)| beyond(reading));
    others.min_by_key(|(_, reading)| steps(reading)).map_or(here, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(x: u16, y: u16, zone: u8) -> Reading {
        Reading { x, y, zone, title: String::new(), lines: Vec::new(), href: None }
    }

    fn three() -> [Reading; 3] {
        [reading(0, 900, 0), reading(500, 100, 3), reading(520, 800, 1)]
    }

    fn at(across: f64, down: f64) -> Place {
        Place { across, down, width: 1000.0, height: 400.0 }
    }

    #[test]
    fn a_place_knows_whether_it_is_in_the_plot() {
        assert!(at(0.0, 400.0).is_inside() && at(1000.0, 0.0).is_inside());
        assert!(!at(-0.1, 5.0).is_inside() && !at(5.0, 400.1).is_inside());
        assert!((at(250.0, 9.0).share() - 0.25).abs() < 1e-9);
    }

    #[test]
    fn the_nearest_mark_in_reach_is_read() {
        assert_eq!(nearest(&three(), at(505.0, 45.0), false), Some(1));
        assert_eq!(nearest(&three(), at(505.0, 310.0), false), Some(2));
        assert_eq!(nearest(&three(), at(250.0, 45.0), false), None);
    }

    #[test]
    fn a_chart_of_columns_is_read_at_any_height() {
        assert_eq!(nearest(&three(), at(200.0, 5.0), true), Some(0));
        assert_eq!(nearest(&three(), at(200.0, 900.0), true), None);
    }

    #[test]
    fn left_and_right_walk_and_stop_at_the_ends() {
        let all = three();
        assert_eq!(step(&all, Some(2), "ArrowRight"), Some(2));
        assert_eq!(step(&all, Some(2), "ArrowLeft"), Some(1));
        assert_eq!(step(&all, None, "ArrowLeft"), Some(2));
        assert_eq!(step(&all, Some(1), "Home"), Some(0));
        assert_eq!(step(&all, Some(1), "End"), Some(2));
        assert_eq!(step(&all, Some(1), "Tab"), None);
        assert_eq!(step(&[], None, "Home"), None);
    }

    #[test]
    fn up_and_down_go_to_the_next_zone() {
        let all = three();
        assert_eq!(step(&all, Some(0), "ArrowUp"), Some(2));
        assert_eq!(step(&all, Some(2), "ArrowUp"), Some(1));
        assert_eq!(step(&all, Some(1), "ArrowUp"), Some(1));
        assert_eq!(step(&all, Some(1), "ArrowDown"), Some(2));
    }
}
