//! The tables of the Flow page as CSV (RFC 4180), with cells that no spreadsheet takes for a formula.

use crate::ageing::Ageing;
use crate::cumulative_flow::CumulativeFlow;
use crate::finished_table::{latest_first, row};
use crate::histogram::Histogram;
use crate::portfolio::Portfolio;
use crate::query::Query;
use crate::report::{Context, Frame};
use crate::sample::Sample;
use crate::selection::Selection;
use crate::spent::SpentTime;
use crate::throughput::Throughput;
use crate::time_in_status::TimeInStatus;

/// A table that can be downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Every item finished in the period, not only one page.
    Finished,
    /// Finished items by week or day.
    Throughput,
    /// Items that have reached each column, by day.
    CumulativeFlow,
    /// The oldest items in progress.
    Ageing,
    /// Time by status.
    TimeInStatus,
    /// Cycle times in classes.
    Histogram,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Finished,
        Self::Throughput,
        Self::CumulativeFlow,
        Self::Ageing,
        Self::TimeInStatus,
        Self::Histogram,
    ];

    /// Its name in a URL and a file name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Finished => "finished-items",
            Self::Throughput => "throughput",
            Self::CumulativeFlow => "cumulative-flow",
            Self::Ageing => "ageing",
            Self::TimeInStatus => "time-in-status",
            Self::Histogram => "histogram",
        }
    }

    /// The table of a key; `None` when there is no such table.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.key() == key)
    }
}

/// The CSV text of a table for a query; the first line names the columns.
pub fn csv(portfolio: &Portfolio, query: &Query, context: &Context, table: Table) -> String {
    let sample = Sample::of(Selection::of(portfolio, query), context);
    let frame = Frame::brief(&sample, context);
    match table {
        Table::Finished => finished(&sample),
        Table::Throughput => throughput(&Throughput::of(&sample, &frame)),
        Table::CumulativeFlow => cumulative_flow(&CumulativeFlow::of(&sample, &frame)),
        Table::Ageing => ageing(&Ageing::of(&sample, &frame)),
        Table::TimeInStatus => {
            let time = SpentTime::of(&sample, &sample.finished);
            time_in_status(&TimeInStatus::of(&frame, &time))
        }
        Table::Histogram => histogram(&Histogram::of(&sample, &frame)),
    }
}

fn finished(sample: &Sample<'_>) -> String {
    let mut sheet = Sheet::new(&[
        "key",
        "id",
        "connection",
        "type",
        "team",
        "started",
        "finished",
        "cycle_days",
        "lead_days",
    ]);
    for item in latest_first(sample) {
        let row = row(sample, item);
        sheet.text(&row.item.key);
        sheet.raw(row.item.id);
        sheet.text(&row.item.connection);
        sheet.text(&row.item_type);
        sheet.text(&row.team);
        sheet.raw(row.started.map_or_else(String::new, crate::day::Day::iso));
        sheet.raw(row.finished.iso());
        sheet.raw(row.cycle.map_or_else(String::new, |days| days.to_string()));
        sheet.raw(row.lead);
        sheet.end();
    }
    sheet.text
}

fn throughput(chart: &Throughput) -> String {
    let mut sheet = Sheet::new(&["from", "to", "finished", "partial"]);
    for bar in &chart.bars {
        sheet.raw(bar.from.iso());
        sheet.raw(bar.to.iso());
        sheet.raw(bar.count);
        sheet.raw(if bar.partial { "yes" } else { "no" });
        sheet.end();
    }
    sheet.text
}

fn cumulative_flow(chart: &CumulativeFlow) -> String {
    let mut sheet = Sheet::default();
    sheet.text("day");
    for line in &chart.lines {
        sheet.text(&line.label);
    }
    sheet.text("in_progress");
    sheet.end();
    for (at, day) in chart.days.iter().enumerate() {
        sheet.raw(day.iso());
        for line in &chart.lines {
            sheet.raw(line.values[at]);
        }
        sheet.raw(chart.wip[at]);
        sheet.end();
    }
    sheet.text
}

