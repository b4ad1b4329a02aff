//! A small language for tests: `item("A-1").at("03-03 09:00", "Doing").at("03-07", "Done")`.

use crate::calendar::Calendar;
use crate::data_set::DataSet;
use crate::day::Day;
use crate::portfolio::{Connection, Portfolio, Settings};
use crate::query::Query;
use crate::records::{
    Board, BoardColumn, Catalog, Category, Change, Changed, Item, ItemType, Named, Project, Release, Sprint,
    SprintState, Status,
};
use crate::report::Context;
use crate::team::{Scope, Source, Team};
use crate::workflow::{Assignment, Column, Stage, Workflow};
use crate::zone::Zone;
use std::sync::Arc;

/// An item in the making. Statuses are named; their ids are their names in lower case.
#[derive(Debug, Clone)]
pub(crate) struct ItemText(pub(crate) Item);

/// An item of project `A` that was created in `To do` on 1 March 2026, 08:00 UTC. Its id is the number in its key.
pub(crate) fn item(key: &str) -> ItemText {
    let number = key.rsplit('-').next().and_then(|digits| digits.parse().ok()).unwrap();
    ItemText(Item {
        id: number,
        key: key.to_owned(),
        project: key.split('-').next().unwrap().to_owned(),
        item_type: "story".to_owned(),
        status: status("To do"),
        created: millis("03-01 08:00"),
        ..Item::default()
    })
}

/// A status by its name.
pub(crate) fn status(name: &str) -> Named {
    Named { id: name.to_lowercase(), name: name.to_owned() }
}

/// A moment of 2026 in UTC: `03-07` (noon), `03-07 09:15`, or with a year and seconds `2025-03-07 09:15:30`.
pub(crate) fn millis(text: &str) -> i64 {
    let (date, time) = text.split_once(' ').unwrap_or((text, "12:00"));
    let date = if date.len() == 5 { format!("2026-{date}") } else { date.to_owned() };
    let parts: Vec<i64> = time.split(':').map(|part| part.parse().unwrap()).collect();
    let seconds = parts[0] * 3600 + parts[1] * 60 + parts.get(2).copied().unwrap_or(0);
    (i64::from(Day::parse(&date).unwrap().0) * 86_400 + seconds) * 1000
}

/// A date of 2026: `03-07`, or with a year.
pub(crate) fn date(text: &str) -> Day {
    let text = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    Day::parse(&text).unwrap()
}

impl ItemText {
    /// Created at another moment.
    pub(crate) fn created(mut self, at: &str) -> Self {
        self.0.created = millis(at);
        self
    }

    /// Created in another status; to be said before any move.
    pub(crate) fn created_in(mut self, name: &str) -> Self {
        self.0.status = status(name);
        self
    }

    /// Moved to a status.
    pub(crate) fn at(mut self, at: &str, name: &str) -> Self {
        let from = std::mem::replace(&mut self.0.status, status(name));
        let order = self.0.changes.len() as u64;
        let what = Changed::Status { from, to: status(name) };
        self.0.changes.push(Change { at: millis(at), order, what });
        self
    }

    /// Moved to Doing.
    pub(crate) fn active(self, at: &str) -> Self {
        self.at(at, "Doing")
    }

    /// Moved to Review, where it waits.
    pub(crate) fn waiting(self, at: &str) -> Self {
        self.at(at, "Review")
    }

    /// Moved to Done.
    pub(crate) fn done(self, at: &str) -> Self {
        self.at(at, "Done")
    }

    /// Moved to To do.
    pub(crate) fn queue(self, at: &str) -> Self {
        self.at(at, "To do")
    }

    /// Flag set or cleared.
    pub(crate) fn flag(mut self, at: &str, to: bool) -> Self {
        let order = self.0.changes.len() as u64;
        self.0.changes.push(Change { at: millis(at), order, what: Changed::Flag { to } });
        self.0.flagged = to;
        self
    }

    /// Closed with a resolution.
    pub(crate) fn resolution(mut self, id: &str) -> Self {
        self.0.resolution = Some(id.to_owned());
        self
    }

    /// Of another type: `story`, `bug`, `epic`, `subtask`.
    pub(crate) fn of_type(mut self, id: &str) -> Self {
        self.0.item_type = id.to_owned();
        self
    }

    /// Due on a day.
    pub(crate) fn due(mut self, day: &str) -> Self {
        self.0.due = Some(date(day).iso());
        self
    }

    /// Estimated anew; the first estimate comes from none.
    pub(crate) fn points(mut self, at: &str, points: f32) -> Self {
        let order = self.0.changes.len() as u64;
        let what = Changed::Points { from: self.0.points, to: Some(points) };
        self.0.changes.push(Change { at: millis(at), order, what });
        self.0.points = Some(points);
        self
    }

    /// Put into a sprint, and left in those it was in before.
    pub(crate) fn sprint(mut self, at: &str, sprint: u64) -> Self {
        let order = self.0.changes.len() as u64;
        let from = self.0.sprints.clone();
        self.0.sprints.push(sprint);
        let what = Changed::Sprints { from, to: self.0.sprints.clone() };
        self.0.changes.push(Change { at: millis(at), order, what });
        self
    }

    /// With a label.
    pub(crate) fn label(mut self, label: &str) -> Self {
        self.0.labels.push(label.to_owned());
        self
    }
}

