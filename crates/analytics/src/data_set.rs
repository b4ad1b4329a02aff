//! All items of one connection in columns: nothing is a string that can be a number.

mod builder;
mod columns;
mod csr;
mod dictionary;
mod history;
mod key;
mod plan;

pub use builder::Builder;
pub(crate) use plan::{Estimate, SprintStay};

use crate::day::Day;
use crate::derived::day;
use crate::records::{Catalog, Category, Item, Sprint};
use columns::Columns;
use csr::Csr;
use dictionary::Names;
use std::ops::Range;

/// "None" in a column of small ids.
pub(crate) const NONE: u16 = u16::MAX;

/// A snapshot of one connection's items: never changed, replaced by the next one.
///
/// Items are ordered by project, then by provider id, so a project is a slice. Times are seconds since 1970 UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSet {
    catalog: Catalog,
    columns: Columns,
    names: Names,
    /// Where each project of `names.projects` begins; one more entry ends the last.
    project_starts: Vec<u32>,
    /// Item indexes of each board of the catalog, ascending.
    board_members: Csr<u32>,
}

/// What a filter by name compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TagKind {
    Label,
    Component,
    Release,
}

impl DataSet {
    /// The data set of a catalog and its items, in any order; of two items with one id the later counts.
    pub fn build(catalog: &Catalog, items: impl IntoIterator<Item = Item>) -> Self {
        let mut builder = Builder::new();
        for item in items {
            builder.push(&item);
        }
        builder.finish(catalog)
    }

    /// The same data set with some items new or changed and some gone, under a fresh catalog.
    ///
    /// Equal to building it from all the items that are left.
    #[must_use]
    pub fn apply(&self, catalog: &Catalog, upserts: impl IntoIterator<Item = Item>, removed: &[u64]) -> Self {
        let mut builder = Builder::continuing(self);
        builder.remove(removed);
        for item in upserts {
            builder.push(&item);
        }
        builder.finish(catalog)
    }

    /// How many items it has.
    pub fn len(&self) -> usize {
        self.columns.ids.len()
    }

    /// Whether it has no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of heap it holds, the catalog aside.
    pub fn heap_bytes(&self) -> usize {
        self.columns.heap_bytes()
            + self.names.heap_bytes()
            + self.project_starts.capacity() * size_of::<u32>()
            + self.board_members.heap_bytes()
    }

    /// The catalog it was built with; the boards' item lists are left out.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The provider ids of all items, in order.
    pub fn ids(&self) -> &[u64] {
        &self.columns.ids
    }

    /// Where a project's items are; `None` when it has none.
    pub fn project_range(&self, project: &str) -> Option<Range<u32>> {
        let at = self.names.projects.find(project)? as usize;
        Some(self.project_starts[at]..self.project_starts[at + 1])
    }

    /// The items of a board, ascending; empty for a board it does not know.
    pub fn board_members(&self, board: &str) -> &[u32] {
        self.catalog
            .boards
            .iter()
            .position(|known| known.id == board)
            .map_or(&[], |at| self.board_members.row(at))
    }

    /// The index of an item by its provider id.
    pub fn find(&self, id: u64) -> Option<u32> {
        self.project_starts.windows(2).find_map(|edges| {
            let slice = &self.columns.ids[edges[0] as usize..edges[1] as usize];
            let at = slice.binary_search(&id).ok()?;
            Some(edges[0] + u32::try_from(at).ok()?)
        })
    }

    /// The key of an item, such as `PAY-7`.
    pub fn key(&self, item: u32) -> String {
        let at = item as usize;
        let prefix = self.names.prefixes.id(self.columns.key_prefix[at] as usize);
        key::join(prefix, self.columns.key_number[at])
    }

    /// When an item was created.
    pub fn created(&self, item: u32) -> u32 {
        self.columns.created[item as usize]
    }

    /// The id and the name of an item's project.
    pub fn project(&self, item: u32) -> (&str, &str) {
        let at = self.project_starts.partition_point(|start| *start <= item).saturating_sub(1);
        let id = self.names.projects.id(at);
        let known = self.catalog.projects.iter().find(|project| project.id == id);
        (id, known.map_or(id, |project| &project.name))
    }

