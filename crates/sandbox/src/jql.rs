//! The part of Jira's query language a reader of metadata needs: what a query means in this world.

use std::cmp::Ordering;

use crate::world::plan::Category;
use crate::world::{Row, World};
use parse::{Clause, Operator, Sort};

mod parse;

/// A query that can be held against rows.
pub(crate) struct Query {
    condition: Condition,
    order: Vec<(Key, bool)>,
    /// Projects that can hold matches.
    pub(crate) projects: Vec<usize>,
}

#[derive(Debug)]
enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Projects(Vec<usize>),
    Ids(Vec<u64>),
    Time { updated: bool, operator: Operator, at: i64 },
    Only(Vec<usize>, Option<u16>),
    Sprints(Vec<usize>),
    NoSprint,
    Categories(Vec<Category>),
    Statuses(Vec<u16>),
    Kinds(Vec<u16>),
    Resolved,
}

#[derive(Clone, Copy, Debug)]
enum Key {
    Created,
    Updated,
    Number,
    Id,
    Project,
    Status,
}

/// The real service's words for a query without a restriction.
const UNBOUNDED: &str =
    "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.";

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// The message of the 400 that Jira would answer.
    pub(crate) fn read(world: &World, text: &str) -> Result<Self, String> {
        let (clause, order) = parse::parse(text)?;
        let clause = clause.ok_or(UNBOUNDED)?;
        if order.len() > 7 {
            return Err("The maximum number of fields in ORDER BY is 7.".into());
        }
        let condition = condition(world, &clause)?;
        let order = order.iter().map(sort_key).collect::<Result<_, _>>()?;
        let all = (0..world.plan.projects.len()).collect();
        let projects = possible_projects(&condition).unwrap_or(all);
        Ok(Self { condition, order, projects })
    }

    pub(crate) fn matches(&self, world: &World, row: &Row) -> bool {
        self.condition.matches(world, row)
    }

    /// The order of the answer; ids decide between equals, newest first when no order is asked for.
    pub(crate) fn compare(&self, world: &World, left: &Row, right: &Row) -> Ordering {
        for &(key, descending) in &self.order {
            let order = match key {
                Key::Created => left.created.cmp(&right.created),
                Key::Updated => left.updated.cmp(&right.updated),
                Key::Id => left.id.cmp(&right.id),
                Key::Status => left.status.cmp(&right.status),
                Key::Number if left.project() == right.project() => left.number.cmp(&right.number),
                Key::Project | Key::Number => {
                    world.plan.projects[left.project()].key.cmp(&world.plan.projects[right.project()].key)
                }
            };
            let order = if descending { order.reverse() } else { order };
            if order != Ordering::Equal {
                return order;
            }
        }
        if self.order.is_empty() { right.id.cmp(&left.id) } else { left.id.cmp(&right.id) }
    }
}

impl Condition {
    fn matches(&self, world: &World, row: &Row) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(world, row)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(world, row)),
            Self::Not(part) => !part.matches(world, row),
            Self::Projects(projects) => projects.contains(&row.project()),
            Self::Ids(ids) => ids.binary_search(&row.id).is_ok(),
            Self::Time { updated, operator, at } => {
                let time = if *updated { row.updated } else { row.created };
                match operator {
                    Operator::Less => time < *at,
                    Operator::LessOrEqual => time <= *at,
                    Operator::Greater => time > *at,
                    Operator::GreaterOrEqual => time >= *at,
                    _ => time == *at,
                }
            }
            Self::Only(projects, kind) => {
                projects.contains(&row.project()) && kind.is_none_or(|kind| kind == row.kind)
            }
            Self::Sprints(sprints) => sprints.iter().any(|&sprint| row.in_sprint(sprint)),
            Self::NoSprint => row.sprints().next().is_none(),
            Self::Categories(categories) => categories.contains(&row.category(&world.plan)),
            Self::Statuses(statuses) => statuses.contains(&row.status),
            Self::Kinds(kinds) => kinds.contains(&row.kind),
            Self::Resolved => row.is_resolved(),
        }
    }
}

/// The projects a condition confines a search to, if it does.
fn possible_projects(condition: &Condition) -> Option<Vec<usize>> {
    match condition {
        Condition::Projects(projects) | Condition::Only(projects, _) => Some(projects.clone()),
        Condition::All(parts) => parts.iter().find_map(possible_projects),
        _ => None,
    }
}

fn sort_key(sort: &Sort) -> Result<(Key, bool), String> {
    let key = match sort.field.as_str() {
        "created" | "createddate" => Key::Created,
        "updated" | "updateddate" => Key::Updated,
        "key" | "issuekey" | "issue" => Key::Number,
        "id" | "rank" => Key::Id,
        "project" => Key::Project,
        "status" => Key::Status,
        other => {
            return Err(format!("Field '{other}' does not exist or you do not have permission to view it."));
        }
    };
    Ok((key, sort.descending))
}

fn condition(world: &World, clause: &Clause) -> Result<Condition, String> {
    Ok(match clause {
        Clause::All(parts) => {
            Condition::All(parts.iter().map(|part| condition(world, part)).collect::<Result<_, _>>()?)
        }
        Clause::Any(parts) => {
            Condition::Any(parts.iter().map(|part| condition(world, part)).collect::<Result<_, _>>()?)
        }
        Clause::Not(part) => Condition::Not(Box::new(condition(world, part)?)),
        Clause::Test { field, operator, values } => {
            let found = test(world, &field.to_ascii_lowercase(), *operator, values)?;
            let negative = matches!(operator, Operator::NotIn | Operator::NotEmpty);
            if negative { Condition::Not(Box::new(found)) } else { found }
        }
    })
}