/// Statuses of all stages, four types, a few resolutions, projects `A` and `B`.
pub(crate) fn catalog() -> Catalog {
    let named = |id: &str, name: &str| Named { id: id.to_owned(), name: name.to_owned() };
    let status = |name: &str, category: Category| Status {
        id: name.to_lowercase(),
        name: name.to_owned(),
        category,
        project: None,
    };
    let item_type =
        |id: &str, name: &str, level: i8| ItemType { id: id.to_owned(), name: name.to_owned(), level };
    let project =
        |key: &str| Project { id: key.to_owned(), key: key.to_owned(), name: format!("Project {key}") };
    Catalog {
        projects: vec![project("A"), project("B")],
        statuses: vec![
            status("To do", Category::New),
            status("Doing", Category::InProgress),
            status("Review", Category::Resolved),
            status("Done", Category::Done),
            status("Released", Category::Done),
            status("Removed", Category::Removed),
        ],
        item_types: vec![
            item_type("story", "Story", 0),
            item_type("bug", "Bug", 0),
            item_type("epic", "Epic", 1),
            item_type("subtask", "Sub-task", -1),
        ],
        resolutions: vec![named("1", "Done"), named("2", "Won't Do"), named("3", "Duplicate")],
        releases: vec![Release { id: "7".to_owned(), name: "1.0".to_owned(), ..Release::default() }],
        priorities: vec![named("1", "High"), named("2", "Low")],
        sprints: sprints(),
        ..Catalog::default()
    }
}

/// Sprints 11 to 14 of two weeks each from 19 January 2026 on; the last one runs since 2 March.
pub(crate) fn sprints() -> Vec<Sprint> {
    let ends = ["01-19", "02-02", "02-16", "03-02", "04-10"];
    let sprint = |(id, pair): (u64, &[&str])| Sprint {
        id,
        name: format!("Sprint {id}"),
        state: if id == 14 { SprintState::Active } else { SprintState::Closed },
        start: Some(millis(pair[0])),
        end: Some(millis(pair[1])),
        completed: (id != 14).then(|| millis(pair[1])),
        board: Some("7".to_owned()),
    };
    (11..).zip(ends.windows(2)).map(sprint).collect()
}

/// A board of these items with the columns To do, Doing, Review, Done.
pub(crate) fn board(id: &str, items: &[u64]) -> Board {
    let column = |name: &str, statuses: &[&str]| BoardColumn {
        name: name.to_owned(),
        statuses: statuses.iter().map(|status| status.to_lowercase()).collect(),
    };
    Board {
        id: id.to_owned(),
        name: format!("Board {id}"),
        columns: Some(vec![
            column("To do", &["To do"]),
            column("Doing", &["Doing"]),
            column("Review", &["Review"]),
            column("Done", &["Done", "Released"]),
        ]),
        items: items.to_vec(),
        ..Board::default()
    }
}

/// To do (queue), Doing (active), Review (waiting), Done and Released (done), Removed.
pub(crate) fn workflow() -> Workflow {
    let columns = vec![
        Column::new("To do", Stage::Queue),
        Column::new("Doing", Stage::Active),
        Column::new("Review", Stage::Waiting),
        Column::new("Done", Stage::Done),
        Column::new("Released", Stage::Done),
        Column::new("Removed", Stage::Removed),
    ];
    let assignments = ["to do", "doing", "review", "done", "released", "removed"];
    let assignments = assignments
        .into_iter()
        .enumerate()
        .map(|(column, status)| Assignment {
            connection: "c".to_owned(),
            item_type: None,
            status: status.to_owned(),
            column,
        })
        .collect();
    Workflow::new(columns, assignments)
}

/// The data set of some items.
pub(crate) fn data(items: &[ItemText]) -> DataSet {
    DataSet::build(&catalog(), items.iter().map(|item| item.0.clone()))
}

/// UTC, Monday to Friday.
pub(crate) fn settings() -> Settings {
    Settings { zone: Zone::utc(), calendar: Calendar::default(), subtasks: false }
}

/// One team `a` of project `A` over connection `c`.
pub(crate) fn team(workflow: Workflow) -> Team {
    Team {
        slug: "a".to_owned(),
        name: "Team A".to_owned(),
        sources: vec![Source { connection: "c".to_owned(), scope: Scope::Project("A".to_owned()) }],
        workflow,
    }
}

/// Connection `c`.
pub(crate) fn connection(data: DataSet) -> Connection {
    Connection { slug: "c".to_owned(), name: "Connection".to_owned(), data: Arc::new(data) }
}

/// Everything in project `A` under one team.
pub(crate) fn portfolio(items: &[ItemText]) -> Portfolio {
    Portfolio::new(vec![connection(data(items))], vec![team(workflow())], settings(), None)
}

/// Seen on 1 April 2026: the default period is 1 January to 31 March.
pub(crate) fn context() -> Context {
    Context {
        today: date("04-01"),
        as_of: "1 Apr 2026, 10:00".to_owned(),
        notices: Vec::new(),
        partial: None,
    }
}

/// A query of these pairs, seen on 1 April 2026.
pub(crate) fn query(pairs: &[(&str, &str)]) -> Query {
    let (query, notices) = Query::parse(pairs.iter().copied(), context().today);
    assert_eq!(notices, [], "a test asks for what can be read");
    query
}
