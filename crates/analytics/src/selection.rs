//! Which items a query means: slices of teams, with a mask only where a filter needs one.

use crate::data_set::{DataSet, NONE, TagKind};
use crate::derived::{OTHER_LEVEL, ShortDay};
use crate::portfolio::{Portfolio, Slice, TeamView};
use crate::query::{Facet, Notice, Query};
use crate::workflow::Column;
use std::ops::Range;

/// The items a query means.
pub(crate) struct Selection<'a> {
    pub(crate) portfolio: &'a Portfolio,
    pub(crate) parts: Vec<Part<'a>>,
    /// The query without the values that mean nothing here.
    pub(crate) query: Query,
    pub(crate) notices: Vec<Notice>,
}

/// A stretch of a team's items.
pub(crate) struct Part<'a> {
    pub(crate) view: &'a TeamView,
    pub(crate) slice: &'a Slice,
    /// Places among the members.
    pub(crate) places: Range<usize>,
    /// Which of `places` are meant; `None` means all.
    mask: Option<Vec<bool>>,
}

impl Part<'_> {
    /// Whether the item at a place is meant.
    pub(crate) fn includes(&self, place: usize) -> bool {
        self.places.contains(&place)
            && self.mask.as_ref().is_none_or(|mask| mask[place - self.places.start])
            && self.slice.is_counted(place)
    }

    /// How many places are meant, those of other levels left out.
    pub(crate) fn count(&self) -> usize {
        if self.mask.is_some() {
            return self.places_by_end(|_| true).count();
        }
        let states = &self.slice.derived.state[self.places.clone()];
        states.iter().filter(|state| **state & OTHER_LEVEL == 0).count()
    }

    /// The places that are meant and whose day of finishing (0 for "never") is wanted, those of other levels left out.
    pub(crate) fn places_by_end(&self, wanted: impl Fn(ShortDay) -> bool) -> impl Iterator<Item = usize> {
        let finished = &self.slice.derived.finished[self.places.clone()];
        self.places
            .clone()
            .zip(finished)
            .filter(move |(_, finished)| wanted(**finished))
            .map(|(place, _)| place)
            .filter(|place| self.includes(*place))
    }
}

impl<'a> Selection<'a> {
    /// The columns that all selected teams share; `None` when they differ.
    pub(crate) fn common_columns(&self) -> Option<&'a [Column]> {
        let mut all = self.parts.iter().map(|part| part.view.team.workflow.columns());
        let first = all.next()?;
        all.all(|columns| columns == first).then_some(first)
    }

    pub(crate) fn of(portfolio: &'a Portfolio, query: &Query) -> Self {
        let (query, notices) = known_values(portfolio, query);
        let chosen = |facet: Facet, value: &str| {
            let values = query.values(facet);
            values.is_empty() || values.iter().any(|it| it == value)
        };
        let views: Vec<&TeamView> =
            portfolio.views().iter().filter(|view| chosen(Facet::Team, &view.team.slug)).collect();
        let mut seen: Vec<Option<Vec<bool>>> = portfolio.connections().iter().map(|_| None).collect();
        let several = views.len() > 1;
        let mut parts = Vec::new();
        for view in views {
            for slice in &view.slices {
                let connection = &portfolio.connections()[slice.connection];
                if !chosen(Facet::Connection, &connection.slug) {
                    continue;
                }
                let filter = Filter::of(&query, &slice.data);
                for places in stretches(&query, &connection.slug, slice) {
                    let mut part = Part { view, slice, places, mask: None };
                    if let Some(filter) = &filter {
                        part.keep(|item| filter.accepts(&slice.data, item));
                    }
                    if several && view.shares {
                        let seen =
                            seen[slice.connection].get_or_insert_with(|| vec![false; slice.data.len()]);
                        part.keep(|item| !std::mem::replace(&mut seen[item as usize], true));
                    }
                    parts.push(part);
                }
            }
        }
        Self { portfolio, parts, query, notices }
    }

    /// The teams that are asked for, whether they have items or not; none that reads no connection asked for, and none
    /// without an item in a project asked for.
    pub(crate) fn views(&self) -> impl Iterator<Item = &'a TeamView> {
        let slugs = self.query.values(Facet::Team);
        let connections = self.query.values(Facet::Connection);
        let by_project = !self.query.values(Facet::Project).is_empty();
        self.portfolio.views().iter().filter(move |view| {
            let sources = &view.team.sources;
            (slugs.is_empty() || slugs.contains(&view.team.slug))
                && (connections.is_empty() || sources.iter().any(|it| connections.contains(&it.connection)))
                && (!by_project || view.slices.iter().any(|slice| self.reaches(slice)))
        })
    }

    /// Whether a slice has items in a project that is asked for.
    fn reaches(&self, slice: &Slice) -> bool {
        let connection = &self.portfolio.connections()[slice.connection].slug;
        !stretches(&self.query, connection, slice).is_empty()
    }

    /// Whether items of more than one team are meant.
    pub(crate) fn has_several_teams(&self) -> bool {
        let mut slugs = self.parts.iter().map(|part| &part.view.team.slug);
        let first = slugs.next();
        slugs.any(|slug| Some(slug) != first)
    }
}

