//! All connections and teams of a workspace, ready to be asked: a request only slices what stands here.

use crate::calendar::Calendar;
use crate::data_set::DataSet;
use crate::derived::{Derived, Levels, Members, OTHER_LEVEL};
use crate::report::ItemRef;
use crate::team::{Scope, Team};
use crate::workflow::Resolved;
use crate::zone::Zone;
use std::sync::Arc;

/// A connection to a provider with its items.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Its name in URLs, unique in a workspace.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Its items.
    pub data: Arc<DataSet>,
}

/// What a workspace has chosen for all its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The zone that days are counted in.
    pub zone: Zone,
    /// Working days and holidays.
    pub calendar: Calendar,
    /// Whether sub-tasks count.
    pub subtasks: bool,
}

/// A workspace's data as it is asked.
#[derive(Debug, Clone)]
pub struct Portfolio {
    connections: Vec<Connection>,
    teams: Vec<TeamView>,
    settings: Settings,
    unassigned: u32,
}

/// A team with its items.
#[derive(Debug, Clone)]
pub(crate) struct TeamView {
    pub(crate) team: Team,
    pub(crate) slices: Vec<Arc<Slice>>,
    /// Whether one of its items is also another team's.
    pub(crate) shares: bool,
}

/// A team's items of one connection.
#[derive(Debug)]
pub(crate) struct Slice {
    pub(crate) connection: usize,
    pub(crate) data: Arc<DataSet>,
    pub(crate) members: Members,
    pub(crate) derived: Derived,
    pub(crate) resolved: Resolved,
}

impl Portfolio {
    /// Joins connections and teams, and computes what their workflows make of each item.
    ///
    /// What `previous` has already computed from the same data set, team and settings is taken over.
    pub fn new(
        connections: Vec<Connection>,
        teams: Vec<Team>,
        settings: Settings,
        previous: Option<&Self>,
    ) -> Self {
        let previous = previous.filter(|before| before.settings == settings);
        let mut views: Vec<TeamView> = teams
            .into_iter()
            .map(|team| {
                let known = previous.and_then(|before| before.teams.iter().find(|view| view.team == team));
                let slices = (0..connections.len())
                    .filter_map(|at| slice(at, &connections[at], &team, &settings, known))
                    .collect();
                TeamView { team, slices, shares: false }
            })
            .collect();
        let unassigned = mark_shared(&connections, &mut views, Levels { subtasks: settings.subtasks });
        Self { connections, teams: views, settings, unassigned }
    }

    /// The connections.
    pub fn connections(&self) -> &[Connection] {
        &self.connections
    }

    /// The teams, in the order in which they claim items.
    pub fn teams(&self) -> impl Iterator<Item = &Team> {
        self.teams.iter().map(|view| &view.team)
    }

    /// What the workspace has chosen.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Bytes of heap that data sets and derived columns hold.
    pub fn heap_bytes(&self) -> usize {
        let data: usize = self.connections.iter().map(|it| it.data.heap_bytes()).sum();
        let derived: usize = self
            .teams
            .iter()
            .flat_map(|view| &view.slices)
            .map(|slice| slice.derived.heap_bytes(&slice.members))
            .sum();
        data + derived
    }

    pub(crate) fn views(&self) -> &[TeamView] {
        &self.teams
    }

    /// Items of the counted levels that belong to no team.
    pub(crate) fn unassigned(&self) -> u32 {
        self.unassigned
    }

    pub(crate) fn item_ref(&self, slice: &Slice, place: usize) -> ItemRef {
        let item = slice.members.item(place);
        ItemRef {
            connection: self.connections[slice.connection].slug.clone(),
            id: slice.data.ids()[item as usize],
            key: slice.data.key(item),
        }
    }
}

fn slice(
    at: usize,
    connection: &Connection,
    team: &Team,
    settings: &Settings,
    known: Option<&TeamView>,
) -> Option<Arc<Slice>> {
    let reusable = known.and_then(|view| {
        view.slices.iter().find(|slice| slice.connection == at && Arc::ptr_eq(&slice.data, &connection.data))
    });
    if let Some(slice) = reusable {
        return Some(Arc::clone(slice));
    }
    let members = members(connection, team)?;
    let levels = Levels { subtasks: settings.subtasks };
    let (derived, resolved) =
        Derived::new(&connection.data, &members, &team.workflow, &connection.slug, &settings.zone, levels);
    let data = Arc::clone(&connection.data);
    Some(Arc::new(Slice { connection: at, data, members, derived, resolved }))
}

fn members(connection: &Connection, team: &Team) -> Option<Members> {
    let data = &connection.data;
    let scopes: Vec<&Scope> = team
        .sources
        .iter()
        .filter(|source| source.connection == connection.slug)
        .map(|source| &source.scope)
        .collect();
    let members = match scopes.as_slice() {
        [] => return None,
        [Scope::Project(project)] => Members::Range(data.project_range(project)?),
        several => {
            let mut items: Vec<u32> = Vec::new();
            for scope in several {
                match scope {
                    Scope::Project(project) => {
                        items.extend(data.project_range(project).into_iter().flatten());
                    }
                    Scope::Board(board) => items.extend(data.board_members(board)),
                }
            }
            items.sort_unstable();
            items.dedup();
            items.shrink_to_fit();
            match (items.first(), items.last()) {
                // A board that shows whole projects and nothing else needs no list.
                (Some(first), Some(last)) if (last - first) as usize + 1 == items.len() => {
                    Members::Range(*first..last + 1)
                }
                _ => Members::List(items),
            }
        }
    };
    (members.len() > 0).then_some(members)
}

/// Finds teams that share items; the answer is how many counted items no team has.
fn mark_shared(connections: &[Connection], views: &mut [TeamView], levels: Levels) -> u32 {
    let mut owners: Vec<Vec<u16>> =
        connections.iter().map(|connection| vec![0; connection.data.len()]).collect();
    let mut shared = vec![false; views.len() + 1];
    for (at, view) in views.iter().enumerate() {
        for slice in &view.slices {
            for place in 0..slice.members.len() {
                let owner = &mut owners[slice.connection][slice.members.item(place) as usize];
                if *owner == 0 {
                    *owner = u16::try_from(at + 1).unwrap_or(u16::MAX);
                } else {
                    shared[usize::from(*owner).min(views.len()) - 1] = true;
                    shared[at] = true;
                }
            }
        }
    }
    for (view, shares) in views.iter_mut().zip(shared) {
        view.shares = shares;
    }
    let outside: usize = connections
        .iter()
        .zip(&owners)
        .map(|(connection, owners)| {
            let counted = |item: usize| {
                let item = u32::try_from(item).unwrap_or(0);
                levels.count(connection.data.item_type(connection.data.type_of(item)).1)
            };
            owners.iter().enumerate().filter(|(item, owner)| **owner == 0 && counted(*item)).count()
        })
        .sum();
    u32::try_from(outside).unwrap_or(u32::MAX)
}

impl Slice {
    /// Whether the item at a place is of a level that counts.
    pub(crate) fn is_counted(&self, place: usize) -> bool {
        self.derived.state[place] & OTHER_LEVEL == 0
    }
}
