//! The closed list of item fields that are read, and where each of them is found on one site.

use std::collections::HashMap;

/// Everything of an item that is ever read. What is not here is never asked for and never kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// When the item was created.
    Created,
    /// When it last changed.
    Updated,
    /// Its project.
    Project,
    /// Its type.
    ItemType,
    /// Its status.
    Status,
    /// Its priority.
    Priority,
    /// How it was closed.
    Resolution,
    /// Its labels.
    Labels,
    /// Its components.
    Components,
    /// The releases it is planned for.
    Releases,
    /// The item above it.
    Parent,
    /// The day it is due.
    Due,
    /// Its sprints.
    Sprint,
    /// Its estimate.
    Points,
    /// Whether it is flagged as impeded.
    Flag,
}

impl Field {
    /// All fields in the order in which they are shown to people.
    pub const fn all() -> &'static [Self] {
        &[
            Self::Created,
            Self::Updated,
            Self::Project,
            Self::ItemType,
            Self::Status,
            Self::Priority,
            Self::Resolution,
            Self::Labels,
            Self::Components,
            Self::Releases,
            Self::Parent,
            Self::Due,
            Self::Sprint,
            Self::Points,
            Self::Flag,
        ]
    }

    /// The name on the wire; `None` for fields whose id differs from site to site.
    pub const fn wire_name(self) -> Option<&'static str> {
        Some(match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Project => "project",
            Self::ItemType => "issuetype",
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Resolution => "resolution",
            Self::Labels => "labels",
            Self::Components => "components",
            Self::Releases => "fixVersions",
            Self::Parent => "parent",
            Self::Due => "duedate",
            Self::Sprint | Self::Points | Self::Flag => return None,
        })
    }

    /// The name people know it by in Jira.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Updated => "Updated",
            Self::Project => "Project",
            Self::ItemType => "Work type",
            Self::Status => "Status",
            Self::Priority => "Priority",
            Self::Resolution => "Resolution",
            Self::Labels => "Labels",
            Self::Components => "Components",
            Self::Releases => "Fix versions",
            Self::Parent => "Parent",
            Self::Due => "Due date",
            Self::Sprint => "Sprint",
            Self::Points => "Story points",
            Self::Flag => "Flagged",
        }
    }

    /// Why it is read, in a sentence.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Created => "Where lead time begins.",
            Self::Updated => "To fetch only what changed, and to show when that was.",
            Self::Project => "To group work by project.",
            Self::ItemType => "To tell stories and bugs from epics and sub-tasks.",
            Self::Status => "Where the work stands now and, with its history, every flow chart.",
            Self::Priority => "To filter by priority and to show it with an item.",
            Self::Resolution => "To tell delivered work from work that was cancelled.",
            Self::Labels => "To filter by label.",
            Self::Components => "To filter by component.",
            Self::Releases => "To filter by release.",
            Self::Parent => "To name the item above; only the parent's number is kept.",
            Self::Due => "To point out what is late or due soon.",
            Self::Sprint => "To point out items that go from sprint to sprint.",
            Self::Points => "To show an item's estimate and how it changed.",
            Self::Flag => "To show blocked work and how long it was blocked.",
        }
    }

    /// Whether its history is read too.
    pub const fn has_history(self) -> bool {
        matches!(self, Self::Status | Self::Sprint | Self::Points | Self::Flag)
    }

    fn fixed(wire_name: &str) -> Option<Self> {
        Self::all().iter().copied().find(|field| field.wire_name() == Some(wire_name))
    }
}

/// Where one site keeps what is read: found once per update, handed to every later question.
///
/// Two readings that differ mean that items read before must be read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    pub(crate) sprint: Option<String>,
    pub(crate) flag: Option<String>,
    /// Every field that holds an estimate somewhere on the site.
    pub(crate) points: Vec<String>,
    /// Which of them counts in a project, by project id.
    pub(crate) points_of_project: HashMap<String, usize>,
}

/// What has to be read again after a site's fields moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outdated {
    /// Everything.
    Everything,
    /// These projects, possibly none.
    Projects(Vec<String>),
}

