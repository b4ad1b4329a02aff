//! Which types the drawn items are of, and which of the few marks each type gets.

use super::{DotType, MARKED_TYPES};
use crate::sample::{Finished, Sample};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The types of a sample, and which one each of its finished items is of.
pub(super) struct Kinds {
    pub(super) types: Vec<DotType>,
    /// For each finished item the index of its type; of no meaning for one without a cycle time.
    pub(super) of: Vec<u16>,
}

impl Kinds {
    pub(super) fn of(sample: &Sample<'_>) -> Self {
        let parts = &sample.selection.parts;
        let mut counts: Vec<Vec<u32>> =
            parts.iter().map(|part| vec![0; part.slice.data.names().types.len()]).collect();
        for item in sample.finished.iter().filter(|item| item.cycle > 0) {
            if let Some(count) = counts[item.part as usize].get_mut(type_of(sample, item)) {
                *count += 1;
            }
        }
        // Types of different connections may have the same name: for people they are one.
        let mut by_name: BTreeMap<&str, u32> = BTreeMap::new();
        for (part, counts) in parts.iter().zip(&counts) {
            for (kind, count) in part.slice.data.names().types.iter().zip(counts) {
                if *count > 0 {
                    *by_name.entry(&kind.name).or_default() += count;
                }
            }
        }
        let mut frequent: Vec<(Reverse<u32>, &str)> =
            by_name.iter().map(|(name, count)| (Reverse(*count), *name)).collect();
        frequent.sort_unstable();
        // Marks go by name among the frequent, so that they stay when only the numbers change.
        let mut marked: Vec<&str> =
            frequent.into_iter().take(usize::from(MARKED_TYPES)).map(|(_, name)| name).collect();
        marked.sort_unstable();
        let mark = |name: &str| (0..).zip(&marked).find(|(_, known)| **known == name);
        let types = by_name
            .iter()
            .map(|(name, count)| DotType {
                name: (*name).to_owned(),
                count: *count,
                mark: mark(name).map_or(MARKED_TYPES, |(at, _)| at),
            })
            .collect();
        let places: BTreeMap<&str, u16> = by_name.into_keys().zip(0..).collect();
        let place = |name: &str| places.get(name).copied().unwrap_or(0);
        let by_type: Vec<Vec<u16>> = parts
            .iter()
            .map(|part| part.slice.data.names().types.iter().map(|kind| place(&kind.name)).collect())
            .collect();
        let of =
            |item: &Finished| by_type[item.part as usize].get(type_of(sample, item)).copied().unwrap_or(0);
        Self { types, of: sample.finished.iter().map(of).collect() }
    }
}

/// The number of an item's type in its data set.
fn type_of(sample: &Sample<'_>, item: &Finished) -> usize {
    let slice = sample.part(item.part).slice;
    usize::from(slice.data.type_of(slice.members.item(item.place as usize)))
}
