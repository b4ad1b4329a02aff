//! Histories as Jira sends them, turned into changes; from here on Jira's words are forgotten.

use std::borrow::Cow;
use std::collections::HashMap;

use clario_analytics::records::{Change, Changed, Item, Named};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::fields::{Field, Reading};
use super::moment::Moment;
use super::wire::{Id, decimal};

/// One page of histories of many items.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryPage<'a> {
    #[serde(borrow, default)]
    issue_change_logs: Vec<ItemHistories<'a>>,
    #[serde(default)]
    pub(crate) next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ItemHistories<'a> {
    issue_id: Id,
    #[serde(borrow, default)]
    change_histories: Vec<History<'a>>,
}

#[derive(Deserialize)]
struct History<'a> {
    id: Id,
    created: Moment,
    /// Left undecoded until it is known which field each change is about.
    #[serde(borrow, default)]
    items: Vec<&'a RawValue>,
}

/// Which field a change is about; its texts are skipped.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subject<'a> {
    #[serde(borrow, default)]
    field_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    field: Option<Cow<'a, str>>,
}

/// The two sides of a change whose field is on the list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sides {
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    from_string: Option<String>,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    to_string: Option<String>,
}

impl HistoryPage<'_> {
    /// Ids of the histories the page brought, listed or not.
    pub(crate) fn history_ids(&self) -> impl Iterator<Item = u64> {
        self.issue_change_logs
            .iter()
            .flat_map(|item| &item.change_histories)
            .filter_map(|history| history.id.number())
    }
}

/// Changes of many items, merged over pages.
///
/// Estimates are kept per points field until the item's project tells which of them counts.
#[derive(Default)]
pub(crate) struct Histories(HashMap<u64, Vec<(Option<usize>, Change)>>);

impl Histories {
    /// Adds a page: one item's history may be spread over several.
    pub(crate) fn add(&mut self, page: HistoryPage<'_>, reading: &Reading) -> Result<(), serde_json::Error> {
        for item in page.issue_change_logs {
            let Some(id) = item.issue_id.number() else { continue };
            let changes = self.0.entry(id).or_default();
            for history in item.change_histories {
                let order = history.id.number().unwrap_or(0);
                for raw in history.items {
                    let Some((field, place)) = subject(raw, reading)? else { continue };
                    let sides: Sides = serde_json::from_str(raw.get())?;
                    let Some(what) = changed(field, sides) else { continue };
                    let points_field = (field == Field::Points).then_some(place);
                    changes.push((points_field, Change { at: history.created.0, order, what }));
                }
            }
        }
        Ok(())
    }

    /// Hands an item its changes, oldest first. An item without any is simply unchanged since creation.
    pub(crate) fn give(&mut self, item: &mut Item, reading: &Reading) {
        let counts = reading.points_in(&item.project);
        let changes = self.0.remove(&item.id).unwrap_or_default();
        item.changes = changes
            .into_iter()
            .filter(|(points_field, _)| points_field.is_none() || *points_field == counts)
            .map(|(_, change)| change)
            .collect();
        item.changes.sort_by_key(|change| (change.at, change.order));
    }
}

/// Which listed field a change is about. Without an id only the names that Jira never translates count.
fn subject(raw: &RawValue, reading: &Reading) -> Result<Option<(Field, usize)>, serde_json::Error> {
    let subject: Subject<'_> = serde_json::from_str(raw.get())?;
    let role = match (&subject.field_id, &subject.field) {
        (Some(id), _) if !id.is_empty() => reading.role(id),
        (_, Some(name)) if name == "status" => Some((Field::Status, 0)),
        _ => None,
    };
    Ok(role.filter(|(field, _)| field.has_history()))
}

fn changed(field: Field, sides: Sides) -> Option<Changed> {
    let Sides { from, from_string, to, to_string } = sides;
    Some(match field {
        Field::Status => Changed::Status { from: named(from, from_string), to: named(to, to_string) },
        Field::Sprint => Changed::Sprints { from: id_list(from.as_deref()), to: id_list(to.as_deref()) },
        Field::Points => Changed::Points {
            from: estimate(from_string.as_deref(), from.as_deref()),
            to: estimate(to_string.as_deref(), to.as_deref()),
        },
        Field::Flag => Changed::Flag { to: is_set(to.as_deref()) || is_set(to_string.as_deref()) },
        _ => return None,
    })
}

fn named(id: Option<String>, name: Option<String>) -> Named {
    Named { id: id.unwrap_or_default(), name: name.unwrap_or_default() }
}

/// Sprint ids of a list such as `12, 13`. Names are not used: they may hold commas.
fn id_list(text: Option<&str>) -> Vec<u64> {
    text.unwrap_or_default().split(',').filter_map(|id| id.trim().parse().ok()).collect()
}

/// Estimates stand in the text; the id side is empty on every site seen.
fn estimate(text: Option<&str>, id: Option<&str>) -> Option<f32> {
    text.and_then(decimal).or_else(|| id.and_then(decimal))
}

