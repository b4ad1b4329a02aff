//! The filters of a page as a form that asks for the same page again: the address is the state.

use crate::islands::ApplyOnChange;
use clario_analytics::calendar::Unit;
use clario_analytics::query::{Compare, Facet, Span};
use clario_analytics::report::{FacetOptions, Frame as ReportFrame};
use leptos::prelude::*;

/// The form. With its island it applies on change; without, by its button.
#[component]
pub(crate) fn FilterBar(
    /// The answer's frame.
    frame: ReportFrame,
    /// The page's path, without a query.
    path: String,
    /// What stands at the right, such as a download.
    #[prop(optional)]
    right: Option<AnyView>,
) -> impl IntoView {
    let (first, others): (Vec<_>, Vec<_>) = frame
        .options
        .iter()
        .filter(|facet| !facet.options.is_empty())
        .partition(|facet| matches!(facet.facet, Facet::Team | Facet::Type));
    let first: Vec<_> = first.into_iter().map(facet).collect();
    let others = (!others.is_empty()).then(|| more(&others));
    view! {
        <ApplyOnChange>
            <form class="filters" method="get" action=path aria-label="Filters">
                {kept(&frame)}
                {days(&frame)}
                {compared(&frame)}
                {first}
                {others}
                <button class="button quiet apply" type="submit">
                    "Apply"
                </button>
                {right.map(|right| view! { <span class="spread">{right}</span> })}
            </form>
        </ApplyOnChange>
    }
    .into_any()
}

/// What the form does not ask for and the address keeps.
fn kept(frame: &ReportFrame) -> AnyView {
    let look = frame.query.look.pairs();
    look.map(|(key, value)| view! { <input type="hidden" name=key value=value /> })
        .collect::<Vec<_>>()
        .into_any()
}

/// One filter with a button of its own.
fn facet(facet: &FacetOptions) -> AnyView {
    view! {
        <details class="facet" name="filter">
            <summary>{facet.label.clone()} {count(chosen(facet))}</summary>
            <div class="facet-panel" tabindex="-1">{boxes(facet, true)}</div>
        </details>
    }
    .into_any()
}

/// The filters that are used less often, together behind one button.
fn more(facets: &[&FacetOptions]) -> AnyView {
    let all = facets.iter().map(|facet| chosen(facet)).sum();
    let lists: Vec<_> = facets.iter().map(|facet| boxes(facet, false)).collect();
    view! {
        <details class="facet" name="filter">
            <summary>"More filters" {count(all)}</summary>
            <div class="facet-panel wide" tabindex="-1">{lists}</div>
        </details>
    }
    .into_any()
}

fn chosen(facet: &FacetOptions) -> usize {
    facet.options.iter().filter(|option| option.selected).count()
}

fn count(chosen: usize) -> Option<AnyView> {
    (chosen > 0).then(|| {
        view! {
            <span class="facet-count">
                {chosen} <span class="visually-hidden">" chosen"</span>
            </span>
        }
        .into_any()
    })
}

/// A list of boxes to tick.
fn boxes(facet: &FacetOptions, named_by_button: bool) -> AnyView {
    let key = facet.facet.key();
    let legend = if named_by_button { "visually-hidden" } else { "" };
    let boxes: Vec<_> = facet
        .options
        .iter()
        .map(|option| {
            view! {
                <label class="check">
                    <input type="checkbox" name=key value=option.value.clone() checked=option.selected />
                    <span>{option.name.clone()}</span>
                </label>
            }
        })
        .collect();
    let more = (facet.more > 0)
        .then(|| view! { <p class="hint">{format!("{} more are not listed.", facet.more)}</p> });
    view! {
        <fieldset>
            <legend class=legend>{facet.label.clone()}</legend>
            {boxes}
            {more}
        </fieldset>
    }
    .into_any()
}

/// The days: by name, or from one to another.
fn days(frame: &ReportFrame) -> AnyView {
    let span = frame.query.span;
    let named: Vec<_> = Span::NAMED
        .into_iter()
        .map(|named| {
            let key = named.key().filter(|_| named != Span::default()).unwrap_or_default();
            radio("p", key, named.label(), named == span)
        })
        .collect();
    let (from, to) = match span {
        Span::Between(period) => (period.from.iso(), period.to.iso()),
        _ => (String::new(), String::new()),
    };
    let label = match span {
        Span::Between(_) => frame.period_label.clone(),
        named => named.label().to_owned(),
    };
    view! {
        <details class="facet" name="filter">
            <summary>
                <span class="visually-hidden">"Period: "</span>
                {label}
            </summary>
            <div class="facet-panel" tabindex="-1">
                <fieldset>
                <legend class="visually-hidden">"Period"</legend>
                {named}
                <div class="pair">
                    <label>
                        "From" <input type="date" name="from" value=from />
                    </label>
                    <label>
                        "To" <input type="date" name="to" value=to />
                    </label>
                </div>
                <p class="hint">"Two dates win over the list."</p>
                </fieldset>
            </div>
        </details>
    }
    .into_any()
}

/// What the period is compared with, and what a day is.
fn compared(frame: &ReportFrame) -> AnyView {
    let compare = frame.query.compare;
    let compares: Vec<_> = Compare::ALL
        .into_iter()
        .map(|one| {
            let key = if one == Compare::default() { "" } else { one.key() };
            radio("cmp", key, one.label(), one == compare)
        })
        .collect();
    let workdays = frame.query.unit == Unit::Workdays;
    let label = match compare {
        Compare::None => "Not compared".to_owned(),
        other => format!("Against {}", other.label().to_lowercase().trim_start_matches("the ")),
    };
    let unit = if workdays { ", working days" } else { "" };
    view! {
        <details class="facet" name="filter">
            <summary>{label} {unit}</summary>
            <div class="facet-panel" tabindex="-1">
                <fieldset>
                    <legend>"Compare with"</legend>
                    {compares}
                </fieldset>
                <fieldset>
                    <legend>"Durations count"</legend>
                    {radio("unit", "", "All days", !workdays)}
                    {radio("unit", "workdays", "Working days only", workdays)}
                </fieldset>
            </div>
        </details>
    }
    .into_any()
}

fn radio(name: &'static str, value: &'static str, label: &'static str, chosen: bool) -> AnyView {
    view! {
        <label class="check">
            <input type="radio" name=name value=value checked=chosen />
            <span>{label}</span>
        </label>
    }
    .into_any()
}
