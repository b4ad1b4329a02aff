//! Leaving: what is known about a person or a workspace, to take along, to close, and to open again.

mod choices;
pub mod privacy;
pub mod reopen;
pub mod whole_workspace;

use crate::api::{Problem, context};
use leptos::prelude::*;

/// What a form without its box says.
const TICK_THE_BOX: &str = "Tick the box to go on. Nothing was changed.";

/// Leads to the next page, or tells what stands in the way.
fn go_on(outcome: Result<&str, Problem>) -> Option<String> {
    match outcome {
        Ok(next) => {
            context::go_to(next);
            None
        }
        Err(problem) => {
            context::answer_with_status(422);
            Some(problem.sentence)
        }
    }
}

/// How soon everything is destroyed: the two choices, and the box that makes sure.
fn ending_fields(end: &str, sure: &'static str) -> AnyView {
    view! {
        <fieldset class="field">
            <legend>"When is everything deleted?"</legend>
            <label class="check">
                <input type="radio" name="ending" value="later" checked=true />
                <span>"On " {end.to_owned()} ". Until then it can be undone."</span>
            </label>
            <label class="check">
                <input type="radio" name="ending" value="now" />
                <span>"Now. Nothing can bring it back."</span>
            </label>
        </fieldset>
        <label class="check">
            <input type="checkbox" name="sure" value="yes" required />
            <span>{sure}</span>
        </label>
        <div class="field">
            <label for="f-word">"To delete it now, type DELETE"</label>
            <p class="hint" id="f-word-hint">"Leave this empty if it is to be deleted later."</p>
            <input class="short" id="f-word" name="word" maxlength="10" autocomplete="off" aria-describedby="f-word-hint" />
        </div>
    }
    .into_any()
}

/// What a form with these fields asks for; a sentence when it contradicts itself.
fn ending_of(form: &crate::api::form::Form) -> Result<bool, &'static str> {
    let at_once = form.text("ending") == "now";
    if !form.ticked("sure") {
        return Err(TICK_THE_BOX);
    }
    match (at_once, form.text("word").trim()) {
        (true, "DELETE") => Ok(true),
        (true, _) => Err("Type DELETE in the last field to delete everything now. Nothing was changed."),
        (false, _) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::form::Form;

    #[test]
    fn nothing_is_destroyed_at_once_without_the_word() {
        let form = |pairs: &[(&str, &str)]| {
            Form::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let sure = ("sure", "yes");
        assert_eq!(ending_of(&form(&[sure, ("ending", "later")])), Ok(false));
        assert_eq!(ending_of(&form(&[sure, ("ending", "now"), ("word", " DELETE ")])), Ok(true));
        assert_eq!(ending_of(&form(&[sure, ("ending", "later"), ("word", "DELETE")])), Ok(false));
        for pairs in [
            &[("ending", "later")][..],
            &[sure, ("ending", "now")],
            &[sure, ("ending", "now"), ("word", "delete")],
            &[("ending", "now"), ("word", "DELETE")],
        ] {
            assert!(ending_of(&form(pairs)).is_err(), "{pairs:?}");
        }
    }
}
