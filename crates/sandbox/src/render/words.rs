//! The JSON that many issues share, written once for each answer.

use std::cell::OnceCell;

use serde_json::json;

use crate::moment;
use crate::poison::Poisons;
use crate::world::plan::{Category, Shape, Sprint, Version};
use crate::world::{World, names};

/// Ready-made JSON by position in the plan.
pub(crate) struct Words {
    pub(crate) projects: Vec<String>,
    pub(crate) statuses: Vec<String>,
    pub(crate) kinds: Vec<String>,
    pub(crate) priorities: Vec<String>,
    pub(crate) resolutions: Vec<String>,
    versions: Vec<OnceCell<String>>,
    sprints: Vec<OnceCell<String>>,
    pub(crate) links: Vec<String>,
    pub(crate) people: Vec<String>,
    pub(crate) flag: String,
    pub(crate) description: String,
    pub(crate) environment: String,
    pub(crate) comment: String,
    pub(crate) worklog: String,
    pub(crate) attachment: String,
    poison: Poisons,
}

impl Words {
    pub(crate) fn new(world: &World, site: &str) -> Self {
        let plan = &world.plan;
        let poison = &world.poison;
        let api = format!("{site}/rest/api/3");
        let document = |source: &str| {
            let text = format!("Steps and notes. {}", poison.of(source));
            json!({"type": "doc", "version": 1,
                   "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]})
        };
        let people: Vec<_> = (0..names::PEOPLE.len()).map(|number| person(world, site, number)).collect();
        let when = moment::utc(world.now);
        Self {
            projects: (0..plan.projects.len()).map(|position| project(world, site, position)).collect(),
            statuses: (0..plan.statuses.len()).map(|position| status(world, site, position)).collect(),
            kinds: (0..plan.kinds.len()).map(|position| kind(world, site, position)).collect(),
            priorities: plan
                .priorities
                .iter()
                .map(|(id, name)| {
                    json!({"self": format!("{api}/priority/{id}"), "iconUrl": format!("{site}/images/p.svg"),
                           "name": name, "id": id})
                    .to_string()
                })
                .collect(),
            resolutions: plan
                .resolutions
                .iter()
                .map(|(id, name)| {
                    json!({"self": format!("{api}/resolution/{id}"), "id": id, "description": "",
                           "name": name})
                    .to_string()
                })
                .collect(),
            versions: vec![OnceCell::new(); plan.versions.len()],
            sprints: vec![OnceCell::new(); plan.sprints.len()],
            links: (10_000..)
                .zip(names::LINKS)
                .map(|(id, (name, inward, outward))| {
                    json!({"id": id.to_string(), "name": name, "inward": inward, "outward": outward,
                           "self": format!("{api}/issueLinkType/{id}")})
                    .to_string()
                })
                .collect(),
            flag: json!([{"self": format!("{api}/customFieldOption/10019"), "value": "Impediment",
                          "id": "10019"}])
            .to_string(),
            description: document("description").to_string(),
            environment: document("environment").to_string(),
            comment: json!({"comments": [{"id": "1", "author": people[0], "body": document("comment"),
                "created": when}], "maxResults": 1, "total": 1, "startAt": 0})
            .to_string(),
            worklog: json!({"startAt": 0, "maxResults": 20, "total": 1, "worklogs": [{"id": "1",
                "author": people[1], "comment": document("worklog"), "timeSpentSeconds": 3600,
                "started": when}]})
            .to_string(),
            attachment: json!([{"id": "1", "filename": format!("{}.pdf", poison.of("attachment")),
                "author": people[2], "created": when, "size": 12}])
            .to_string(),
            people: people.iter().map(ToString::to_string).collect(),
            poison: poison.clone(),
        }
    }

    /// The version at a position; a large site has too many to write them all for each answer.
    pub(crate) fn version(&self, world: &World, site: &str, position: usize) -> &str {
        self.versions[position]
            .get_or_init(|| version(world, site, &world.plan.versions[position]).to_string())
    }

    /// The sprint at a position.
    pub(crate) fn sprint(&self, world: &World, position: usize) -> &str {
        self.sprints[position].get_or_init(|| sprint(world, &world.plan.sprints[position]).to_string())
    }

    /// A title that looks real, with the poison of the place it is shown at.
    pub(crate) fn summary(&self, id: u64, source: &str) -> String {
        let choice = usize::try_from(id % names::SUMMARIES.len() as u64).unwrap_or(0);
        self.text(names::SUMMARIES[choice], source)
    }

    /// Words with the poison of a source behind them.
    pub(crate) fn text(&self, words: &str, source: &str) -> String {
        format!("{words} {}", self.poison.of(source))
    }
}

/// A person; name, address and account id carry poison.
pub(crate) fn person(world: &World, site: &str, number: usize) -> serde_json::Value {
    let account = format!("712020:{}-{number}", world.poison.of("person.account"));
    let name = names::PEOPLE[number % names::PEOPLE.len()];
    let picture = format!("https://avatars.example.test/{}/{number}.png", world.poison.of("person.account"));
    json!({"self": format!("{site}/rest/api/3/user?accountId={account}"), "accountId": account,
           "emailAddress": format!("{}.{number}@example.test", world.poison.of("person.email")),
           "displayName": format!("{name} {}", world.poison.of("person.name")),
           "avatarUrls": {"48x48": picture}, "active": true, "timeZone": "Europe/Lisbon", "accountType": "atlassian"})
}

/// A status category.
pub(crate) fn category(category: Category, site: &str) -> String {
    let (id, key, name, colour) = category.parts();
    json!({"self": format!("{site}/rest/api/3/statuscategory/{id}"), "id": id, "key": key,
           "colorName": colour, "name": name})
    .to_string()
}

/// A status as issues carry it.
pub(crate) fn status(world: &World, site: &str, position: usize) -> String {
    let status = &world.plan.statuses[position];
    let api = format!("{site}/rest/api/3");
    let category: serde_json::Value =
        serde_json::from_str(&category(status.category, site)).unwrap_or_default();
    json!({"self": format!("{api}/status/{}", status.id), "description": "", "iconUrl": format!("{site}/"),
           "name": status.name, "id": status.id, "statusCategory": category})
    .to_string()
}

/// A project as issues carry it.
pub(crate) fn project(world: &World, site: &str, position: usize) -> String {
    let project = &world.plan.projects[position];
    let picture = format!("{site}/rest/api/3/universal_avatar/view/type/project/avatar/10400");
    json!({"self": format!("{site}/rest/api/3/project/{}", project.id), "id": project.id.to_string(),
           "key": project.key, "name": project.name, "projectTypeKey": "software",
           "simplified": matches!(project.shape, Shape::Simple { .. }),
           "avatarUrls": {"16x16": picture, "24x24": picture, "32x32": picture, "48x48": picture}})
    .to_string()
}

/// A type as issues carry it.
pub(crate) fn kind(world: &World, site: &str, position: usize) -> String {
    let kind = &world.plan.kinds[position];
    json!({"self": format!("{site}/rest/api/3/issuetype/{}", kind.id), "id": kind.id, "description": "",
           "iconUrl": format!("{site}/images/type.svg"), "name": kind.name, "subtask": kind.level < 0,
           "avatarId": 10_300, "hierarchyLevel": kind.level})
    .to_string()
}

/// A version; its description carries poison, its dates are plain days.
pub(crate) fn version(world: &World, site: &str, version: &Version) -> serde_json::Value {
    let released = version.release <= world.now;
    json!({"self": format!("{site}/rest/api/3/version/{}", version.id), "id": version.id.to_string(),
           "description": format!("Release notes {}", world.poison.of("version.description")),
           "name": version.name, "archived": false, "released": released,
           "startDate": moment::date(version.start), "releaseDate": moment::date(version.release)})
}

/// A sprint as the field of an issue carries it; its goal carries poison.
pub(crate) fn sprint(world: &World, sprint: &Sprint) -> serde_json::Value {
    let mut value = json!({"id": sprint.id, "name": sprint.name, "state": sprint.state(world.now),
        "boardId": sprint.origin, "goal": format!("Ship it {}", world.poison.of("goal"))});
    for (name, time) in
        [("startDate", sprint.start), ("endDate", sprint.end), ("completeDate", sprint.complete)]
    {
        let hidden = name == "completeDate" && sprint.state(world.now) != "closed";
        if let Some(time) = time.filter(|_| !hidden) {
            value[name] = moment::utc(time).into();
        }
    }
    value
}
