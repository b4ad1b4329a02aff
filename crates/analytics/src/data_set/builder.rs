//! Takes items one by one and makes a data set of them.

use super::columns::{Columns, Renumbered};
use super::csr::Csr;
use super::dictionary::{Interner, Names, RawIds, tag_id};
use super::history::{History, seconds, status_number};
use super::plan::{self, Points};
use super::{DataSet, NONE, TagKind, key};
use crate::day::Day;
use crate::derived::short_day;
use crate::records::{Catalog, Item};
use std::collections::{HashMap, HashSet};

/// A data set in the making: holds what was pushed in columns, so items can be streamed.
#[derive(Debug)]
pub struct Builder {
    columns: Columns,
    project: Vec<u32>,
    removed: HashSet<u64>,
    /// Rows that came from the data set it continues; `removed` speaks of these alone.
    inherited: usize,
    projects: Interner,
    prefixes: Interner,
    statuses: Interner,
    types: Interner,
    priorities: Interner,
    resolutions: Interner,
    tags: Interner,
    sprints: Interner,
    /// Names of statuses as items spoke of them, for those the catalog does not list.
    spoken: HashMap<Box<str>, Box<str>>,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// A builder without items.
    pub fn new() -> Self {
        Self {
            columns: Columns::new(),
            project: Vec::new(),
            removed: HashSet::new(),
            inherited: 0,
            projects: Interner::default(),
            prefixes: Interner::default(),
            statuses: Interner::default(),
            types: Interner::default(),
            priorities: Interner::default(),
            resolutions: Interner::default(),
            tags: Interner::default(),
            sprints: Interner::default(),
            spoken: HashMap::new(),
        }
    }

    /// A builder that starts with all items of a data set.
    pub fn continuing(data: &DataSet) -> Self {
        let mut project = Vec::with_capacity(data.len());
        for (number, edges) in (0..).zip(data.project_starts.windows(2)) {
            project.extend(std::iter::repeat_n(number, (edges[1] - edges[0]) as usize));
        }
        let raw = &data.names.raw;
        Self {
            columns: data.columns.clone(),
            project,
            removed: HashSet::new(),
            inherited: data.len(),
            projects: Interner::of(&data.names.projects),
            prefixes: Interner::of(&data.names.prefixes),
            statuses: Interner::of(&raw.statuses),
            types: Interner::of(&raw.types),
            priorities: Interner::of(&raw.priorities),
            resolutions: Interner::of(&raw.resolutions),
            tags: Interner::of(&raw.tags),
            sprints: Interner::of(&raw.sprints),
            spoken: data
                .names
                .statuses
                .iter()
                .filter(|status| !status.listed)
                .map(|status| (status.id.clone(), status.name.clone()))
                .collect(),
        }
    }

    /// Drops inherited items by provider id.
    pub fn remove(&mut self, ids: &[u64]) {
        self.removed.extend(ids);
    }

    /// How many rows it holds, replaced and removed ones included.
    pub fn len(&self) -> usize {
        self.columns.ids.len()
    }

    /// Whether nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an item, or replaces the one with its id.
    pub fn push(&mut self, item: &Item) {
        let (statuses, spoken) = (&mut self.statuses, &mut self.spoken);
        let history = History::of(item, |status| {
            let number = status_number(statuses, status);
            if !status.id.is_empty() && !status.name.is_empty() {
                match spoken.get(status.id.as_str()) {
                    Some(name) if name.as_ref() <= status.name.as_str() => {}
                    _ => {
                        spoken.insert(status.id.as_str().into(), status.name.as_str().into());
                    }
                }
            }
            number
        });
        let (prefix, number) = key::split(&item.key);
        let optional =
            |names: &mut Interner, id: &Option<String>| id.as_ref().map_or(NONE, |id| names.small(id));
        self.project.push(self.projects.number(&item.project));
        let columns = &mut self.columns;
        columns.ids.push(item.id);
        columns.key_prefix.push(self.prefixes.number(prefix));
        columns.key_number.push(number);
        columns.created.push(history.created);
        columns.updated.push(seconds(item.updated));
        let due = item.due.as_deref().and_then(Day::parse);
        columns.due.push(due.map_or(0, short_day));
        columns.parent.push(item.parent.unwrap_or(0));
        columns.points.push(Points::of(item.points));
        columns.estimates.push_row(plan::estimates(item, history.created));
        let sprints = &mut self.sprints;
        let number = |id: u64| sprints.number(&id.to_string());
        columns.sprints.push_row(plan::sprints(item, history.created, number));
        columns.item_type.push(self.types.small(&item.item_type));
        columns.priority.push(optional(&mut self.priorities, &item.priority));
        columns.resolution.push(optional(&mut self.resolutions, &item.resolution));
        columns.first_status.push(history.first);
        columns.times.push_row(history.times);
        columns.to.push_row(history.to);
        columns.flags.push_row(history.flags);
        let mut tags: Vec<String> = Vec::new();
        for (kind, texts) in [
            (TagKind::Label, &item.labels),
            (TagKind::Component, &item.components),
            (TagKind::Release, &item.releases),
        ] {
            tags.extend(texts.iter().map(|text| tag_id(kind, text)));
        }
        tags.sort_unstable();
        tags.dedup();
        columns.tags.push_row(tags.iter().map(|tag| self.tags.number(tag)));
    }

