//! What became of the form that was just sent, so that each group shows its own part of it.

use crate::api::Problem;
use crate::api::form::Form;
use crate::components::{Notice, Tone};
use leptos::prelude::*;

/// The form that was sent last, if any.
#[derive(Debug, Default)]
pub(super) struct Attempt {
    group: String,
    /// The team whose boards are to be changed; empty for none.
    team: String,
    refused: Option<(Form, Problem)>,
}

impl Attempt {
    /// A form of this group was saved; of no group when the page was only opened, perhaps for the boards of a team.
    pub(super) fn opened(group: String, team: String) -> Self {
        Self { group, team, refused: None }
    }

    /// The team whose boards are to be changed.
    pub(super) fn team(&self) -> &str {
        &self.team
    }

    /// A form of this group was refused.
    pub(super) fn refused(group: &'static str, form: Form, problem: Problem) -> Self {
        let team = form.text("team");
        Self { group: group.to_owned(), team, refused: Some((form, problem)) }
    }

    /// The form that was refused, when it was this one.
    pub(super) fn form(&self, what: &str) -> Option<&Form> {
        self.refused.as_ref().map(|(form, _)| form).filter(|form| form.text("what") == what)
    }

    /// What was typed into a field of a form, or what stands there.
    pub(super) fn text(&self, what: &str, field: &str, standing: &str) -> String {
        self.form(what).map_or_else(|| standing.to_owned(), |form| form.text(field))
    }

    /// What is wrong with a form.
    pub(super) fn problem(&self, what: &str) -> Option<Problem> {
        self.form(what)?;
        self.refused.as_ref().map(|(_, problem)| problem.clone())
    }

    /// What is wrong with one field of a form.
    pub(super) fn field_problem(&self, what: &str, field: &str) -> Option<String> {
        self.problem(what).filter(|problem| problem.field == field).map(|problem| problem.sentence)
    }

    /// What to say above a group.
    pub(super) fn told(&self, group: &str) -> Option<AnyView> {
        self.told_as(group, "Saved. The numbers follow at once.")
    }

    /// What to say above a group, in other words when it was saved.
    pub(super) fn told_as(&self, group: &str, saved: &'static str) -> Option<AnyView> {
        if self.group != group {
            return None;
        }
        Some(match &self.refused {
            None => view! { <Notice tone=Tone::Good><p>{saved}</p></Notice> }.into_any(),
            Some((_, problem)) => {
                let sentence = problem.sentence.clone();
                view! { <Notice tone=Tone::Bad><p>{sentence}</p></Notice> }.into_any()
            }
        })
    }
}
