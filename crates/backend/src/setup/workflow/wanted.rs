//! A form with statuses, held against what is there before anything of it is used.

use clario_analytics::mapping::{MappingRow, resolutions, types};
use clario_analytics::team::Team;
use clario_analytics::workflow::{self, StageEdit, WorkflowEdit};
use clario_store::{ConnectionId, Stage, StatusStage};
use std::collections::{BTreeMap, BTreeSet};

use super::WorkflowForm;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::setup::Live;

/// A form that was found good, in ids.
pub(super) struct Wanted {
    /// The statuses that count as something else than by default.
    pub(super) stages: Vec<StatusStage>,
    pub(super) restart_on_queue: bool,
    pub(super) include_subtasks: bool,
    /// The workspace's own list; `None` goes by the well-known names.
    pub(super) removed: Option<BTreeSet<(String, String)>>,
}

impl Live {
    /// Holds a form against what is there: it may name nothing else.
    pub(super) fn wanted(&self, team: &Team, form: &WorkflowForm) -> Result<Wanted, Error> {
        let rows = self.rows(team);
        // Of a status that is named twice the last word counts.
        let named: BTreeMap<&str, &str> =
            form.stages.iter().map(|(key, stage)| (key.as_str(), stage.as_str())).collect();
        let standing =
            self.workflow_of(&team.slug).map(|workflow| workflow.stages.clone()).unwrap_or_default();
        let mut stages: Vec<StatusStage> = standing
            .iter()
            .filter(|kept| {
                let key = format!("{}.{}", kept.connection_id, kept.status_id);
                kept.item_type_id.is_empty() && !named.contains_key(key.as_str())
            })
            .cloned()
            .collect();
        for (key, stage) in named {
            let (connection, status) = key.split_once('.').ok_or(Flaw::ProviderId)?;
            let is_it = |row: &&MappingRow| {
                row.connection == connection && row.status == status && !row.status.is_empty()
            };
            let row = rows.iter().find(is_it).ok_or(Flaw::ProviderId)?;
            let stage = match stage {
                "" => None,
                stage => Some(workflow::Stage::from_key(stage).ok_or(Flaw::ProviderId)?),
            };
            if let Some(stage) = stage.filter(|stage| Some(*stage) != row.default) {
                stages.push(StatusStage {
                    connection_id: ConnectionId::parse(connection).ok_or(Flaw::ProviderId)?,
                    item_type_id: String::new(),
                    status_id: status.to_owned(),
                    stage: stored(stage),
                });
            }
        }
        stages.extend(self.wanted_exceptions(&rows, standing, form)?);
        Ok(Wanted {
            stages,
            restart_on_queue: form.restart_on_queue,
            include_subtasks: form.include_subtasks,
            removed: self.wanted_resolutions(&form.removed_resolutions)?,
        })
    }

    /// The exceptions as they stand with those of a form on top: for a type and a status that are there, or for an
    /// exception that stands already.
    fn wanted_exceptions(
        &self,
        rows: &[MappingRow],
        standing: Vec<StatusStage>,
        form: &WorkflowForm,
    ) -> Result<Vec<StatusStage>, Flaw> {
        let mut wanted: BTreeMap<String, StatusStage> = standing
            .into_iter()
            .filter(|stage| !stage.item_type_id.is_empty())
            .map(|stage| (exception_key(&stage), stage))
            .collect();
        let types = types(self.portfolio().connections());
        for (key, stage) in &form.exceptions {
            let mut parts = key.splitn(3, '.');
            let (Some(connection), Some(item_type), Some(status)) =
                (parts.next(), parts.next(), parts.next())
            else {
                return Err(Flaw::ProviderId);
            };
            if stage.is_empty() {
                wanted.remove(key);
                continue;
            }
            let is_type = types.iter().any(|it| it.connection == connection && it.item_type == item_type);
            let is_status = rows
                .iter()
                .any(|row| row.connection == connection && row.status == status && !status.is_empty());
            let is_known = wanted.contains_key(key) || (is_type && is_status);
            if !is_known {
                return Err(Flaw::ProviderId);
            }
            let stage = StatusStage {
                connection_id: ConnectionId::parse(connection).ok_or(Flaw::ProviderId)?,
                item_type_id: item_type.to_owned(),
                status_id: status.to_owned(),
                stage: stored(workflow::Stage::from_key(stage).ok_or(Flaw::ProviderId)?),
            };
            wanted.insert(key.clone(), stage);
        }
        Ok(wanted.into_values().collect())
    }

    fn wanted_resolutions(&self, ticked: &[String]) -> Result<Option<BTreeSet<(String, String)>>, Flaw> {
        let rows = resolutions(self.portfolio().connections(), None);
        let pair = |connection: &str, id: &str| (connection.to_owned(), id.to_owned());
        let known: BTreeSet<_> = rows.iter().map(|row| pair(&row.connection, &row.resolution)).collect();
        let default: BTreeSet<_> =
            rows.iter().filter(|row| row.default).map(|row| pair(&row.connection, &row.resolution)).collect();
        let mut wanted = BTreeSet::new();
        for key in ticked {
            let ticked = key.split_once('.').map(|(connection, id)| pair(connection, id));
            wanted.insert(ticked.filter(|ticked| known.contains(ticked)).ok_or(Flaw::ProviderId)?);
        }
        // What is listed but was not shown, say of a connection that cannot be read now, stays.
        wanted.extend(self.removed().into_iter().flatten().filter(|listed| !known.contains(listed)));
        Ok((wanted != default).then_some(wanted))
    }
}

impl Wanted {
    pub(super) fn edit(&self) -> WorkflowEdit {
        let edit = |stage: &StatusStage| StageEdit {
            connection: stage.connection_id.to_string(),
            item_type: Some(stage.item_type_id.clone()).filter(|id| !id.is_empty()),
            status: stage.status_id.clone(),
            stage: crate::settings::meaning(stage.stage),
        };
        WorkflowEdit {
            stages: self.stages.iter().map(edit).collect(),
            restart_on_queue: self.restart_on_queue,
            removed_resolutions: self.removed.as_ref().map(|listed| listed.iter().cloned().collect()),
        }
    }
}

fn exception_key(stage: &StatusStage) -> String {
    format!("{}.{}.{}", stage.connection_id, stage.item_type_id, stage.status_id)
}

fn stored(stage: workflow::Stage) -> Stage {
    match stage {
        workflow::Stage::Queue => Stage::Queue,
        workflow::Stage::Active => Stage::Active,
        workflow::Stage::Waiting => Stage::Waiting,
        workflow::Stage::Done => Stage::Done,
        workflow::Stage::Removed => Stage::Removed,
    }
}
