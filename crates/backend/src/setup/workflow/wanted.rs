//! A form with statuses, held against what is there before anything of it is used.

use clario_analytics::mapping::{MappingRow, resolutions};
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
        let mut stages: Vec<StatusStage> = self
            .workflow_of(&team.slug)
            .map(|workflow| workflow.stages.clone())
            .unwrap_or_default()
            .into_iter()
            .filter(|kept| {
                let key = format!("{}.{}", kept.connection_id, kept.status_id);
                !kept.item_type_id.is_empty() || !named.contains_key(key.as_str())
            })
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
        Ok(Wanted {
            stages,
            restart_on_queue: form.restart_on_queue,
            include_subtasks: form.include_subtasks,
            removed: self.wanted_resolutions(&form.removed_resolutions)?,
        })
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

fn stored(stage: workflow::Stage) -> Stage {
    match stage {
        workflow::Stage::Queue => Stage::Queue,
        workflow::Stage::Active => Stage::Active,
        workflow::Stage::Waiting => Stage::Waiting,
        workflow::Stage::Done => Stage::Done,
        workflow::Stage::Removed => Stage::Removed,
    }
}
