//! The form of the file with the settings.

use clario_store::{SourceKind, Stage, StatusStage, TeamSource};
use serde::{Deserialize, Serialize};

/// The file. Connections, workflows and teams refer to each other by keys that mean nothing outside of it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) schema: String,
    pub(super) zone: String,
    pub(super) working_days: Vec<String>,
    pub(super) keep_unread_hours: u32,
    pub(super) holidays: Vec<HolidayEntry>,
    pub(super) connections: Vec<ConnectionEntry>,
    pub(super) removed_resolutions: Option<Vec<ResolutionEntry>>,
    pub(super) workflows: Vec<WorkflowEntry>,
    pub(super) teams: Vec<TeamEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayEntry {
    pub(super) day: String,
    pub(super) label: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectionEntry {
    pub(super) key: String,
    pub(super) address: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResolutionEntry {
    pub(super) connection: String,
    pub(super) resolution: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkflowEntry {
    pub(super) key: String,
    pub(super) label: Option<String>,
    pub(super) restart_on_queue: bool,
    pub(super) include_subtasks: bool,
    pub(super) statuses: Vec<StatusEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusEntry {
    pub(super) connection: String,
    pub(super) item_type: String,
    pub(super) status: String,
    pub(super) stage: StageKey,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum StageKey {
    Queue,
    Active,
    Waiting,
    Done,
    Removed,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TeamEntry {
    pub(super) label: Option<String>,
    pub(super) workflow: Option<String>,
    pub(super) sources: Vec<SourceEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEntry {
    pub(super) connection: String,
    pub(super) kind: KindKey,
    pub(super) id: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum KindKey {
    Project,
    Board,
}

pub(super) fn status_entry(status: &StatusStage, connection: String) -> StatusEntry {
    let stage = match status.stage {
        Stage::Queue => StageKey::Queue,
        Stage::Active => StageKey::Active,
        Stage::Waiting => StageKey::Waiting,
        Stage::Done => StageKey::Done,
        Stage::Removed => StageKey::Removed,
    };
    let (item_type, status) = (status.item_type_id.clone(), status.status_id.clone());
    StatusEntry { connection, item_type, status, stage }
}

pub(super) fn source_entry(source: &TeamSource, connection: String) -> SourceEntry {
    let kind = match source.kind {
        SourceKind::Project => KindKey::Project,
        SourceKind::Board => KindKey::Board,
    };
    SourceEntry { connection, kind, id: source.provider_id.clone() }
}

pub(super) fn stage(key: StageKey) -> Stage {
    match key {
        StageKey::Queue => Stage::Queue,
        StageKey::Active => Stage::Active,
        StageKey::Waiting => Stage::Waiting,
        StageKey::Done => Stage::Done,
        StageKey::Removed => Stage::Removed,
    }
}

pub(super) fn kind(key: KindKey) -> SourceKind {
    match key {
        KindKey::Project => SourceKind::Project,
        KindKey::Board => SourceKind::Board,
    }
}
