//! Reads the recorded answers of a real site and turns them into the model of the sandbox.

use std::io;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::fields;
use super::issue::{Change, Edit, Issue, RawEdit};
use super::plan::{Board, Category, Kind, Plan, Project, Shape, Sprint, Status, Story};
use crate::moment::parse_iso;
use crate::poison::Poisons;

/// The boards the answers were recorded from, with the project their issues are in.
const BOARDS: [(u32, &str); 2] = [(8, "EE"), (93, "K5")];

/// The plan and the issues of a folder of recorded answers.
pub(crate) fn read(folder: &Path, poison: &Poisons) -> io::Result<(Plan, Vec<Issue>)> {
    let list = |name: &str| -> io::Result<Vec<Value>> {
        Ok(serde_json::from_slice(&std::fs::read(folder.join(name))?)?)
    };
    let recorded_issues = list("issues.json")?;
    let mut plan = Plan {
        projects: list("projects.json")?.iter().map(project).collect(),
        kinds: list("issue_types.json")?.iter().map(kind).collect(),
        sprints: list("sprints.json")?.iter().map(sprint).collect(),
        priorities: distinct(&recorded_issues, "priority"),
        resolutions: distinct(&recorded_issues, "resolution"),
        ..Plan::default()
    };
    plan.statuses = list("statuses.json")?.iter().map(|value| status(value, &plan)).collect();
    plan.fields = fields::seeded(poison).into_iter().filter(|field| field["custom"] == false).collect();
    plan.fields.extend(list("fields.json")?);
    let positions = 0..u16::try_from(plan.statuses.len()).unwrap_or(0);
    for project in &mut plan.projects {
        project.path = positions.clone().collect();
        if project.key == BOARDS[0].1 {
            project.sprints = (0..u16::try_from(plan.sprints.len()).unwrap_or(0)).collect();
        }
    }
    plan.boards = BOARDS.iter().filter_map(|&(id, key)| board(&plan, id, key)).collect();
    let changelogs = list("changelogs.json")?;
    let issues = recorded_issues.iter().filter_map(|value| issue(&plan, value, &changelogs)).collect();
    Ok((plan, issues))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0)
}

fn time(value: &Value) -> Option<i64> {
    parse_iso(value.as_str()?)
}

/// Ids and names of a field's values, as the issues carry them.
fn distinct(issues: &[Value], field: &str) -> Vec<(String, String)> {
    let named = issues.iter().map(|issue| &issue["fields"][field]).filter(|value| value.is_object());
    let mut pairs: Vec<_> = named.map(|value| (text(&value["id"]), text(&value["name"]))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn project(value: &Value) -> Project {
    let simple = value["simplified"] == true;
    Project {
        id: number(&value["id"]),
        key: text(&value["key"]),
        name: text(&value["name"]),
        shape: if simple { Shape::Simple { sprints: false } } else { Shape::Scrum },
        story: Story::Steady,
        path: Vec::new(),
        queues: 1,
        released: None,
        kinds: [0; 5],
        components: Vec::new(),
        versions: Vec::new(),
        sprints: Vec::new(),
        issues: 0,
        revoked: false,
    }
}

fn kind(value: &Value) -> Kind {
    Kind {
        id: text(&value["id"]),
        name: text(&value["name"]),
        level: value["hierarchyLevel"].as_i64().and_then(|level| level.try_into().ok()).unwrap_or(0),
        scope: None,
    }
}

fn status(value: &Value, plan: &Plan) -> Status {
    let category = match value["statusCategory"]["key"].as_str() {
        Some("new") => Category::New,
        Some("done") => Category::Done,
        _ => Category::Indeterminate,
    };
    let owner = text(&value["scope"]["project"]["id"]);
    let scope = plan.projects.iter().position(|project| project.id.to_string() == owner);
    Status { id: text(&value["id"]), name: text(&value["name"]), category, scope, deleted: false }
}

fn sprint(value: &Value) -> Sprint {
    Sprint {
        id: u32::try_from(number(&value["id"])).unwrap_or(0),
        name: text(&value["name"]),
        origin: u32::try_from(number(&value["originBoardId"])).unwrap_or(0),
        start: time(&value["startDate"]),
        end: time(&value["endDate"]),
        complete: time(&value["completeDate"]),
        lived: (i64::MAX, i64::MAX),
    }
}

/// A board whose configuration was not recorded; its columns stay unknown. Board 8 listed every sprint.
fn board(plan: &Plan, id: u32, key: &str) -> Option<Board> {
    let home = plan.projects.iter().position(|project| project.key == key)?;
    Some(Board {
        id,
        name: format!("Board {id}"),
        shape: Shape::Scrum,
        projects: vec![home],
        only: None,
        columns: Vec::new(),
        configured: false,
    })
}

fn issue(plan: &Plan, value: &Value, changelogs: &[Value]) -> Option<Issue> {
    let raw = value["fields"].as_object()?;
    let (project, digits) = value["key"].as_str()?.rsplit_once('-')?;
    let project = plan.projects.iter().position(|known| known.key == project)?;
    let position_of = |id: &Value| plan.statuses.iter().position(|status| *id == status.id.as_str());
    let kind = plan.kinds.iter().position(|kind| raw["issuetype"]["id"] == kind.id.as_str()).unwrap_or(0);
    let status = u16::try_from(position_of(&raw["status"]["id"]).unwrap_or(0)).ok()?;
    let created = time(&raw["created"])?;
    let mut issue = Issue::new(
        number(&value["id"]),
        project,
        digits.parse().ok()?,
        created,
        u16::try_from(kind).ok()?,
        status,
    );
    issue.updated = time(&raw["updated"])?;
    issue.resolution = time(&raw["resolutiondate"]).map(|at| (0, at));
    let sprint_ids = raw.get(fields::SPRINT).and_then(Value::as_array).into_iter().flatten();
    issue.sprints = sprint_ids
        .filter_map(|own| plan.sprints.iter().position(|sprint| u64::from(sprint.id) == number(&own["id"])))
        .filter_map(|position| position.try_into().ok())
        .collect();
    let log = changelogs.iter().find(|log| log["issueId"] == value["id"]);
    let histories = log.and_then(|log| log["changeHistories"].as_array()).into_iter().flatten();
    issue.changes = histories.filter_map(change).collect();
    issue.changes.sort_by_key(|change| (change.at, change.id));
    issue.raw = Some(Arc::new(raw.clone()));
    Some(issue)
}

fn change(value: &Value) -> Option<Change> {
    let items: Vec<RawEdit> = serde_json::from_value(value["items"].clone()).ok()?;
    Some(Change {
        id: number(&value["id"]),
        at: time(&value["created"])?,
        author: 0,
        edits: items.into_iter().map(|item| Edit::Raw(Box::new(item))).collect(),
    })
}
