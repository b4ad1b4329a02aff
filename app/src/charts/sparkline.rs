//! A number over the parts of a period, as small as a word; the figure itself stands beside it.

use super::path::Path;
use super::scale::Scale;
use leptos::prelude::*;

/// The foot of a line is at most this share of its top, so that noise does not look like a change.
const LEAST_RANGE: f64 = 0.6;

/// The line through values, oldest first, with its last point marked; missing parts are gaps, and with fewer than two points nothing is drawn.
pub(crate) fn sparkline(values: &[Option<f64>]) -> AnyView {
    drawn(values)
        .map(|(line, last)| {
            view! {
                <svg class="spark" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
                    <path class="spark-line" d=line />
                    <path class="spark-last" d=last />
                </svg>
            }
        })
        .into_any()
}

/// The paths of the line and of its last point.
fn drawn(values: &[Option<f64>]) -> Option<(String, Option<String>)> {
    let known = || values.iter().flatten().copied();
    if known().count() < 2 {
        return None;
    }
    let across = Scale::new(0, u32::try_from(values.len() - 1).ok()?);
    let top = known().fold(0.0, f64::max).max(1e-6);
    // A small change of a large number would vanish above zero; the number itself stands beside the line.
    let up = Scale::new(known().fold(top * LEAST_RANGE, f64::min), top);
    let places: Vec<_> = (0_u32..)
        .zip(values)
        .map(|(index, value)| value.map(|value| (across.across(index), up.down(value))))
        .collect();
    let mut line = Path::default();
    for stretch in places.split(Option::is_none) {
        match stretch {
            [Some((x, y))] => line.mark(*x, *y),
            _ => line.line(stretch.iter().flatten().copied()),
        }
    }
    let mut last = Path::default();
    if let Some(Some((x, y))) = places.last() {
        last.mark(*x, *y);
    }
    Some((line.written()?, last.written()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_stays_a_gap() {
        let (line, last) = drawn(&[Some(2.0), Some(4.0), None, Some(0.0), Some(1.0)]).unwrap();
        assert_eq!(line, "M0 500L250 0M750 1000L1000 750");
        assert_eq!(last.as_deref(), Some("M1000 750h0"));
    }

    #[test]
    fn one_point_is_no_line() {
        assert_eq!(drawn(&[None, Some(3.0)]), None);
        assert_eq!(drawn(&[]), None);
    }

    #[test]
    fn a_line_of_zeros_lies_at_the_bottom() {
        assert_eq!(drawn(&[Some(0.0), Some(0.0)]).unwrap().0, "M0 1000L1000 1000");
    }
}
