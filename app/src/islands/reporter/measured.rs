//! How fast a page was, gathered while it is open.

/// Milliseconds without a jump that end a run of jumps.
const QUIET: f64 = 1_000.0;
/// The longest run of jumps, in milliseconds.
const RUN: f64 = 5_000.0;

/// What was measured so far.
#[derive(Default)]
pub(super) struct Measured {
    painted: Option<f64>,
    slowest: Option<f64>,
    worst_run: f64,
    run: Option<Run>,
}

struct Run {
    began: f64,
    last: f64,
    sum: f64,
}

impl Measured {
    /// A larger part was painted, so many milliseconds after the beginning.
    pub(super) fn painted(&mut self, at: f64) {
        self.painted = Some(at);
    }

    /// A key or a tap was answered after so many milliseconds.
    pub(super) fn answered(&mut self, after: f64) {
        self.slowest = Some(self.slowest.unwrap_or_default().max(after));
    }

    /// Things jumped, by so much of the window.
    pub(super) fn jumped(&mut self, at: f64, far: f64) {
        let run = match self.run.take() {
            Some(run) if at - run.last < QUIET && at - run.began < RUN => {
                Run { last: at, sum: run.sum + far, ..run }
            }
            _ => Run { began: at, last: at, sum: far },
        };
        self.worst_run = self.worst_run.max(run.sum);
        self.run = Some(run);
    }

    /// Words and values, in milliseconds; jumps in thousandths.
    pub(super) fn all(&self, first_byte: Option<f64>) -> Vec<(&'static str, u32)> {
        let values = [
            ("lcp", self.painted),
            ("inp", self.slowest),
            ("cls", Some(self.worst_run * 1_000.0)),
            ("ttfb", first_byte),
        ];
        values.into_iter().filter_map(|(word, value)| Some((word, whole(value?)))).collect()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped before")]
fn whole(value: f64) -> u32 {
    value.round().clamp(0.0, 3_600_000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_that_follow_each_other_count_together_and_the_worst_run_counts() {
        let mut measured = Measured::default();
        for (at, far) in [(100.0, 0.05), (600.0, 0.06), (3_000.0, 0.02), (3_100.0, 0.03)] {
            measured.jumped(at, far);
        }
        assert_eq!(measured.all(None), [("cls", 110)]);
        for step in 0..12 {
            measured.jumped(10_000.0 + f64::from(step) * 900.0, 0.1);
        }
        assert_eq!(measured.all(None), [("cls", 600)], "no run is longer than five seconds");
    }

    #[test]
    fn the_last_paint_and_the_slowest_answer_count() {
        let mut measured = Measured::default();
        for at in [300.4, 812.6] {
            measured.painted(at);
        }
        for after in [48.0, 120.0, 56.0] {
            measured.answered(after);
        }
        let all = measured.all(Some(f64::NAN));
        assert_eq!(all, [("lcp", 813), ("inp", 120), ("cls", 0), ("ttfb", 0)]);
    }
}