impl Part<'_> {
    fn keep(&mut self, mut accept: impl FnMut(u32) -> bool) {
        let mut mask = self.mask.take().unwrap_or_else(|| vec![true; self.places.len()]);
        for (kept, place) in mask.iter_mut().zip(self.places.clone()) {
            *kept = *kept && accept(self.slice.members.item(place));
        }
        self.mask = Some(mask);
    }
}

/// The places of the projects that are asked for; all places when none is.
fn stretches(query: &Query, connection: &str, slice: &Slice) -> Vec<Range<usize>> {
    let projects = query.values(Facet::Project);
    if projects.is_empty() {
        return std::iter::once(0..slice.members.len()).collect();
    }
    projects
        .iter()
        .filter_map(|value| project_of(value, connection))
        .filter_map(|project| slice.data.project_range(project))
        .map(|items| slice.members.places(&items))
        .filter(|places| !places.is_empty())
        .collect()
}

/// The project id in `connection.id`, when it is of this connection.
fn project_of<'q>(value: &'q str, connection: &str) -> Option<&'q str> {
    value.strip_prefix(connection)?.strip_prefix('.')
}

/// Which small numbers a filter by name accepts.
struct Filter {
    types: Option<Vec<bool>>,
    priorities: Option<Vec<bool>>,
    /// For each tag the kinds of filter it satisfies, one bit each.
    tags: Vec<u8>,
    needed: u8,
}

const TAGS: [(Facet, TagKind); 3] = [
    (Facet::Label, TagKind::Label),
    (Facet::Component, TagKind::Component),
    (Facet::Release, TagKind::Release),
];

/// The kind of tag a filter means; `None` when it means no tag.
pub(crate) fn tag_kind(facet: Facet) -> Option<TagKind> {
    TAGS.into_iter().find(|(tagged, _)| *tagged == facet).map(|(_, kind)| kind)
}

impl Filter {
    /// `None` when nothing is filtered by name.
    fn of(query: &Query, data: &DataSet) -> Option<Self> {
        let names = data.names();
        let accepted = |facet: Facet, all: &mut dyn Iterator<Item = &str>| {
            let values = query.values(facet);
            (!values.is_empty()).then(|| all.map(|name| values.iter().any(|it| it == name)).collect())
        };
        let types = accepted(Facet::Type, &mut names.types.iter().map(|it| it.name.as_ref()));
        let priorities = accepted(Facet::Priority, &mut names.priorities.iter().map(|it| it.name.as_ref()));
        let mut needed = 0;
        let mut tags = Vec::new();
        for (bit, (facet, kind)) in TAGS.into_iter().enumerate() {
            let values = query.values(facet);
            if values.is_empty() {
                continue;
            }
            needed |= 1 << bit;
            tags.resize(names.tags.len(), 0);
            for (mark, tag) in tags.iter_mut().zip(&names.tags) {
                if tag.kind == kind && values.iter().any(|it| *it == *tag.name) {
                    *mark |= 1 << bit;
                }
            }
        }
        let filters = types.is_some() || priorities.is_some() || needed != 0;
        filters.then_some(Self { types, priorities, tags, needed })
    }

    fn accepts(&self, data: &DataSet, item: u32) -> bool {
        let within = |accepted: &Option<Vec<bool>>, number: u16| {
            accepted.as_ref().is_none_or(|accepted| {
                number != NONE && accepted.get(number as usize).copied().unwrap_or(false)
            })
        };
        within(&self.types, data.type_of(item))
            && within(&self.priorities, data.priority_of(item))
            && (self.needed == 0
                || data
                    .tags_of(item)
                    .iter()
                    .fold(0, |met, tag| met | self.tags.get(*tag as usize).copied().unwrap_or(0))
                    == self.needed)
    }
}

/// The query without teams, projects and names that do not exist here, and a sentence for each filter that lost one.
fn known_values(portfolio: &Portfolio, query: &Query) -> (Query, Vec<Notice>) {
    let mut known = query.clone();
    let mut notices = Vec::new();
    for facet in Facet::ALL {
        let unknown: Vec<&String> =
            query.values(facet).iter().filter(|value| !exists(portfolio, facet, value)).collect();
        if unknown.is_empty() {
            continue;
        }
        let page = known.page;
        for value in &unknown {
            known = known.without(facet, value).at_page(page);
        }
        let name = facet.label().to_lowercase();
        notices.push(Notice::new(if known.values(facet).is_empty() {
            format!("The {name} in the address is not in the data, so that filter is ignored.")
        } else {
            format!("One {name} in the address is not in the data and is ignored.")
        }));
    }
    (known, notices)
}

fn exists(portfolio: &Portfolio, facet: Facet, value: &str) -> bool {
    let connections = portfolio.connections();
    match facet {
        Facet::Team => portfolio.teams().any(|team| team.slug == value),
        Facet::Connection => connections.iter().any(|it| it.slug == value),
        Facet::Project => connections
            .iter()
            .any(|it| project_of(value, &it.slug).is_some_and(|id| it.data.project_range(id).is_some())),
        _ => connections.iter().any(|it| {
            let names = it.data.names();
            match facet {
                Facet::Type => names.types.iter().any(|it| *it.name == *value),
                Facet::Priority => names.priorities.iter().any(|it| *it.name == *value),
                _ => TAGS
                    .into_iter()
                    .filter(|(tagged, _)| *tagged == facet)
                    .any(|(_, kind)| names.tags.iter().any(|tag| tag.kind == kind && *tag.name == *value)),
            }
        }),
    }
}
