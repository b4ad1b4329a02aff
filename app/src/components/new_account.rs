//! What every new account needs: a password, and the terms accepted.

use super::TextField;
use crate::api::Problem;
use leptos::prelude::*;

/// The two fields, with what is wrong with them.
pub(crate) fn password_and_terms(terms_version: u32, accepted: bool, problem: Option<Problem>) -> AnyView {
    let terms = problem.clone().filter(|problem| problem.field == "terms");
    view! {
        <TextField
            name="password" label="Password" kind="password" fills="new-password" at_least=15 at_most=128
            hint="15 characters or more. Four unrelated words do well." problem=problem
        />
        <div class="field">
            {terms.map(|problem| view! { <p class="field-error" id="f-terms-error">{problem.sentence}</p> })}
            <label class="check">
                <input type="checkbox" name="terms" value=terms_version required checked=accepted />
                <span>"I accept the " <a href="/terms">"terms of use"</a></span>
            </label>
            <p class="hint">
                "AltaClario is for people of 16 years and more. What is kept about you stands under " <a href="/privacy">"Privacy"</a>
                "."
            </p>
        </div>
    }
    .into_any()
}
