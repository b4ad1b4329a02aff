//! `search/jql`, `approximate-count` and `issue/bulkfetch`.

use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::faults::Trouble;
use crate::jql::Query;
use crate::parameters::{self, invalid_payload};
use crate::render::{Asked, Renderer};
use crate::server::Call;
use crate::shared::Shared;
use crate::world::{Row, World};
use cursor::Cursor;

mod cursor;

pub(crate) fn answer(shared: &Shared, call: &Call) -> Answer {
    let result = match call.endpoint {
        Endpoint::ApproximateCount => count(shared, call),
        Endpoint::IssueBulkFetch => bulk_fetch(shared, call),
        _ => search(shared, call),
    };
    result.unwrap_or_else(|refusal| refusal)
}

/// A search as it was asked for.
struct Wanted {
    jql: String,
    fields: Vec<String>,
    expand: Vec<String>,
    size: usize,
    token: Option<String>,
    /// Issues that must be current, whatever the index says.
    fresh: Vec<u64>,
}

impl Wanted {
    fn read(call: &Call) -> Result<Self, Answer> {
        if !call.post {
            let parameters = &call.parameters;
            let fresh = parameters.list("reconcileIssues").iter().filter_map(|id| id.parse().ok()).collect();
            return Ok(Self {
                jql: parameters.text("jql").unwrap_or("").to_owned(),
                fields: parameters.list("fields"),
                expand: parameters.list("expand"),
                size: parameters.number("maxResults").unwrap_or(50),
                token: parameters.text("nextPageToken").map(str::to_owned),
                fresh,
            });
        }
        let allowed = [
            "jql",
            "fields",
            "expand",
            "fieldsByKeys",
            "maxResults",
            "nextPageToken",
            "properties",
            "reconcileIssues",
        ];
        let body = parameters::object(&call.body, &allowed)?;
        let fresh = match body.get("reconcileIssues") {
            None | Some(serde_json::Value::Null) => Vec::new(),
            Some(ids) => ids
                .as_array()
                .and_then(|ids| ids.iter().map(serde_json::Value::as_u64).collect())
                .ok_or_else(invalid_payload)?,
        };
        if fresh.len() > 50 || parameters::texts(&body, "properties")?.len() > 5 {
            return Err(invalid_payload());
        }
        let expand = parameters::text(&body, "expand")?.unwrap_or_default();
        let size = parameters::number(&body, "maxResults")?.unwrap_or(50);
        Ok(Self {
            jql: parameters::text(&body, "jql")?.unwrap_or_default(),
            fields: parameters::texts(&body, "fields")?,
            expand: expand.split(',').map(|part| part.trim().to_owned()).collect(),
            size: usize::try_from(size).map_err(|_| invalid_payload())?,
            token: parameters::text(&body, "nextPageToken")?,
            fresh,
        })
    }
}

