//! The question who is there, in place of something sensitive.

use crate::api::{Problem, context};
use crate::components::{Notice, PostForm, TextField, Tone};
use leptos::prelude::*;

/// Asks for the password, and for a code if the person has one, and comes back to `next`.
#[component]
pub(crate) fn ConfirmItIsYou(
    /// Where to go on afterwards, a path of ours.
    #[prop(into)]
    next: String,
    /// What was wrong with the last answer.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    let code = context::has_second_step().then(|| {
        view! {
            <TextField
                name="code" label="Code" fills="one-time-code" at_most=30
                hint="The six digits in your app, or a recovery code." problem=problem.clone()
            />
        }
    });
    view! {
        <section class="card narrow">
            <h1>"Confirm that it is you"</h1>
            <p class="lead">"What comes next is sensitive. This holds for ten minutes."</p>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form" action="/account/confirm">
                <input type="hidden" name="next" value=next />
                <TextField
                    name="password" label="Password" kind="password" fills="current-password" at_most=128
                    problem=problem.clone()
                />
                {code}
                <button class="button" type="submit">"Confirm"</button>
            </PostForm>
        </section>
    }
    .into_any()
}
