//! What every result carries: its period, its filters, its rule, its sample and what was left out.

use crate::day::Day;
use crate::period::Period;
use crate::query::{Facet, Notice, Query};
use serde::{Deserialize, Serialize};

/// Below this number of items nothing is claimed.
pub const FEW: u32 = 10;
/// The percentiles that are drawn.
pub const PERCENTS: [u32; 3] = [50, 85, 95];

/// What a page knows besides the data: handed in, because nothing here reads a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Today in the workspace's zone.
    pub today: Day,
    /// The time the data is from, for people, such as `21 Nov 2026, 14:05`.
    pub as_of: String,
    /// What parsing the query had to say.
    pub notices: Vec<Notice>,
    /// Why the numbers are not whole yet, as a sentence, while the first sync runs.
    pub partial: Option<String>,
}

/// An item as a link: `/w/{workspace}/item/{connection}/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ItemRef {
    /// The connection's slug.
    pub connection: String,
    /// The provider's id.
    pub id: u64,
    /// The key for people, such as `PAY-7`.
    pub key: String,
}

/// What all parts of a page share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// What was asked, without what was ignored.
    pub query: Query,
    /// The days that are shown.
    pub period: Period,
    /// `23 Aug to 20 Nov`.
    pub period_label: String,
    /// The days that are compared with; `None` when nothing is, and while the first reading goes on.
    pub compared: Option<Period>,
    /// `the 90 days before` or `the same days a year before`.
    pub compared_label: Option<String>,
    /// `days` or `working days`.
    pub unit_label: String,
    /// The day of the answer, in the workspace's zone.
    pub today: Day,
    /// The time the data is from.
    pub as_of: String,
    /// The IANA name of the zone that days are counted in.
    pub zone: String,
    /// Items finished in the period that match the filters.
    pub finished: u32,
    /// Items that match the filters, whenever they were made.
    pub matching: u32,
    /// Filters in force, each with the link that removes it.
    pub chips: Vec<Chip>,
    /// What the form offers.
    pub options: Vec<FacetOptions>,
    /// Sentences for the person.
    pub notices: Vec<Notice>,
    /// Why the numbers are not whole yet.
    pub partial: Option<String>,
    /// Finished items of the period that some number leaves out, and why.
    pub left_out: Vec<LeftOut>,
    /// The query string (without `?`) that drops all filters.
    pub clear_query: String,
}

/// A filter in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// Which filter.
    pub facet: Facet,
    /// `Team`.
    pub label: String,
    /// The name of the chosen value.
    pub name: String,
    /// The value as in the URL.
    pub value: String,
    /// The query string (without `?`) of the page without it.
    pub remove_query: String,
}

/// One select of the filter form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetOptions {
    /// Which filter.
    pub facet: Facet,
    /// `Team`.
    pub label: String,
    /// What can be chosen, by name.
    pub options: Vec<FilterOption>,
    /// How many more there are than the list shows.
    pub more: u32,
}

/// One choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterOption {
    /// The value as in the URL.
    pub value: String,
    /// The live name.
    pub name: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// Items that a number leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The end of the sentence "n items were left out: …".
    pub reason: String,
    /// How many.
    pub count: u32,
}

/// The words around one chart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Caption {
    /// The answer, at most 70 characters.
    pub heading: String,
    /// What is drawn, in which unit, over which days, how many items.
    pub subtitle: String,
    /// The same as the picture for those who do not see it.
    pub description: String,
    /// How it is calculated.
    pub rule: String,
    /// The sample size.
    pub n: u32,
    /// Whether `n` is below [`FEW`].
    pub too_few: bool,
    /// What is missing, why, and what to do, when there is nothing to draw.
    pub empty: Option<String>,
}

/// A percentile by nearest rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PercentileLine {
    /// 50, 85 or 95.
    pub percent: u32,
    /// Days, both ends counted.
    pub days: u32,
    /// `85%: 8 d`.
    pub label: String,
}

/// Which number a card or a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// The 85th percentile of cycle time, in days.
    CycleTime,
    /// The 85th percentile of lead time, in days.
    LeadTime,
    /// Finished items a week.
    Throughput,
    /// Items started and not finished.
    WorkInProgress,
    /// Active share of active and waiting time, in percent.
    FlowEfficiency,
    /// Items in progress at the end of the period that were older then than 85% of finished ones.
    OldItems,
}

/// Whether a change is welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Verdict {
    /// Better.
    Good,
    /// Worse.
    Bad,
    /// Neither, or too small to say.
    #[default]
    Neutral,
}

/// Which way a number went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Direction {
    /// Larger than before.
    Up,
    /// Smaller than before.
    Down,
    /// The same.
    #[default]
    Same,
}

/// A number against the compared period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delta {
    /// `2 days slower than the 90 days before`.
    pub text: String,
    /// `+2` or `−12%`.
    pub short: String,
    /// Which way.
    pub direction: Direction,
    /// Whether that is welcome.
    pub verdict: Verdict,
}

/// One number with its unit, its comparison and its sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Which number.
    pub measure: Measure,
    /// `Cycle time, 85%`.
    pub label: String,
    /// The number; `None` when nothing can be said.
    pub value: Option<f64>,
    /// The same number of the compared period; `None` when it is not compared.
    pub before: Option<f64>,
    /// The number for people, `8`, or `–` when nothing can be said.
    pub value_label: String,
    /// `days`, `items a week`.
    pub unit_label: String,
    /// The comparison; `None` when the sample is small or nothing is compared.
    pub delta: Option<Delta>,
    /// `n = 420` or `too few items (n = 4)`.
    pub sample: String,
    /// The sample size.
    pub n: u32,
    /// The number over 12 to 13 parts of the period; `None` is a gap.
    pub spark: Vec<Option<f64>>,
}
