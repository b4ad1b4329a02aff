//! Cycle time by finish date: one dot for each item, percentile lines over all of them.

use crate::day::Day;
use crate::headline;
use crate::label::items;
use crate::percentile::Distribution;
use crate::report::{Caption, FEW, Frame, ItemRef, PercentileLine};
use crate::sample::{Finished, Sample};
use serde::{Deserialize, Serialize};

/// How many items a merged dot names.
pub const NAMED_ITEMS: usize = 3;

/// The cycle time scatter of a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scatter {
    /// The words around it.
    pub caption: Caption,
    /// The first day of the horizontal axis.
    pub from: Day,
    /// The last day of the horizontal axis.
    pub to: Day,
    /// Items by finish date and duration, those with both equal as one; ascending by day, then by days.
    pub dots: Vec<Dot>,
    /// The 50th, 85th and 95th percentile; empty without items.
    pub lines: Vec<PercentileLine>,
    /// The top of the vertical axis, in days: the greater of 1.5 times the 95th percentile and the second largest value.
    pub axis_max: u32,
    /// Items above the axis.
    pub off_scale: u32,
    /// Whether dots stand for whole weeks, because there would be too many.
    pub merged_by_week: bool,
    /// The percentiles as they would have been seen at the start of each week, from a window as long as the period.
    pub history: Vec<HistoryPoint>,
    /// Lead time (created to finished) of the items finished in the period.
    pub lead_time: LeadTime,
}

/// One or more items finished on the same day after the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dot {
    /// The day they were finished; the Monday when merged by week.
    pub day: Day,
    /// Their cycle time, in days.
    pub days: u32,
    /// How many they are.
    pub count: u32,
    /// Whether they took longer than 95% did.
    pub over_p95: bool,
    /// Whether they lie above the axis.
    pub off_scale: bool,
    /// The first few of them.
    pub items: Vec<ItemRef>,
}

/// The percentiles of the window that ended before a Monday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPoint {
    /// The Monday.
    pub week: Day,
    /// `3 Aug`.
    pub label: String,
    /// The items of the window.
    pub n: u32,
    /// The 50th, 85th and 95th percentile, in days; `None` with too few items or while older ones are still being read.
    pub days: Option<[u32; 3]>,
}

/// Days from created to finished.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LeadTime {
    /// The sample size.
    pub n: u32,
    /// The 50th, 85th and 95th percentile; empty without items.
    pub lines: Vec<PercentileLine>,
    /// `85% of items are finished within 21 days of being created`.
    pub sentence: String,
}

/// More dots than this are merged by week.
const MOST_DOTS: usize = 10_000;

impl Scatter {
    pub(crate) fn of(sample: &Sample<'_>, frame: &Frame) -> Self {
        let durations = &sample.durations;
        let lines = durations.lines();
        let axis_max = durations.axis_max();
        let high = durations.percentile(95).unwrap_or(u32::MAX);
        let mut merged_by_week = false;
        let mut points: Vec<(Day, u32, u32)> = dated(sample, |day| day);
        let distinct = |points: &[(Day, u32, u32)]| {
            points.windows(2).filter(|pair| (pair[0].0, pair[0].1) != (pair[1].0, pair[1].1)).count()
        };
        if distinct(&points) >= MOST_DOTS {
            merged_by_week = true;
            points = dated(sample, Day::monday);
        }
        let dots: Vec<Dot> = points
            .chunk_by(|one, other| (one.0, one.1) == (other.0, other.1))
            .map(|same| {
                let (day, days, _) = same[0];
                Dot {
                    day: day.max(sample.period.from),
                    days,
                    count: u32::try_from(same.len()).unwrap_or(u32::MAX),
                    over_p95: days > high,
                    off_scale: days > axis_max,
                    items: same
                        .iter()
                        .take(NAMED_ITEMS)
                        .map(|(_, _, at)| {
                            let item = sample.finished[*at as usize];
                            sample.item_ref(item.part, item.place)
                        })
                        .collect(),
                }
            })
            .collect();
        let off_scale = dots.iter().filter(|dot| dot.off_scale).map(|dot| dot.count).sum();
        Self {
            caption: caption(sample, frame, &dots),
            from: sample.period.from,
            to: sample.period.to,
            lines,
            axis_max,
            off_scale,
            merged_by_week,
            history: history(sample),
            lead_time: LeadTime::of(sample),
            dots,
        }
    }
}

/// (day, cycle time, index among the finished) of each item with a cycle time, ascending.
fn dated(sample: &Sample<'_>, at: impl Fn(Day) -> Day) -> Vec<(Day, u32, u32)> {
    let mut points: Vec<(Day, u32, u32)> = (0..)
        .zip(&sample.finished)
        .filter(|(_, item)| item.cycle > 0)
        .map(|(index, item)| (at(item.day), item.cycle, index))
        .collect();
    points.sort_unstable();
    points
}

fn caption(sample: &Sample<'_>, frame: &Frame, dots: &[Dot]) -> Caption {
    let durations = &sample.durations;
    let n = durations.n();
    let unit = sample.unit;
    let description = match (durations.three_or_any(), dots.iter().max_by_key(|dot| dot.days)) {
        (Some([half, _, most]), Some(slowest)) => {
            let key = slowest.items.first().map_or("", |item| item.key.as_str());
            format!(
                "Half within {half} {}, 95% within {most} {}, slowest {} {} ({key}).",
                unit.word(half),
                unit.word(most),
                slowest.days,
                unit.word(slowest.days),
            )
        }
        _ => "There are no items to draw.".to_owned(),
    };
    Caption {
        heading: headline::cycle_time(n, durations.percentile(85), unit),
        subtitle: format!(
            "Cycle time in {} by finish date, {}, {}. Lines: 50th, 85th, 95th percentile.",
            frame.unit_label,
            frame.period_label,
            items(n)
        ),
        description,
        rule: "Cycle time counts the dates from the first day in an active or waiting column to the day an item \
               entered done for good, both included. A percentile is the nearest rank: a value that occurred."
            .to_owned(),
        n,
        too_few: n < FEW,
        empty: (n == 0).then(|| frame.nothing_finished()),
    }
}

fn history(sample: &Sample<'_>) -> Vec<HistoryPoint> {
    let first = sample.period.from.plus(6).monday();
    let weeks: Vec<Day> = (first.0..=sample.period.to.0).step_by(7).map(Day).collect();
    let ends: Vec<Day> = weeks.iter().map(|week| week.plus(-1)).collect();
    let windows = sample.windows(&ends, sample.period.days());
    let point = |(week, inside): (Day, Distribution)| HistoryPoint {
        week,
        label: week.short(),
        n: inside.n(),
        days: sample.three_of(&inside, week.plus(-1), sample.period.days()),
    };
    weeks.into_iter().zip(windows).map(point).collect()
}

impl LeadTime {
    fn of(sample: &Sample<'_>) -> Self {
        let durations = Distribution::of(sample.finished.iter().map(|item| lead(sample, item)));
        let n = durations.n();
        let sentence = match durations.percentile(85) {
            Some(days) if n >= FEW => format!(
                "85% of items are finished within {days} {} of being created.",
                sample.unit.word(days)
            ),
            _ => format!("{} finished: too few to speak of lead time.", items(n)),
        };
        Self { n, lines: durations.lines(), sentence }
    }
}

/// Days from created to finished.
pub(crate) fn lead(sample: &Sample<'_>, item: &Finished) -> u32 {
    let slice = sample.part(item.part).slice;
    let created = slice.derived.created(item.place as usize);
    sample.duration(created, item.day)
}
