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

/// What one comes for, each with the kind of sentence that answers it.
const QUESTIONS: [(&str, &str, &str); 3] = [
    (
        "How long does work take?",
        "“85% of items finish within 15 days.”",
        "Cycle time as a range with its sample, its history and every item behind it.",
    ),
    (
        "Where does it wait?",
        "“Items wait 38% of the time, mostly in Ready for review.”",
        "Time in each status, cumulative flow and blocked time, from the history Jira already has.",
    ),
    (
        "What is at risk?",
        "“2 items are past their due date, 3 are in their third sprint.”",
        "What grows old, late or is carried over, found for each team and led to item by item.",
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
                    <h3>{promise}</h3>
                    <p>{reason}</p>
                </li>
            }
        })
        .collect();
    let questions: Vec<_> = QUESTIONS
        .into_iter()
        .map(|(question, answer, how)| {
            view! {
                <li class="card">
                    <h3>{question}</h3>
                    <p class="answer">{answer}</p>
                    <p>{how}</p>
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
            <section aria-labelledby="answers-h">
                <h2 id="answers-h">"Answers in sentences, with the items behind them"</h2>
                <ul class="answers">{questions}</ul>
            </section>
            <section class="section" aria-labelledby="never-h">
                <h2 id="never-h">"What it never does"</h2>
                <ul class="promises">{never}</ul>
            </section>
        </PublicFrame>
    }
}