/// A flag is set by `[10019]` or its name and lifted by null, nothing or `[]`.
fn is_set(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().trim_matches(['[', ']']).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> Reading {
        Reading {
            sprint: Some("customfield_10020".into()),
            flag: Some("customfield_10021".into()),
            points: vec!["customfield_10016".into(), "customfield_10036".into()],
            points_of_project: [("10000".to_owned(), 1)].into(),
        }
    }

    fn merged(pages: &[String]) -> Item {
        let reading = reading();
        let mut histories = Histories::default();
        for page in pages {
            histories.add(serde_json::from_str(page).unwrap(), &reading).unwrap();
        }
        let mut item = Item { id: 10042, project: "10000".into(), ..Item::default() };
        histories.give(&mut item, &reading);
        item
    }

    fn page(history_id: u32, created: &str, items: &str) -> String {
        format!(
            r#"{{"issueChangeLogs":[{{"issueId":"10042","changeHistories":[{{"id":"{history_id}",
               "author":{{"accountId":"POISON","displayName":"POISON"}},"created":{created},"items":[{items}]}}]}}]}}"#
        )
    }

    fn only(items: &str) -> Vec<Changed> {
        merged(&[page(1, "1714644672123", items)]).changes.into_iter().map(|change| change.what).collect()
    }

    fn status(id: &str, name: &str) -> Named {
        Named { id: id.into(), name: name.into() }
    }

    #[test]
    fn a_status_change_keeps_ids_and_names() {
        let changes = only(
            r#"{"field":"status","fieldtype":"jira","fieldId":"status","from":"10001","fromString":"To Do","to":"3","toString":"In Progress"}"#,
        );
        assert_eq!(
            changes,
            [Changed::Status { from: status("10001", "To Do"), to: status("3", "In Progress") }]
        );
    }

    #[test]
    fn a_deleted_status_keeps_its_name() {
        let changes = only(
            r#"{"field":"status","fieldId":"status","from":"1","fromString":"Open","to":null,"toString":"Old review"}"#,
        );
        assert_eq!(changes, [Changed::Status { from: status("1", "Open"), to: status("", "Old review") }]);
    }

    #[test]
    fn sprints_are_whole_lists_of_ids() {
        let changes = only(
            r#"{"field":"Sprint","fieldId":"customfield_10020","from":"","fromString":"","to":"12, 13","toString":"A, with comma, B"}"#,
        );
        assert_eq!(changes, [Changed::Sprints { from: vec![], to: vec![12, 13] }]);
    }

    #[test]
    fn points_stand_in_the_text_and_only_those_of_the_project_count() {
        let changes = only(
            r#"{"field":"Story Points","fieldId":"customfield_10036","from":null,"fromString":null,"to":null,"toString":"0.5"},
               {"field":"Story point estimate","fieldId":"customfield_10016","from":null,"fromString":"","to":null,"toString":"8"}"#,
        );
        assert_eq!(changes, [Changed::Points { from: None, to: Some(0.5) }]);
    }

    #[test]
    fn a_flag_is_set_and_lifted_in_any_spelling() {
        let flag = |to: &str, name: &str| {
            only(&format!(
                r#"{{"field":"Flagged","fieldId":"customfield_10021","from":null,"fromString":"","to":{to},"toString":{name}}}"#
            ))
        };
        assert_eq!(flag("\"[10019]\"", "\"Impediment\""), [Changed::Flag { to: true }]);
        assert_eq!(flag("null", "\"Impediment\""), [Changed::Flag { to: true }]);
        for (to, name) in [("null", "\"\""), ("\"\"", "\"\""), ("\"[]\"", "null"), ("null", "null")] {
            assert_eq!(flag(to, name), [Changed::Flag { to: false }], "{to} {name}");
        }
    }

    #[test]
    fn content_and_unlisted_fields_vanish() {
        let changes = only(
            r#"{"field":"summary","fieldId":"summary","from":null,"fromString":"POISON","to":null,"toString":"POISON"},
               {"field":"description","fieldId":"description","fromString":"POISON \u00e9","toString":"POISON"},
               {"field":"assignee","fieldId":"assignee","from":"POISON","to":"POISON","toString":"POISON"},
               {"field":"resolution","fieldId":"resolution","from":null,"to":"10000"},
               {"field":"issuetype","fieldtype":"jira","from":"1","to":"2"},
               {"field":"labels","fieldId":"labels","fromString":"","toString":"POISON"},
               {"field":"Link","fieldtype":"jira","from":null,"to":"SP-15","toString":"This issue is cloned by SP-15"},
               {"field":"Workflow","fieldtype":"jira","from":"1","to":"2"},
               {"field":"status","fieldId":"customfield_777","fromString":"POISON","toString":"POISON"},
               {"field":"created","fieldId":"created","fromString":"POISON"},{}"#,
        );
        assert_eq!(changes, []);
        clario_proofs::proves(&["AC-17"]);
    }

    #[test]
    fn a_history_split_over_pages_is_one_history_in_order() {
        let item = merged(&[
            page(
                12,
                "\"2024-05-02T10:11:12.123+0000\"",
                r#"{"fieldId":"customfield_10021","from":null,"to":"[10019]"}"#,
            ),
            page(11, "1714558272123", r#"{"fieldId":"customfield_10020","from":"","to":"12"}"#),
            page(10, "1714558272123", r#"{"fieldId":"customfield_10021","from":"[10019]","to":null}"#),
        ]);
        let orders: Vec<u64> = item.changes.iter().map(|change| change.order).collect();
        assert_eq!(orders, [10, 11, 12]);
        assert_eq!(item.changes[2].what, Changed::Flag { to: true });
        assert_eq!(item.changes[2].at - item.changes[0].at, 86_400_000);
    }

    #[test]
    fn an_item_without_history_stays_without() {
        let item = merged(&[r#"{"issueChangeLogs":[],"nextPageToken":null}"#.to_owned()]);
        assert_eq!(item.changes, []);
    }
}
