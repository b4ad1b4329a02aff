//! Finds sprint, flag and points fields among a site's fields: by kind, since names are translated.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::error::Error;
use crate::http::{Endpoint, Request};

use super::Jira;
use super::board::BoardRead;
use super::catalog::ProjectWire;
use super::fields::Reading;

const SPRINT: &str = "com.pyxis.greenhopper.jira:gh-sprint";
const POINTS_TEAM_MANAGED: &str = "com.pyxis.greenhopper.jira:jsw-story-points";
const NUMBER: &str = "com.atlassian.jira.plugin.system.customfieldtypes:float";
const CHECKBOXES: &str = "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes";

/// A field of the site.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FieldWire {
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    clause_names: Vec<String>,
    #[serde(default)]
    schema: Option<SchemaWire>,
}

#[derive(Deserialize)]
struct SchemaWire {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    custom: Option<String>,
}

impl Jira {
    pub(super) async fn fields(&self) -> Result<Vec<FieldWire>, Error> {
        self.ask(&Request::of(Endpoint::Fields)).await?.decode()
    }
}

impl FieldWire {
    fn is(&self, custom: &str) -> bool {
        self.schema.as_ref().is_some_and(|schema| schema.custom.as_deref() == Some(custom))
    }

    fn is_number(&self) -> bool {
        self.schema.as_ref().is_some_and(|schema| schema.kind == "number" && schema.custom.is_some())
    }

    /// The name in any spelling Jira gives: shown names are translated, clause names often are not.
    fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
            || self.clause_names.iter().any(|clause| clause.eq_ignore_ascii_case(name))
    }
}

impl Reading {
    /// Works out where the site keeps what is read.
    ///
    /// A project's estimates are in the field that most of its boards estimate by. Where no board tells, it is
    /// the field of its kind of project, and failing that the other one.
    pub(super) fn found(fields: &[FieldWire], projects: &[ProjectWire], boards: &[BoardRead]) -> Self {
        let first =
            |wanted: &dyn Fn(&&FieldWire) -> bool| fields.iter().find(wanted).map(|field| field.id.clone());
        let team_managed = first(&|field| field.is(POINTS_TEAM_MANAGED));
        let company_managed: Vec<String> = fields
            .iter()
            .filter(|field| field.is(NUMBER) && field.is_called("Story Points"))
            .map(|field| field.id.clone())
            .collect();
        let by_boards = estimates_by_project(fields, boards);
        let mut points: Vec<String> = company_managed.iter().cloned().chain(team_managed.clone()).collect();
        for id in by_boards.values() {
            if !points.contains(id) {
                points.push(id.clone());
            }
        }
        let place = |id: &String| points.iter().position(|known| known == id);
        let points_of_project: HashMap<String, usize> = projects
            .iter()
            .filter_map(|project| {
                let own_kind =
                    if project.simplified { team_managed.as_ref() } else { company_managed.first() };
                let chosen = by_boards.get(&project.id.0).or(own_kind).or(points.first())?;
                Some((project.id.0.clone(), place(chosen)?))
            })
            .collect();
        Self {
            sprint: first(&|field| field.is(SPRINT)),
            flag: first(&|field| field.is(CHECKBOXES) && field.is_called("Flagged")),
            points,
            points_of_project,
        }
    }
}

/// The number field that most boards of a project estimate by; the smallest id among equals.
fn estimates_by_project(fields: &[FieldWire], boards: &[BoardRead]) -> HashMap<String, String> {
    let mut votes: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for read in boards {
        let (Some(project), Some(estimate)) = (&read.board.project, &read.estimate) else { continue };
        if fields.iter().any(|field| field.id == *estimate && field.is_number()) {
            *votes.entry(project).or_default().entry(estimate).or_default() += 1;
        }
    }
    let winner = |votes: BTreeMap<&str, usize>| {
        votes.into_iter().rev().max_by_key(|(_, count)| *count).map(|(field, _)| field.to_owned())
    };
    votes.into_iter().filter_map(|(project, votes)| Some((project.to_owned(), winner(votes)?))).collect()
}

#[cfg(test)]
mod tests {
    use clario_analytics::records::Board;

    use super::*;

    const FIELDS: &str = r#"[
      {"id":"summary","name":"Summary","schema":{"type":"string","system":"summary"}},
      {"id":"customfield_10020","name":"Itération","custom":true,"schema":{"type":"array","custom":"com.pyxis.greenhopper.jira:gh-sprint"}},
      {"id":"customfield_10021","name":"Markiert","clauseNames":["cf[10021]","Flagged"],"schema":{"type":"array","custom":"com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"}},
      {"id":"customfield_10022","name":"Platforms","schema":{"type":"array","custom":"com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"}},
      {"id":"customfield_10016","name":"Story point estimate","schema":{"type":"number","custom":"com.pyxis.greenhopper.jira:jsw-story-points"}},
      {"id":"customfield_10036","name":"Story Points","schema":{"type":"number","custom":"com.atlassian.jira.plugin.system.customfieldtypes:float"}},
      {"id":"customfield_10040","name":"Effort","schema":{"type":"number","custom":"com.atlassian.jira.plugin.system.customfieldtypes:float"}},
      {"id":"customfield_10041","name":"Notes","schema":{"type":"string","custom":"com.atlassian.jira.plugin.system.customfieldtypes:textarea"}}]"#;

    fn project(id: u32, simplified: bool) -> ProjectWire {
        serde_json::from_str(&format!(r#"{{"id":"{id}","key":"P","simplified":{simplified}}}"#)).unwrap()
    }

    fn board(project: &str, estimate: &str) -> BoardRead {
        BoardRead::for_test(Board { project: Some(project.into()), ..Board::default() }, estimate)
    }

    fn found(boards: &[BoardRead]) -> Reading {
        let fields: Vec<FieldWire> = serde_json::from_str(FIELDS).unwrap();
        Reading::found(&fields, &[project(1, false), project(2, true), project(3, false)], boards)
    }

    #[test]
    fn fields_are_found_by_kind_in_any_language() {
        let reading = found(&[]);
        assert_eq!(reading.sprint.as_deref(), Some("customfield_10020"));
        assert_eq!(reading.flag.as_deref(), Some("customfield_10021"));
        assert_eq!(reading.points, ["customfield_10036", "customfield_10016"]);
    }

    #[test]
    fn without_boards_the_kind_of_project_decides() {
        let reading = found(&[]);
        assert_eq!((reading.points_in("1"), reading.points_in("2")), (Some(0), Some(1)));
    }

    #[test]
    fn most_boards_of_a_project_decide() {
        let boards = [
            board("1", "customfield_10016"),
            board("2", "customfield_10040"),
            board("2", "customfield_10040"),
            board("2", "customfield_10016"),
            board("3", "customfield_10041"),
        ];
        let reading = found(&boards);
        assert_eq!(reading.points, ["customfield_10036", "customfield_10016", "customfield_10040"]);
        assert_eq!(reading.points_in("1"), Some(1));
        assert_eq!(reading.points_in("2"), Some(2));
        assert_eq!(reading.points_in("3"), Some(0), "a text field is never read, even if a board names it");
    }

    #[test]
    fn a_site_without_such_fields_is_read_without_them() {
        let reading = Reading::found(&[], &[project(1, false)], &[]);
        assert_eq!(reading, Reading::default());
        assert_eq!(reading.points_in("1"), None);
    }
}
