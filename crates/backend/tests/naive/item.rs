//! One issue as raw Jira JSON tells it, and what docs/metrics.md section 2 says about it.

use crate::workflow::{Stage, Workflow};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

/// Resolutions that mean "not delivered" (docs/metrics.md 2.9): lower case, letters and digits only.
const NOT_DELIVERED: &str = "wontdo willnotdo wontfix duplicate cannotreproduce unabletoreproduce declined rejected \
                             cancelled canceled incomplete invalid obsolete outofdate abandoned notabug notanissue";

/// What is needed of an issue.
#[derive(Debug, Clone)]
pub(crate) struct Issue {
    pub(crate) key: String,
    pub(crate) project: String,
    pub(crate) level: i64,
    pub(crate) resolution: String,
    /// Milliseconds since 1970.
    pub(crate) created: i64,
    /// Statuses in order of time, each with the millisecond it was entered; the first is that at creation.
    pub(crate) stays: Vec<(i64, String)>,
    /// Ids and names of statuses as the history tells them.
    pub(crate) names: Vec<(String, String)>,
}

/// One stay in a status, with the place the workflow gives it.
#[derive(Debug, Clone)]
pub(crate) struct Stay {
    pub(crate) from: i64,
    pub(crate) status: String,
    pub(crate) column: usize,
    pub(crate) stage: Stage,
}

/// What section 2 says about an issue under one workflow.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub(crate) key: String,
    pub(crate) created: i64,
    pub(crate) started: Option<i64>,
    pub(crate) finished: Option<i64>,
    pub(crate) removed: bool,
    /// Whether its workflow forgets what was before the last stay in the queue.
    pub(crate) restarts: bool,
    pub(crate) stays: Vec<Stay>,
}

impl Issue {
    /// Reads an issue of a search answer and the histories that belong to it, in any order.
    pub(crate) fn read(issue: &Value, histories: &[Value]) -> Self {
        let fields = &issue["fields"];
        let created = moment(&fields["created"]);
        let (mut moves, mut names) = (Vec::new(), Vec::new());
        for history in histories {
            for item in history["items"].as_array().expect("items") {
                if item["field"] == "status" {
                    let from = status_id(&item["from"], &item["fromString"]);
                    let to = status_id(&item["to"], &item["toString"]);
                    names.push((from.clone(), text(&item["fromString"])));
                    names.push((to.clone(), text(&item["toString"])));
                    moves.push((moment(&history["created"]), number(&history["id"]), from, to));
                }
            }
        }
        moves.sort_by_key(|(at, order, _, _)| (*at, *order));
        let now = status_id(&fields["status"]["id"], &fields["status"]["name"]);
        moves.retain(|(_, _, from, to)| from != to);
        let first = moves.first().map_or_else(|| now.clone(), |(_, _, from, _)| from.clone());
        let created = moves.first().map_or(created, |(at, _, _, _)| created.min(*at));
        let settled = moves.last().is_some_and(|(at, _, _, _)| *at <= moment(&fields["updated"]));
        let mut stays = vec![(created, first)];
        stays.extend(moves.into_iter().map(|(at, _, _, to)| (at, to)));
        if settled {
            end_in(now, &mut stays);
        }
        Self {
            key: text(&issue["key"]),
            project: text(&fields["project"]["id"]),
            level: fields["issuetype"]["hierarchyLevel"].as_i64().unwrap_or(0),
            resolution: text(&fields["resolution"]["name"]),
            created,
            stays,
            names,
        }
    }

    /// Follows the issue through a workflow.
    pub(crate) fn course(&self, workflow: &Workflow) -> Course {
        let known: Vec<Option<usize>> =
            self.stays.iter().map(|(_, status)| workflow.column_of(status)).collect();
        let mut stays = Vec::new();
        for (index, (from, status)) in self.stays.iter().enumerate() {
            let before = known[..=index].iter().rev().find_map(|column| *column);
            let after = known[index..].iter().find_map(|column| *column);
            let column = before.or(after).unwrap_or_else(|| workflow.first_queue());
            let stage = workflow.columns[column].stage;
            stays.push(Stay { from: *from, status: status.clone(), column, stage });
        }
        let last = stays.last().expect("an issue is in a status").stage;
        let removed = last == Stage::Removed || self.is_not_delivered();
        let begun = if workflow.restarts { forget_before_the_queue(&stays) } else { &stays };
        let started = begun.iter().find(|stay| stay.stage.is_begun()).map(|stay| stay.from);
        let mut finished = None;
        if !removed {
            for stay in stays.iter().rev().take_while(|stay| stay.stage == Stage::Done) {
                finished = Some(stay.from);
            }
        }
        let (key, restarts) = (self.key.clone(), workflow.restarts);
        Course { key, created: self.created, started, finished, removed, restarts, stays }
    }

    fn is_not_delivered(&self) -> bool {
        let letters: String = self.resolution.chars().filter(|letter| letter.is_alphanumeric()).collect();
        NOT_DELIVERED.split_whitespace().any(|word| word == letters.to_lowercase())
    }
}

/// A migration may have replaced the last status without an entry (docs/metrics.md 2.2).
fn end_in(now: String, stays: &mut Vec<(i64, String)>) {
    let last = stays.len() - 1;
    if stays[last].1 != now && stays[last - 1].1 == now {
        stays.pop();
    } else {
        stays[last].1 = now;
    }
}

/// The stays after the last one in the queue; all of them when it never was in the queue.
pub(crate) fn forget_before_the_queue(stays: &[Stay]) -> &[Stay] {
    let last = stays.iter().rposition(|stay| stay.stage == Stage::Queue);
    last.map_or(stays, |last| &stays[last..])
}

/// The date of a moment in a zone.
pub(crate) fn date(millis: i64, zone: &TimeZone) -> Date {
    Timestamp::from_millisecond(millis).expect("a moment of our time").to_zoned(zone.clone()).date()
}

/// Days that count from one moment to another, both ends included, by walking from day to day; at least 1.
pub(crate) fn days(from: i64, to: i64, zone: &TimeZone, counts: impl Fn(Date) -> bool) -> usize {
    let (mut day, last, mut count) = (date(from, zone), date(to, zone), 0);
    while day <= last {
        count += usize::from(counts(day));
        day = day.tomorrow().expect("a day of our time");
    }
    count.max(1)
}

/// A time as Jira writes it: text with an offset, or epoch milliseconds.
fn moment(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| {
        let text = value.as_str().expect("a time");
        let parsed = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%.f%z", text).expect("a time");
        parsed.to_timestamp().expect("a time with an offset").as_millisecond()
    })
}

/// Ids are text in Jira's answers; a deleted status may have a name only.
fn status_id(id: &Value, name: &Value) -> String {
    id.as_str().filter(|id| !id.is_empty()).map_or_else(|| format!("?{}", text(name)), str::to_owned)
}

fn number(value: &Value) -> u64 {
    value.as_str().and_then(|text| text.parse().ok()).or(value.as_u64()).expect("a number")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
