//! The fields of a site: what `/field` tells and which of them hold content.

use serde_json::{Value, json};

use crate::poison::Poisons;

/// Story points of company-managed projects.
pub(crate) const POINTS: &str = "customfield_10036";
/// Story point estimate of team-managed projects.
pub(crate) const ESTIMATE: &str = "customfield_10016";
/// The sprint field.
pub(crate) const SPRINT: &str = "customfield_10020";
/// The flag.
pub(crate) const FLAGGED: &str = "customfield_10021";
/// The old link to an epic.
pub(crate) const EPIC_LINK: &str = "customfield_10014";
/// The rank.
pub(crate) const RANK: &str = "customfield_10019";
/// A text field people write into.
pub(crate) const NOTES: &str = "customfield_10050";

/// Fields that an issue carries and a reader may ask for.
pub(crate) const METADATA: [&str; 20] = [
    "created",
    "updated",
    "project",
    "issuetype",
    "status",
    "statuscategorychangedate",
    "statusCategory",
    "resolution",
    "resolutiondate",
    "priority",
    "labels",
    "components",
    "fixVersions",
    "versions",
    "duedate",
    POINTS,
    ESTIMATE,
    SPRINT,
    FLAGGED,
    RANK,
];

/// Fields of a recorded issue that a change of its status or project replaces.
pub(crate) const CHANGEABLE: [&str; 6] =
    ["status", "updated", "statuscategorychangedate", "resolution", "resolutiondate", "project"];

/// Fields with the words of people, the people themselves, or other tickets' words inside.
pub(crate) const CONTENT: [&str; 13] = [
    "summary",
    "description",
    "environment",
    "comment",
    "worklog",
    "attachment",
    "assignee",
    "reporter",
    "creator",
    "parent",
    "issuelinks",
    "subtasks",
    NOTES,
];

/// The answer of `/field` in a seeded world.
pub(crate) fn seeded(poison: &Poisons) -> Vec<Value> {
    let system = [
        ("summary", "Summary", "string"),
        ("description", "Description", "string"),
        ("environment", "Environment", "string"),
        ("comment", "Comment", "comments-page"),
        ("worklog", "Log Work", "array"),
        ("attachment", "Attachment", "array"),
        ("assignee", "Assignee", "user"),
        ("reporter", "Reporter", "user"),
        ("creator", "Creator", "user"),
        ("created", "Created", "datetime"),
        ("updated", "Updated", "datetime"),
        ("project", "Project", "project"),
        ("issuetype", "Issue Type", "issuetype"),
        ("status", "Status", "status"),
        ("statuscategorychangedate", "Status Category Changed", "datetime"),
        ("resolution", "Resolution", "resolution"),
        ("resolutiondate", "Resolved", "datetime"),
        ("priority", "Priority", "priority"),
        ("labels", "Labels", "array"),
        ("components", "Components", "array"),
        ("fixVersions", "Fix versions", "array"),
        ("versions", "Affects versions", "array"),
        ("issuelinks", "Linked Issues", "array"),
        ("subtasks", "Sub-tasks", "array"),
        ("duedate", "Due date", "date"),
    ];
    let mut fields: Vec<Value> = system
        .iter()
        .map(|(id, name, kind)| {
            json!({"id": id, "key": id, "name": name, "custom": false, "orderable": true, "navigable": true,
                   "searchable": true, "clauseNames": [id], "schema": {"type": kind, "system": id}})
        })
        .collect();
    fields
        .push(json!({"id": "parent", "key": "parent", "name": "Parent", "custom": false, "orderable": false,
                       "navigable": true, "searchable": false, "clauseNames": ["parent"]}));
    let types = "com.atlassian.jira.plugin.system.customfieldtypes";
    let agile = "com.pyxis.greenhopper.jira";
    let custom = [
        (EPIC_LINK, "Epic Link", "any", format!("{agile}:gh-epic-link")),
        (ESTIMATE, "Story point estimate", "number", format!("{agile}:jsw-story-points")),
        (RANK, "Rank", "any", format!("{agile}:gh-lexo-rank")),
        (SPRINT, "Sprint", "array", format!("{agile}:gh-sprint")),
        (FLAGGED, "Flagged", "array", format!("{types}:multicheckboxes")),
        (POINTS, "Story Points", "number", format!("{types}:float")),
        (NOTES, "Notes", "string", format!("{types}:textarea")),
        ("customfield_10060", "Business value", "number", format!("{types}:float")),
    ];
    for (id, name, kind, schema) in custom {
        let digits: u64 = id.trim_start_matches("customfield_").parse().unwrap_or(0);
        let name = if id == "customfield_10060" { poison.name("field.name", name) } else { name.to_owned() };
        let mut schema = json!({"type": kind, "custom": schema, "customId": digits});
        if id == FLAGGED {
            schema["items"] = "option".into();
        } else if id == SPRINT {
            schema["items"] = "json".into();
        }
        fields.push(json!({"id": id, "key": id, "name": name, "custom": true, "orderable": true,
            "navigable": true, "searchable": true, "clauseNames": [format!("cf[{digits}]"), name],
            "schema": schema}));
    }
    fields
}
