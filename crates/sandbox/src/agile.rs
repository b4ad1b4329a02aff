//! Boards, sprints and the issues on them.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::jql::Query;
use crate::moment;
use crate::parameters::Parameters;
use crate::render::{Asked, Renderer};
use crate::server::Call;
use crate::shared::Shared;
use crate::world::fields;
use crate::world::plan::{Board, Category, Shape, Sprint};
use crate::world::{Row, World};

pub(crate) fn answer(shared: &Shared, call: &Call) -> Answer {
    let world = shared.world();
    let result = match call.endpoint {
        Endpoint::Boards => Ok(boards(&world, shared.site(), call)),
        Endpoint::Sprint | Endpoint::SprintIssues => sprint(&world, shared, call),
        _ => match call.name.parse().ok().and_then(|id| world.plan.board(id)) {
            Some(board) => one_board(&world, shared, call, board),
            None => Err(Answer::error(
                404,
                "Requested board cannot be viewed because it either does not exist or you do not have permission to view it.",
            )),
        },
    };
    result.unwrap_or_else(|refusal| refusal)
}

fn one_board(world: &World, shared: &Shared, call: &Call, board: &Board) -> Result<Answer, Answer> {
    match call.endpoint {
        Endpoint::Board => Ok(Answer::value(&board_value(world, shared.site(), board))),
        Endpoint::BoardConfiguration => configuration(world, shared.site(), call, board),
        Endpoint::BoardFeatures => Ok(features(board)),
        Endpoint::BoardSprints => sprints(world, shared.site(), call, board),
        Endpoint::BoardVersions => Ok(versions(world, shared.site(), call, board)),
        _ => issues(world, shared, call, Some(board), None),
    }
}

fn boards(world: &World, site: &str, call: &Call) -> Answer {
    let kinds = call.parameters.list("type");
    let project = call.parameters.text("projectKeyOrId");
    let wanted = |board: &&Board| {
        let position = project.map(|project| world.plan.project(project));
        world.plan.sees_board(board)
            && (kinds.is_empty() || kinds.iter().any(|kind| kind == kind_name(board.shape)))
            && position.is_none_or(|project| project.is_some_and(|project| board.projects.contains(&project)))
            && call.parameters.text("name").is_none_or(|name| board.name.contains(name))
    };
    let values =
        world.plan.boards.iter().filter(wanted).map(|board| board_value(world, site, board)).collect();
    Answer::value(&paged(&call.parameters, values, 50, !call.switches.omits_total))
}

fn board_value(world: &World, site: &str, board: &Board) -> Value {
    let mut value = json!({"id": board.id, "self": format!("{site}/rest/agile/1.0/board/{}", board.id),
        "name": board.name, "type": kind_name(board.shape), "isPrivate": false});
    if let Some(&home) = board.projects.first() {
        let project = &world.plan.projects[home];
        let display = format!("{} ({})", project.name, project.key);
        value["location"] = json!({"projectId": project.id, "displayName": display,
            "projectName": project.name, "projectKey": project.key, "projectTypeKey": "software",
            "name": display});
    }
    value
}

fn kind_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Scrum => "scrum",
        Shape::Kanban => "kanban",
        Shape::Simple { .. } => "simple",
    }
}

/// One page of a list, cut by `startAt` and `maxResults`.
pub(crate) fn paged(parameters: &Parameters, values: Vec<Value>, cap: usize, with_total: bool) -> Value {
    let start = parameters.number("startAt").unwrap_or(0);
    let size = parameters.number("maxResults").unwrap_or(50).clamp(1, cap);
    let total = values.len();
    let page: Vec<Value> = values.into_iter().skip(start).take(size).collect();
    let mut value = json!({"maxResults": size, "startAt": start, "isLast": start + page.len() >= total,
        "values": page});
    if with_total {
        value["total"] = total.into();
    }
    value
}

