//! Who am I, what is this, and the small lists: fields, statuses, types, projects, versions and the like.

use serde_json::{Value, json};

use crate::agile::paged;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::login::Caller;
use crate::moment;
use crate::render;
use crate::server::Call;
use crate::shared::{CLOUD_ID, Shared};
use crate::world::plan::{Category, Shape};
use crate::world::{World, names};

pub(crate) fn answer(shared: &Shared, call: &Call) -> Answer {
    let world = shared.world();
    let site = shared.site();
    let sees = call.caller.sees();
    let values = match call.endpoint {
        Endpoint::TenantInfo => return Answer::value(&json!({"cloudId": CLOUD_ID})),
        Endpoint::OldSearch => return removed(),
        Endpoint::Myself => return myself(shared, &world),
        Endpoint::ServerInfo => return server_info(shared, &world, call),
        Endpoint::MyPermissions => return permissions(call),
        Endpoint::ProjectSearch => return projects(&world, site, call),
        Endpoint::ProjectVersions => return versions(&world, site, call),
        Endpoint::Filter => return filter(&world, site, call),
        Endpoint::LinkTypes => return Answer::value(&json!({"issueLinkTypes": link_types(site)})),
        Endpoint::Fields => {
            world.plan.fields.iter().filter(|field| sees || field["custom"] == false).cloned().collect()
        }
        Endpoint::Statuses if sees => statuses(&world, site),
        Endpoint::IssueTypes if sees => issue_types(&world, site),
        Endpoint::StatusCategories => [Category::New, Category::Indeterminate, Category::Done]
            .map(|category| parsed(&render::category(category, site)))
            .to_vec(),
        Endpoint::Priorities | Endpoint::PrioritySearch => priorities(&world, site, call.endpoint),
        Endpoint::Resolutions | Endpoint::ResolutionSearch => resolutions(&world, site),
        _ => Vec::new(),
    };
    match call.endpoint {
        Endpoint::PrioritySearch | Endpoint::ResolutionSearch => {
            Answer::value(&paged(&call.parameters, values, 50, true))
        }
        _ => Answer::value(&Value::Array(values)),
    }
}

