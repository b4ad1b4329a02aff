//! The part of an answer that all pages share, made from what was asked and what was found.

use crate::label::items;
use crate::portfolio::Portfolio;
use crate::query::{Compare, Facet, Query, Span};
use crate::report::{Chip, Context, FacetOptions, FilterOption, Frame, LeftOut};
use crate::sample::Sample;
use std::collections::BTreeMap;

/// The most choices of a select.
const MOST_OPTIONS: usize = 200;

impl Frame {
    pub(crate) fn of(sample: &Sample<'_>, context: &Context) -> Self {
        let (portfolio, query) = (sample.selection.portfolio, &sample.selection.query);
        let options = Facet::ALL
            .into_iter()
            .map(|facet| facet_options(portfolio, query, facet))
            .filter(|facet| facet.options.len() > usize::from(facet.facet <= Facet::Connection))
            .collect();
        Self { options, chips: chips(portfolio, query), ..Self::brief(sample, context) }
    }

    /// The same without what only a form shows.
    pub(crate) fn brief(sample: &Sample<'_>, context: &Context) -> Self {
        let selection = &sample.selection;
        let (portfolio, query) = (selection.portfolio, &selection.query);
        let notices = context.notices.iter().chain(&selection.notices).cloned().collect();
        Self {
            period: sample.period,
            period_label: sample.period.label(context.today),
            compared: sample.compared,
            compared_label: sample.compared.and_then(|_| compared_label(query, sample.period.days())),
            unit_label: query.unit.word(2).to_owned(),
            today: context.today,
            as_of: context.as_of.clone(),
            zone: portfolio.settings().zone.name().to_owned(),
            finished: u32::try_from(sample.finished.len()).unwrap_or(u32::MAX),
            matching: sample.matching,
            chips: Vec::new(),
            options: Vec::new(),
            notices,
            partial: context.partial.clone(),
            left_out: left_out(sample),
            clear_query: query.clone().unfiltered().to_query_string(),
            query: query.clone(),
        }
    }

    /// What to say when no item was finished.
    pub(crate) fn nothing_finished(&self) -> String {
        if self.matching == 0 {
            return self.nothing_at_all();
        }
        "No finished items in this period. Widen the period.".to_owned()
    }

    /// What to say when no item matches at all.
    pub(crate) fn nothing_at_all(&self) -> String {
        if self.query.is_filtered() {
            "No items match these filters. Remove one to see more.".to_owned()
        } else {
            "There are no items yet. Check what the connection can see.".to_owned()
        }
    }

    /// `420 items finished from 23 Aug to 20 Nov, counted in days.`
    pub(crate) fn summary(&self) -> String {
        format!("{} finished, {}, durations in {}.", items(self.finished), self.period_label, self.unit_label)
    }
}

fn compared_label(query: &Query, days: u32) -> Option<String> {
    match query.compare {
        Compare::Previous => Some(match query.span {
            Span::Year => "the year before".to_owned(),
            Span::Months6 => "the 6 months before".to_owned(),
            _ if days == 1 => "the day before".to_owned(),
            _ => format!("the {days} days before"),
        }),
        Compare::Year => Some("the same days a year before".to_owned()),
        Compare::None => None,
    }
}

fn left_out(sample: &Sample<'_>) -> Vec<LeftOut> {
    let off_teams =
        if sample.selection.query.is_filtered() { 0 } else { sample.selection.portfolio.unassigned() };
    [
        (
            sample.without_start - sample.not_restarted,
            "never started: they went straight to done and have no cycle time",
        ),
        (
            sample.not_restarted,
            "not started again: going back to the queue restarted their clock, so they have no cycle time",
        ),
        (sample.removed, "removed: they were closed without being delivered"),
        (off_teams, "on no team's board, so in none of the numbers"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, reason)| LeftOut { reason: reason.to_owned(), count })
    .collect()
}

fn chips(portfolio: &Portfolio, query: &Query) -> Vec<Chip> {
    let chip = |facet: Facet, value: &String| Chip {
        facet,
        label: facet.label().to_owned(),
        name: name_of(portfolio, facet, value),
        value: value.clone(),
        remove_query: query.clone().without(facet, value).to_query_string(),
    };
    Facet::ALL
        .into_iter()
        .flat_map(|facet| query.values(facet).iter().map(move |value| chip(facet, value)))
        .collect()
}

fn name_of(portfolio: &Portfolio, facet: Facet, value: &str) -> String {
    let found = match facet {
        Facet::Team => portfolio.teams().find(|team| team.slug == value).map(|team| team.name.clone()),
        Facet::Connection => {
            portfolio.connections().iter().find(|it| it.slug == value).map(|it| it.name.clone())
        }
        Facet::Project => all_values(portfolio, facet).remove(value),
        _ => None,
    };
    found.unwrap_or_else(|| value.to_owned())
}

/// Value and name of everything a filter can choose.
fn all_values(portfolio: &Portfolio, facet: Facet) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    match facet {
        Facet::Team => {
            values.extend(portfolio.teams().map(|team| (team.slug.clone(), team.name.clone())));
            return values;
        }
        Facet::Connection => {
            let all = portfolio.connections().iter();
            values.extend(all.map(|it| (it.slug.clone(), it.name.clone())));
            return values;
        }
        _ => {}
    }
    for connection in portfolio.connections() {
        let names = connection.data.names();
        let mut add = |name: &str| {
            if !name.is_empty() {
                values.insert(name.to_owned(), name.to_owned());
            }
        };
        match facet {
            Facet::Type => names.types.iter().for_each(|it| add(&it.name)),
            Facet::Priority => names.priorities.iter().for_each(|it| add(&it.name)),
            Facet::Project => {
                for id in names.projects.iter() {
                    let projects = &connection.data.catalog().projects;
                    let name = projects.iter().find(|it| it.id == id).map_or(id, |it| &it.name);
                    values.insert(format!("{}.{id}", connection.slug), name.to_owned());
                }
            }
            _ => {
                let wanted = crate::selection::tag_kind(facet);
                let tags = names.tags.iter().filter(|tag| Some(tag.kind) == wanted);
                tags.for_each(|tag| add(&tag.name));
            }
        }
    }
    values
}

fn facet_options(portfolio: &Portfolio, query: &Query, facet: Facet) -> FacetOptions {
    let chosen = query.values(facet);
    let mut options: Vec<FilterOption> = all_values(portfolio, facet)
        .into_iter()
        .map(|(value, name)| FilterOption { selected: chosen.contains(&value), value, name })
        .collect();
    // What is chosen stays in the list, however long it is.
    options.sort_by_cached_key(|option| (!option.selected, option.name.to_lowercase()));
    let more = options.len().saturating_sub(MOST_OPTIONS);
    options.truncate(MOST_OPTIONS);
    options.sort_by_cached_key(|option| option.name.to_lowercase());
    FacetOptions {
        facet,
        label: facet.label().to_owned(),
        options,
        more: u32::try_from(more).unwrap_or(u32::MAX),
    }
}