fn ageing(chart: &Ageing) -> String {
    let mut sheet =
        Sheet::new(&["key", "id", "connection", "type", "column", "age_days", "started", "blocked"]);
    for item in &chart.oldest {
        sheet.text(&item.item.key);
        sheet.raw(item.item.id);
        sheet.text(&item.item.connection);
        sheet.text(&item.item_type);
        sheet.text(&item.column);
        sheet.raw(item.age);
        sheet.raw(item.started_day.iso());
        sheet.raw(if item.blocked { "yes" } else { "no" });
        sheet.end();
    }
    sheet.text
}

fn time_in_status(chart: &TimeInStatus) -> String {
    let mut sheet = Sheet::new(&["status", "stage", "total_days", "mean_days", "items", "blocked_days"]);
    for row in &chart.rows {
        sheet.text(&row.label);
        sheet.raw(row.stage.key());
        sheet.raw(format_args!("{:.1}", row.total_days));
        sheet.raw(format_args!("{:.1}", row.mean_days));
        sheet.raw(row.items);
        sheet.raw(format_args!("{:.1}", row.blocked_days));
        sheet.end();
    }
    sheet.text
}

fn histogram(chart: &Histogram) -> String {
    let mut sheet = Sheet::new(&["from_days", "to_days", "items"]);
    for bar in &chart.bars {
        sheet.raw(bar.from);
        sheet.raw(bar.to.map_or_else(String::new, |to| to.to_string()));
        sheet.raw(bar.count);
        sheet.end();
    }
    sheet.text
}

/// Lines of cells in the making.
#[derive(Default)]
struct Sheet {
    text: String,
    begun: bool,
}

impl Sheet {
    fn new(columns: &[&str]) -> Self {
        let mut sheet = Self::default();
        for column in columns {
            sheet.raw(column);
        }
        sheet.end();
        sheet
    }

    /// A cell of our own making: a number, a date, a fixed word.
    fn raw(&mut self, value: impl std::fmt::Display) {
        use std::fmt::Write;
        self.separate();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{value}");
    }

    /// A cell with text from outside. What a spreadsheet would run as a formula gets an apostrophe before it.
    fn text(&mut self, value: &str) {
        self.separate();
        let start = value.trim_start_matches([' ', '\u{a0}', '\u{feff}']);
        let formula =
            start.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠']);
        let quoted = formula || value.contains(['"', ',', ';', '\r', '\n', '\t', ' ']);
        if !quoted {
            self.text.push_str(value);
            return;
        }
        self.text.push('"');
        if formula {
            self.text.push('\'');
        }
        self.text.push_str(&value.replace('"', "\"\""));
        self.text.push('"');
    }

    fn separate(&mut self) {
        if self.begun {
            self.text.push(',');
        }
        self.begun = true;
    }

    fn end(&mut self) {
        self.text.push_str("\r\n");
        self.begun = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        let mut sheet = Sheet::default();
        for value in ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "|calc", "plain", "a\"b", "a,b"] {
            sheet.text(value);
            sheet.end();
        }
        let lines: Vec<&str> = sheet.text.split_terminator("\r\n").collect();
        assert_eq!(
            lines,
            [
                "\"'=1+1\"",
                "\"'+1\"",
                "\"'-1\"",
                "\"'@x\"",
                "\"'\t=1\"",
                "\"' =1\"",
                "\"'\r=1\"",
                "\"'|calc\"",
                "plain",
                "\"a\"\"b\"",
                "\"a,b\"",
            ]
        );
    }

    #[test]
    fn every_table_is_found_by_its_key() {
        for table in Table::ALL {
            assert_eq!(Table::from_key(table.key()), Some(table));
        }
        assert_eq!(Table::from_key("etc/passwd"), None);
    }
}
