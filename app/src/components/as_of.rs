//! Which days a page shows, when its data is from, and on paper also what was asked for.

use clario_analytics::report::{Chip, Frame};
use leptos::prelude::*;

/// One quiet line under the title; on paper two, for there the filters and the address are gone.
pub(crate) fn as_of(frame: &Frame) -> AnyView {
    let words = [&frame.period_label, &format!("data as of {}", frame.as_of), &frame.zone];
    let printed = format!("Printed {}, data as of {} ({}).", frame.today.long(), frame.as_of, frame.zone);
    view! {
        <p class="meta no-print">{words.map(String::as_str).join(" · ")}</p>
        <p class="meta print-only">{asked(frame)}</p>
        <p class="meta print-only">{printed}</p>
    }
    .into_any()
}

/// `23 Aug to 20 Nov, durations in days, compared with the 90 days before. Team: Payments or Search. Type: Bug.`
fn asked(frame: &Frame) -> String {
    let compared = frame.compared_label.as_ref().map(|label| format!(", compared with {label}"));
    let compared = compared.unwrap_or_default();
    let days = format!("{}, durations in {}{compared}.", frame.period_label, frame.unit_label);
    match filters(&frame.chips) {
        filters if filters.is_empty() => format!("{days} No filters."),
        filters => format!("{days} {filters}"),
    }
}

/// The filters in force, one sentence each.
fn filters(chips: &[Chip]) -> String {
    let sentences: Vec<String> = chips
        .chunk_by(|one, other| one.facet == other.facet)
        .map(|same| {
            let names: Vec<&str> = same.iter().map(|chip| chip.name.as_str()).collect();
            format!("{}: {}.", same[0].label, names.join(" or "))
        })
        .collect();
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clario_analytics::query::Facet;

    fn chip(facet: Facet, name: &str) -> Chip {
        Chip {
            facet,
            label: facet.label().to_owned(),
            name: name.to_owned(),
            value: String::new(),
            remove_query: String::new(),
        }
    }

    #[test]
    fn filters_are_said_in_words() {
        assert_eq!(filters(&[]), "");
        let chips = [chip(Facet::Team, "Payments"), chip(Facet::Team, "Search"), chip(Facet::Type, "Bug")];
        assert_eq!(filters(&chips), "Team: Payments or Search. Type: Bug.");
    }
}