fn search(shared: &Shared, call: &Call) -> Result<Answer, Answer> {
    let wanted = Wanted::read(call)?;
    let world = shared.world();
    if !call.caller.sees() {
        return Ok(Answer::new(200, r#"{"issues":[],"isLast":true}"#));
    }
    let query = Query::read(&world, &wanted.jql).map_err(|message| Answer::error(400, &message))?;
    if wanted.size == 0 {
        return Err(Answer::error(400, "The value of maxResults must be at least 1."));
    }
    let asked = Asked::of(&wanted.fields, &wanted.expand, &call.switches);
    let bound = Cursor::fingerprint(&wanted.jql, &wanted.fields, &wanted.fresh);
    let cursor = match &wanted.token {
        None => Cursor::start(bound, world.now),
        Some(token) => Cursor::read(token, bound, world.now)
            .ok_or_else(|| Answer::error(400, "The provided next page token is invalid or has expired."))?,
    };
    let cap = if asked.is_light() { call.switches.id_page_cap } else { call.switches.page_cap };
    let size = wanted.size.min(cap.max(1)).min(5000);
    let indexed = world.now - call.switches.index_lag_millis;
    let every = call.switches.empty_page_every;
    let pauses = every > 0 && cursor.ordinal % every == every - 1;
    if call.trouble == Some(Trouble::EmptyPages) || pauses {
        return Ok(page(shared, &world, &asked, &[], Some(&cursor.skipped()), call, indexed, &wanted.fresh));
    }
    let (rows, more) = find(&world, &query, cursor.last.as_ref(), size, indexed, &wanted.fresh);
    let next = match (&call.trouble, rows.last()) {
        (Some(Trouble::SameToken), _) => Some(cursor),
        (_, Some(last)) if more => Some(cursor.after(*last, world.now)),
        _ => None,
    };
    Ok(page(shared, &world, &asked, &rows, next.as_ref(), call, indexed, &wanted.fresh))
}

/// The first rows behind the last one of the page before, and whether more follow.
fn find(
    world: &World,
    query: &Query,
    last: Option<&Row>,
    size: usize,
    indexed: i64,
    fresh: &[u64],
) -> (Vec<Row>, bool) {
    let mut rows = Vec::new();
    world.rows(&query.projects, indexed, fresh, &mut |row| {
        let behind = last.is_none_or(|last| query.compare(world, row, last).is_gt());
        if behind && query.matches(world, row) {
            rows.push(*row);
        }
    });
    let more = rows.len() > size;
    if more {
        rows.select_nth_unstable_by(size, |left, right| query.compare(world, left, right));
        rows.truncate(size);
    }
    rows.sort_unstable_by(|left, right| query.compare(world, left, right));
    (rows, more)
}

#[expect(clippy::too_many_arguments, reason = "one page is made of all of these, once")]
fn page(
    shared: &Shared,
    world: &World,
    asked: &Asked,
    rows: &[Row],
    next: Option<&Cursor>,
    call: &Call,
    indexed: i64,
    fresh: &[u64],
) -> Answer {
    let renderer = Renderer::new(world, shared.site());
    Answer::json(|json| {
        json.object(|json| {
            json.key("issues").array(|json| {
                for row in rows {
                    if asked.is_light() && !asked.has_key() {
                        json.object(|json| json.key("id").quoted(row.id));
                    } else if let Some(issue) = world.indexed_issue(row.id, indexed, fresh) {
                        renderer.issue(json, &issue, asked);
                    }
                }
            });
            if let Some(cursor) = next {
                json.key("nextPageToken").string(&cursor.write());
            }
            if !call.switches.omits_is_last {
                json.key("isLast").plain(next.is_none());
            }
        });
    })
}

fn count(shared: &Shared, call: &Call) -> Result<Answer, Answer> {
    let body = parameters::object(&call.body, &["jql"])?;
    let jql = parameters::text(&body, "jql")?.unwrap_or_default();
    let world = shared.world();
    if !call.caller.sees() {
        return Ok(Answer::new(200, r#"{"count":0}"#));
    }
    let query = Query::read(&world, &jql).map_err(|message| Answer::error(400, &message))?;
    let mut count = 0_u64;
    let indexed = world.now - call.switches.index_lag_millis;
    world.rows(&query.projects, indexed, &[], &mut |row| count += u64::from(query.matches(&world, row)));
    Ok(Answer::json(|json| json.object(|json| json.key("count").plain(count))))
}

fn bulk_fetch(shared: &Shared, call: &Call) -> Result<Answer, Answer> {
    let allowed = ["expand", "fields", "fieldsByKeys", "issueIdsOrKeys", "properties"];
    let body = parameters::object(&call.body, &allowed)?;
    let names = parameters::texts(&body, "issueIdsOrKeys")?;
    let mut fields = parameters::texts(&body, "fields")?;
    if names.is_empty() || names.len() > 100 {
        return Err(Answer::error(400, "Between 1 and 100 issue IDs or keys must be provided."));
    }
    if fields.is_empty() {
        fields.push("*navigable".into());
    }
    let world = shared.world();
    let asked = Asked::of(&fields, &parameters::texts(&body, "expand")?, &call.switches);
    let mut ids: Vec<u64> = names.iter().filter_map(|name| world.id(name)).collect();
    ids.sort_unstable();
    ids.dedup();
    let renderer = Renderer::new(&world, shared.site());
    Ok(Answer::json(|json| {
        json.object(|json| {
            json.key("issues").array(|json| {
                for issue in ids.iter().filter(|_| call.caller.sees()).filter_map(|&id| world.issue(id)) {
                    renderer.issue(json, &issue, &asked);
                }
            });
            json.key("issueErrors").array(|_| {});
        });
    }))
}
