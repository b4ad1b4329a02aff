//! One issue as it stands, with its history; each change is applied to the issue and remembered.

use std::sync::Arc;

use super::plan::Plan;

/// An issue with all its changes up to the horizon of the world.
#[derive(Clone, Debug)]
pub(crate) struct Issue {
    pub(crate) id: u64,
    pub(crate) project: usize,
    /// The number behind the key; another one after a move.
    pub(crate) number: u32,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) kind: u16,
    pub(crate) status: u16,
    pub(crate) category_since: i64,
    pub(crate) resolution: Option<(u8, i64)>,
    pub(crate) priority: u8,
    /// Tenths of a point.
    pub(crate) points: Option<u32>,
    pub(crate) flagged: bool,
    /// Positions of the sprints it was ever left in, oldest first.
    pub(crate) sprints: Vec<u16>,
    /// One bit for each label and component.
    pub(crate) labels: u8,
    pub(crate) components: u8,
    pub(crate) fix_versions: Vec<u32>,
    pub(crate) parent: Option<u64>,
    /// The issue it blocks, duplicates or relates to: position in the link types and id.
    pub(crate) link: Option<(u8, u64)>,
    pub(crate) due: Option<i64>,
    pub(crate) changes: Vec<Change>,
    /// The recorded fields, in a recorded world.
    pub(crate) raw: Option<Arc<serde_json::Map<String, serde_json::Value>>>,
}

/// One entry of the history.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) id: u64,
    pub(crate) at: i64,
    /// Position in the list of people.
    pub(crate) author: u8,
    pub(crate) edits: Vec<Edit>,
}

/// One item of an entry, as it was recorded.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Status { from: u16, to: u16 },
    Resolution { from: Option<u8>, to: Option<u8> },
    Sprint { from: Vec<u16>, to: Vec<u16> },
    Points { team_managed: bool, from: Option<u32>, to: Option<u32> },
    Flag { raised: bool },
    Kind { from: u16, to: u16 },
    Priority { from: u8, to: u8 },
    FixVersion { from: Option<u32>, to: Option<u32> },
    Parent { from: Option<u64>, to: Option<u64>, spelling: ParentSpelling },
    Project { from: usize, to: usize },
    Key { from: (usize, u32), to: (usize, u32) },
    Talk(Talk),
    Raw(Box<RawEdit>),
}

/// Items about people, ranks, links and words: noise to a reader of metadata, or worse.
#[derive(Clone, Debug)]
pub(crate) enum Talk {
    Assignee(u8),
    Link(u64),
    Rank,
    Summary,
    Description,
    Comment,
    Attachment,
    Notes,
}

/// The three ways a changelog tells of a parent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ParentSpelling {
    EpicLink,
    Association,
    Parent,
}

/// A recorded item, word for word.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct RawEdit {
    pub(crate) field: String,
    pub(crate) fieldtype: String,
    #[serde(rename = "fieldId")]
    pub(crate) field_id: Option<String>,
    pub(crate) from: Option<String>,
    #[serde(rename = "fromString")]
    pub(crate) from_string: Option<String>,
    pub(crate) to: Option<String>,
    #[serde(rename = "toString")]
    pub(crate) to_string: Option<String>,
}

/// What is about to happen to an issue.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Status(u16),
    /// A status change that sets or clears the resolution in the same entry.
    Resolve(u16, Option<u8>),
    /// The sprint in which it is planned or carried on.
    EnterSprint(u16),
    /// Taken out of its newest sprint, back to the backlog.
    LeaveSprint,
    Points(Option<u32>),
    Flag(bool),
    Kind(u16),
    Priority(u8),
    FixVersion(u32),
    Parent(u64, ParentSpelling),
    Move(usize, u32),
    /// An item that changes nothing a reader may see.
    Talk(Talk),
}

