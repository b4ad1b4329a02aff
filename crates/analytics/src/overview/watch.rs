//! Items that somebody should look at: late, about to be, or carried from sprint to sprint.

use crate::carried::Carried;
use crate::derived::REMOVED;
use crate::label::{count, ordinal, points, things};
use crate::records::SprintState;
use crate::report::ItemRef;
use crate::sample::Sample;
use crate::selection::Part;
use serde::{Deserialize, Serialize};

/// From its third sprint on an item is worth a look.
pub(super) const MANY_SPRINTS: u32 = 3;
/// Within so many days a due date is near.
pub(super) const SOON: i32 = 7;
/// The most rows that are shown.
const MOST_ROWS: usize = 12;

/// The items to look at, the most pressing first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WatchList {
    /// At most 12 of them.
    pub rows: Vec<WatchedItem>,
    /// How many there are.
    pub total: u32,
}

/// One item to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchedItem {
    /// The item.
    pub item: ItemRef,
    /// Why it is here: `12 days past its due date, in its 4th sprint`.
    pub why: String,
    /// The name of its type.
    pub item_type: String,
    /// The name of its status.
    pub status: String,
    /// The team it is counted under.
    pub team: String,
    /// `18 Mar 2026`.
    pub due: Option<String>,
    /// Its estimate.
    pub points: Option<String>,
    /// The key of the item above it.
    pub parent: Option<ItemRef>,
}

/// An unfinished item with what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watched {
    part: u32,
    place: u32,
    /// Whether somebody has begun.
    pub(super) begun: bool,
    /// Days since the due date; 0 when it is not over.
    pub(super) late: u32,
    /// Days to a near due date of an item that nobody has begun.
    pub(super) soon: Option<u32>,
    /// The sprint in a row it is in, from the third on; else 0.
    pub(super) sprints: u32,
}

/// The unfinished items of a sample that need a look, the most pressing first. None when the period is over: what is
/// late today says nothing about it.
pub(super) fn watched(sample: &Sample<'_>) -> Vec<Watched> {
    if sample.period.to.plus(1) != sample.today {
        return Vec::new();
    }
    let mut watched = Vec::new();
    for (at, part) in (0..).zip(&sample.selection.parts) {
        let mut carried = Carried::new(&part.slice.data);
        for place in part.places_by_end(|finished| finished == 0) {
            if part.slice.derived.state[place] & REMOVED != 0 {
                continue;
            }
            let found = look(sample, part, place, &mut carried);
            if found.late > 0 || found.soon.is_some() || found.sprints > 0 {
                watched.push(Watched { part: at, ..found });
            }
        }
    }
    // What somebody works on comes first: a date that was forgotten in the queue can wait.
    watched.sort_by_key(|it| {
        let pressing = std::cmp::Reverse((it.begun, it.late, it.sprints));
        (pressing, it.soon.unwrap_or(u32::MAX), it.part, it.place)
    });
    watched
}

fn look(sample: &Sample<'_>, part: &Part<'_>, place: usize, carried: &mut Carried<'_>) -> Watched {
    let data = &part.slice.data;
    let item = part.slice.members.item(place);
    let left = data.due_of(item).map(|due| due.0 - sample.today.0);
    let begun = part.slice.derived.started[place] != 0;
    let through = carried.through(item, None);
    let runs = through.last().is_some_and(|sprint| sprint.state == SprintState::Active);
    let sprints = u32::try_from(through.len()).unwrap_or(u32::MAX);
    Watched {
        part: 0,
        place: u32::try_from(place).unwrap_or(u32::MAX),
        begun,
        late: left.map_or(0, |left| u32::try_from(-left).unwrap_or(0)),
        soon: left.filter(|left| (0..=SOON).contains(left) && !begun).map(i32::cast_unsigned),
        sprints: if runs && sprints >= MANY_SPRINTS { sprints } else { 0 },
    }
}

impl WatchList {
    pub(super) fn of(sample: &Sample<'_>) -> Self {
        let watched = watched(sample);
        Self {
            rows: watched.iter().take(MOST_ROWS).map(|it| row(sample, it)).collect(),
            total: u32::try_from(watched.len()).unwrap_or(u32::MAX),
        }
    }
}

fn row(sample: &Sample<'_>, watched: &Watched) -> WatchedItem {
    let part = sample.part(watched.part);
    let data = &part.slice.data;
    let item = part.slice.members.item(watched.place as usize);
    let reference = sample.item_ref(watched.part, watched.place);
    let parent = data.parent_of(item).and_then(|id| Some((id, data.find(id)?)));
    WatchedItem {
        why: watched.why(),
        item_type: data.item_type(data.type_of(item)).0.to_owned(),
        status: data.status(data.status_of(item)).0.to_owned(),
        team: part.view.team.name.clone(),
        due: data.due_of(item).map(crate::day::Day::long),
        points: data.points_of(item).map(points),
        parent: parent.map(|(id, at)| ItemRef {
            connection: reference.connection.clone(),
            id,
            key: data.key(at),
        }),
        item: reference,
    }
}

impl Watched {
    fn why(&self) -> String {
        let mut reasons = Vec::new();
        if self.late > 0 {
            reasons.push(format!("{} past its due date", things(self.late, "day", "days")));
        }
        if let Some(soon) = self.soon {
            let when = match soon {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                days => format!("in {} days", count(days)),
            };
            reasons.push(format!("due {when} and not started"));
        }
        if self.sprints > 0 {
            reasons.push(format!("in its {} sprint in a row", ordinal(self.sprints)));
        }
        reasons.join(", ")
    }
}
