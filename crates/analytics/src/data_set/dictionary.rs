//! Names as small numbers: each provider id once, sorted, so a lookup is a binary search.

use super::{NONE, TagKind};
use crate::records::{Catalog, Category};
use std::collections::HashMap;

/// Ids as they come in, each with a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Interner {
    ids: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Interner {
    pub(super) fn of(sorted: &Sorted) -> Self {
        let ids = sorted.ids.clone();
        let numbers = ids.iter().cloned().zip(0..).collect();
        Self { ids, numbers }
    }

    pub(super) fn number(&mut self, id: &str) -> u32 {
        if let Some(known) = self.numbers.get(id) {
            return *known;
        }
        let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(id.into());
        self.numbers.insert(id.into(), number);
        number
    }

    /// A number for a narrow column; [`NONE`] when there are more ids than it can hold.
    pub(super) fn small(&mut self, id: &str) -> u16 {
        u16::try_from(self.number(id)).ok().filter(|number| *number != NONE).unwrap_or(NONE)
    }

    /// The ids with these numbers, sorted, and the new number of each old one.
    pub(super) fn sorted(self, numbers: impl Iterator<Item = u32>) -> (Sorted, Vec<u32>) {
        let mut used = vec![false; self.ids.len()];
        for number in numbers {
            if let Some(mark) = used.get_mut(number as usize) {
                *mark = true;
            }
        }
        let mut kept: Vec<(Box<str>, usize)> =
            self.ids.into_iter().zip(0..).filter(|(_, at)| used[*at]).collect();
        kept.sort_unstable();
        let mut renumbered = vec![u32::MAX; used.len()];
        for (new, (_, old)) in (0..).zip(&kept) {
            renumbered[*old] = new;
        }
        (Sorted { ids: kept.into_iter().map(|(id, _)| id).collect() }, renumbered)
    }
}

/// Ids in ascending order; their number is their place.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sorted {
    ids: Vec<Box<str>>,
}

impl Sorted {
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let at = self.ids.binary_search_by(|known| known.as_ref().cmp(id)).ok()?;
        u32::try_from(at).ok()
    }

    pub(crate) fn id(&self, number: usize) -> &str {
        self.ids.get(number).map_or("", AsRef::as_ref)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(AsRef::as_ref)
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    fn heap_bytes(&self) -> usize {
        self.ids.iter().map(|id| id.len() + size_of::<Box<str>>()).sum()
    }
}

/// A status with what the catalog says of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StatusName {
    /// The provider's id; a status that only had a name starts with a NUL.
    pub(crate) id: Box<str>,
    pub(crate) name: Box<str>,
    pub(crate) category: Category,
    /// Whether the catalog lists it.
    pub(crate) listed: bool,
}

/// An item type with what the catalog says of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TypeName {
    pub(crate) id: Box<str>,
    pub(crate) name: Box<str>,
    pub(crate) level: i8,
}

/// A label, component or release.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TagName {
    pub(crate) kind: TagKind,
    pub(crate) name: Box<str>,
}

/// An id with a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IdName {
    pub(crate) id: Box<str>,
    pub(crate) name: Box<str>,
}

/// What the numbers in the columns stand for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Names {
    pub(crate) projects: Sorted,
    pub(crate) prefixes: Sorted,
    pub(crate) statuses: Vec<StatusName>,
    pub(crate) types: Vec<TypeName>,
    pub(crate) priorities: Vec<IdName>,
    pub(crate) resolutions: Vec<IdName>,
    pub(crate) tags: Vec<TagName>,
    /// The place of each sprint in the catalog; [`NOWHERE`] for one that is not listed.
    pub(crate) sprints: Vec<u32>,
    /// The sorted ids behind the seven lists, to continue from.
    pub(super) raw: RawIds,
}

/// The ids as they were interned.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct RawIds {
    pub(super) statuses: Sorted,
    pub(super) types: Sorted,
    pub(super) priorities: Sorted,
    pub(super) resolutions: Sorted,
    pub(super) tags: Sorted,
    pub(super) sprints: Sorted,
}

/// The place of a sprint that the catalog does not list.
const NOWHERE: u32 = u32::MAX;

/// A tag's id: its kind, then its name or provider id.
pub(super) fn tag_id(kind: TagKind, text: &str) -> String {
    let mark = match kind {
        TagKind::Label => 'l',
        TagKind::Component => 'c',
        TagKind::Release => 'r',
    };
    format!("{mark}{text}")
}

impl Names {
    /// Joins the ids with a catalog; `spoken` has names that came with the items.
    pub(super) fn new(
        projects: Sorted,
        prefixes: Sorted,
        raw: RawIds,
        catalog: &Catalog,
        spoken: &HashMap<Box<str>, Box<str>>,
    ) -> Self {
        let statuses = raw.statuses.iter().map(|id| status_name(id, catalog, spoken)).collect();
        let types = raw
            .types
            .iter()
            .map(|id| {
                let known = catalog.item_types.iter().find(|known| known.id == id);
                TypeName {
                    id: id.into(),
                    name: known.map_or("Unknown type", |known| &known.name).into(),
                    level: known.map_or(0, |known| known.level),
                }
            })
            .collect();
        let named = |ids: &Sorted, known: &[crate::records::Named], nothing: &str| {
            ids.iter()
                .map(|id| {
                    let name = known.iter().find(|named| named.id == id).map(|named| named.name.as_str());
                    IdName { id: id.into(), name: name.unwrap_or(nothing).into() }
                })
                .collect()
        };
        let priorities = named(&raw.priorities, &catalog.priorities, "Unknown priority");
        let resolutions = named(&raw.resolutions, &catalog.resolutions, "Unknown resolution");
        let releases: HashMap<&str, &str> =
            catalog.releases.iter().map(|known| (known.id.as_str(), known.name.as_str())).collect();
        let tags = raw
            .tags
            .iter()
            .map(|id| {
                let text = &id[1..];
                let (kind, name) = match id.as_bytes()[0] {
                    b'l' => (TagKind::Label, text),
                    b'c' => (TagKind::Component, text),
                    _ => (TagKind::Release, releases.get(text).copied().unwrap_or("Unknown release")),
                };
                TagName { kind, name: name.into() }
            })
            .collect();
        let listed: HashMap<String, u32> =
            catalog.sprints.iter().zip(0..).map(|(sprint, at)| (sprint.id.to_string(), at)).collect();
        let sprints = raw.sprints.iter().map(|id| listed.get(id).copied().unwrap_or(NOWHERE)).collect();
        Self { projects, prefixes, statuses, types, priorities, resolutions, tags, sprints, raw }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.projects.heap_bytes()
            + self.prefixes.heap_bytes()
            + 3 * (self.raw.tags.heap_bytes() + self.raw.statuses.heap_bytes())
            + 2 * self.raw.sprints.heap_bytes()
    }
}

fn status_name(id: &str, catalog: &Catalog, spoken: &HashMap<Box<str>, Box<str>>) -> StatusName {
    let known = catalog.statuses.iter().find(|known| known.id == id);
    let name = known
        .map(|known| known.name.as_str())
        .or_else(|| id.strip_prefix('\0'))
        .or_else(|| spoken.get(id).map(AsRef::as_ref))
        .filter(|name| !name.is_empty())
        .unwrap_or("Unknown status");
    StatusName {
        id: id.into(),
        name: name.into(),
        category: known.map_or(Category::Unknown, |known| known.category),
        listed: known.is_some(),
    }
}
