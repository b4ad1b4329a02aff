//! What the settings pages hand in, before it is checked.

use clario_store::{StatusStage, TeamId, TeamSource, WorkflowId};

/// The days of a workspace, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarForm {
    /// The name of a time zone.
    pub zone: String,
    /// The working days, by their English names.
    pub working_days: Vec<String>,
    /// The holidays, one a line.
    pub holidays: String,
    /// The hours for which data that nobody reads is kept.
    pub keep_unread_hours: String,
}

/// A team as a person wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamDraft {
    /// The team it was; `None` for a new one.
    pub id: Option<TeamId>,
    /// What the person typed; empty for the name of its first source, looked up live.
    pub label: String,
    /// Which workflow it uses; `None` for the one its sources suggest.
    pub workflow: Option<WorkflowId>,
    /// Where its items come from.
    pub sources: Vec<TeamSource>,
}

/// A workflow as a person wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowDraft {
    /// The workflow it was; `None` for a new one.
    pub id: Option<WorkflowId>,
    /// What the person typed; may be empty.
    pub label: String,
    /// Whether going back to the queue restarts the clock.
    pub restart_on_queue: bool,
    /// Whether sub-tasks count.
    pub include_subtasks: bool,
    /// The statuses that mean another stage than their board or provider suggests.
    pub stages: Vec<StatusStage>,
}