impl Reading {
    /// Which items, read with this reading, a newer one would read differently.
    pub fn outdated_by(&self, newer: &Self) -> Outdated {
        if (&self.sprint, &self.flag, &self.points) != (&newer.sprint, &newer.flag, &newer.points) {
            return Outdated::Everything;
        }
        let differs = |project: &&String| {
            let known = self.points_of_project.get(*project);
            known.is_some() && newer.points_of_project.get(*project).is_some_and(|place| Some(place) != known)
        };
        Outdated::Projects(self.points_of_project.keys().filter(differs).cloned().collect())
    }

    /// Names for the field list of a search: fixed ones and those found on this site.
    pub(crate) fn search_fields(&self) -> Vec<&str> {
        let fixed = Field::all().iter().filter_map(|field| field.wire_name());
        fixed.chain(self.site_fields()).collect()
    }

    /// Names for the field list of a history request.
    pub(crate) fn history_fields(&self) -> Vec<&str> {
        let fixed =
            Field::all().iter().filter(|field| field.has_history()).filter_map(|field| field.wire_name());
        fixed.chain(self.site_fields()).collect()
    }

    fn site_fields(&self) -> impl Iterator<Item = &str> {
        self.sprint.iter().chain(&self.flag).chain(&self.points).map(String::as_str)
    }

    /// What a wire name stands for; an estimate comes with its place in the list of points fields.
    pub(crate) fn role(&self, wire_name: &str) -> Option<(Field, usize)> {
        if let Some(field) = Field::fixed(wire_name) {
            return Some((field, 0));
        }
        if self.sprint.as_deref() == Some(wire_name) {
            return Some((Field::Sprint, 0));
        }
        if self.flag.as_deref() == Some(wire_name) {
            return Some((Field::Flag, 0));
        }
        self.points.iter().position(|id| id == wire_name).map(|place| (Field::Points, place))
    }

    /// The points field that counts in a project, as a place in the list of points fields.
    pub(crate) fn points_in(&self, project: &str) -> Option<usize> {
        self.points_of_project.get(project).copied().or((!self.points.is_empty()).then_some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_holds_content_or_a_person() {
        let forbidden = [
            "summary",
            "description",
            "comment",
            "attachment",
            "environment",
            "worklog",
            "assignee",
            "reporter",
            "creator",
            "watches",
            "votes",
            "issuelinks",
            "subtasks",
            "*all",
            "*navigable",
        ];
        let reading = Reading {
            sprint: Some("customfield_1".into()),
            flag: Some("customfield_2".into()),
            points: vec!["customfield_3".into(), "customfield_4".into()],
            ..Reading::default()
        };
        for name in reading.search_fields().into_iter().chain(reading.history_fields()) {
            assert!(!forbidden.contains(&name), "{name}");
        }
        assert_eq!(reading.search_fields().len(), Field::all().len() + 1, "every field once, points twice");
        assert_eq!(
            reading.history_fields(),
            ["status", "customfield_1", "customfield_2", "customfield_3", "customfield_4"]
        );
        clario_proofs::proves(&["AC-15", "AC-26"]);
    }

    #[test]
    fn a_points_field_that_changes_outdates_its_project_and_a_new_project_outdates_nothing() {
        let reading = |places: &[(&str, usize)]| Reading {
            points: vec!["customfield_3".into(), "customfield_4".into()],
            points_of_project: places
                .iter()
                .map(|(project, place)| ((*project).to_owned(), *place))
                .collect(),
            ..Reading::default()
        };
        let old = reading(&[("1", 0), ("2", 1)]);
        assert_eq!(old.outdated_by(&reading(&[("1", 0), ("3", 0)])), Outdated::Projects(vec![]));
        assert_eq!(old.outdated_by(&reading(&[("1", 1), ("2", 1)])), Outdated::Projects(vec!["1".into()]));
        assert_eq!(old.outdated_by(&Reading::default()), Outdated::Everything);
    }

    #[test]
    fn every_field_tells_its_purpose_in_a_sentence() {
        for field in Field::all() {
            assert!(field.purpose().ends_with('.') && !field.title().is_empty(), "{field:?}");
        }
    }

    #[test]
    fn a_name_outside_the_list_has_no_role() {
        let reading = Reading { points: vec!["customfield_3".into()], ..Reading::default() };
        assert_eq!(reading.role("status"), Some((Field::Status, 0)));
        assert_eq!(reading.role("customfield_3"), Some((Field::Points, 0)));
        for name in ["summary", "customfield_4", "", "Status"] {
            assert_eq!(reading.role(name), None, "{name}");
        }
    }
}
