//! The settings of a workspace as a file that can be read back, here or in another workspace.

mod document;

use std::collections::BTreeMap;

use crate::Backend;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::permission::Permission;
use crate::sessions::Recent;
use crate::settings::{
    TeamDraft, WorkflowDraft, check_calendar, check_resolutions, check_teams, check_workflow,
};
use crate::viewer::Viewer;
use clario_analytics::day::Weekday;
use clario_store::{
    AllSettings, Calendar, ConnectionId, Holiday, Resolution, StatusStage, Team, TeamId, TeamSource,
    Workflow, WorkflowId,
};
use document::{
    ConnectionEntry, Document, HolidayEntry, ResolutionEntry, TeamEntry, WorkflowEntry, kind, source_entry,
    stage, status_entry,
};

const SCHEMA: &str = "altaclario-settings-v1";
/// Bytes that a file may have.
const LONGEST: usize = 200 * 1024;
const MOST_WORKFLOWS: usize = 200;

impl Backend {
    /// The settings of the workspace as the text of a file.
    pub(super) async fn settings_document(&self, viewer: &Viewer) -> Result<String, Error> {
        let settings = self.settings(viewer).await?;
        let connections = self.connections(viewer).await?;
        let keys: BTreeMap<&ConnectionId, String> =
            (1..).zip(&connections).map(|(number, it)| (&it.id, format!("c{number}"))).collect();
        let workflow_keys: BTreeMap<&WorkflowId, String> =
            (1..).zip(&settings.workflows).map(|(number, it)| (&it.id, format!("w{number}"))).collect();
        let key = |id: &ConnectionId| keys.get(id).cloned().unwrap_or_default();
        let document = Document {
            schema: SCHEMA.to_owned(),
            zone: settings.zone.clone(),
            working_days: settings.working_days.iter().map(|day| day.name().to_owned()).collect(),
            keep_unread_hours: settings.keep_unread_hours,
            holidays: settings
                .holidays
                .iter()
                .map(|it| HolidayEntry { day: it.day.clone(), label: it.label.clone() })
                .collect(),
            connections: connections
                .iter()
                .map(|it| ConnectionEntry { key: key(&it.id), address: it.base_url.clone() })
                .collect(),
            removed_resolutions: settings.removed_resolutions.as_ref().map(|all| {
                all.iter()
                    .map(|it| ResolutionEntry {
                        connection: key(&it.connection_id),
                        resolution: it.resolution_id.clone(),
                    })
                    .collect()
            }),
            workflows: settings
                .workflows
                .iter()
                .map(|it| WorkflowEntry {
                    key: workflow_keys.get(&it.id).cloned().unwrap_or_default(),
                    label: it.label.clone(),
                    restart_on_queue: it.restart_on_queue,
                    include_subtasks: it.include_subtasks,
                    statuses: it
                        .stages
                        .iter()
                        .map(|status| status_entry(status, key(&status.connection_id)))
                        .collect(),
                })
                .collect(),
            teams: settings
                .teams
                .iter()
                .map(|it| TeamEntry {
                    label: it.label.clone(),
                    workflow: it.workflow_id.as_ref().and_then(|id| workflow_keys.get(id).cloned()),
                    sources: it
                        .sources
                        .iter()
                        .map(|source| source_entry(source, key(&source.connection_id)))
                        .collect(),
                })
                .collect(),
        };
        let text = serde_json::to_string_pretty(&document).map_err(|_| Flaw::SettingsFile)?;
        Ok(text + "\n")
    }

    /// Replaces all settings by those of a file: all of it or nothing.
    pub async fn import_settings(&self, viewer: &Viewer, recent: &Recent, text: &str) -> Result<(), Error> {
        let scope = viewer.allowed_recently(Permission::ExportWorkspace, recent)?;
        if text.len() > LONGEST {
            return Err(Flaw::SettingsFileLong.into());
        }
        let document: Document = serde_json::from_str(text).map_err(|_| Flaw::SettingsFile)?;
        if document.schema != SCHEMA {
            return Err(Flaw::SettingsFile.into());
        }
        let here = self.connections(viewer).await?;
        let mut connections = BTreeMap::new();
        for it in &document.connections {
            let found = here.iter().find(|one| one.base_url == it.address).map(|one| one.id.clone());
            if connections.insert(it.key.clone(), found).is_some() {
                return Err(Flaw::SettingsFile.into());
            }
        }
        let connection = |key: &str| -> Result<ConnectionId, Flaw> {
            connections.get(key).ok_or(Flaw::SettingsFile)?.clone().ok_or(Flaw::SettingsFileSite)
        };
        if document.workflows.len() > MOST_WORKFLOWS {
            return Err(Flaw::TooManyStatuses.into());
        }
        let mut workflows: Vec<Workflow> = Vec::new();
        let mut workflow_ids: BTreeMap<String, WorkflowId> = BTreeMap::new();
        for it in document.workflows {
            let mut stages = Vec::new();
            for status in it.statuses {
                stages.push(StatusStage {
                    connection_id: connection(&status.connection)?,
                    item_type_id: status.item_type,
                    status_id: status.status,
                    stage: stage(status.stage),
                });
            }
            let workflow = check_workflow(WorkflowDraft {
                id: None,
                label: it.label.unwrap_or_default(),
                restart_on_queue: it.restart_on_queue,
                include_subtasks: it.include_subtasks,
                stages,
            })?;
            if workflow_ids.insert(it.key, workflow.id.clone()).is_some() {
                return Err(Flaw::SettingsFile.into());
            }
            workflows.push(workflow);
        }
        let mut drafts = Vec::new();
        for it in document.teams {
            let workflow = match it.workflow {
                Some(key) => Some(workflow_ids.get(&key).ok_or(Flaw::SettingsFile)?.clone()),
                None => None,
            };
            let mut sources = Vec::new();
            for source in it.sources {
                sources.push(TeamSource {
                    connection_id: connection(&source.connection)?,
                    kind: kind(source.kind),
                    provider_id: source.id,
                });
            }
            drafts.push(TeamDraft {
                id: None::<TeamId>,
                label: it.label.unwrap_or_default(),
                workflow,
                sources,
            });
        }
        let teams: Vec<Team> = check_teams(drafts)?;
        let removed = match document.removed_resolutions {
            None => None,
            Some(all) => {
                let mut found = Vec::new();
                for it in all {
                    let connection_id = connection(&it.connection)?;
                    found.push(Resolution { connection_id, resolution_id: it.resolution });
                }
                Some(check_resolutions(found)?)
            }
        };
        let days: Vec<Weekday> = Weekday::ALL
            .into_iter()
            .filter(|day| document.working_days.iter().any(|name| name == day.name()))
            .collect();
        if days.len() != document.working_days.len() {
            return Err(Flaw::SettingsFile.into());
        }
        let holidays: Vec<Holiday> =
            document.holidays.into_iter().map(|it| Holiday { day: it.day, label: it.label }).collect();
        let calendar: Calendar = check_calendar(&document.zone, &days, holidays, document.keep_unread_hours)?;
        let settings = AllSettings {
            calendar: &calendar,
            teams: &teams,
            workflows: &workflows,
            removed_resolutions: removed.as_deref(),
        };
        Ok(self.store().replace_settings(scope, &settings, self.now()).await?)
    }
}
