//! What trying the connection out showed, with the way to keep it.

use crate::api::connect::TrialReport;
use crate::components::{PostForm, TextField};
use leptos::prelude::*;

/// The findings and the form that keeps the connection.
#[component]
pub fn TrialResult(
    /// What was found.
    report: TrialReport,
    /// The address that was tried.
    address: String,
    /// The e-mail that was tried.
    email: String,
    /// What the person calls it so far.
    label: String,
) -> impl IntoView {
    let findings = |sentences: Vec<String>, tone: &'static str| {
        sentences.into_iter().map(|sentence| view! { <li data-tone=tone>{sentence}</li> }).collect::<Vec<_>>()
    };
    let warnings = findings(report.warnings, "warn");
    let good = findings(report.good, "good");
    view! {
        <section class="card" aria-labelledby="trial">
            <header>
                <h2 id="trial">"This connection works"</h2>
            </header>
            <ul class="findings">{good}{warnings}</ul>
            <PostForm class="form">
                <input type="hidden" name="what" value="keep" />
                <input type="hidden" name="draft" value=report.draft />
                <input type="hidden" name="address" value=address />
                <input type="hidden" name="email" value=email />
                <TextField
                    name="label" label="What do you call it?" at_most=100 optional=true value=label
                    hint="It may stay empty; then the address is its name."
                />
                <p class="actions">
                    <button class="button" type="submit">"Connect and read"</button>
                </p>
            </PostForm>
        </section>
    }
    .into_any()
}
