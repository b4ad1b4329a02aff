//! Why one item took as long as it did.

mod plan;
mod told;

use crate::label::count;
use crate::moment::moment;
use crate::portfolio::{Portfolio, TeamView};
use crate::query::{Facet, Query};
use crate::report::{Context, ItemRef};
use crate::sample::Sample;
use crate::selection::Selection;
use crate::trace::Trace;
use crate::workflow::{Resolved, Stage, Workflow};
use serde::{Deserialize, Serialize};
use told::{Dates, Told};

pub use plan::{Due, Parent, Plan, SprintPart};

/// Everything the item page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemReport {
    /// The item.
    pub item: ItemRef,
    /// `Why is PAY-7 5 days?`: the answer in one sentence.
    pub heading: String,
    /// The name of its type.
    pub item_type: String,
    /// The name of its project.
    pub project: String,
    /// The team it is counted under: one that the query names, else the first that has it.
    pub team: Option<String>,
    /// Its status now.
    pub status: String,
    /// The column that status stands in.
    pub column: String,
    /// The stage it counts as.
    pub stage: Stage,
    /// When it was created, `3 Aug 2026, 09:15`.
    pub created: String,
    /// When it was started; `None` when never.
    pub started: Option<String>,
    /// When it was finished; `None` when not.
    pub finished: Option<String>,
    /// Days from started to finished.
    pub cycle: Option<u32>,
    /// Days from created to finished.
    pub lead: Option<u32>,
    /// Days from started to today, for an item in progress.
    pub age: Option<u32>,
    /// `days` or `working days`.
    pub unit_label: String,
    /// Share of finished items of its team that took no longer, in percent, over the period; `None` with too few.
    pub rank: Option<u32>,
    /// How the rank is meant, as a sentence.
    pub rank_sentence: String,
    /// What is planned for it and where it belongs.
    pub plan: Plan,
    /// Every stay in a status, in order of time.
    pub stays: Vec<Stay>,
    /// Time in each status, in order of first entry.
    pub statuses: Vec<StatusTime>,
    /// When it was blocked.
    pub blocked: Vec<BlockedStay>,
    /// How the numbers came about, one sentence each.
    pub reasons: Vec<String>,
    /// What is odd about it, one sentence each.
    pub notes: Vec<String>,
    /// The query string (without `?`) that pages of other items are seen with.
    pub query: String,
    /// The query string (without `?`) of its team's pages.
    pub team_query: String,
    /// The time the data is from.
    pub as_of: String,
    /// The IANA name of the zone.
    pub zone: String,
}

/// A stay in one status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stay {
    /// The status's name.
    pub status: String,
    /// The column's name.
    pub column: String,
    /// The stage it counts as.
    pub stage: Stage,
    /// Seconds since 1970 UTC.
    pub from: i64,
    /// Seconds since 1970 UTC; the end of the data for the last stay.
    pub to: i64,
    /// `3 Aug 2026, 09:15`.
    pub from_label: String,
    /// The same for the end; `now` for the last stay.
    pub to_label: String,
    /// Elapsed days, one decimal.
    pub days: f64,
    /// `1.3 d`.
    pub days_label: String,
    /// Whether it lies between started and finished.
    pub counted: bool,
}

/// All stays in one status together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusTime {
    /// The status's name.
    pub status: String,
    /// The stage it counts as.
    pub stage: Stage,
    /// Elapsed days between started and finished (or now), one decimal.
    pub days: f64,
    /// `1.3 d`.
    pub days_label: String,
    /// How often it was entered.
    pub times: u32,
}

/// A time in which it was flagged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockedStay {
    /// `3 Aug 2026, 09:15`.
    pub from_label: String,
    /// The same for the end; `now` while it lasts.
    pub to_label: String,
    /// Elapsed days, one decimal.
    pub days: f64,
    /// `1.3 d`.
    pub days_label: String,
}

