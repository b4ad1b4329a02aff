//! What a team's statuses and the ways of closing an item mean, as the settings pages list them.

use crate::portfolio::{Connection, Portfolio, Slice};
use crate::records::Category;
use crate::workflow::{Resolved, Stage, UNKNOWN, Workflow, is_not_delivered};
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