    /// The data set of everything that was pushed, under a catalog.
    pub fn finish(self, catalog: &Catalog) -> DataSet {
        let mut order = self.order();
        let columns = &self.columns;
        let rows = || order.iter().map(|at| *at as usize);
        let statuses = rows().flat_map(|at| {
            let first = std::iter::once(columns.first_status[at]);
            first.chain(columns.to.row(at).iter().copied()).map(u32::from)
        });
        let (projects, new_projects) = self.projects.sorted(rows().map(|at| self.project[at]));
        let (prefixes, new_prefixes) = self.prefixes.sorted(rows().map(|at| columns.key_prefix[at]));
        let (types, new_types) = self.types.sorted(rows().map(|at| u32::from(columns.item_type[at])));
        let (priorities, new_priorities) =
            self.priorities.sorted(rows().map(|at| u32::from(columns.priority[at])));
        let (resolutions, new_resolutions) =
            self.resolutions.sorted(rows().map(|at| u32::from(columns.resolution[at])));
        let (statuses, new_statuses) = self.statuses.sorted(statuses);
        let tags = rows().flat_map(|at| columns.tags.row(at).iter().copied());
        let (tags, new_tags) = self.tags.sorted(tags);
        let stays = rows().flat_map(|at| columns.sprints.row(at).iter().map(|stay| stay.sprint));
        let (sprints, new_sprints) = self.sprints.sorted(stays);

        let place = |at: u32| new_projects[self.project[at as usize] as usize];
        order.sort_unstable_by_key(|at| (place(*at), columns.ids[*at as usize]));
        let mut project_starts = vec![0; projects.len() + 1];
        for at in &order {
            project_starts[place(*at) as usize + 1] += 1;
        }
        for at in 1..project_starts.len() {
            project_starts[at] += project_starts[at - 1];
        }
        let mut columns = columns.gather(
            &order,
            &Renumbered {
                prefixes: new_prefixes,
                types: new_types,
                priorities: new_priorities,
                resolutions: new_resolutions,
                statuses: new_statuses,
                tags: new_tags,
                sprints: new_sprints,
            },
        );
        // A child is not read again when its parent goes.
        let kept: HashSet<u64> = columns.ids.iter().copied().filter(|id| self.removed.contains(id)).collect();
        for parent in &mut columns.parent {
            if self.removed.contains(parent) && !kept.contains(parent) {
                *parent = 0;
            }
        }
        let raw = RawIds { statuses, types, priorities, resolutions, tags, sprints };
        let names = Names::new(projects, prefixes, raw, catalog, &self.spoken);
        let mut data =
            DataSet { catalog: catalog.clone(), columns, names, project_starts, board_members: Csr::new() };
        data.join_boards();
        data
    }

    /// The rows that count: the last of each id, without those that were removed.
    fn order(&self) -> Vec<u32> {
        let mut by_id: Vec<(u64, u32)> = self.columns.ids.iter().copied().zip(0..).collect();
        by_id.sort_unstable();
        by_id
            .chunk_by(|one, other| one.0 == other.0)
            .filter_map(<[(u64, u32)]>::last)
            .filter(|(id, at)| (*at as usize) >= self.inherited || !self.removed.contains(id))
            .map(|(_, at)| *at)
            .collect()
    }
}

impl DataSet {
    /// Replaces the boards' lists of ids by lists of item indexes.
    fn join_boards(&mut self) {
        let mut by_id: Vec<(u64, u32)> = self.columns.ids.iter().copied().zip(0..).collect();
        by_id.sort_unstable();
        let find = |id: u64| {
            let at = by_id.binary_search_by_key(&id, |entry| entry.0).ok()?;
            Some(by_id[at].1)
        };
        let mut members = Csr::new();
        for board in &mut self.catalog.boards {
            let mut items: Vec<u32> = std::mem::take(&mut board.items).into_iter().filter_map(find).collect();
            items.sort_unstable();
            items.dedup();
            members.push_row(items);
        }
        members.shrink();
        self.board_members = members;
    }
}
