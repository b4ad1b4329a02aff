//! Lays out a believable company: its teams, boards, two-week sprints and monthly releases.

use super::names;
use super::plan::{Board, Category, Plan, Project, Shape, Sprint, Story, Version};
use crate::moment::{DAY, HOUR, MINUTE, weekday};
use crate::poison::Poisons;
use crate::random::Random;
use crate::settings::Settings;

/// How far back the history goes, in days.
pub(crate) const HISTORY_DAYS: i64 = 400;

/// The plan of a seeded site.
pub(crate) fn plan(settings: &Settings, poison: &Poisons) -> Plan {
    let mut plan = Plan::default();
    plan.add_shared_statuses(poison);
    let shared_kinds = plan.add_kinds(poison, 10_000, None);
    plan.labels = names::LABELS.iter().map(|name| poison.name("label", name).replace(' ', "-")).collect();
    plan.priorities = numbered(1, &names::PRIORITIES, |name| poison.name("priority.name", name));
    plan.resolutions = numbered(10_000, &names::RESOLUTIONS, |name| poison.name("resolution.name", name));
    plan.fields = super::fields::seeded(poison);
    let default = (settings.issues / 500).clamp(5, 60);
    let count = settings.projects.map_or(default, u32::from).clamp(1, 60);
    for position in 0..count as usize {
        add_project(&mut plan, settings, poison, shared_kinds, position, count);
    }
    if settings.overlapping_boards && plan.projects.len() > 1 {
        add_overlapping_boards(&mut plan, poison);
    }
    plan
}

fn numbered(first: u32, names: &[&str], name: impl Fn(&str) -> String) -> Vec<(String, String)> {
    (first..).zip(names).map(|(id, bare)| (id.to_string(), name(bare))).collect()
}

fn add_project(
    plan: &mut Plan,
    settings: &Settings,
    poison: &Poisons,
    shared_kinds: [u16; 5],
    position: usize,
    count: u32,
) {
    let (name, key) = names::PROJECTS[position];
    let (shape, story) = match position % 5 {
        0 => (Shape::Scrum, Story::Improving),
        1 => (Shape::Scrum, Story::Blocked),
        2 => (Shape::Kanban, Story::Growing),
        3 => (Shape::Simple { sprints: position % 10 == 8 }, Story::Steady),
        _ => (Shape::Scrum, Story::Steady),
    };
    let own = 11_000 + 10 * position as u64;
    let (kinds, path, queues) = match shape {
        Shape::Scrum => (shared_kinds, vec![0, 2, 3, 4, 5, 6], 1),
        Shape::Kanban => (shared_kinds, vec![7, 1, 2, 3, 5, 6], 2),
        Shape::Simple { .. } => {
            let kinds = plan.add_kinds(poison, own, Some(position));
            let statuses = [
                ("To Do", Category::New),
                ("In Progress", Category::Indeterminate),
                ("In Review", Category::Indeterminate),
                ("Done", Category::Done),
            ];
            let path = (own..)
                .zip(statuses)
                .map(|(id, (name, category))| {
                    plan.add_status(poison, id.to_string(), name, category, Some(position))
                })
                .collect();
            (kinds, path, 1)
        }
    };
    let issues_before = |number: u64| u64::from(settings.issues) * number / u64::from(count);
    let issues =
        u32::try_from(issues_before(position as u64 + 1) - issues_before(position as u64)).unwrap_or(0);
    let components = names::COMPONENTS
        .iter()
        .zip(20_000 + 10 * position as u64..)
        .map(|(name, id)| (id, poison.name("component.name", name)))
        .collect();
    let board = u32::try_from(position).unwrap_or(0) + 1;
    plan.projects.push(Project {
        id: 10_000 + position as u64,
        key: key.into(),
        name: poison.name("project.name", name),
        shape,
        story,
        path,
        queues,
        released: (shape == Shape::Kanban).then_some(8),
        kinds,
        components,
        versions: Vec::new(),
        sprints: Vec::new(),
        issues,
        revoked: false,
    });
    add_versions(plan, settings.now_millis, poison, position, name);
    if matches!(shape, Shape::Scrum | Shape::Simple { sprints: true }) {
        add_sprints(plan, settings, poison, position, board, key);
    }
    let columns = columns(plan, poison, position);
    let name = poison.name("board.name", &format!("{name} board"));
    plan.boards.push(Board {
        id: board,
        name,
        shape,
        projects: vec![position],
        only: None,
        columns,
        configured: true,
    });
}

