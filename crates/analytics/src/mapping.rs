//! What a team's statuses and the ways of closing an item mean, as the settings pages list them.

use crate::portfolio::{Connection, Portfolio, Slice};
use crate::records::{Category, ItemType};
use crate::workflow::{Resolved, Stage, StageEdit, UNKNOWN, Workflow, is_not_delivered};
use serde::{Deserialize, Serialize};

/// What the statuses of one team mean, and what holds for all teams beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The team's slug.
    pub team: String,
    /// The team's name.
    pub name: String,
    /// Slug and name of every team, in order.
    pub teams: Vec<(String, String)>,
    /// The statuses.
    pub rows: Vec<MappingRow>,
    /// The statuses that mean something else for one type of item.
    pub exceptions: Vec<ExceptionRow>,
    /// The types of item that an exception can be made for.
    pub types: Vec<TypeOption>,
    /// Whether going back to the queue restarts the clock.
    pub restart_on_queue: bool,
    /// Whether sub-tasks count, for all teams.
    pub subtasks: bool,
    /// The ways of closing an item, for all teams.
    pub resolutions: Vec<ResolutionRow>,
}

/// One status of a team's items and what it counts as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingRow {
    /// The connection's slug.
    pub connection: String,
    /// The status's provider id; empty when the provider only remembers a name, so that nothing can be set for it.
    pub status: String,
    /// Its name.
    pub name: String,
    /// The provider's own coarse word for it.
    pub category: String,
    /// Whether the provider no longer lists it.
    pub historic: bool,
    /// The column it stands in.
    pub column: String,
    /// What it counts as; `None` when nobody knows, so that it counts as its neighbour in time.
    pub stage: Option<Stage>,
    /// What it counts as unless somebody says otherwise.
    pub default: Option<Stage>,
    /// How many items are in it now.
    pub now: u32,
    /// How many items have ever been in it.
    pub ever: u32,
}

/// One status that means something else for one type of item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionRow {
    /// The connection's slug.
    pub connection: String,
    /// The type's provider id.
    pub item_type: String,
    /// The status's provider id.
    pub status: String,
    /// The type's name.
    pub type_name: String,
    /// The status's name.
    pub status_name: String,
    /// What the status counts as for this type.
    pub stage: Stage,
}

/// A type of item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeOption {
    /// The connection's slug.
    pub connection: String,
    /// The type's provider id.
    pub item_type: String,
    /// The type's name.
    pub name: String,
}

/// One way of closing an item and whether that counts as delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolutionRow {
    /// The connection's slug.
    pub connection: String,
    /// The resolution's provider id.
    pub resolution: String,
    /// Its name.
    pub name: String,
    /// Whether items closed with it count as removed.
    pub removed: bool,
    /// Whether they do unless somebody says otherwise.
    pub default: bool,
}

impl Portfolio {
    /// The statuses of a team's items: those nobody knows or lists first, then in the workflow's order; `None` without
    /// such a team. `default` is the team's workflow without anybody's changes.
    pub fn mapping(&self, team: &str, default: &Workflow) -> Option<Vec<MappingRow>> {
        let view = self.views().iter().find(|view| view.team.slug == team)?;
        let columns = view.team.workflow.columns();
        let mut rows: Vec<(bool, Option<u8>, MappingRow)> = Vec::new();
        for slice in &view.slices {
            let connection = &self.connections()[slice.connection];
            let by_default = Resolved::new(default, &connection.slug, &slice.data);
            let statuses = &slice.data.names().statuses;
            for ((number, status), Count { now, ever, .. }) in (0_u16..).zip(statuses).zip(counts(slice)) {
                if ever == 0 {
                    continue;
                }
                let known = column(&slice.resolved, number);
                let label = known.and_then(|column| columns.get(usize::from(column)));
                let row = MappingRow {
                    connection: connection.slug.clone(),
                    status: if status.id.starts_with('\0') { String::new() } else { status.id.to_string() },
                    name: status.name.to_string(),
                    category: category(status.category).to_owned(),
                    historic: !status.listed,
                    column: label.map_or_else(String::new, |column| column.label.clone()),
                    stage: label.map(|column| column.stage),
                    default: column(&by_default, number).map(|column| by_default.stage(column)),
                    now,
                    ever,
                };
                rows.push((status.listed, known, row));
            }
        }
        rows.sort_by(|one, other| (one.0, one.1, &one.2.name).cmp(&(other.0, other.1, &other.2.name)));
        Some(rows.into_iter().map(|(_, _, row)| row).collect())
    }
}