/// The farewell of the old search.
pub(crate) fn removed() -> Answer {
    Answer::error(
        410,
        "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046",
    )
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

fn myself(shared: &Shared, world: &World) -> Answer {
    let mut value = render::person(world, shared.site(), 0);
    value["locale"] = "en_GB".into();
    value["timeZone"] = shared.settings.account_zone.as_str().into();
    if !shared.settings.tells_zone {
        value.as_object_mut().map(|object| object.remove("timeZone"));
    }
    value["groups"] = json!({"size": 3, "items": []});
    value["applicationRoles"] = json!({"size": 1, "items": []});
    Answer::value(&value)
}

fn server_info(shared: &Shared, world: &World, call: &Call) -> Answer {
    let mut time = Vec::new();
    world.zone.write(&mut time, world.now + call.switches.clock_skew_millis);
    Answer::value(&json!({"baseUrl": shared.site(), "version": "1001.0.0-SNAPSHOT",
        "versionNumbers": [1001, 0, 0], "deploymentType": "Cloud", "buildNumber": 100_287,
        "buildDate": "2025-08-01T02:00:00.000+0200", "serverTime": String::from_utf8_lossy(&time),
        "scmInfo": "0", "serverTitle": "Jira", "serverTimeZone": shared.settings.account_zone}))
}

/// Permissions of the account, not of the token: a scoped token may allow less.
fn permissions(call: &Call) -> Answer {
    const READING: [&str; 2] = ["BROWSE_PROJECTS", "VIEW_READONLY_WORKFLOW"];
    const WRITING: [&str; 14] = [
        "EDIT_ISSUES",
        "CREATE_ISSUES",
        "DELETE_ISSUES",
        "TRANSITION_ISSUES",
        "MOVE_ISSUES",
        "ASSIGN_ISSUES",
        "RESOLVE_ISSUES",
        "CLOSE_ISSUES",
        "SCHEDULE_ISSUES",
        "LINK_ISSUES",
        "ADD_COMMENTS",
        "CREATE_ATTACHMENTS",
        "WORK_ON_ISSUES",
        "MANAGE_SPRINTS_PERMISSION",
    ];
    const GOVERNING: [&str; 4] = ["ADMINISTER", "SYSTEM_ADMIN", "ADMINISTER_PROJECTS", "BULK_CHANGE"];
    let wanted = call.parameters.list("permissions");
    if wanted.is_empty() {
        return Answer::error(400, "The 'permissions' query parameter is required.");
    }
    let writes = matches!(&call.caller, Caller::Known(token) if token.can_write);
    let mut found = serde_json::Map::new();
    for (id, key) in (10..).zip(&wanted) {
        let reading = READING.contains(&key.as_str());
        let writing = WRITING.contains(&key.as_str());
        let governing = GOVERNING.contains(&key.as_str());
        if !reading && !writing && !governing {
            return Answer::error(400, &format!("Unrecognized permission: {key}"));
        }
        let kind = if matches!(key.as_str(), "ADMINISTER" | "SYSTEM_ADMIN" | "BULK_CHANGE") {
            "GLOBAL"
        } else {
            "PROJECT"
        };
        let has = call.caller.sees() && (reading || writes && writing);
        found.insert(
            key.clone(),
            json!({"id": id.to_string(), "key": key, "name": key, "type": kind,
            "description": "", "havePermission": has}),
        );
    }
    Answer::value(&json!({"permissions": found}))
}

fn statuses(world: &World, site: &str) -> Vec<Value> {
    let plan = &world.plan;
    let listed = plan.statuses.iter().enumerate().filter(|(_, status)| !status.deleted);
    listed
        .filter(|(_, status)| status.scope.is_none_or(|project| !plan.projects[project].revoked))
        .map(|(position, status)| {
            let mut value = parsed(&render::status(world, site, position));
            if let Some(project) = status.scope {
                value["scope"] = scope(world, project);
            }
            value
        })
        .collect()
}

fn scope(world: &World, project: usize) -> Value {
    json!({"type": "PROJECT", "project": {"id": world.plan.projects[project].id.to_string()}})
}

fn issue_types(world: &World, site: &str) -> Vec<Value> {
    let kinds = world.plan.kinds.iter().enumerate();
    kinds
        .map(|(position, kind)| {
            let mut value = parsed(&render::kind(world, site, position));
            if let Some(project) = kind.scope {
                value["scope"] = scope(world, project);
            }
            value
        })
        .collect()
}

fn priorities(world: &World, site: &str, endpoint: Endpoint) -> Vec<Value> {
    let list = world.plan.priorities.iter();
    list.map(|(id, name)| {
        let mut value = json!({"self": format!("{site}/rest/api/3/priority/{id}"), "id": id,
            "name": name, "description": "", "statusColor": "#cccccc",
            "iconUrl": format!("{site}/images/p.svg")});
        if endpoint == Endpoint::PrioritySearch {
            value["isDefault"] = (id == "3").into();
        }
        value
    })
    .collect()
}

fn resolutions(world: &World, site: &str) -> Vec<Value> {
    let list = world.plan.resolutions.iter();
    list.map(|(id, name)| {
        json!({"self": format!("{site}/rest/api/3/resolution/{id}"), "id": id, "name": name,
               "description": ""})
    })
    .collect()
}

fn link_types(site: &str) -> Vec<Value> {
    let list = (10_000..).zip(names::LINKS);
    list.map(|(id, (name, inward, outward))| {
        json!({"id": id.to_string(), "name": name, "inward": inward, "outward": outward,
               "self": format!("{site}/rest/api/3/issueLinkType/{id}")})
    })
    .collect()
}

fn projects(world: &World, site: &str, call: &Call) -> Answer {
    let status = call.parameters.list("status");
    let live = status.is_empty() || status.iter().any(|status| status == "live");
    let (ids, keys) = (call.parameters.list("id"), call.parameters.list("keys"));
    let mut found: Vec<(&str, Value)> = Vec::new();
    for (position, project) in world.plan.projects.iter().enumerate() {
        let asked = (ids.is_empty() || ids.contains(&project.id.to_string()))
            && (keys.is_empty() || keys.contains(&project.key));
        if !call.caller.sees() || !live || project.revoked || !asked {
            continue;
        }
        let mut value = parsed(&render::project(world, site, position));
        let simplified = matches!(project.shape, Shape::Simple { .. });
        value["style"] = if simplified { "next-gen" } else { "classic" }.into();
        value["isPrivate"] = false.into();
        value["expand"] = "description,lead,issueTypes,url,projectKeys,permissions,insight".into();
        let expand = call.parameters.list("expand");
        if call.switches.generous || expand.iter().any(|part| part == "description") {
            value["description"] = format!("About us {}", world.poison.of("project.description")).into();
        }
        if call.switches.generous || expand.iter().any(|part| part == "lead") {
            value["lead"] = render::person(world, site, 1);
        }
        found.push((&project.key, value));
    }
    found.sort_by_key(|(key, _)| *key);
    let values = found.into_iter().map(|(_, value)| value).collect();
    let cap = if call.parameters.number("maxResults").is_some_and(|size| size > 100) { 50 } else { 100 };
    Answer::value(&paged(&call.parameters, values, cap, true))
}

fn versions(world: &World, site: &str, call: &Call) -> Answer {
    let project = world.plan.project(&call.name);
    let visible = project.filter(|&project| call.caller.sees() && !world.plan.projects[project].revoked);
    let Some(project) = visible else {
        return Answer::error(404, &format!("No project could be found with key '{}'.", call.name));
    };
    let own = world.plan.versions.iter().filter(|version| version.project == project);
    let values = own
        .map(|version| {
            let mut value = render::version(world, site, version);
            value["projectId"] = world.plan.projects[project].id.into();
            value["userStartDate"] = moment::date(version.start).into();
            value["userReleaseDate"] = moment::date(version.release).into();
            value["overdue"] = false.into();
            value
        })
        .collect();
    Answer::value(&paged(&call.parameters, values, 50, true))
}

/// The filter behind a board; its text holds words that people typed.
fn filter(world: &World, site: &str, call: &Call) -> Answer {
    let board = world.plan.boards.iter().find(|board| call.name.parse() == Ok(board.filter()));
    let Some(board) = board.filter(|board| call.caller.sees() && world.plan.sees_board(board)) else {
        return Answer::error(
            404,
            "The selected filter is not available to you, perhaps it has been deleted or had its permissions changed.",
        );
    };
    let keys: Vec<&str> =
        board.projects.iter().map(|&project| world.plan.projects[project].key.as_str()).collect();
    let kind = board
        .only
        .map_or(String::new(), |kind| format!(" AND issuetype = {}", world.plan.kinds[usize::from(kind)].id));
    let poison = world.poison.of("filter.jql");
    let jql = format!("project in ({}){kind} AND summary !~ \"{poison}\" ORDER BY Rank ASC", keys.join(", "));
    let id = board.filter();
    Answer::value(&json!({"self": format!("{site}/rest/api/3/filter/{id}"), "id": id.to_string(),
        "name": format!("Filter for {}", board.name), "jql": jql,
        "description": world.poison.of("filter.description"), "owner": render::person(world, site, 2),
        "viewUrl": format!("{site}/issues/?filter={id}"), "favourite": false, "favouritedCount": 0,
        "sharePermissions": [], "editPermissions": []}))
}
