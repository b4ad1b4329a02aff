//! What is planned for an item and where it belongs: due date, estimate, sprints, parent, labels.

use super::told::Told;
use crate::carried::Carried;
use crate::data_set::{DataSet, SprintStay, TagKind};
use crate::day::Day;
use crate::label::{ordinal, points, things};
use crate::moment::moment;
use crate::records::{Sprint, SprintState};
use crate::report::ItemRef;
use serde::{Deserialize, Serialize};

/// The plan of an item, its place and its names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// When it is due, and what became of that.
    pub due: Option<Due>,
    /// Its estimate now; `None` when it has none and never had one.
    pub estimate: Option<String>,
    /// Each change of the estimate, oldest first: `3 → 5 on 4 Mar 2026`.
    pub estimates: Vec<String>,
    /// The sprints it is or was in, oldest first.
    pub sprints: Vec<SprintPart>,
    /// `It is in its 3rd sprint in a row.`; `None` for fewer than two.
    pub carried: Option<String>,
    /// The item above it.
    pub parent: Option<Parent>,
    /// The name of its priority.
    pub priority: Option<String>,
    /// How it was closed.
    pub resolution: Option<String>,
    /// Its labels.
    pub labels: Vec<String>,
    /// Its components.
    pub components: Vec<String>,
    /// The releases it is planned for.
    pub releases: Vec<String>,
    /// When the provider last changed it, `3 Aug 2026, 09:15`.
    pub changed: String,
}

/// A due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// `18 Mar 2026`.
    pub label: String,
    /// `12 days late`, `in 3 days`, `finished 2 days before`; empty when the item was closed undelivered.
    pub distance: String,
    /// Whether the date is over and the item was not finished by then.
    pub late: bool,
}

/// A sprint with the item's time in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SprintPart {
    /// The sprint's name.
    pub name: String,
    /// `closed`, `running`, `planned`.
    pub state: String,
    /// `2 Mar 2026 to 16 Mar 2026`; empty while nothing is known.
    pub days: String,
    /// When the item came in, `3 Mar 2026, 09:15`.
    pub entered: String,
    /// When it was taken out; `None` when it never was.
    pub left: Option<String>,
}

/// The item above an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The item; `None` when it is not among those that are read.
    pub item: Option<ItemRef>,
    /// The name of its type; empty when it is not known.
    pub item_type: String,
}

impl Told<'_> {
    pub(super) fn plan(&self, connection: &str, today: Day) -> Plan {
        let names = |kind| self.data.tag_names(self.item, kind).into_iter().map(str::to_owned).collect();
        let estimates = self.estimates();
        let points = self.data.points_of(self.item).map(points);
        Plan {
            due: self.due(today),
            estimate: points.or_else(|| (!estimates.is_empty()).then(|| "none".to_owned())),
            estimates,
            sprints: self.sprints(),
            carried: self.carried(),
            parent: self.data.parent_of(self.item).map(|id| parent(self.data, connection, id)),
            priority: self.data.priority_name(self.item).map(str::to_owned),
            resolution: self.data.resolution_name(self.item).map(str::to_owned),
            labels: names(TagKind::Label),
            components: names(TagKind::Component),
            releases: names(TagKind::Release),
            changed: moment(&self.settings.zone, self.data.updated(self.item)),
        }
    }

    /// Due dates are calendar days, whatever durations count in.
    fn due(&self, today: Day) -> Option<Due> {
        let due = self.data.due_of(self.item)?;
        let finished = self.trace.finished.map(|at| self.date(at));
        let days = |days: i32| things(days.unsigned_abs(), "day", "days");
        let (distance, late) = match (finished, finished.unwrap_or(today).0 - due.0) {
            _ if self.trace.removed => (String::new(), false),
            (Some(_), 0) => ("finished on the day".to_owned(), false),
            (Some(_), after @ 1..) => (format!("finished {} late", days(after)), true),
            (Some(_), before) => (format!("finished {} before", days(before)), false),
            (None, 0) => ("today".to_owned(), false),
            (None, after @ 1..) => (format!("{} late", days(after)), true),
            (None, before) => (format!("in {}", days(before)), false),
        };
        Some(Due { label: due.long(), distance, late })
    }

    fn estimates(&self) -> Vec<String> {
        let said = |number: Option<f32>| number.map_or_else(|| "none".to_owned(), points);
        let estimates = self.data.estimates_of(self.item);
        estimates
            .windows(2)
            .map(|pair| {
                let (before, after) = (said(pair[0].points.number()), said(pair[1].points.number()));
                format!("{before} → {after} on {}", self.date(pair[1].at).long())
            })
            .collect()
    }

    fn sprints(&self) -> Vec<SprintPart> {
        let zone = &self.settings.zone;
        let day = |at: Option<i64>| at.map(|at| zone.day_of(at.div_euclid(1000)).long());
        let known = |stay: &SprintStay| self.data.sprint(stay.sprint).map(|sprint| (*stay, sprint));
        let mut stays: Vec<(SprintStay, &Sprint)> =
            self.data.sprints_of(self.item).iter().filter_map(known).collect();
        stays.sort_by_key(|(stay, sprint)| (sprint.start.is_none(), sprint.start, stay.from));
        stays
            .into_iter()
            .map(|(stay, sprint)| {
                let days = match (day(sprint.start), day(sprint.completed.or(sprint.end))) {
                    (Some(from), Some(to)) => format!("{from} to {to}"),
                    (Some(from), None) => format!("from {from}"),
                    _ => String::new(),
                };
                SprintPart {
                    name: sprint.name.clone(),
                    state: state(sprint.state).to_owned(),
                    days,
                    entered: moment(zone, stay.from),
                    left: (stay.to != SprintStay::LASTS).then(|| moment(zone, stay.to)),
                }
            })
            .collect()
    }

    fn carried(&self) -> Option<String> {
        let through = Carried::new(self.data).through(self.item, self.trace.finished);
        let last = through.last()?;
        let n = u32::try_from(through.len()).unwrap_or(u32::MAX);
        if n < 2 {
            return None;
        }
        Some(match (self.trace.finished, last.state) {
            (Some(_), _) => format!("It was finished in its {} sprint in a row.", ordinal(n)),
            (None, SprintState::Active) => format!("It is in its {} sprint in a row.", ordinal(n)),
            (None, _) => {
                format!("It was in {} sprints in a row and is not finished.", crate::label::count(n))
            }
        })
    }
}

fn state(state: SprintState) -> &'static str {
    match state {
        SprintState::Future => "planned",
        SprintState::Active => "running",
        SprintState::Closed => "closed",
    }
}

fn parent(data: &DataSet, connection: &str, id: u64) -> Parent {
    let Some(at) = data.find(id) else { return Parent { item: None, item_type: String::new() } };
    Parent {
        item: Some(ItemRef { connection: connection.to_owned(), id, key: data.key(at) }),
        item_type: data.item_type(data.type_of(at)).0.to_owned(),
    }
}
