//! The part of an issue a search looks at, small enough to hold for a million issues.

use super::issue::Issue;
use super::plan::{Category, Plan};

/// One issue as the search index sees it.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) number: u32,
    project: u16,
    pub(crate) status: u16,
    pub(crate) kind: u16,
    sprints: [u16; 6],
    resolved: bool,
}

impl Row {
    /// The row of an issue; of more than six sprints the newest six count.
    pub(crate) fn of(issue: &Issue) -> Self {
        let mut sprints = [u16::MAX; 6];
        for (slot, &sprint) in sprints.iter_mut().zip(issue.sprints.iter().rev()) {
            *slot = sprint;
        }
        Self {
            id: issue.id,
            created: issue.created,
            updated: issue.updated,
            number: issue.number,
            project: u16::try_from(issue.project).unwrap_or(0),
            status: issue.status,
            kind: issue.kind,
            sprints,
            resolved: issue.resolution.is_some(),
        }
    }

    /// Position of the project.
    pub(crate) fn project(&self) -> usize {
        usize::from(self.project)
    }

    /// Whether the issue is or was in the sprint at a position.
    pub(crate) fn in_sprint(&self, sprint: usize) -> bool {
        self.sprints.iter().any(|&own| own != u16::MAX && usize::from(own) == sprint)
    }

    /// Positions of its sprints.
    pub(crate) fn sprints(&self) -> impl Iterator<Item = usize> {
        self.sprints.iter().filter(|&&own| own != u16::MAX).map(|&own| usize::from(own))
    }

    /// Whether it has a resolution.
    pub(crate) fn is_resolved(&self) -> bool {
        self.resolved
    }

    /// The category of its status.
    pub(crate) fn category(&self, plan: &Plan) -> Category {
        plan.statuses[usize::from(self.status)].category
    }
}
