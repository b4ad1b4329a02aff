//! What trying a connection out showed, in sentences.

use super::connect::TrialReport;
use clario_backend::{Trial, Writes};

/// Beyond this many seconds the clocks are worth a word.
const CLOCK_SKEW: i64 = 120;

/// Says what was found, the good first.
pub(super) fn report(trial: Trial) -> TrialReport {
    let probe = &trial.probe;
    let mut good = vec![
        format!("The token works. Its account appears here only as {}.", probe.who.pseudonym),
        match probe.items {
            Some(items) => format!(
                "It sees {} and about {}.",
                counted(probe.projects, "project"),
                counted(items, "item")
            ),
            None => format!("It sees {}.", counted(probe.projects, "project")),
        },
    ];
    let mut warnings = Vec::new();
    match (probe.boards, probe.columns_readable) {
        (Some(boards), Some(true)) => good.push(format!("It sees {} with their columns.", counted(boards, "board"))),
        (Some(boards), Some(false)) => warnings.push(format!(
            "It sees {}, but not their columns, so statuses are grouped by Jira's own categories. \
             A scope for board configuration, or the right to view it, would give the columns.",
            counted(boards, "board")
        )),
        (Some(_), None) => good.push("There are no boards, so each project becomes a team.".to_owned()),
        (None, _) => warnings.push(
            "It may not list boards, so each project becomes a team. A token with the board scopes would give teams."
                .to_owned(),
        ),
    }
    if probe.projects == 0 {
        warnings.push(
            "It sees no project at all. Give its account the permission to browse projects.".to_owned(),
        );
    }
    if !probe.missing_scopes.is_empty() {
        warnings.push(format!("The token lacks these scopes: {}.", probe.missing_scopes.join(", ")));
    }
    match probe.writes {
        Writes::Impossible => good.push("Its account cannot change anything in Jira.".to_owned()),
        Writes::Possible => warnings.push(
            "Its account could change things in Jira. AltaClario never does, but a token of an account that can only \
             look would be safer."
                .to_owned(),
        ),
        Writes::Unknown => {}
    }
    if !probe.fields_not_found.is_empty() {
        let names: Vec<&str> = probe.fields_not_found.iter().map(|field| field.title()).collect();
        warnings.push(format!("This site does not have or show these fields: {}.", names.join(", ")));
    }
    let skew = probe.clock_ahead_ms / 1_000;
    if skew.abs() > CLOCK_SKEW {
        warnings.push(format!(
            "The clock of this server is {} minutes {} Jira's. Numbers follow Jira's time; correct the clock.",
            skew.abs() / 60,
            if skew > 0 { "ahead of" } else { "behind" }
        ));
    }
    TrialReport { good, warnings, draft: trial.draft }
}

fn counted(number: impl TryInto<u64>, noun: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