fn columns(plan: &Plan, poison: &Poisons, position: usize) -> Vec<(String, Vec<u16>)> {
    let names: &[&str] = match plan.projects[position].shape {
        Shape::Scrum => &["To Do", "In Progress", "In Review", "Ready for QA", "Testing", "Done"],
        Shape::Kanban => &["Backlog", "Selected", "In Progress", "In Review", "Testing", "Done"],
        Shape::Simple { .. } => &["To Do", "In Progress", "In Review", "Done"],
    };
    let project = &plan.projects[position];
    let mut columns: Vec<_> = names
        .iter()
        .zip(&project.path)
        .map(|(name, &status)| (poison.name("column.name", name), vec![status]))
        .collect();
    if let (Some(released), Some(last)) = (project.released, columns.last_mut()) {
        last.1.push(released);
    }
    columns
}

fn add_versions(plan: &mut Plan, now: i64, poison: &Poisons, project: usize, name: &str) {
    let first = now - HISTORY_DAYS * DAY;
    let lag = i64::try_from(project * 5 % 28).unwrap_or(0);
    for number in 0..15_i64 {
        let start = first + (30 * number + lag) * DAY;
        let title = format!("{name} {}.{}", 4 + number / 12, number % 12);
        plan.projects[project].versions.push(u32::try_from(plan.versions.len()).unwrap_or(0));
        plan.versions.push(Version {
            id: 30_000 + 100 * project as u64 + number.unsigned_abs(),
            name: poison.name("version.name", &title),
            project,
            start,
            release: start + 30 * DAY,
        });
    }
}

/// Two-week sprints from a Monday on; each is completed just before the next begins, one in ten a day late.
fn add_sprints(
    plan: &mut Plan,
    settings: &Settings,
    poison: &Poisons,
    project: usize,
    board: u32,
    key: &str,
) {
    let now = settings.now_millis;
    let midnight = (now - HISTORY_DAYS * DAY).div_euclid(DAY) * DAY;
    let mut monday =
        midnight + (7 - weekday(midnight)) % 7 * DAY + if project % 2 == 1 { 7 * DAY } else { 0 };
    let mut number = 1_u32;
    while monday < now + 35 * DAY {
        let mut random = Random::of(&[settings.seed, 77, project as u64, u64::from(number)]);
        let start = monday + 8 * HOUR + random.between(0, 90 * MINUTE);
        let next = monday + 14 * DAY + 8 * HOUR;
        let late = if random.chance(0.1) { DAY + 2 * HOUR } else { -random.between(5, 55) * MINUTE };
        let begun = start <= now;
        let complete = begun.then_some(next + late).filter(|&complete| complete <= now);
        let position = u16::try_from(plan.sprints.len()).unwrap_or(0);
        plan.projects[project].sprints.push(position);
        plan.sprints.push(Sprint {
            id: board * 1000 + number,
            name: poison.name("sprint.name", &format!("{key} Sprint {number}")),
            origin: board,
            start: begun.then_some(start),
            end: begun.then_some(monday + 14 * DAY + 7 * HOUR),
            complete,
            lived: (if begun { start } else { i64::MAX }, complete.unwrap_or(i64::MAX)),
        });
        monday += 14 * DAY;
        number += 1;
    }
}

fn add_overlapping_boards(plan: &mut Plan, poison: &Poisons) {
    let columns = plan.boards[0].columns.clone();
    let bug = plan.projects[0].kinds[3];
    let next = u32::try_from(plan.boards.len()).unwrap_or(0) + 1;
    let board = |id, name: &str, shape, projects, only| Board {
        id,
        name: poison.name("board.name", name),
        shape,
        projects,
        only,
        columns: columns.clone(),
        configured: true,
    };
    plan.boards.push(board(next, "Payments and Checkout", Shape::Scrum, vec![0, 1], None));
    plan.boards.push(board(next + 1, "Payments bugs", Shape::Kanban, vec![0], Some(bug)));
}
