//! What a chart says about the place under the pointer: fetched when it is first asked for, never put in the page.

use super::brush::{Brush, Columns};
use super::{ageing, cumulative_flow, histogram, scatter, throughput};
use crate::components::address;
use clario_analytics::flow::FlowReport;
use clario_analytics::period::Period;
use clario_analytics::query::{Look, Query};
use clario_analytics::report::ItemRef;
use clario_analytics::throughput::Step;
use leptos::prelude::AnyView;
use serde::{Deserialize, Serialize};

/// The charts of the Flow page that can be read point by point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Chart {
    /// Cycle time by finish date.
    Scatter,
    /// Cycle times in classes.
    Histogram,
    /// Finished items by week.
    Throughput,
    /// Items by column and day.
    CumulativeFlow,
    /// Items in progress by column and age.
    Ageing,
}

/// One place of a chart and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Units (0 to 1000) from the left edge of the plot.
    pub x: u16,
    /// Units (0 to 1000) from the top edge of the plot.
    pub y: u16,
    /// The zone (between percentile lines, or in a stack) that up and down jump between; 0 is the lowest.
    pub zone: u8,
    /// The first line: a key, a date.
    pub title: String,
    /// The lines below it.
    pub lines: Vec<String>,
    /// The page behind the place.
    pub href: Option<String>,
}

impl Chart {
    /// The picture of this chart, to stand in a figure.
    pub fn drawing(self, report: &FlowReport) -> AnyView {
        match self {
            Self::Scatter => scatter::drawing(&report.scatter),
            Self::Histogram => histogram::drawing(&report.histogram),
            Self::Throughput => throughput::drawing(&report.throughput),
            Self::CumulativeFlow => cumulative_flow::drawing(&report.cumulative_flow),
            Self::Ageing => ageing::drawing(&report.ageing),
        }
    }

    /// The days along the horizontal axis of this chart, where it is an axis of days.
    pub(crate) fn brush(self, report: &FlowReport) -> Option<Brush> {
        let brush = |from, to, columns| Some(Brush { period: Period { from, to }, columns });
        match self {
            Self::Scatter => brush(report.scatter.from, report.scatter.to, Columns::Points),
            Self::Throughput => {
                let bars = &report.throughput.bars;
                let columns = match report.throughput.step {
                    Step::Day => Columns::Days,
                    Step::Week => Columns::Weeks,
                };
                brush(bars.first()?.from, bars.last()?.to, columns)
            }
            Self::CumulativeFlow => {
                let days = &report.cumulative_flow.days;
                brush(*days.first()?, *days.last()?, Columns::Points)
            }
            Self::Histogram | Self::Ageing => None,
        }
    }

    /// The readings of this chart, from left to right.
    pub fn readings(self, report: &FlowReport, workspace: &str) -> Vec<Reading> {
        let unit = &report.frame.unit_label;
        let items = &ItemPages::of(workspace, &report.frame.query);
        match self {
            Self::Scatter => scatter::readings(&report.scatter, unit, items),
            Self::Histogram => histogram::readings(&report.histogram, unit),
            Self::Throughput => throughput::readings(&report.throughput),
            Self::CumulativeFlow => cumulative_flow::readings(&report.cumulative_flow),
            Self::Ageing => ageing::readings(&report.ageing, unit, items),
        }
    }
}

/// A place in whole units of the plot: small to send, exact to a pixel.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 1000")]
pub(crate) fn whole(units: f64) -> u16 {
    units.round().clamp(0.0, 1000.0) as u16
}

/// Where the pages of items are, seen from a page: unit, period and team go along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ItemPages {
    workspace: String,
    /// The query string without `?`; empty when everything is as by default.
    query: String,
}

impl ItemPages {
    /// Seen from a page with these filters; the page of its table and the look of its charts are not taken along.
    pub(crate) fn of(workspace: &str, query: &Query) -> Self {
        let query = query.clone().at_page(0).drawn(Look::default());
        Self { workspace: workspace.to_owned(), query: query.to_query_string() }
    }

    /// The address of an item's page.
    pub(crate) fn address(&self, item: &ItemRef) -> String {
        address(&format!("/w/{}/item/{}/{}", self.workspace, item.connection, item.id), &self.query)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clario_analytics::day::Day;

    fn seen_from(pairs: &[(&str, &str)]) -> String {
        let (query, _) = Query::parse(pairs.iter().copied(), Day(20_000));
        let item = ItemRef { connection: "jira".to_owned(), id: 7, key: "PAY-7".to_owned() };
        ItemPages::of("shop", &query).address(&item)
    }

    #[test]
    fn an_item_keeps_unit_period_and_team_of_the_page_it_is_seen_from() {
        assert_eq!(seen_from(&[]), "/w/shop/item/jira/7");
        let pairs =
            [("team", "payments"), ("p", "30d"), ("unit", "workdays"), ("page", "3"), ("scale", "log")];
        let (path, query) = {
            let address = seen_from(&pairs);
            let (path, query) = address.split_once('?').unwrap();
            (path.to_owned(), query.to_owned())
        };
        assert_eq!(path, "/w/shop/item/jira/7");
        let mut found: Vec<&str> = query.split('&').collect();
        found.sort_unstable();
        assert_eq!(found, ["p=30d", "team=payments", "unit=workdays"]);
    }
}
