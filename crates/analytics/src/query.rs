//! What a page is asked for: the filters of its URL, read and written without loss.

mod look;
mod parse;
mod print;

pub use look::Look;

use crate::calendar::Unit;
use crate::day::Day;
use crate::period::Period;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest period that is computed, in days (ten years).
pub const LONGEST_PERIOD: u32 = 3_653;
/// How many values of one filter are kept.
pub const MOST_VALUES: usize = 50;
/// The length of a period nobody chose, in days.
pub const DEFAULT_DAYS: u32 = 90;

/// A filter of which several values may be chosen; an item must match one value of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Facet {
    /// A team, by its slug.
    Team,
    /// A connection to a provider, by its slug.
    Connection,
    /// A project, as `connection.id`.
    Project,
    /// An item type, by name.
    Type,
    /// A label, as typed.
    Label,
    /// A component, by name.
    Component,
    /// A priority, by name.
    Priority,
    /// A release, by name.
    Release,
}

impl Facet {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Team,
        Self::Connection,
        Self::Project,
        Self::Type,
        Self::Label,
        Self::Component,
        Self::Priority,
        Self::Release,
    ];

    /// Its key in a URL.
    pub fn key(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Connection => "connection",
            Self::Project => "project",
            Self::Type => "type",
            Self::Label => "label",
            Self::Component => "component",
            Self::Priority => "priority",
            Self::Release => "release",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Team => "Team",
            Self::Connection => "Connection",
            Self::Project => "Project",
            Self::Type => "Type",
            Self::Label => "Label",
            Self::Component => "Component",
            Self::Priority => "Priority",
            Self::Release => "Release",
        }
    }
}

/// Which days are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Span {
    /// `p=30d`: the 30 whole days that end yesterday.
    Days30,
    /// `p=90d`, the default: the 90 whole days that end yesterday.
    #[default]
    Days90,
    /// `p=6m`: the 182 whole days that end yesterday.
    Months6,
    /// `p=1y`: the 365 whole days that end yesterday.
    Year,
    /// `from` and `to`, both included.
    Between(Period),
}

impl Span {
    /// The spans that a form offers by name.
    pub const NAMED: [Self; 4] = [Self::Days30, Self::Days90, Self::Months6, Self::Year];

    /// The value of `p`; `None` when the days are given.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Days30 => Some("30d"),
            Self::Days90 => Some("90d"),
            Self::Months6 => Some("6m"),
            Self::Year => Some("1y"),
            Self::Between(_) => None,
        }
    }

    /// `Last 90 days`, for a form.
    pub fn label(self) -> &'static str {
        match self {
            Self::Days30 => "Last 30 days",
            Self::Days90 => "Last 90 days",
            Self::Months6 => "Last 6 months",
            Self::Year => "Last year",
            Self::Between(_) => "Between two days",
        }
    }
}

/// What a period is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Compare {
    /// The period of the same length directly before.
    #[default]
    Previous,
    /// The same dates a year before.
    Year,
    /// Nothing.
    None,
}

impl Compare {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Previous, Self::Year, Self::None];

    /// The value of `cmp`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Previous => "prev",
            Self::Year => "year",
            Self::None => "none",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Previous => "The period before",
            Self::Year => "A year before",
            Self::None => "Nothing",
        }
    }
}

/// Something to tell the person about what was asked: a plain sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The sentence.
    pub text: String,
}

impl Notice {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

/// The filters of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Query {
    filters: BTreeMap<Facet, Vec<String>>,
    /// Which days.
    pub span: Span,
    /// Compared with what.
    pub compare: Compare,
    /// What durations are counted in.
    pub unit: Unit,
    /// The page of a table, from 1; 0 counts as 1.
    pub page: u32,
    /// How the scatter is drawn.
    pub look: Look,
}

impl Query {
    /// The chosen values of a filter, in the order they were given, each once; empty means all.
    pub fn values(&self, facet: Facet) -> &[String] {
        self.filters.get(&facet).map_or(&[], Vec::as_slice)
    }

    /// Whether any filter is set.
    pub fn is_filtered(&self) -> bool {
        !self.filters.is_empty()
    }

    /// The same query with one more value of a filter, on the first page.
    #[must_use]
    pub fn with(mut self, facet: Facet, value: impl Into<String>) -> Self {
        let values = self.filters.entry(facet).or_default();
        let value = value.into();
        if values.len() < MOST_VALUES && !values.contains(&value) {
            values.push(value);
        }
        self.page = 0;
        self
    }

    /// The same query without one value of a filter, on the first page.
    #[must_use]
    pub fn without(mut self, facet: Facet, value: &str) -> Self {
        if let Some(values) = self.filters.get_mut(&facet) {
            values.retain(|kept| kept != value);
            if values.is_empty() {
                self.filters.remove(&facet);
            }
        }
        self.page = 0;
        self
    }

    /// The same query without any filter, on the first page; period, comparison and unit stay.
    #[must_use]
    pub fn unfiltered(mut self) -> Self {
        self.filters.clear();
        self.page = 0;
        self
    }

    /// The same query for other days, on the first page.
    #[must_use]
    pub fn over(mut self, span: Span) -> Self {
        self.span = span;
        self.page = 0;
        self
    }

    /// The same query at another page of its table.
    #[must_use]
    pub fn at_page(mut self, page: u32) -> Self {
        self.page = if page <= 1 { 0 } else { page };
        self
    }

    /// The same query with the scatter drawn in another way.
    #[must_use]
    pub fn drawn(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// The days that are asked for, seen from `today`; they end yesterday at the latest.
    pub fn period(&self, today: Day) -> Period {
        let yesterday = today.plus(-1);
        match self.span {
            Span::Days30 => Period::ending(yesterday, 30),
            Span::Days90 => Period::ending(yesterday, DEFAULT_DAYS),
            Span::Months6 => Period::ending(yesterday, 182),
            Span::Year => Period::ending(yesterday, 365),
            Span::Between(period) => {
                Period { from: period.from.min(yesterday), to: period.to.min(yesterday) }
            }
        }
    }

    /// The days that the period is compared with.
    pub fn compared(&self, today: Day) -> Option<Period> {
        let period = self.period(today);
        match self.compare {
            Compare::Previous => Some(period.before()),
            Compare::Year => Some(period.a_year_before()),
            Compare::None => None,
        }
    }
}
