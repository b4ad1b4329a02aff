//! `changelog/bulkfetch` and the changelog of one issue.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::parameters::{self, invalid_payload};
use crate::render::Renderer;
use crate::server::Call;
use crate::shared::Shared;
use crate::world::issue::Issue;

pub(crate) fn answer(shared: &Shared, call: &Call) -> Answer {
    let result = match call.endpoint {
        Endpoint::IssueChangelog => one(shared, call),
        _ => many(shared, call),
    };
    result.unwrap_or_else(|refusal| refusal)
}

/// All histories of up to 1000 issues in the order of time, then of issue, cut into pages.
fn many(shared: &Shared, call: &Call) -> Result<Answer, Answer> {
    let allowed = ["issueIdsOrKeys", "fieldIds", "maxResults", "nextPageToken"];
    let body = parameters::object(&call.body, &allowed)?;
    let names = parameters::texts(&body, "issueIdsOrKeys")?;
    let field_ids = parameters::texts(&body, "fieldIds")?;
    let size = parameters::number(&body, "maxResults")?.unwrap_or(1000);
    let mut distinct = field_ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if names.len() > 1000 {
        let message = "You may only load changelogs for a maximum of 1,000 issues by ID or key at a time.";
        return Err(Answer::error(400, message));
    }
    if names.is_empty()
        || distinct.len() != field_ids.len()
        || field_ids.len() > 10
        || !(1..=10_000).contains(&size)
    {
        return Err(invalid_payload());
    }
    let bound = fingerprint(&names, &field_ids);
    let begin = match parameters::text(&body, "nextPageToken")? {
        None => 0,
        Some(token) => {
            offset(&token, bound).ok_or_else(|| Answer::error(400, "The page token is invalid."))?
        }
    };
    let world = shared.world();
    let renderer = Renderer::new(&world, shared.site());
    let issues: HashMap<u64, Arc<Issue>> =
        names.iter().filter_map(|name| world.issue(world.id(name)?)).map(|issue| (issue.id, issue)).collect();
    let everything = field_ids.is_empty() || call.switches.generous;
    let mut entries: Vec<(i64, u64, usize)> = issues
        .values()
        .flat_map(|issue| {
            (0..).zip(&issue.changes).map(move |(position, change)| (issue.id, position, change))
        })
        .filter(|(.., change)| everything || renderer.concerns(change, &field_ids))
        .map(|(id, position, change)| (change.at, id, position))
        .collect();
    entries.sort_unstable();
    let size = usize::try_from(size).unwrap_or(1000).min(call.switches.history_cap.max(1));
    let end = entries.len().min(begin + size);
    let page = entries.get(begin..end).unwrap_or_default();
    let mut groups: Vec<(u64, Vec<usize>)> = Vec::new();
    let mut group_of: HashMap<u64, usize> = HashMap::new();
    for &(_, id, position) in page {
        let group = *group_of.entry(id).or_insert_with(|| {
            groups.push((id, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(position);
    }
    let whole = everything || call.switches.whole_histories;
    Ok(Answer::json(|json| {
        json.object(|json| {
            json.key("issueChangeLogs").array(|json| {
                for (id, positions) in &groups {
                    json.object(|json| {
                        json.key("issueId").quoted(id);
                        json.key("changeHistories").array(|json| {
                            for &position in positions {
                                renderer.change(
                                    json,
                                    &issues[id].changes[position],
                                    &mut |item| {
                                        let id = item.field_id.as_ref();
                                        let asked = whole || id.is_some_and(|id| field_ids.contains(id));
                                        asked && !id.is_some_and(|id| call.switches.hides_history(id))
                                    },
                                    true,
                                );
                            }
                        });
                    });
                }
            });
            if end < entries.len() {
                json.key("nextPageToken").string(&format!("{bound:016x}{end:08x}"));
            }
        });
    }))
}

fn fingerprint(names: &[String], field_ids: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (names, field_ids).hash(&mut hasher);
    hasher.finish()
}

fn offset(token: &str, bound: u64) -> Option<usize> {
    let (query, offset) = token.split_at_checked(16)?;
    let same = u64::from_str_radix(query, 16).ok()? == bound;
    same.then(|| usize::from_str_radix(offset, 16).ok()).flatten()
}

/// The histories of one issue, oldest first, with every item: this address has no filter.
fn one(shared: &Shared, call: &Call) -> Result<Answer, Answer> {
    let world = shared.world();
    let found = world.id(&call.name).and_then(|id| world.issue(id)).filter(|_| call.caller.sees());
    let Some(issue) = found else {
        let message = "Issue does not exist or you do not have permission to see it.";
        return Err(Answer::error(404, message));
    };
    let start = call.parameters.number("startAt").unwrap_or(0);
    let size = call.parameters.number("maxResults").unwrap_or(100).clamp(1, 100);
    let total = issue.changes.len();
    let renderer = Renderer::new(&world, shared.site());
    let address = format!("{}/rest/api/3/issue/{}/changelog", shared.site(), call.name);
    Ok(Answer::json(|json| {
        json.object(|json| {
            json.key("self").string(&format!("{address}?maxResults={size}&startAt={start}"));
            if start + size < total {
                let next = format!("{address}?maxResults={size}&startAt={}", start + size);
                json.key("nextPage").string(&next);
            }
            for (name, value) in [("maxResults", size), ("startAt", start), ("total", total)] {
                json.key(name).plain(value);
            }
            json.key("isLast").plain(start + size >= total);
            json.key("values").array(|json| {
                for change in issue.changes.iter().skip(start).take(size) {
                    renderer.change(json, change, &mut |_| true, false);
                }
            });
        });
    }))
}
