//! The statuses a team's items have been in, as the settings page lists them.

use crate::portfolio::Portfolio;
use crate::workflow::{Stage, UNKNOWN};
use serde::{Deserialize, Serialize};

/// One status of a team's items and what it counts as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingRow {
    /// The connection's slug.
    pub connection: String,
    /// The status's provider id.
    pub status: String,
    /// Its name.
    pub name: String,
    /// The column it stands in.
    pub column: String,
    /// What it counts as; `None` when nobody knows, so that it counts as its neighbour in time.
    pub stage: Option<Stage>,
    /// How many stays items had in it.
    pub stays: u32,
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
}

impl Portfolio {
    /// The statuses of a team's items in the workflow's order, those nobody knows first; `None` without such a team.
    pub fn mapping(&self, team: &str) -> Option<Vec<MappingRow>> {
        let view = self.views().iter().find(|view| view.team.slug == team)?;
        let columns = view.team.workflow.columns();
        let mut rows: Vec<(Option<u8>, MappingRow)> = Vec::new();
        for slice in &view.slices {
            let data = &slice.data;
            let mut stays = vec![0_u32; data.names().statuses.len()];
            for place in (0..slice.members.len()).filter(|place| slice.is_counted(*place)) {
                let (first, _, to) = data.statuses_of(slice.members.item(place));
                for status in std::iter::once(&first).chain(to) {
                    if let Some(count) = stays.get_mut(usize::from(*status)) {
                        *count += 1;
                    }
                }
            }
            for ((number, status), stays) in (0_u16..).zip(&data.names().statuses).zip(stays) {
                if stays == 0 {
                    continue;
                }
                // A type without a number has no rules of its own: the row for all types answers.
                let column = slice.resolved.column(u16::MAX, number);
                let known = (column != UNKNOWN).then_some(column);
                let label = known.and_then(|column| columns.get(usize::from(column)));
                rows.push((
                    known,
                    MappingRow {
                        connection: self.connections()[slice.connection].slug.clone(),
                        status: status.id.to_string(),
                        name: status.name.to_string(),
                        column: label.map_or_else(String::new, |column| column.label.clone()),
                        stage: label.map(|column| column.stage),
                        stays,
                    },
                ));
            }
        }
        rows.sort_by(|one, other| (one.0, &one.1.name).cmp(&(other.0, &other.1.name)));
        Some(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The resolutions of a team's connections; `None` without such a team.
    pub fn resolutions(&self, team: &str) -> Option<Vec<ResolutionRow>> {
        let view = self.views().iter().find(|view| view.team.slug == team)?;
        let rows = view.slices.iter().flat_map(|slice| {
            let resolutions = &slice.data.names().resolutions;
            (0_u16..).zip(resolutions).map(|(number, resolution)| ResolutionRow {
                connection: self.connections()[slice.connection].slug.clone(),
                resolution: resolution.id.to_string(),
                name: resolution.name.to_string(),
                removed: slice.resolved.is_removed(number),
            })
        });
        Some(rows.collect())
    }
}