/// The positive meaning of one comparison; the caller turns it round.
fn test(world: &World, field: &str, operator: Operator, values: &[String]) -> Result<Condition, String> {
    let plan = &world.plan;
    let unknown = |value: &String| format!("The value '{value}' does not exist for the field '{field}'.");
    let is_list = matches!(operator, Operator::In | Operator::NotIn);
    let is_empty = matches!(operator, Operator::Empty | Operator::NotEmpty);
    match field {
        "created" | "createddate" | "updated" | "updateddate" if !is_empty => {
            let value = values.first().ok_or("Error in the JQL Query: A date is missing.")?;
            let at = world.zone.parse(value, world.now).ok_or_else(|| {
                format!("Date value '{value}' for field '{field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.")
            })?;
            Ok(Condition::Time { updated: field.starts_with('u'), operator, at })
        }
        "project" if is_list => {
            let visible = |value: &String| {
                plan.project(value)
                    .filter(|&project| !plan.projects[project].revoked)
                    .ok_or_else(|| unknown(value))
            };
            Ok(Condition::Projects(values.iter().map(visible).collect::<Result<_, _>>()?))
        }
        "key" | "issuekey" | "id" | "issue" if is_list => {
            let visible = |value: &String| {
                world
                    .id(value)
                    .filter(|&id| world.issue(id).is_some())
                    .ok_or_else(|| format!("An issue with key '{value}' does not exist for field '{field}'."))
            };
            let mut ids: Vec<u64> = values.iter().map(visible).collect::<Result<_, _>>()?;
            ids.sort_unstable();
            Ok(Condition::Ids(ids))
        }
        "filter" | "request" | "savedfilter" if is_list => {
            let one = |value: &String| {
                let board = plan.boards.iter().find(|board| value.parse() == Ok(board.filter()));
                let board = board.filter(|board| plan.sees_board(board)).ok_or_else(|| unknown(value))?;
                Ok(Condition::Only(board.projects.clone(), board.only))
            };
            let mut boards: Vec<_> = values.iter().map(one).collect::<Result<Vec<_>, String>>()?;
            Ok(if boards.len() == 1 { boards.swap_remove(0) } else { Condition::Any(boards) })
        }
        "sprint" if is_empty => Ok(Condition::NoSprint),
        "sprint" if is_list => {
            let now = world.now;
            let mut found = Vec::new();
            for value in values {
                let wanted = value.to_ascii_lowercase();
                let known = plan.sprints.iter().enumerate().filter(|(_, sprint)| match wanted.as_str() {
                    "opensprints()" => sprint.state(now) == "active",
                    "closedsprints()" => sprint.state(now) == "closed",
                    "futuresprints()" => sprint.state(now) == "future",
                    _ => wanted.parse() == Ok(sprint.id) || sprint.name.eq_ignore_ascii_case(&wanted),
                });
                let before = found.len();
                found.extend(known.map(|(position, _)| position));
                if found.len() == before && !wanted.ends_with("()") {
                    return Err(unknown(value));
                }
            }
            Ok(Condition::Sprints(found))
        }
        "statuscategory" if is_list => {
            let one = |value: &String| {
                let all = [Category::New, Category::Indeterminate, Category::Done];
                all.into_iter()
                    .find(|category| {
                        let (id, key, name, _) = category.parts();
                        value.parse() == Ok(id)
                            || value.eq_ignore_ascii_case(key)
                            || value.eq_ignore_ascii_case(name)
                    })
                    .ok_or_else(|| unknown(value))
            };
            Ok(Condition::Categories(values.iter().map(one).collect::<Result<_, _>>()?))
        }
        "status" if is_list => {
            named(values, &plan.statuses.iter().map(|status| (&status.id, &status.name)), &unknown)
                .map(Condition::Statuses)
        }
        "issuetype" | "type" if is_list => {
            named(values, &plan.kinds.iter().map(|kind| (&kind.id, &kind.name)), &unknown)
                .map(Condition::Kinds)
        }
        "resolution" if is_empty => Ok(Condition::Not(Box::new(Condition::Resolved))),
        "resolution" if is_list && values.iter().all(|value| value.eq_ignore_ascii_case("unresolved")) => {
            Ok(Condition::Not(Box::new(Condition::Resolved)))
        }
        "created" | "createddate" | "updated" | "updateddate" | "project" | "key" | "issuekey" | "id"
        | "issue" | "filter" | "sprint" | "statuscategory" | "status" | "issuetype" | "type"
        | "resolution" => Err(format!("The operator is not supported by the '{field}' field.")),
        other => Err(format!("Field '{other}' does not exist or you do not have permission to view it.")),
    }
}

fn named<'a>(
    values: &[String],
    known: &(impl Iterator<Item = (&'a String, &'a String)> + Clone),
    unknown: &dyn Fn(&String) -> String,
) -> Result<Vec<u16>, String> {
    let mut found = Vec::new();
    for value in values {
        let before = found.len();
        let matching = (0..)
            .zip(known.clone())
            .filter(|(_, (id, name))| *id == value || name.eq_ignore_ascii_case(value));
        found.extend(matching.map(|(position, _)| position));
        if found.len() == before {
            return Err(unknown(value));
        }
    }
    Ok(found)
}
