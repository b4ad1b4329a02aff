//! What an edited workflow would change, before it is saved.

use crate::calendar::Unit;
use crate::label::count;
use crate::portfolio::{Portfolio, Settings};
use crate::query::{Compare, Facet, Query};
use crate::report::Context;
use crate::sample::Sample;
use crate::selection::Selection;
use crate::team::Team;
use crate::workflow::Workflow;
use serde::{Deserialize, Serialize};

/// The numbers of a team before and after an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowPreview {
    /// With the workflow in force.
    pub before: PreviewNumbers,
    /// With the edited one.
    pub after: PreviewNumbers,
    /// One sentence for each number that changes; one that says so when none does.
    pub sentences: Vec<String>,
    /// `23 Aug to 20 Nov`.
    pub period_label: String,
}

/// The numbers that a workflow decides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PreviewNumbers {
    /// Items finished in the period.
    pub finished: u32,
    /// The 85th percentile of cycle time, in days; `None` without items.
    pub p85: Option<u32>,
    /// Items in progress at the end of the period.
    pub wip: u32,
    /// Finished items without a start.
    pub without_start: u32,
    /// Items that count as removed.
    pub removed: u32,
}

/// What an edited workflow, and counting sub-tasks or not, would change for a team over a query's period; `None` when
/// there is no such team.
pub fn workflow_preview(
    portfolio: &Portfolio,
    team: &str,
    edited: Workflow,
    subtasks: bool,
    query: &Query,
    context: &Context,
) -> Option<WorkflowPreview> {
    let current = portfolio.teams().find(|known| known.slug == team)?.clone();
    let changed = Team { workflow: edited, ..current.clone() };
    let mut query = query.clone().unfiltered().with(Facet::Team, team);
    query.compare = Compare::None;
    let now = portfolio.settings();
    let numbers = |team: Team, subtasks: bool| {
        let alone = Portfolio::new(
            portfolio.connections().to_vec(),
            vec![team],
            Settings { subtasks, ..now.clone() },
            Some(portfolio),
        );
        let sample = Sample::of(Selection::of(&alone, &query), context);
        PreviewNumbers {
            finished: u32::try_from(sample.finished.len()).unwrap_or(u32::MAX),
            p85: sample.durations.percentile(85),
            wip: sample.wip_at(sample.period.to).unwrap_or(0),
            without_start: sample.without_start,
            removed: sample.removed,
        }
    };
    let (before, after) = (numbers(current, now.subtasks), numbers(changed, subtasks));
    Some(WorkflowPreview {
        sentences: sentences(&before, &after, query.unit),
        before,
        after,
        period_label: query.period(context.today).label(context.today),
    })
}

fn sentences(before: &PreviewNumbers, after: &PreviewNumbers, unit: Unit) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut compare = |what: &str, before: String, after: String| {
        if before != after {
            sentences.push(format!("{what}: {after} instead of {before}."));
        }
    };
    let days = |p85: Option<u32>| {
        p85.map_or_else(|| "none".to_owned(), |days| format!("{} {}", count(days), unit.word(days)))
    };
    compare("Finished items", count(before.finished), count(after.finished));
    compare("85% cycle time", days(before.p85), days(after.p85));
    compare("Work in progress", count(before.wip), count(after.wip));
    compare("Finished without a start", count(before.without_start), count(after.without_start));
    compare("Removed", count(before.removed), count(after.removed));
    if sentences.is_empty() {
        sentences.push("None of the numbers changes.".to_owned());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{context, item, portfolio, workflow};
    use crate::workflow::{Stage, StageEdit, WorkflowEdit};

    #[test]
    fn a_preview_shows_what_an_edit_would_change() {
        let items =
            [item("A-1").active("03-03").waiting("03-05").done("03-09"), item("A-2").waiting("03-05")];
        let portfolio = portfolio(&items);
        let change = StageEdit {
            connection: "c".to_owned(),
            item_type: None,
            status: "review".to_owned(),
            stage: Stage::Done,
        };
        let edit = WorkflowEdit { stages: vec![change], ..WorkflowEdit::default() };
        let catalog = crate::fixtures::catalog();
        let edited = workflow().edited(&edit, &[("c", &catalog)]);
        let ask = |workflow: Workflow| {
            workflow_preview(&portfolio, "a", workflow, false, &Query::default(), &context()).unwrap()
        };
        let preview = ask(edited);
        assert_eq!((preview.before.finished, preview.after.finished), (1, 2));
        assert_eq!((preview.before.p85, preview.after.p85), (Some(7), Some(3)));
        assert_eq!((preview.before.wip, preview.after.wip), (1, 0));
        assert_eq!(
            preview.sentences,
            [
                "Finished items: 2 instead of 1.",
                "85% cycle time: 3 days instead of 7 days.",
                "Work in progress: 0 instead of 1.",
                "Finished without a start: 1 instead of 0.",
            ]
        );
        assert_eq!(ask(workflow()).sentences, ["None of the numbers changes."]);
        let nobody = workflow_preview(&portfolio, "x", workflow(), false, &Query::default(), &context());
        assert_eq!(nobody, None);
    }

    #[test]
    fn a_preview_tells_what_counting_sub_tasks_would_change() {
        let items = [item("A-1").active("03-03").done("03-04"), item("A-2").of_type("subtask").done("03-05")];
        let portfolio = portfolio(&items);
        let preview =
            workflow_preview(&portfolio, "a", workflow(), true, &Query::default(), &context()).unwrap();
        assert_eq!((preview.before.finished, preview.after.finished), (1, 2));
    }
}
