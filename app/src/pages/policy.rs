//! The pages made of the clauses of the policy.

pub mod choices;
pub mod privacy;
pub mod proof;
pub mod security;
pub mod subprocessors;

use crate::api::policy::{PolicySection, VersionLine};
use leptos::prelude::*;

/// The sentences of a page under their headings, each followed by what belongs there.
fn sections(sections: Vec<PolicySection>, after: impl Fn(&str) -> Option<AnyView>) -> Vec<AnyView> {
    sections
        .into_iter()
        .map(|section| {
            let more = after(&section.key);
            let clauses: Vec<_> = section
                .clauses
                .into_iter()
                .map(|clause| {
                    let way = format!("/proof#{}", clause.id);
                    let attested = clause
                        .attested
                        .map(|day| format!(" (Attested by the operator on {day}, not proven.)"));
                    let id = clause.id.clone();
                    view! {
                        <li id=id>
                            {clause.text} {attested} " " <a class="clause" href=way>{clause.id}</a>
                        </li>
                    }
                })
                .collect();
            view! {
                <h2>{section.title}</h2>
                <ul>{clauses}</ul>
                {more}
            }
            .into_any()
        })
        .collect()
}

/// Which version a page is made from.
fn version_line(version: &VersionLine) -> AnyView {
    view! {
        <p class="meta">{format!("Version {}, in effect since {}", version.number, version.effective)}</p>
    }
    .into_any()
}
