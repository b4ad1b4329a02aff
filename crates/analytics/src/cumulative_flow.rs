//! How many items have reached each column, day by day.

use crate::day::Day;
use crate::derived::{REMOVED, short_day};
use crate::headline;
use crate::label::{count, things};
use crate::lines::Lines;
use crate::report::{Caption, FEW, Frame};
use crate::sample::Sample;
use crate::workflow::Stage;
use serde::{Deserialize, Serialize};

/// The cumulative flow of a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CumulativeFlow {
    /// The words around it.
    pub caption: Caption,
    /// The days that have a point, ascending; every day, or one in seven of a long period.
    pub days: Vec<Day>,
    /// One line for each column, first column first, the done line last; each at or above the next.
    pub lines: Vec<FlowLine>,
    /// Whether lines are stages, because teams with different columns are shown together.
    pub by_stage: bool,
    /// Items in progress at the end of each of `days`.
    pub wip: Vec<u32>,
    /// The highest value of the top line.
    pub axis_max: u32,
    /// Moves back to an earlier column within the period: they do not lower a line.
    pub corrections: u32,
    /// What came in against what went out.
    pub net_flow: NetFlow,
}

/// How many items have ever reached a column or a later one, less those that were done before the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowLine {
    /// The column's or the stage's name.
    pub label: String,
    /// Its stage.
    pub stage: Stage,
    /// One value for each day; the band of the column lies between this line and the next.
    pub values: Vec<u32>,
    /// Items in the band at the end of the period.
    pub now: u32,
}

/// Arrivals against departures over the period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NetFlow {
    /// Items created.
    pub created: u32,
    /// Items started, those that went straight to done included.
    pub started: u32,
    /// Items finished.
    pub finished: u32,
    /// `12 more items were started than finished`.
    pub sentence: String,
}

/// More days than this are thinned to one in seven.
const DAILY: u32 = 400;

impl CumulativeFlow {
    pub(crate) fn of(sample: &Sample<'_>, frame: &Frame) -> Self {
        let lines = Lines::of(&sample.selection);
        let counts = reached_by_day(sample, &lines);
        let (begun, done) = (lines.first_in_progress(), lines.done());
        let length = sample.period.days() as usize;
        let in_progress = |at: usize| counts[begun][at] - counts[done][at];
        let step = if sample.period.days() > DAILY { 7 } else { 1 };
        // The first of the counts is the end of the day before the period.
        let mut shown: Vec<usize> = (1..=length).rev().step_by(step).collect();
        shown.reverse();
        let drawn: Vec<FlowLine> = (0..lines.lines.len())
            .filter(|at| !lines.lines[*at].implied || counts[*at] != counts[*at + 1])
            .map(|at| FlowLine {
                label: lines.lines[at].label.clone(),
                stage: lines.lines[at].stage,
                values: shown.iter().map(|day| counts[at][*day]).collect(),
                now: counts[at][length] - counts.get(at + 1).map_or(0, |next| next[length]),
            })
            .collect();
        let growth = |at: usize| counts[at][length] - counts[at][0];
        let net_flow = NetFlow::new(growth(0), growth(begun), growth(done));
        let corrections = corrections(sample);
        let (before, now) = (in_progress(0), in_progress(length));
        let grown = (begun..done)
            .map(|at| {
                let band = |day: usize| counts[at][day] - counts[at + 1][day];
                (lines.lines[at].label.as_str(), band(0), band(length))
            })
            .max_by_key(|(_, from, to)| {
                let change = i64::from(*to) - i64::from(*from);
                if now > before { change } else { -change }
            });
        let grown = grown.filter(|(_, from, to)| (now > before) == (to > from) && from != to);
        Self {
            caption: caption(
                sample,
                frame,
                headline::cumulative_flow(before, now, grown),
                &drawn,
                corrections,
            ),
            days: shown.iter().map(|at| sample.period.from.plus(signed(*at) - 1)).collect(),
            wip: shown.iter().map(|at| in_progress(*at)).collect(),
            axis_max: counts[0][length].max(1),
            by_stage: lines.by_stage,
            lines: drawn,
            corrections,
            net_flow,
        }
    }
}

fn signed(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// For each line how many items had reached it, at the end of the day before the period and of each of its days.
///
/// Items done before the period are on every line alike, so they are left out of all: the done line starts at zero.
fn reached_by_day(sample: &Sample<'_>, lines: &Lines) -> Vec<Vec<u32>> {
    let length = sample.period.days() as usize;
    let mut counts = vec![vec![0_u32; length + 1]; lines.lines.len()];
    let (from, last) = (short_day(sample.period.from), short_day(sample.period.to));
    for part in &sample.selection.parts {
        let derived = &part.slice.derived;
        let columns = lines.columns(part);
        for place in part.places_by_end(|finished| finished == 0 || finished >= from) {
            if derived.state[place] & REMOVED != 0 {
                continue;
            }
            let reached = derived.reached(place);
            for (line, column) in counts.iter_mut().zip(&columns) {
                let day = reached[*column];
                if day != 0 && day <= last {
                    line[usize::from((day + 1).saturating_sub(from))] += 1;
                }
            }
        }
    }
    for line in &mut counts {
        let mut sum = 0;
        for day in line {
            sum += *day;
            *day = sum;
        }
    }
    counts
}

/// Moves back to an earlier column within the period.
fn corrections(sample: &Sample<'_>) -> u32 {
    let (from, last) = (short_day(sample.period.from), short_day(sample.period.to));
    let moves = sample.selection.parts.iter().map(|part| {
        let derived = &part.slice.derived;
        let first = derived.backward.partition_point(|(_, place)| (*place as usize) < part.places.start);
        derived.backward[first..]
            .iter()
            .take_while(|(_, place)| (*place as usize) < part.places.end)
            .filter(|(day, place)| {
                from <= *day
                    && *day <= last
                    && part.includes(*place as usize)
                    && derived.state[*place as usize] & REMOVED == 0
            })
            .count()
    });
    u32::try_from(moves.sum::<usize>()).unwrap_or(u32::MAX)
}

fn caption(sample: &Sample<'_>, frame: &Frame, heading: String, drawn: &[FlowLine], back: u32) -> Caption {
    let bands: Vec<String> = drawn
        .iter()
        .filter(|line| line.stage != Stage::Done)
        .map(|line| format!("{} {}", line.label, count(line.now)))
        .collect();
    let n = drawn.first().and_then(|line| line.values.last().copied()).unwrap_or(0);
    Caption {
        heading,
        subtitle: format!(
            "Items that have reached each column, by day, {}. {}; they do not lower a line.",
            frame.period_label,
            things(back, "move went back", "moves went back")
        ),
        description: format!("At the end: {}.", bands.join(", ")),
        rule: "Each line counts the items that have ever reached this or a later column; the done line starts at zero \
               at the left edge. Items that were removed are left out."
            .to_owned(),
        n,
        too_few: n < FEW,
        empty: (sample.matching == 0 || n == 0).then(|| frame.nothing_at_all()),
    }
}

/// `1 more item was` or `12 more items were`.
fn more(number: u32) -> String {
    things(number, "more item was", "more items were")
}

impl NetFlow {
    fn new(created: u32, started: u32, finished: u32) -> Self {
        let sentence = match started.cmp(&finished) {
            std::cmp::Ordering::Greater => {
                format!("{} started than finished.", more(started - finished))
            }
            std::cmp::Ordering::Less => {
                format!("{} finished than started.", more(finished - started))
            }
            std::cmp::Ordering::Equal => "As many items were started as finished.".to_owned(),
        };
        Self { created, started, finished, sentence }
    }
}
