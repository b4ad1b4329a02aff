//! Writes issues as the service does: what was asked, and with a generous server everything else.

use crate::json::Json;
use crate::moment;
use crate::switches::Switches;
use crate::world::issue::Issue;
use crate::world::{World, fields};
use std::collections::BTreeSet;
use words::Words;
pub(crate) use words::{category, kind, person, project, sprint, status, version};

mod changelog;
mod words;

/// The fields a request asks for.
pub(crate) struct Asked {
    names: Vec<String>,
    generous: bool,
    changelog: bool,
    blank: BTreeSet<String>,
}

/// The moment of every issue whose `created` or `updated` tells nothing: 1 January 2020, 00:00 UTC.
const SAME_MOMENT: i64 = 1_577_836_800_000;

impl Asked {
    pub(crate) fn of(fields: &[String], expand: &[String], switches: &Switches) -> Self {
        let (generous, blank) = (switches.generous, switches.blank.clone());
        let mut names: Vec<String> = Vec::new();
        let fields = fields.iter().flat_map(|field| field.split(',')).map(str::trim);
        for field in fields.filter(|field| !field.is_empty()) {
            match field {
                "*all" | "*navigable" => {
                    let all = fields::METADATA.iter().chain(&fields::CONTENT);
                    names.extend(all.map(|&name| name.to_owned()));
                }
                _ => match field.strip_prefix('-') {
                    Some(unwanted) => names.retain(|name| name != unwanted),
                    None => names.push(field.to_owned()),
                },
            }
        }
        names.sort_unstable();
        names.dedup();
        Self { names, generous, changelog: expand.iter().any(|part| part == "changelog"), blank }
    }

    /// Whether ids and keys alone are asked for.
    pub(crate) fn is_light(&self) -> bool {
        !self.generous && !self.changelog && self.names.iter().all(|name| name == "id" || name == "key")
    }

    pub(crate) fn has_key(&self) -> bool {
        self.names.iter().any(|name| name == "key")
    }
}

/// Writes issues of one world; everything they share is written once.
pub(crate) struct Renderer<'a> {
    world: &'a World,
    site: &'a str,
    words: Words,
}

impl<'a> Renderer<'a> {
    pub(crate) fn new(world: &'a World, site: &'a str) -> Self {
        Self { world, site, words: Words::new(world, site) }
    }

    /// One issue, with its recent changes when they were asked for.
    pub(crate) fn issue(&self, json: &mut Json, issue: &Issue, asked: &Asked) {
        json.object(|json| {
            json.key("expand").string("");
            json.key("id").quoted(issue.id);
            json.key("self").quoted(format_args!("{}/rest/api/3/issue/{}", self.site, issue.id));
            json.key("key").string(&issue.key(&self.world.plan));
            if asked.changelog {
                json.key("changelog").object(|json| self.recent(json, issue));
            }
            if asked.is_light() {
                return;
            }
            json.key("fields").object(|json| {
                let listed = |list: &[&str], name: &str| list.contains(&name);
                for name in &asked.names {
                    if asked.blank.contains(name) {
                        self.nothing(json, name);
                    } else {
                        self.field(json, issue, name);
                    }
                }
                if asked.generous {
                    let more = fields::METADATA.iter().chain(&fields::CONTENT);
                    for name in more.filter(|name| asked.names.iter().all(|known| known != *name)) {
                        let missing = issue.raw.is_some() && listed(&fields::METADATA, name);
                        if !missing {
                            self.field(json, issue, name);
                        }
                    }
                }
            });
        });
    }

    /// A field that tells nothing.
    fn nothing(&self, json: &mut Json, name: &str) {
        json.key(name);
        match name {
            "created" | "updated" => json.time(&self.world.zone, SAME_MOMENT),
            _ => json.raw("null"),
        }
    }

    /// The newest forty changes, newest first: the cap of `expand=changelog`.
    fn recent(&self, json: &mut Json, issue: &Issue) {
        let count = issue.changes.len().min(40);
        for (name, value) in [("startAt", 0), ("maxResults", count), ("total", count)] {
            json.key(name).plain(value);
        }
        json.key("histories").array(|json| {
            for change in issue.changes.iter().rev().take(40) {
                self.change(json, change, &mut |_| true, false);
            }
        });
    }

    fn field(&self, json: &mut Json, issue: &Issue, name: &str) {
        if let Some(raw) = &issue.raw {
            if let Some(value) = raw.get(name) {
                json.key(name).value(value);
                return;
            }
            if !fields::CHANGEABLE.contains(&name) && !fields::CONTENT.contains(&name) {
                return;
            }
        }
        if fields::CONTENT.contains(&name) {
            self.content(json, issue, name);
        } else if fields::METADATA.contains(&name) {
            self.metadata(json, issue, name);
        } else if name == "customfield_10060" {
            json.key(name).raw("null");
        }
    }