/// Why an item took as long as it did; `None` when no data set has it.
///
/// `now` is in seconds since 1970 UTC: the end of what has not ended. Durations and the rank follow the query's unit
/// and period; the workflow is that of the first team the query names that has it, else of the first that has it.
pub fn item_report(
    portfolio: &Portfolio,
    connection: &str,
    id: u64,
    query: &Query,
    context: &Context,
    now: i64,
) -> Option<ItemReport> {
    let at = portfolio.connections().iter().position(|it| it.slug == connection)?;
    let data = &portfolio.connections()[at].data;
    let item = data.find(id)?;
    let now = u32::try_from(now.max(0)).unwrap_or(u32::MAX);
    // The team that is asked for comes before the one that the portfolio counts the item under.
    let asked = query.values(Facet::Team).iter();
    let asked = asked.filter_map(|slug| portfolio.views().iter().find(|view| view.team.slug == *slug));
    let home = asked.chain(portfolio.views()).find_map(|view| {
        let slice = view.slices.iter().find(|slice| slice.connection == at)?;
        slice.members.place_of(item).map(|_| (view, slice))
    });
    let spare = Workflow::by_category();
    let spare_resolved;
    let (resolved, columns, team) = if let Some((view, slice)) = home {
        (&slice.resolved, view.team.workflow.columns(), Some(view))
    } else {
        spare_resolved = Resolved::new(&spare, connection, data);
        (&spare_resolved, spare.columns(), None)
    };
    let settings = portfolio.settings();
    let mut trace = Trace::default();
    trace.follow(data, resolved, item);
    let told = Told { settings, unit: query.unit, data, resolved, columns, item, now, trace: &trace };
    let dates = told.dates(context.today);
    let rank = team.and_then(|view| rank(portfolio, view, query, context, &dates));
    let (status, _) = data.status(data.status_of(item));
    let column = columns.get(usize::from(trace.column));
    let (_, project) = data.project(item);
    let key = data.key(item);
    Some(ItemReport {
        heading: dates.heading(&key, query.unit, &trace),
        item: ItemRef { connection: connection.to_owned(), id, key },
        item_type: data.item_type(data.type_of(item)).0.to_owned(),
        project: project.to_owned(),
        team: team.map(|view| view.team.name.clone()),
        status: status.to_owned(),
        column: column.map_or_else(String::new, |column| column.label.clone()),
        stage: column.map_or(Stage::Queue, |column| column.stage),
        created: moment(&settings.zone, data.created(item)),
        started: trace.started.map(|at| moment(&settings.zone, at)),
        finished: trace.finished.map(|at| moment(&settings.zone, at)),
        cycle: dates.cycle,
        lead: dates.lead,
        age: dates.age,
        unit_label: query.unit.word(2).to_owned(),
        rank: rank.as_ref().map(|(percent, _)| *percent),
        rank_sentence: rank.map_or_else(
            || "There are too few finished items to compare with.".to_owned(),
            |(_, sentence)| sentence,
        ),
        plan: told.plan(connection, context.today),
        stays: told.stays(),
        statuses: told.statuses(),
        blocked: told.blocked(),
        reasons: told.reasons(&dates),
        notes: told.notes(team.is_some()),
        query: query.clone().at_page(0).to_query_string(),
        team_query: team.map_or_else(String::new, |view| of_team(query, view).to_query_string()),
        as_of: context.as_of.clone(),
        zone: settings.zone.name().to_owned(),
    })
}

/// The query without its filters but for the team.
fn of_team(query: &Query, view: &TeamView) -> Query {
    query.clone().unfiltered().with(Facet::Team, &view.team.slug)
}

/// Share of the team's finished items that took no longer, with a sentence.
fn rank(
    portfolio: &Portfolio,
    view: &TeamView,
    query: &Query,
    context: &Context,
    dates: &Dates,
) -> Option<(u32, String)> {
    let days = dates.cycle.or(dates.age)?;
    let sample = Sample::of(Selection::of(portfolio, &of_team(query, view)), context);
    let percent = sample.durations.rank(days)?;
    let label = sample.period.label(context.today);
    let n = count(sample.durations.n());
    let sentence = format!("{percent}% of the {n} items finished {label} took no longer.");
    Some((percent, sentence))
}

#[cfg(test)]
mod tests;
