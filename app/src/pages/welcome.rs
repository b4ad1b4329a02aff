//! The first page: what AltaClario is, what it never does, and one click to see it work.

use crate::charts::motif::motif;
use crate::components::{PageTitle, PublicFrame};
use leptos::prelude::*;
use leptos_meta::Meta;

/// What it never does, each with the reason why one can believe it.
const NEVER: [(&str, &str); 4] = [
    ("It never writes", "The client knows no request that could change anything in your Jira."),
    (
        "It never reads tickets",
        "No titles, descriptions, comments or attachments are asked for. What comes unasked is dropped while parsing.",
    ),
    (
        "It never looks at people",
        "No names, no addresses, no numbers per person. Teams are compared with their own past.",
    ),
    (
        "It never keeps your data",
        "Jira data lives in the memory of the program. A restart forgets it and reads again.",
    ),
];

/// The page at `/`.
#[component]
pub fn Welcome() -> impl IntoView {
    let never: Vec<_> = NEVER
        .into_iter()
        .map(|(promise, reason)| {
            view! {
                <li class="card">
                    <h2>{promise}</h2>
                    <p>{reason}</p>
                </li>
            }
        })
        .collect();
    view! {
        <PageTitle text="AltaClario: see how work flows" />
        <Meta name="description" content="Self-hosted, read-only engineering analytics for Jira: how long work takes, where it waits, what is at risk." />
        <PublicFrame>
            <section class="hero">
                <div>
                <h1>"See how work flows, where it waits and what is at risk"</h1>
                <p class="lead">
                    "AltaClario reads the metadata of your Jira, keeps it in memory, and answers in sentences: \
                     how long work takes, what grows old, and which number to trust."
                </p>
                <p class="actions">
                    <a class="button large" href="/w/sample/overview">"Explore with sample data"</a>
                    <a class="button large quiet" href="/sign-up">"Create an account"</a>
                </p>
                </div>
                {motif()}
            </section>
            <ul class="promises">{never}</ul>
        </PublicFrame>
    }
}
