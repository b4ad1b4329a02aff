//! What is set up, between the words of the use cases and those of the pages.

use super::ApiError;
use super::settings::{
    Access, ConnectionRow, DaysReport, SettingsReport, TeamRow, TeamsReport, WorkflowEntry,
};
use clario_analytics::day::Weekday;
use clario_backend::{
    ConnectionId, CredentialState, LONGEST_LIFE_DAYS, LiveTeams, Settings, Setup, TeamEntry, Viewer,
    WARNED_DAYS, WorkflowForm, zones,
};

/// What is wrong with a token, as a sentence.
fn trouble(state: CredentialState, age_days: i64) -> String {
    let left = LONGEST_LIFE_DAYS - age_days;
    match state {
        CredentialState::Destroyed => "Its token was destroyed. Enter a new one.".to_owned(),
        CredentialState::Rejected => {
            "Jira rejects this token: it has ended or was revoked. Enter a new one.".to_owned()
        }
        CredentialState::Good if left <= 0 => {
            "The token is a year old, and Atlassian ends tokens then. Enter a new one.".to_owned()
        }
        CredentialState::Good if left <= WARNED_DAYS => {
            format!("Atlassian ends this token in {left} days at the latest. Enter a new one in time.")
        }
        CredentialState::Good => String::new(),
    }
}

/// What the viewer may do with settings.
pub(super) fn access(viewer: &Viewer) -> Access {
    match viewer {
        viewer if viewer.may_change() => Access::Change,
        viewer if viewer.is_sample() => Access::Sample,
        _ => Access::Look,
    }
}

/// Reads the id of a connection; what is none leads nowhere.
pub(super) fn connection(id: &str) -> Result<ConnectionId, ApiError> {
    ConnectionId::parse(id).ok_or(ApiError::Missing)
}

/// The rows of the form with the teams.
pub(super) fn teams(rows: Vec<TeamRow>) -> Vec<TeamEntry> {
    rows.into_iter()
        .map(|row| TeamEntry { slug: row.slug, label: row.label, place: row.place, remove: row.remove })
        .collect()
}

/// The form with the statuses of a team.
pub(super) fn workflow(entry: WorkflowEntry) -> WorkflowForm {
    WorkflowForm {
        stages: entry.stages,
        exceptions: entry.exceptions,
        restart_on_queue: entry.restart_on_queue,
        include_subtasks: entry.include_subtasks,
        removed_resolutions: entry.removed_resolutions,
    }
}

/// Everything that is set up, for the page.
pub(super) fn report(viewer: &Viewer, setup: Setup) -> SettingsReport {
    let connections = setup.connections.into_iter().map(|(connection, age_days)| ConnectionRow {
        trouble: trouble(connection.credential_state, age_days),
        id: connection.id.to_string(),
        label: connection.label.unwrap_or_default(),
        address: connection.base_url,
        last_four: connection.last_four,
        age_days,
    });
    SettingsReport {
        access: access(viewer),
        name: setup.name,
        connections: connections.collect(),
        teams: teams_report(!setup.settings.teams.is_empty(), setup.teams),
        days: days_report(setup.settings),
    }
}

fn teams_report(chosen: bool, teams: LiveTeams) -> TeamsReport {
    let (roster, lacking) = match teams {
        LiveTeams::Known { roster, partial } => (Some(roster), partial),
        LiveTeams::NothingConnected => (
            None,
            Some("Nothing is connected yet. Each board of a connected site becomes a team.".to_owned()),
        ),
        LiveTeams::NotYet => (
            None,
            Some(
                "The first data is still being read. Teams appear here with the first complete project."
                    .to_owned(),
            ),
        ),
    };
    TeamsReport { chosen, roster, lacking }
}

fn days_report(settings: Settings) -> DaysReport {
    let holidays: Vec<String> = settings
        .holidays
        .iter()
        .map(|holiday| match &holiday.label {
            Some(label) => format!("{} {label}", holiday.day),
            None => holiday.day.clone(),
        })
        .collect();
    let is_working = |day: &Weekday| settings.working_days.contains(day);
    DaysReport {
        week: Weekday::ALL.iter().map(|day| (day.name().to_owned(), is_working(day))).collect(),
        zones: zones::names(),
        holidays: holidays.join("\n"),
        keep_unread_hours: settings.keep_unread_hours,
        zone: settings.zone,
    }
}
