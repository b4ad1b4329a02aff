//! Writes histories with every quirk of the real changelog.

use super::Renderer;
use crate::json::Json;
use crate::world::fields;
use crate::world::issue::{Change, Edit, ParentSpelling, RawEdit, Talk};
use crate::world::names;

impl Renderer<'_> {
    /// One history with the items that are kept; `created` as epoch milliseconds or as text.
    pub(crate) fn change(
        &self,
        json: &mut Json,
        change: &Change,
        keeps: &mut dyn FnMut(&RawEdit) -> bool,
        epoch: bool,
    ) {
        json.object(|json| {
            json.key("id").quoted(change.id);
            json.key("author").raw(&self.words.people[usize::from(change.author) % names::PEOPLE.len()]);
            json.key("created");
            if epoch {
                json.plain(change.at);
            } else {
                json.time(&self.world.zone, change.at);
            }
            json.key("items").array(|json| {
                for item in change.edits.iter().map(|edit| self.item(edit)).filter(|item| keeps(item)) {
                    written(json, &item);
                }
            });
        });
    }

    /// Whether one of the items of a history belongs to the fields asked for.
    pub(crate) fn concerns(&self, change: &Change, field_ids: &[String]) -> bool {
        change.edits.iter().any(|edit| match self.field_id(edit) {
            Some(id) => field_ids.iter().any(|asked| *asked == id),
            None => false,
        })
    }

    fn field_id<'a>(&self, edit: &'a Edit) -> Option<std::borrow::Cow<'a, str>> {
        let id = match edit {
            Edit::Status { .. } => "status",
            Edit::Resolution { .. } => "resolution",
            Edit::Sprint { .. } => fields::SPRINT,
            Edit::Flag { .. } => fields::FLAGGED,
            Edit::Raw(raw) => return raw.field_id.as_deref().map(Into::into),
            other => return self.item(other).field_id.map(Into::into),
        };
        Some(id.into())
    }

    /// The item as it goes over the wire.
    fn item(&self, edit: &Edit) -> RawEdit {
        let plan = &self.world.plan;
        match *edit {
            Edit::Raw(ref raw) => (**raw).clone(),
            Edit::Status { from, to } => {
                let end = |position: u16| {
                    let status = &plan.statuses[usize::from(position)];
                    ((!status.deleted).then(|| status.id.clone()), Some(status.name.clone()))
                };
                item("status", "status", end(from), end(to))
            }
            Edit::Resolution { from, to } => {
                let end = |position: Option<u8>| {
                    let pair = position.and_then(|position| plan.resolutions.get(usize::from(position)));
                    pair.cloned().unzip()
                };
                item("resolution", "resolution", end(from), end(to))
            }
            Edit::Sprint { ref from, ref to } => {
                let end = |sprints: &[u16]| {
                    let sprints = || sprints.iter().map(|&position| &plan.sprints[usize::from(position)]);
                    let ids: Vec<String> = sprints().map(|sprint| sprint.id.to_string()).collect();
                    let names: Vec<&str> = sprints().map(|sprint| sprint.name.as_str()).collect();
                    (Some(ids.join(", ")), Some(names.join(", ")))
                };
                custom(item("Sprint", fields::SPRINT, end(from), end(to)))
            }
            Edit::Points { team_managed, from, to } => {
                let end = |points: Option<u32>| (None, points.map(decimal));
                let (name, id) = if team_managed {
                    ("Story point estimate", fields::ESTIMATE)
                } else {
                    ("Story Points", fields::POINTS)
                };
                custom(item(name, id, end(from), end(to)))
            }
            Edit::Flag { raised } => {
                let set = (Some("[10019]".into()), Some("Impediment".into()));
                let empty = |id: Option<&str>| (id.map(str::to_owned), Some(String::new()));
                let (from, to) = if raised { (empty(None), set) } else { (set, empty(Some(""))) };
                custom(item("Flagged", fields::FLAGGED, from, to))
            }
            Edit::Kind { from, to } => {
                let end = |position: u16| {
                    let kind = &plan.kinds[usize::from(position)];
                    (Some(kind.id.clone()), Some(kind.name.clone()))
                };
                item("issuetype", "issuetype", end(from), end(to))
            }
            Edit::Priority { from, to } => {
                let end = |position: u8| plan.priorities.get(usize::from(position)).cloned().unzip();
                item("priority", "priority", end(from), end(to))
            }
            Edit::FixVersion { from, to } => {
                let end = |position: Option<u32>| match position {
                    Some(position) => {
                        let version = &plan.versions[position as usize];
                        (Some(version.id.to_string()), Some(version.name.clone()))
                    }
                    None => (None, None),
                };
                item("Fix Version", "fixVersions", end(from), end(to))
            }
            Edit::Parent { from, to, spelling } => {
                let end = |id: Option<u64>| (id.map(|id| id.to_string()), id.map(|id| self.world.key(id)));
                match spelling {
                    ParentSpelling::EpicLink => {
                        custom(item("Epic Link", fields::EPIC_LINK, end(from), end(to)))
                    }
                    ParentSpelling::Association => item("IssueParentAssociation", "", end(from), end(to)),
                    ParentSpelling::Parent => item("Parent", "parent", end(from), end(to)),
                }
            }
            Edit::Project { from, to } => {
                let end = |position: usize| {
                    let project = &plan.projects[position];
                    (Some(project.id.to_string()), Some(project.name.clone()))
                };
                item("project", "project", end(from), end(to))
            }
            Edit::Key { from, to } => {
                let end = |(project, number): (usize, u32)| {
                    (None, Some(format!("{}-{number}", plan.projects[project].key)))
                };
                item("Key", "", end(from), end(to))
            }
            Edit::Talk(ref talk) => self.talk(talk),
        }
    }

    fn talk(&self, talk: &Talk) -> RawEdit {
        match *talk {
            Talk::Assignee(person) => {
                let account = format!("712020:{}-{person}", self.world.poison.of("person.account"));
                let name = names::PEOPLE[usize::from(person) % names::PEOPLE.len()];
                let to = (Some(account), Some(self.words.text(name, "person.name")));
                item("assignee", "assignee", (None, None), to)
            }
            Talk::Link(other) => {
                let key = self.world.key(other);
                let words = self.words.text(&format!("This issue is blocked by {key}"), "changelog.link");
                item("Link", "", (None, None), (Some(key), Some(words)))
            }
            Talk::Rank => {
                let text = |words: &str| (Some(String::new()), Some(words.to_owned()));
                custom(item("Rank", fields::RANK, text(""), text("Ranked higher")))
            }
            Talk::Summary => self.words_changed("summary", "summary", "changelog.summary"),
            Talk::Description => self.words_changed("description", "description", "changelog.description"),
            Talk::Comment => self.words_changed("Comment", "comment", "changelog.comment"),
            Talk::Attachment => self.words_changed("Attachment", "attachment", "changelog.attachment"),
            Talk::Notes => custom(self.words_changed("Notes", fields::NOTES, "changelog.textfield")),
        }
    }

    fn words_changed(&self, field: &str, id: &str, source: &str) -> RawEdit {
        let text = |words: &str| (None, Some(self.words.text(words, source)));
        item(field, id, text("What it said before"), text("What it says now"))
    }
}

fn item(
    field: &str,
    field_id: &str,
    from: (Option<String>, Option<String>),
    to: (Option<String>, Option<String>),
) -> RawEdit {
    RawEdit {
        field: field.into(),
        fieldtype: "jira".into(),
        field_id: (!field_id.is_empty()).then(|| field_id.into()),
        from: from.0,
        from_string: from.1,
        to: to.0,
        to_string: to.1,
    }
}

fn written(json: &mut Json, item: &RawEdit) {
    json.object(|json| {
        json.key("field").string(&item.field);
        json.key("fieldtype").string(&item.fieldtype);
        if let Some(id) = &item.field_id {
            json.key("fieldId").string(id);
        }
        json.key("from").optional(item.from.as_deref());
        json.key("fromString").optional(item.from_string.as_deref());
        json.key("to").optional(item.to.as_deref());
        json.key("toString").optional(item.to_string.as_deref());
    });
}

fn custom(item: RawEdit) -> RawEdit {
    RawEdit { fieldtype: "custom".into(), ..item }
}

/// `5`, `0.5`: as the service writes numbers into a history.
fn decimal(tenths: u32) -> String {
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}