impl Issue {
    /// An issue nobody has touched yet.
    pub(crate) fn new(id: u64, project: usize, number: u32, now: i64, kind: u16, status: u16) -> Self {
        Self {
            id,
            project,
            number,
            created: now,
            updated: now,
            kind,
            status,
            category_since: now,
            resolution: None,
            priority: 2,
            points: None,
            flagged: false,
            sprints: Vec::new(),
            labels: 0,
            components: 0,
            fix_versions: Vec::new(),
            parent: None,
            link: None,
            due: None,
            changes: Vec::new(),
            raw: None,
        }
    }

    /// The key as of now.
    pub(crate) fn key(&self, plan: &Plan) -> String {
        format!("{}-{}", plan.projects[self.project].key, self.number)
    }

    /// Applies a step and remembers it; a step that changes nothing leaves no trace.
    pub(crate) fn take(&mut self, plan: &Plan, step: &Step, at: i64, id: u64, author: u8) {
        let edits = self.edits(plan, step, at);
        if edits.is_empty() {
            return;
        }
        self.updated = self.updated.max(at);
        if let Some(raw) = self.raw.as_mut().map(Arc::make_mut) {
            raw.retain(|name, _| !super::fields::CHANGEABLE.contains(&name.as_str()));
        }
        self.changes.push(Change { id, at, author, edits });
    }

    fn edits(&mut self, plan: &Plan, step: &Step, at: i64) -> Vec<Edit> {
        match *step {
            Step::Status(to) => self.enter(plan, to, at).into_iter().collect(),
            Step::Resolve(to, resolution) => {
                let from = self.resolution.map(|(before, _)| before);
                let mut edits: Vec<Edit> = self.enter(plan, to, at).into_iter().collect();
                if from != resolution {
                    self.resolution = resolution.map(|now| (now, at));
                    edits.push(Edit::Resolution { from, to: resolution });
                }
                edits
            }
            Step::EnterSprint(sprint) if self.sprints.last() != Some(&sprint) => {
                let from = self.sprints.clone();
                self.sprints.push(sprint);
                vec![Edit::Sprint { from, to: self.sprints.clone() }]
            }
            Step::LeaveSprint if !self.sprints.is_empty() => {
                let from = self.sprints.clone();
                self.sprints.pop();
                vec![Edit::Sprint { from, to: self.sprints.clone() }]
            }
            Step::Points(to) => match std::mem::replace(&mut self.points, to) {
                from if from == to => Vec::new(),
                from => {
                    let team_managed = plan.kinds[usize::from(self.kind)].scope.is_some();
                    vec![Edit::Points { team_managed, from, to }]
                }
            },
            Step::Flag(raised) => match std::mem::replace(&mut self.flagged, raised) {
                before if before == raised => Vec::new(),
                _ => vec![Edit::Flag { raised }],
            },
            Step::Kind(to) => match std::mem::replace(&mut self.kind, to) {
                from if from == to => Vec::new(),
                from => vec![Edit::Kind { from, to }],
            },
            Step::Priority(to) => match std::mem::replace(&mut self.priority, to) {
                from if from == to => Vec::new(),
                from => vec![Edit::Priority { from, to }],
            },
            Step::FixVersion(to) if !self.fix_versions.contains(&to) => {
                self.fix_versions.push(to);
                vec![Edit::FixVersion { from: None, to: Some(to) }]
            }
            Step::EnterSprint(_) | Step::LeaveSprint | Step::FixVersion(_) => Vec::new(),
            Step::Parent(to, spelling) => match self.parent.replace(to) {
                Some(from) if from == to => Vec::new(),
                from => vec![Edit::Parent { from, to: Some(to), spelling }],
            },
            Step::Move(project, number) => {
                let from = (self.project, self.number);
                (self.project, self.number) = (project, number);
                vec![Edit::Project { from: from.0, to: project }, Edit::Key { from, to: (project, number) }]
            }
            Step::Talk(ref talk) => vec![Edit::Talk(talk.clone())],
        }
    }

    fn enter(&mut self, plan: &Plan, to: u16, at: i64) -> Option<Edit> {
        let from = std::mem::replace(&mut self.status, to);
        let category = |status: u16| plan.statuses[usize::from(status)].category;
        if category(from) != category(to) {
            self.category_since = at;
        }
        (from != to).then_some(Edit::Status { from, to })
    }
}
