//! Cycle time by finish date: one dot for each item, percentile lines over all of them.

mod kinds;

use crate::day::Day;
use crate::headline;
use crate::label::items;
use crate::percentile::Distribution;
use crate::report::{Caption, FEW, Frame, ItemRef, PercentileLine};
use crate::sample::{Finished, Sample};
use kinds::Kinds;
use serde::{Deserialize, Serialize};

/// How many items a merged dot names.
pub const NAMED_ITEMS: usize = 3;
/// How many types have a mark of their own; items of all others share one more.
pub const MARKED_TYPES: u8 = 5;

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
    /// The top of the vertical axis, in days: the greater of 1.5 times the 95th percentile and the second largest value;
    /// on a logarithmic axis the largest, and at least 10.
    pub axis_max: u32,
    /// Whether the axis is logarithmic.
    pub log_scale: bool,
    /// Whether each dot stands for items of one mark only.
    pub by_type: bool,
    /// The types of the items, by name.
    pub types: Vec<DotType>,
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
    /// Share of the items that took at most as long, in percent; `None` with too few.
    pub rank: Option<u32>,
    /// The index of their type; `None` when they are of several.
    pub kind: Option<u16>,
    /// The mark they are drawn with: 0 unless marks go by type.
    pub mark: u8,
    /// The first few of them.
    pub items: Vec<ItemRef>,
}

/// A type of the items drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DotType {
    /// Its name.
    pub name: String,
    /// How many items are of it.
    pub count: u32,
    /// Its mark, from 0; those of the less frequent types share [`MARKED_TYPES`].
    pub mark: u8,
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
/// The least top of a logarithmic axis, in days: below it there is nothing to spread.
const LEAST_LOG_MAX: u32 = 10;

/// The day, the cycle time in days, the mark and the place among the finished of one item.
type Point = (Day, u32, u8, u32);

impl Scatter {
    pub(crate) fn of(sample: &Sample<'_>, frame: &Frame) -> Self {
        let durations = &sample.durations;
        let look = sample.selection.query.look;
        let lines = durations.lines();
        let axis_max = if look.log_scale {
            durations.greatest().unwrap_or(0).max(LEAST_LOG_MAX)
        } else {
            durations.axis_max()
        };
        let high = durations.percentile(95).unwrap_or(u32::MAX);
        let kinds = Kinds::of(sample);
        let mark = |index: u32| {
            let kind = look.by_type.then(|| usize::from(kinds.of[index as usize]));
            kind.map_or(0, |kind| kinds.types[kind].mark)
        };
        let mut merged_by_week = false;
        let mut points = dated(sample, |day| day, mark);
        let distinct = |points: &[Point]| points.windows(2).filter(|pair| !same(&pair[0], &pair[1])).count();
        if distinct(&points) >= MOST_DOTS {
            merged_by_week = true;
            points = dated(sample, Day::monday, mark);
        }
        let dots: Vec<Dot> = points
            .chunk_by(same)
            .map(|points| {
                let (day, days, mark, first) = points[0];
                let kind = |index: u32| kinds.of[index as usize];
                Dot {
                    day,
                    days,
                    count: u32::try_from(points.len()).unwrap_or(u32::MAX),
                    over_p95: days > high,
                    off_scale: days > axis_max,
                    rank: durations.rank(days),
                    kind: points.iter().all(|point| kind(point.3) == kind(first)).then(|| kind(first)),
                    mark,
                    items: points
                        .iter()
                        .take(NAMED_ITEMS)
                        .map(|(_, _, _, at)| {
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
            log_scale: look.log_scale,
            by_type: look.by_type,
            types: kinds.types,
            off_scale,
            merged_by_week,
            history: history(sample),
            lead_time: LeadTime::of(sample),
            dots,
        }
    }
}

/// Whether two items are one dot.
fn same(one: &Point, other: &Point) -> bool {
    (one.0, one.1, one.2) == (other.0, other.1, other.2)
}

/// The items with a cycle time, ascending by day, then by days, then by mark.
fn dated(sample: &Sample<'_>, at: impl Fn(Day) -> Day, mark: impl Fn(u32) -> u8) -> Vec<Point> {
    let mut by_day: Vec<Vec<(u32, u8, u32)>> = vec![Vec::new(); sample.period.days() as usize];
    let place = |day: Day| usize::try_from(day.0 - sample.period.from.0).unwrap_or(0);
    for (index, item) in (0..).zip(&sample.finished).filter(|(_, item)| item.cycle > 0) {
        by_day[place(at(item.day))].push((item.cycle, mark(index), index));
    }
    let points = by_day.iter_mut().zip(0..).flat_map(|(of_day, number)| {
        of_day.sort_unstable();
        let day = sample.period.from.plus(number);
        of_day.iter().map(move |(cycle, mark, index)| (day, *cycle, *mark, *index))
    });
    points.collect()
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
            "Cycle time in {} by finish date, {}, {}. Lines: 50th, 85th, 95th percentile.{}",
            frame.unit_label,
            frame.period_label,
            items(n),
            if frame.query.look.log_scale { " Logarithmic scale." } else { "" }
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