/// The exceptions among the changes to a workflow, by their live names.
pub fn exceptions(connections: &[Connection], changes: &[StageEdit]) -> Vec<ExceptionRow> {
    let row = |change: &StageEdit| {
        let item_type = change.item_type.clone()?;
        let data = connections.iter().find(|it| it.slug == change.connection).map(|it| &it.data);
        let types = data.map_or(&[][..], |data| &data.catalog().item_types);
        let statuses = data.map_or(&[][..], |data| &data.names().statuses);
        let type_name = types.iter().find(|it| it.id == item_type).map(|it| it.name.clone());
        let status_name = statuses.iter().find(|it| *it.id == change.status).map(|it| it.name.to_string());
        Some(ExceptionRow {
            connection: change.connection.clone(),
            status: change.status.clone(),
            type_name: type_name.unwrap_or_else(|| "Unknown type".to_owned()),
            status_name: status_name.unwrap_or_else(|| "Unknown status".to_owned()),
            stage: change.stage,
            item_type,
        })
    };
    let mut rows: Vec<ExceptionRow> = changes.iter().filter_map(row).collect();
    rows.sort_by(|one, other| {
        (&one.type_name, &one.status_name).cmp(&(&other.type_name, &other.status_name))
    });
    rows
}

/// The types of item below epics that these connections know.
pub fn types(connections: &[Connection]) -> Vec<TypeOption> {
    let of = |connection: &Connection| {
        let slug = connection.slug.clone();
        let all = connection.data.catalog().item_types.iter().filter(|it| it.level <= 0);
        let option = |it: &ItemType| TypeOption {
            connection: slug.clone(),
            item_type: it.id.clone(),
            name: it.name.clone(),
        };
        all.map(option).collect::<Vec<_>>()
    };
    let mut types: Vec<TypeOption> = connections.iter().flat_map(of).collect();
    types.sort_by(|one, other| (&one.name, &one.item_type).cmp(&(&other.name, &other.item_type)));
    types
}

/// The ways of closing an item at these connections; `removed` lists those that mean "not delivered", as connection
/// and provider id, or is `None` to go by the well-known names.
pub fn resolutions(connections: &[Connection], removed: Option<&[(String, String)]>) -> Vec<ResolutionRow> {
    let rows = connections.iter().flat_map(|connection| {
        connection.data.catalog().resolutions.iter().map(|resolution| {
            let default = is_not_delivered(&resolution.name);
            let is_this = |(slug, id): &(String, String)| *slug == connection.slug && *id == resolution.id;
            ResolutionRow {
                connection: connection.slug.clone(),
                resolution: resolution.id.clone(),
                name: resolution.name.clone(),
                removed: removed.map_or(default, |listed| listed.iter().any(is_this)),
                default,
            }
        })
    });
    rows.collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    now: u32,
    ever: u32,
    /// The place of the last item that was counted, plus one: an item counts once.
    last: usize,
}