fn configuration(world: &World, site: &str, call: &Call, board: &Board) -> Result<Answer, Answer> {
    if !board.configured || call.switches.refused_configurations.contains(&board.id) {
        let message = "The user does not have permission to view the board configuration.";
        return Err(Answer::error(403, message));
    }
    let columns: Vec<Value> = board
        .columns
        .iter()
        .map(|(name, statuses)| {
            let statuses: Vec<Value> = statuses
                .iter()
                .map(|&position| {
                    let id = &world.plan.statuses[usize::from(position)].id;
                    json!({"id": id, "self": format!("{site}/rest/api/3/status/{id}")})
                })
                .collect();
            json!({"name": name, "statuses": statuses})
        })
        .collect();
    let project = &world.plan.projects[board.projects[0]];
    let mut value = json!({"id": board.id, "name": board.name, "type": kind_name(board.shape),
        "self": format!("{site}/rest/agile/1.0/board/{}/configuration", board.id),
        "location": {"type": "project", "projectKeyOrId": project.key},
        "filter": {"id": board.filter().to_string(),
                   "self": format!("{site}/rest/api/3/filter/{}", board.filter())},
        "columnConfig": {"columns": columns, "constraintType": "issueCount"},
        "ranking": {"rankCustomFieldId": 10_019}});
    if board.shape == Shape::Kanban {
        value["columnConfig"]["columns"][2]["max"] = 6.into();
        value["subQuery"] = json!({"query": "fixVersion in unreleasedVersions() OR fixVersion is EMPTY"});
    } else {
        let (id, name) = match board.shape {
            Shape::Simple { .. } => (fields::ESTIMATE, "Story point estimate"),
            _ => (fields::POINTS, "Story Points"),
        };
        value["estimation"] = json!({"type": "field", "field": {"fieldId": id, "displayName": name}});
    }
    Ok(Answer::value(&value))
}

fn features(board: &Board) -> Answer {
    let sprints = matches!(board.shape, Shape::Scrum | Shape::Simple { sprints: true });
    let list = [
        ("SIMPLE_ROADMAP", "jsw.agility.simple-roadmap", true),
        ("BACKLOG", "jsw.agility.backlog", true),
        ("SPRINTS", "jsw.agility.sprints", sprints),
        ("ESTIMATION", "jsw.agility.estimation", board.shape != Shape::Kanban),
    ];
    let features: Vec<Value> = list
        .iter()
        .map(|(name, id, enabled)| {
            json!({"boardFeature": name, "boardId": board.id, "featureId": id, "localisedName": name,
                   "state": if *enabled { "ENABLED" } else { "DISABLED" }, "featureType": "BASIC",
                   "toggleLocked": false})
        })
        .collect();
    Answer::value(&json!({"features": features}))
}

fn sprints(world: &World, site: &str, call: &Call, board: &Board) -> Result<Answer, Answer> {
    if matches!(board.shape, Shape::Kanban | Shape::Simple { sprints: false }) {
        return Err(Answer::error(400, "The board does not support sprints"));
    }
    let states = call.parameters.list("state");
    if let Some(state) = states.iter().find(|state| !["future", "active", "closed"].contains(&state.as_str()))
    {
        return Err(Answer::error(400, &format!("Unknown sprint state: {state}")));
    }
    let mut shown: Vec<&Sprint> = world.plan.sprints_of(board).collect();
    shown.retain(|sprint| states.is_empty() || states.iter().any(|state| state == sprint.state(world.now)));
    let rank = |sprint: &Sprint| {
        ["closed", "active", "future"].iter().position(|&state| state == sprint.state(world.now))
    };
    shown.sort_by_key(|sprint| (rank(sprint), sprint.start, sprint.id));
    let values = shown.into_iter().map(|sprint| sprint_value(world, site, sprint)).collect();
    Ok(Answer::value(&paged(&call.parameters, values, 50, !call.switches.omits_total)))
}

