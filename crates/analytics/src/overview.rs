//! The Overview page as one answer: all teams against their own past.

mod findings;
mod watch;

use crate::cards;
use crate::label::{count, items};
use crate::portfolio::{Portfolio, TeamView};
use crate::query::{Facet, Query};
use crate::report::{Card, Context, FEW, Frame};
use crate::sample::Sample;
use crate::selection::Selection;
use findings::Weighed;
use serde::{Deserialize, Serialize};
pub use watch::{WatchList, WatchedItem};

/// Everything the Overview page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverviewReport {
    /// Period, filters, notices, what was left out.
    pub frame: Frame,
    /// One sentence about the biggest change.
    pub summary: String,
    /// Cycle time, throughput, work in progress, old items, in this order.
    pub cards: Vec<Card>,
    /// At most five findings, the most pressing first.
    pub findings: Vec<Finding>,
    /// The items behind the findings about due dates and sprints.
    pub watch: WatchList,
    /// One row for each team that is asked for, by name.
    pub teams: Vec<TeamRow>,
}

/// Something that needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// One sentence, a fact without a cause.
    pub sentence: String,
    /// What it is about.
    pub concern: Concern,
    /// The page that shows it.
    pub page: FindingPage,
    /// The query string (without `?`) of that page.
    pub query: String,
    /// The id of the chart or table on that page.
    pub anchor: String,
}

/// Where a finding can be looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FindingPage {
    /// The Flow page.
    Flow,
    /// The Overview page itself.
    Overview,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Concern {
    /// Items take longer.
    Slower,
    /// Fewer items are finished.
    Fewer,
    /// More items are in progress.
    More,
    /// Items in progress are older than finished ones were.
    Ageing,
    /// Items are flagged.
    Blocked,
    /// Nothing was finished.
    Idle,
    /// Due dates are over.
    Late,
    /// Due dates are near and nobody has begun.
    Soon,
    /// Items go from sprint to sprint.
    Carried,
}

impl Concern {
    /// It in a word or two.
    pub fn label(self) -> &'static str {
        match self {
            Self::Slower => "Slower",
            Self::Fewer => "Less done",
            Self::More => "More at once",
            Self::Ageing => "Ageing",
            Self::Blocked => "Blocked",
            Self::Idle => "Nothing done",
            Self::Late => "Late",
            Self::Soon => "Due soon",
            Self::Carried => "Carried over",
        }
    }

    /// Whether something is wrong already; else it is worth a look.
    pub fn is_bad(self) -> bool {
        !matches!(self, Self::More | Self::Soon | Self::Carried)
    }
}

/// One team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The query string (without `?`) of its Flow page.
    pub flow_query: String,
    /// Cycle time, throughput, work in progress, old items, in this order.
    pub cells: Vec<Card>,
    /// What is doubtful about its data.
    pub quality: DataQuality,
}

/// How far a team's data carries its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DataQuality {
    /// Whether nothing is doubtful.
    pub fine: bool,
    /// `Good` or `3 things to check`.
    pub label: String,
    /// One sentence each.
    pub reasons: Vec<String>,
}

/// The most findings that are shown.
const MOST_FINDINGS: usize = 5;

/// The Overview page of a query.
pub fn overview_report(portfolio: &Portfolio, query: &Query, context: &Context) -> OverviewReport {
    let sample = Sample::of(Selection::of(portfolio, query), context);
    let frame = Frame::of(&sample, context);
    let mut teams: Vec<(TeamRow, Vec<Weighed>)> = sample
        .selection
        .views()
        .map(|view| team_row(portfolio, &sample.selection.query, view, context))
        .collect();
    teams.sort_by_cached_key(|(row, _)| (row.name.to_lowercase(), row.slug.clone()));
    let mut weighed: Vec<Weighed> =
        teams.iter_mut().flat_map(|(_, weighed)| std::mem::take(weighed)).collect();
    // A sort that keeps order: of equally pressing findings the team that comes first by name is named first.
    weighed.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    let cards = cells(&sample, &frame);
    OverviewReport {
        summary: findings::summary(&cards, &frame),
        cards,
        findings: weighed.into_iter().take(MOST_FINDINGS).map(|it| it.finding).collect(),
        watch: WatchList::of(&sample),
        teams: teams.into_iter().map(|(row, _)| row).collect(),
        frame,
    }
}

fn cells(sample: &Sample<'_>, frame: &Frame) -> Vec<Card> {
    vec![
        cards::cycle_time(sample, frame),
        cards::throughput(sample, frame),
        cards::work_in_progress(sample, frame),
        cards::old_items(sample, frame),
    ]
}

fn team_row(
    portfolio: &Portfolio,
    query: &Query,
    view: &TeamView,
    context: &Context,
) -> (TeamRow, Vec<Weighed>) {
    let mut own = query.clone();
    for slug in query.values(Facet::Team) {
        own = own.without(Facet::Team, slug);
    }
    let own = own.with(Facet::Team, &view.team.slug);
    let sample = Sample::of(Selection::of(portfolio, &own), context);
    let frame = Frame::brief(&sample, context);
    let cells = cells(&sample, &frame);
    let flow_query = own.to_query_string();
    let weighed = findings::of_team(&view.team.name, &flow_query, &sample, &cells, &frame);
    let row = TeamRow {
        slug: view.team.slug.clone(),
        name: view.team.name.clone(),
        flow_query,
        cells,
        quality: DataQuality::of(&sample),
    };
    (row, weighed)
}

impl DataQuality {
    fn of(sample: &Sample<'_>) -> Self {
        let finished = u32::try_from(sample.finished.len()).unwrap_or(u32::MAX);
        let mut reasons = Vec::new();
        if sample.matching == 0 {
            reasons.push("The team has no items.".to_owned());
        } else if sample.durations.n() < FEW {
            reasons.push(format!(
                "Only {} finished with a cycle time in the period.",
                items(sample.durations.n())
            ));
        }
        if sample.unknown > 0 {
            let were = if sample.unknown == 1 { "was" } else { "were" };
            reasons.push(format!(
                "{} {were} in a status that no longer exists or has no class.",
                items(sample.unknown)
            ));
        }
        // One in five without a start makes the cycle time speak for a part of the work alone.
        if finished >= FEW && sample.without_start * 5 >= finished {
            reasons.push(format!(
                "{} of {} finished ones went to done straight from the queue.",
                count(sample.without_start),
                count(finished)
            ));
        }
        let label = match reasons.len() {
            0 => "Good".to_owned(),
            1 => "1 thing to check".to_owned(),
            more => format!("{more} things to check"),
        };
        Self { fine: reasons.is_empty(), label, reasons }
    }
}

#[cfg(test)]
mod tests;