/// How many items of a team are and were in each status.
fn counts(slice: &Slice) -> Vec<Count> {
    let mut counts = vec![Count::default(); slice.data.names().statuses.len()];
    for place in (0..slice.members.len()).filter(|place| slice.is_counted(*place)) {
        let item = slice.members.item(place);
        let (first, _, to) = slice.data.statuses_of(item);
        for status in std::iter::once(&first).chain(to) {
            if let Some(count) = counts.get_mut(usize::from(*status)).filter(|count| count.last != place + 1)
            {
                count.ever += 1;
                count.last = place + 1;
            }
        }
        if let Some(count) = counts.get_mut(usize::from(slice.data.status_of(item))) {
            count.now += 1;
        }
    }
    counts
}

/// The column of a status for types without a meaning of their own; `None` when nobody knows.
fn column(resolved: &Resolved, status: u16) -> Option<u8> {
    Some(resolved.column(u16::MAX, status)).filter(|column| *column != UNKNOWN)
}

fn category(category: Category) -> &'static str {
    match category {
        Category::New => "To do",
        Category::InProgress => "In progress",
        Category::Resolved => "Resolved",
        Category::Done => "Done",
        Category::Removed => "Removed",
        Category::Unknown => "None",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{connection, data, item, portfolio, settings, team, workflow};

    #[test]
    fn an_item_counts_once_in_a_status_however_often_it_was_there() {
        let items = [
            item("A-1").active("03-02").queue("03-03").active("03-04"),
            item("A-2").active("03-02").done("03-05"),
            item("A-3"),
        ];
        let rows = portfolio(&items).mapping("a", &workflow()).unwrap();
        let counts: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.now, row.ever)).collect();
        assert_eq!(counts, [("To do", 1, 3), ("Doing", 1, 2), ("Done", 1, 1)]);
    }

    #[test]
    fn a_status_tells_what_it_would_count_as_without_anybodys_change() {
        let edit = crate::workflow::WorkflowEdit {
            stages: vec![crate::workflow::StageEdit {
                connection: "c".to_owned(),
                item_type: None,
                status: "review".to_owned(),
                stage: Stage::Done,
            }],
            ..crate::workflow::WorkflowEdit::default()
        };
        let edited = workflow().edited(&edit, &[]);
        let items = [item("A-1").waiting("03-02")];
        let changed = Portfolio::new(vec![connection(data(&items))], vec![team(edited)], settings(), None);
        let rows = changed.mapping("a", &workflow()).unwrap();
        let review = rows.iter().find(|row| row.name == "Review").unwrap();
        assert_eq!((review.stage, review.default), (Some(Stage::Done), Some(Stage::Waiting)));
        assert_eq!((review.category.as_str(), review.historic), ("Resolved", false));
    }

    #[test]
    fn an_exception_is_listed_by_live_names_and_what_is_gone_by_its_absence() {
        let change = |item_type: Option<&str>, status: &str| StageEdit {
            connection: "c".to_owned(),
            item_type: item_type.map(str::to_owned),
            status: status.to_owned(),
            stage: Stage::Done,
        };
        let changes = [change(Some("bug"), "review"), change(None, "doing"), change(Some("gone"), "gone")];
        let rows = exceptions(&[connection(data(&[item("A-1").waiting("03-02")]))], &changes);
        let names: Vec<_> =
            rows.iter().map(|row| (row.type_name.as_str(), row.status_name.as_str())).collect();
        assert_eq!(names, [("Bug", "Review"), ("Unknown type", "Unknown status")]);
        let types = types(&[connection(data(&[]))]);
        let types: Vec<&str> = types.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(types, ["Bug", "Story", "Sub-task"], "epics are in no number");
    }

    #[test]
    fn resolutions_go_by_their_names_until_somebody_lists_them() {
        let connections = [connection(data(&[]))];
        let removed = |listed: Option<&[(String, String)]>| -> Vec<bool> {
            resolutions(&connections, listed).iter().map(|row| row.removed).collect()
        };
        assert_eq!(removed(None), [false, true, true]);
        assert_eq!(removed(Some(&[("c".to_owned(), "1".to_owned())])), [true, false, false]);
        assert_eq!(removed(Some(&[("other".to_owned(), "1".to_owned())])), [false; 3]);
    }
}