fn sprint_value(world: &World, site: &str, sprint: &Sprint) -> Value {
    let mut value = crate::render::sprint(world, sprint);
    if let Some(object) = value.as_object_mut() {
        object.remove("boardId");
    }
    value["self"] = format!("{site}/rest/agile/1.0/sprint/{}", sprint.id).into();
    value["originBoardId"] = sprint.origin.into();
    if let Some(start) = sprint.start {
        value["createdDate"] = moment::utc(start - 3 * moment::DAY).into();
    }
    value
}

fn sprint(world: &World, shared: &Shared, call: &Call) -> Result<Answer, Answer> {
    let position = world.plan.sprints.iter().position(|sprint| call.name.parse() == Ok(sprint.id));
    let Some(position) = position else {
        return Err(Answer::error(404, "Sprint does not exist."));
    };
    if call.endpoint == Endpoint::Sprint {
        return Ok(Answer::value(&sprint_value(world, shared.site(), &world.plan.sprints[position])));
    }
    issues(world, shared, call, None, Some(position))
}

fn versions(world: &World, site: &str, call: &Call, board: &Board) -> Answer {
    let wanted = call.parameters.text("released");
    let values = world
        .plan
        .versions
        .iter()
        .filter(|version| board.projects.contains(&version.project))
        .filter(|version| wanted.is_none_or(|wanted| (wanted == "true") == (version.release <= world.now)))
        .map(|version| crate::render::version(world, site, version))
        .collect();
    Answer::value(&paged(&call.parameters, values, 50, !call.switches.omits_total))
}

/// The issues of a board, its backlog or a sprint; without a field list every navigable field comes.
fn issues(
    world: &World,
    shared: &Shared,
    call: &Call,
    board: Option<&Board>,
    sprint: Option<usize>,
) -> Result<Answer, Answer> {
    let query = match call.parameters.text("jql") {
        Some(jql) if !jql.trim().is_empty() => {
            Some(Query::read(world, jql).map_err(|message| Answer::error(400, &message))?)
        }
        _ => None,
    };
    let all: Vec<usize> = (0..world.plan.projects.len()).collect();
    let projects = board.map_or(&all, |board| &board.projects);
    let indexed = world.now - call.switches.index_lag_millis;
    let mut rows: Vec<Row> = Vec::new();
    world.rows(projects, indexed, &[], &mut |row| {
        let kind = &world.plan.kinds[usize::from(row.kind)];
        let epic_on_scrum = board.is_some_and(|board| board.shape == Shape::Scrum) && kind.level == 1;
        let filtered = board.is_none_or(|board| board.only.is_none_or(|only| only == row.kind));
        let planned = row.sprints().any(|sprint| world.plan.sprints[sprint].state(world.now) == "active");
        let category = row.category(&world.plan);
        let placed = match call.endpoint {
            Endpoint::BoardBacklog => !planned && category == Category::New,
            _ => sprint.is_none_or(|sprint| row.in_sprint(sprint)),
        };
        if filtered
            && placed
            && !epic_on_scrum
            && query.as_ref().is_none_or(|query| query.matches(world, row))
        {
            rows.push(*row);
        }
    });
    match &query {
        Some(query) => rows.sort_unstable_by(|left, right| query.compare(world, left, right)),
        None => rows.sort_unstable_by_key(|row| row.id),
    }
    let mut names = call.parameters.list("fields");
    if names.is_empty() {
        names.push("*navigable".into());
    }
    let asked = Asked::of(&names, &call.parameters.list("expand"), &call.switches);
    let start = call.parameters.number("startAt").unwrap_or(0);
    let size = call.parameters.number("maxResults").unwrap_or(50).clamp(1, 100);
    let renderer = Renderer::new(world, shared.site());
    Ok(Answer::json(|json| {
        json.object(|json| {
            json.key("expand").string("schema,names");
            for (name, value) in [("startAt", start), ("maxResults", size), ("total", rows.len())] {
                json.key(name).plain(value);
            }
            json.key("issues").array(|json| {
                for row in rows.iter().skip(start).take(size) {
                    if let Some(issue) = world.indexed_issue(row.id, indexed, &[]) {
                        renderer.issue(json, &issue, &asked);
                    }
                }
            });
        });
    }))
}
