//! The progress of a reading, in sentences.

use super::sync::ConnectionState;
use clario_analytics::label::{count, items, things};
use clario_backend::{Progress, Step};

/// Says how the reading of one connection goes.
pub fn state(name: &str, progress: &Progress, has_data: bool) -> ConnectionState {
    ConnectionState {
        name: name.to_owned(),
        percent: progress.percent(),
        sentence: sentence(progress),
        has_data,
        complete: progress.complete,
        trouble: progress.trouble.as_ref().map(|trouble| trouble.error.remedy()),
        notes: notes(progress),
    }
}

fn sentence(progress: &Progress) -> String {
    let here = items(whole(progress.items));
    let so_far = match progress.items_expected {
        Some(expected) if !progress.complete => {
            format!("{} of about {}", count(whole(progress.items)), items(whole(expected)))
        }
        _ => here.clone(),
    };
    let all = things(whole(progress.projects), "project", "projects");
    let projects = format!("{} of {all}", count(whole(progress.projects_done)));
    match progress.step {
        Step::Waiting => "Waiting for other connections to be read first.".to_owned(),
        Step::LookingAround => "Looking at projects, boards and sprints.".to_owned(),
        Step::Recent => {
            format!("Reading what changed in the last 90 days: {projects}, {so_far}{}.", left(progress))
        }
        Step::Older => format!("Reading what is older: {projects}, {so_far}{}.", left(progress)),
        Step::Idle => format!("All is read: {here} in {all}."),
        Step::Updating => format!("Reading what changed since the last look; {here} so far."),
        Step::Sweeping => format!("Looking for what is gone; {here} so far."),
        Step::Stopped => "No longer read.".to_owned(),
    }
}

fn whole(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

fn left(progress: &Progress) -> String {
    match progress.seconds_left {
        None | Some(0) => String::new(),
        Some(1) => ", about a second left".to_owned(),
        Some(seconds @ 1..=90) => format!(", about {seconds} seconds left"),
        Some(seconds) => format!(", about {} minutes left", seconds.div_ceil(60)),
    }
}

fn notes(progress: &Progress) -> Vec<String> {
    let mut notes = Vec::new();
    let lost = match progress.lost_projects.len() {
        0 => None,
        1 => Some("One project could not be read. Its items from before are kept for a day.".to_owned()),
        count => {
            Some(format!("{count} projects could not be read. Their items from before are kept for a day."))
        }
    };
    notes.extend(lost);
    if !progress.boards_without_columns.is_empty() {
        notes.push(format!(
            "The columns of {} may not be read, so their statuses are grouped by Jira's own categories.",
            things(whole(progress.boards_without_columns.len()), "board", "boards")
        ));
    }
    if let Some(error) = &progress.boards_refused {
        notes.push(format!("Boards could not be read, so each project is a team. {}", error.remedy()));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_step_counts_and_time_left() {
        let progress = Progress {
            step: Step::Recent,
            projects: 5,
            projects_done: 2,
            items: 400,
            items_expected: Some(1_000),
            seconds_left: Some(75),
            ..Progress::default()
        };
        let expected = "Reading what changed in the last 90 days: 2 of 5 projects, 400 of about 1\u{202f}000 items, \
                        about 75 seconds left.";
        assert_eq!(state("Jira", &progress, false).sentence, expected);
        assert_eq!(state("Jira", &progress, false).percent, 40);
        let soon = Progress { seconds_left: Some(1), ..progress };
        assert!(state("Jira", &soon, false).sentence.ends_with(" items, about a second left."));
    }

    #[test]
    fn what_is_missing_is_said() {
        let progress = Progress { lost_projects: vec!["1".into(), "2".into()], ..Progress::default() };
        assert_eq!(state("Jira", &progress, true).notes.len(), 1);
        assert!(state("Jira", &Progress::default(), true).notes.is_empty());
    }
}
