//! What must hold of a workflow.

use super::{Stage, StageEdit, Workflow, WorkflowEdit};
use crate::fixtures::{board, catalog, connection, data, item, settings, team};
use crate::portfolio::Portfolio;
use crate::records::{BoardColumn, BoardKind};

fn shape(workflow: &Workflow) -> Vec<(&str, Stage)> {
    let shown = workflow.columns().iter().filter(|column| !column.implied);
    shown.map(|column| (column.label.as_str(), column.stage)).collect()
}

fn column(name: &str, statuses: &[&str]) -> BoardColumn {
    let statuses = statuses.iter().map(|status| (*status).to_owned()).collect();
    BoardColumn { name: name.to_owned(), statuses }
}

#[test]
fn the_last_column_with_statuses_is_done() {
    let mut board = board("1", &[]);
    let columns = board.columns.as_mut().unwrap();
    columns[3].statuses = vec!["doing 2".to_owned()];
    columns.push(column("Archive", &[]));
    let workflow = Workflow::for_board("c", &catalog(), &board);
    assert_eq!(
        shape(&workflow),
        [
            ("To do", Stage::Queue),
            ("Doing", Stage::Active),
            ("Review", Stage::Waiting),
            ("Done", Stage::Done)
        ]
    );
}

#[test]
fn a_board_that_may_not_be_read_goes_by_category() {
    let mut board = board("1", &[]);
    board.columns = None;
    let workflow = Workflow::for_board("c", &catalog(), &board);
    assert_eq!(workflow, Workflow::by_category());
    let labels = [("To do", Stage::Queue), ("In progress", Stage::Active), ("Done", Stage::Done)];
    assert_eq!(shape(&workflow), labels);
}

#[test]
fn a_column_whose_name_says_that_nobody_works_is_waiting() {
    let mut board = board("1", &[]);
    board.kind = BoardKind::Kanban;
    board.columns = Some(vec![
        column("Backlog", &["doing"]),
        column("Doing", &["a"]),
        column("Ready for test", &["b"]),
        column("To do again", &["to do"]),
        column("Done", &["done"]),
    ]);
    let workflow = Workflow::for_board("c", &catalog(), &board);
    assert_eq!(
        shape(&workflow),
        [
            ("Backlog", Stage::Queue),
            ("Doing", Stage::Active),
            ("Ready for test", Stage::Waiting),
            ("To do again", Stage::Waiting),
            ("Done", Stage::Done)
        ]
    );
}

fn edit(status: &str, stage: Stage) -> WorkflowEdit {
    let change = StageEdit { connection: "c".to_owned(), item_type: None, status: status.to_owned(), stage };
    WorkflowEdit { stages: vec![change], ..WorkflowEdit::default() }
}

#[test]
fn a_column_changes_its_stage_with_all_its_statuses() {
    let before = Workflow::for_board("c", &catalog(), &board("1", &[]));
    let after = before.edited(&edit("doing", Stage::Waiting), &[("c", &catalog())]);
    assert_eq!(shape(&after)[1], ("Doing", Stage::Waiting));
    assert_eq!(shape(&before).len(), shape(&after).len());
}

#[test]
fn a_status_that_leaves_its_column_gets_one_of_its_own() {
    let before = Workflow::for_board("c", &catalog(), &board("1", &[]));
    let after = before.edited(&edit("released", Stage::Removed), &[("c", &catalog())]);
    assert_eq!(shape(&after)[3..], [("Done", Stage::Done), ("Released", Stage::Removed)]);
}

#[test]
fn an_edit_of_a_status_without_a_column_finds_one() {
    let edited = Workflow::by_category().edited(&edit("gone", Stage::Done), &[]);
    let items = [item("A-1").active("03-03").at("03-05", "Gone")];
    let portfolio = Portfolio::new(vec![connection(data(&items))], vec![team(edited)], settings(), None);
    let rows = portfolio.mapping("a", &Workflow::by_category()).unwrap();
    let gone = rows.iter().find(|row| row.name == "Gone").unwrap();
    assert_eq!((gone.stage, gone.default), (Some(Stage::Done), None));
    assert_eq!(portfolio.mapping("nobody", &Workflow::by_category()), None);
}

#[test]
fn a_status_that_nobody_knows_is_listed_first() {
    let items = [item("A-1").active("03-03").at("03-05", "Gone")];
    let portfolio = crate::fixtures::portfolio(&items);
    let rows = portfolio.mapping("a", &crate::fixtures::workflow()).unwrap();
    assert_eq!((rows[0].name.as_str(), rows[0].stage, rows[0].ever), ("Gone", None, 1));
    assert!(rows[0].historic && !rows[1].historic);
}

#[test]
fn a_type_may_have_its_own_meaning_of_a_status() {
    let change = StageEdit {
        connection: "c".to_owned(),
        item_type: Some("bug".to_owned()),
        status: "review".to_owned(),
        stage: Stage::Done,
    };
    let edit = WorkflowEdit { stages: vec![change], ..WorkflowEdit::default() };
    let edited = crate::fixtures::workflow().edited(&edit, &[("c", &catalog())]);
    let items = [
        item("A-1").of_type("bug").active("03-03").waiting("03-04"),
        item("A-2").active("03-03").waiting("03-04"),
    ];
    let portfolio = Portfolio::new(vec![connection(data(&items))], vec![team(edited)], settings(), None);
    let query = crate::query::Query::default();
    let report = crate::flow::flow_report(&portfolio, &query, &crate::fixtures::context());
    assert_eq!((report.throughput.total, report.ageing.total), (1, 1));
}

#[test]
fn a_chosen_list_of_resolutions_replaces_the_names() {
    let edit = WorkflowEdit {
        removed_resolutions: Some(vec![("c".to_owned(), "1".to_owned())]),
        ..WorkflowEdit::default()
    };
    let edited = crate::fixtures::workflow().edited(&edit, &[("c", &catalog())]);
    let items = [
        item("A-1").active("03-03").done("03-04").resolution("1"),
        item("A-2").active("03-03").done("03-04").resolution("2"),
    ];
    let portfolio = Portfolio::new(vec![connection(data(&items))], vec![team(edited)], settings(), None);
    let query = crate::query::Query::default();
    let report = crate::flow::flow_report(&portfolio, &query, &crate::fixtures::context());
    let finished: Vec<_> = report.finished.rows.iter().map(|row| row.item.key.as_str()).collect();
    assert_eq!(finished, ["A-2"]);
}