    fn metadata(&self, json: &mut Json, issue: &Issue, name: &str) {
        let plan = &self.world.plan;
        let zone = &self.world.zone;
        json.key(name);
        match name {
            "created" => json.time(zone, issue.created),
            "updated" => json.time(zone, issue.updated),
            "statuscategorychangedate" => json.time(zone, issue.category_since),
            "resolutiondate" => match issue.resolution {
                Some((_, at)) => json.time(zone, at),
                None => json.raw("null"),
            },
            "project" => json.raw(&self.words.projects[issue.project]),
            "issuetype" => json.raw(&self.words.kinds[usize::from(issue.kind)]),
            "status" => json.raw(&self.words.statuses[usize::from(issue.status)]),
            "statusCategory" => {
                let category = plan.statuses[usize::from(issue.status)].category;
                json.raw(&words::category(category, self.site));
            }
            "resolution" => match issue.resolution {
                Some((resolution, _)) => json
                    .raw(self.words.resolutions.get(usize::from(resolution)).map_or("null", String::as_str)),
                None => json.raw("null"),
            },
            "priority" => json
                .raw(self.words.priorities.get(usize::from(issue.priority)).map_or("null", String::as_str)),
            "labels" => json.array(|json| {
                for label in chosen(&plan.labels, issue.labels) {
                    json.string(label);
                }
            }),
            "components" => json.array(|json| {
                for (id, name) in chosen(&plan.projects[issue.project].components, issue.components) {
                    json.object(|json| {
                        json.key("self").quoted(format_args!("{}/rest/api/3/component/{id}", self.site));
                        json.key("id").quoted(id);
                        json.key("name").string(name);
                    });
                }
            }),
            "fixVersions" => json.array(|json| {
                for &version in &issue.fix_versions {
                    json.raw(self.words.version(self.world, self.site, version as usize));
                }
            }),
            "versions" => json.raw("[]"),
            "duedate" => json.optional(issue.due.map(moment::date).as_deref()),
            fields::SPRINT if issue.sprints.is_empty() => json.raw("null"),
            fields::SPRINT => json.array(|json| {
                for &sprint in &issue.sprints {
                    json.raw(self.words.sprint(self.world, usize::from(sprint)));
                }
            }),
            fields::FLAGGED if issue.flagged => json.raw(&self.words.flag),
            fields::POINTS | fields::ESTIMATE => {
                let own = plan.kinds[usize::from(issue.kind)].scope.is_some() == (name == fields::ESTIMATE);
                match issue.points.filter(|_| own) {
                    Some(tenths) => json.plain(format_args!("{}.{}", tenths / 10, tenths % 10)),
                    None => json.raw("null"),
                }
            }
            fields::RANK => json.quoted(format_args!("0|i{:05}:", issue.id % 99_999)),
            _ => json.raw("null"),
        }
    }

    /// Words and people: each carries the poison of its field.
    fn content(&self, json: &mut Json, issue: &Issue, name: &str) {
        let words = &self.words;
        json.key(name);
        match name {
            "summary" => json.string(&words.summary(issue.id, "summary")),
            "description" => json.raw(&words.description),
            "environment" => json.raw(&words.environment),
            "comment" => json.raw(&words.comment),
            "worklog" => json.raw(&words.worklog),
            "attachment" => json.raw(&words.attachment),
            "assignee" => json.raw(&words.people[usize::try_from(issue.id % 8).unwrap_or(0)]),
            "reporter" | "creator" => json.raw(&words.people[usize::try_from(issue.id % 5).unwrap_or(0)]),
            "parent" => match issue.parent {
                Some(parent) => self.embedded(json, parent, "parent.summary"),
                None => json.raw("null"),
            },
            "issuelinks" => json.array(|json| {
                if let Some((kind, other)) = issue.link {
                    json.object(|json| {
                        json.key("id").quoted(issue.id + 50_000_000);
                        json.key("type").raw(&words.links[usize::from(kind)]);
                        json.key("outwardIssue");
                        self.embedded(json, other, "issuelink.summary");
                    });
                }
            }),
            "subtasks" => json.array(|json| {
                let child = issue.id + self.world.plan.projects.len() as u64;
                let level = |kind: u16| self.world.plan.kinds[usize::from(kind)].level;
                if self.world.mention(child).is_some_and(|(_, _, kind)| level(kind) < 0)
                    && level(issue.kind) == 0
                {
                    self.embedded(json, child, "subtask.summary");
                }
            }),
            _ => json.string(&words.summary(issue.id, "textfield")),
        }
    }

    /// Another issue within an issue: it always brings its summary along.
    fn embedded(&self, json: &mut Json, id: u64, source: &str) {
        let Some((key, status, kind)) = self.world.mention(id) else {
            json.raw("null");
            return;
        };
        json.object(|json| {
            json.key("id").quoted(id);
            json.key("key").string(&key);
            json.key("self").quoted(format_args!("{}/rest/api/3/issue/{id}", self.site));
            json.key("fields").object(|json| {
                json.key("summary").string(&self.words.summary(id, source));
                json.key("status").raw(&self.words.statuses[usize::from(status)]);
                json.key("priority").raw(self.words.priorities.get(2).map_or("null", String::as_str));
                json.key("issuetype").raw(&self.words.kinds[usize::from(kind)]);
            });
        });
    }
}

fn chosen<T>(list: &[T], bits: u8) -> impl Iterator<Item = &T> {
    list.iter().enumerate().filter(move |(position, _)| bits >> position & 1 == 1).map(|(_, item)| item)
}
