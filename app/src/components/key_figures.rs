//! The few numbers at the top of a page, each with its unit, its comparison and its sample.

use crate::charts::sparkline::sparkline;
use clario_analytics::report::{Card, Delta, Direction, Verdict};
use leptos::prelude::*;

/// A strip of cards; each is one link to what stands behind its number.
#[component]
pub(crate) fn KeyFigures(
    /// The cards with their targets.
    cards: Vec<(Card, String)>,
) -> impl IntoView {
    let cards: Vec<_> = cards
        .into_iter()
        .map(|(card, href)| {
            view! {
                <li>
                    <a class="kpi" href=href>
                        <span class="kpi-label">{card.label}</span>
                        <span class="kpi-value">
                            {card.value_label}
                            {card.value.map(|_| view! { " " <span class="kpi-unit">{card.unit_label}</span> })}
                        </span>
                        <span class="kpi-note">
                            {card.delta.map(|delta| view! { <Change delta=delta /> })}
                            <span class="kpi-n">{card.sample}</span>
                        </span>
                        {sparkline(&card.spark)}
                    </a>
                </li>
            }
        })
        .collect();
    view! { <ul class="kpis">{cards}</ul> }.into_any()
}

/// A change in words, with an arrow; the tone is carried by the words, the colour only repeats it.
#[component]
pub(crate) fn Change(
    /// The change.
    delta: Delta,
    /// Whether only the short form is shown, as in a table.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let arrow = match delta.direction {
        Direction::Up => "↑ ",
        Direction::Down => "↓ ",
        Direction::Same => "",
    };
    let tone = match delta.verdict {
        Verdict::Good => Some("good"),
        Verdict::Bad => Some("bad"),
        Verdict::Neutral => None,
    };
    if short {
        view! {
            <small class="delta" data-tone=tone title=delta.text>
                <span aria-hidden="true">{arrow} {delta.short}</span>
                <span class="visually-hidden">{delta.text.clone()}</span>
            </small>
        }
        .into_any()
    } else {
        view! {
            <span class="delta" data-tone=tone>
                <span aria-hidden="true">{arrow}</span>
                {delta.text}
            </span>
        }
        .into_any()
    }
}