    /// How often an item changed its status, all items together.
    pub fn transition_count(&self) -> usize {
        self.columns.times.values.len()
    }

    /// The status an item was created in, then each change as (when, status after it).
    pub(crate) fn statuses_of(&self, item: u32) -> (u16, &[u32], &[u16]) {
        let at = item as usize;
        (self.columns.first_status[at], self.columns.times.row(at), self.columns.to.row(at))
    }

    /// The status an item is in now.
    pub(crate) fn status_of(&self, item: u32) -> u16 {
        let (first, _, to) = self.statuses_of(item);
        to.last().copied().unwrap_or(first)
    }

    /// When the flag of an item was set, cleared, set again …; an odd number of times means it is set now.
    pub(crate) fn flag_toggles(&self, item: u32) -> &[u32] {
        self.columns.flags.row(item as usize)
    }

    /// When the provider last changed an item.
    pub(crate) fn updated(&self, item: u32) -> u32 {
        self.columns.updated[item as usize]
    }

    /// The day an item is due.
    pub(crate) fn due_of(&self, item: u32) -> Option<Day> {
        let due = self.columns.due[item as usize];
        (due != 0).then(|| day(due))
    }

    /// The provider's id of the item above it.
    pub(crate) fn parent_of(&self, item: u32) -> Option<u64> {
        let parent = self.columns.parent[item as usize];
        (parent != 0).then_some(parent)
    }

    /// The estimate of an item now.
    pub(crate) fn points_of(&self, item: u32) -> Option<f32> {
        self.columns.points[item as usize].number()
    }

    /// How the estimate changed: what it was at creation, then each change; empty when it never did.
    pub(crate) fn estimates_of(&self, item: u32) -> &[Estimate] {
        self.columns.estimates.row(item as usize)
    }

    /// Every stay of an item in a sprint, in the order of entry.
    pub(crate) fn sprints_of(&self, item: u32) -> &[SprintStay] {
        self.columns.sprints.row(item as usize)
    }

    /// A sprint by its number in a stay; `None` when the catalog does not list it.
    pub(crate) fn sprint(&self, number: u32) -> Option<&Sprint> {
        let place = *self.names.sprints.get(number as usize)?;
        self.catalog.sprints.get(place as usize)
    }

    /// The names of an item's labels, components or releases.
    pub(crate) fn tag_names(&self, item: u32, kind: TagKind) -> Vec<&str> {
        let tags = self.tags_of(item).iter().filter_map(|tag| self.names.tags.get(*tag as usize));
        tags.filter(|tag| tag.kind == kind).map(|tag| tag.name.as_ref()).collect()
    }

    /// The name of an item's priority.
    pub(crate) fn priority_name(&self, item: u32) -> Option<&str> {
        self.names.priorities.get(self.priority_of(item) as usize).map(|it| it.name.as_ref())
    }

    /// The name of the way an item was closed.
    pub(crate) fn resolution_name(&self, item: u32) -> Option<&str> {
        self.names.resolutions.get(self.resolution_of(item) as usize).map(|it| it.name.as_ref())
    }

    pub(crate) fn type_of(&self, item: u32) -> u16 {
        self.columns.item_type[item as usize]
    }

    pub(crate) fn priority_of(&self, item: u32) -> u16 {
        self.columns.priority[item as usize]
    }

    pub(crate) fn resolution_of(&self, item: u32) -> u16 {
        self.columns.resolution[item as usize]
    }

    pub(crate) fn tags_of(&self, item: u32) -> &[u32] {
        self.columns.tags.row(item as usize)
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// Name and category of a status; the category is `Unknown` when the catalog has no such status.
    pub(crate) fn status(&self, status: u16) -> (&str, Category) {
        self.names
            .statuses
            .get(status as usize)
            .map_or(("Unknown status", Category::Unknown), |it| (it.name.as_ref(), it.category))
    }

    /// Name and hierarchy level of an item type; 0 when the catalog has no such type.
    pub(crate) fn item_type(&self, item_type: u16) -> (&str, i8) {
        self.names
            .types
            .get(item_type as usize)
            .map_or(("Unknown type", 0), |it| (it.name.as_ref(), it.level))
    }
}

#[cfg(test)]
mod tests;
