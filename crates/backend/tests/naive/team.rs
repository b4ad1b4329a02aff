//! Teams as docs/metrics.md 2.3 has them, each item followed through its team's workflow.

use crate::item::{Course, Issue};
use crate::jira::Board;
use crate::workflow::{Column, Stage, Workflow};
use serde_json::Value;
use std::collections::HashSet;

/// A team with its items that count.
pub(crate) struct Team {
    /// `b` and the board's id, or `p` and the project's.
    pub(crate) slug: String,
    pub(crate) workflow: Workflow,
    pub(crate) courses: Vec<Course>,
}

/// One team for each board with items, and one for each project without an item on a board.
pub(crate) fn by_board(
    issues: &[Issue],
    boards: &[Board],
    statuses: &[Value],
    change: impl Fn(Workflow) -> Workflow,
) -> Vec<Team> {
    let mut teams = Vec::new();
    for board in boards.iter().filter(|board| !board.members.is_empty()) {
        let workflow = change(Workflow::of_board(&board.columns, board.is_kanban, statuses));
        teams.push(team(format!("b{}", board.id), workflow, issues, |issue| {
            board.members.contains(&issue.key)
        }));
    }
    let boarded = |issue: &Issue| boards.iter().any(|board| board.members.contains(&issue.key));
    let projects: HashSet<&str> = issues.iter().map(|issue| issue.project.as_str()).collect();
    for project in projects {
        if !issues.iter().any(|issue| issue.project == project && boarded(issue)) {
            let workflow = change(Workflow::by_category(statuses));
            teams.push(team(format!("p{project}"), workflow, issues, |issue| issue.project == project));
        }
    }
    teams
}

fn team(slug: String, workflow: Workflow, issues: &[Issue], belongs: impl Fn(&Issue) -> bool) -> Team {
    let mut courses = Vec::new();
    for issue in issues {
        if issue.level == 0 && belongs(issue) {
            courses.push(issue.course(&workflow));
        }
    }
    Team { slug, workflow, courses }
}

/// Every item once, under its first team.
pub(crate) fn each_once(teams: &[Team]) -> Vec<Course> {
    let mut seen = HashSet::new();
    let all = teams.iter().flat_map(|team| &team.courses);
    all.filter(|course| seen.insert(course.key.clone())).cloned().collect()
}

/// Items of several teams over the columns they have in common: not begun, begun, done.
pub(crate) fn by_stage(courses: &[Course]) -> (Workflow, Vec<Course>) {
    let stages = [("To do", Stage::Queue), ("In progress", Stage::Active), ("Done", Stage::Done)];
    let columns = stages.map(|(name, stage)| Column { name: name.to_owned(), stage, statuses: Vec::new() });
    let mut courses = courses.to_vec();
    for stay in courses.iter_mut().flat_map(|course| &mut course.stays) {
        stay.column = match stay.stage {
            Stage::Queue => 0,
            Stage::Active | Stage::Waiting => 1,
            Stage::Done => 2,
            Stage::Removed => 3,
        };
    }
    (Workflow { columns: columns.to_vec(), restarts: false }, courses)
}
