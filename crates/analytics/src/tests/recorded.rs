//! The five recorded issues that docs/metrics.md 9 works out by hand.

use crate::data_set::DataSet;
use crate::fixtures::{ItemText, catalog, connection, context, item, query, settings, team};
use crate::flow::{FlowReport, flow_report};
use crate::portfolio::Portfolio;
use crate::records::{Catalog, Category, Status};
use crate::workflow::{Stage, StageEdit, Workflow, WorkflowEdit};
use crate::zone::Zone;

const SHANGHAI: i32 = 8 * 3600;

/// An issue with times as docs/metrics.md 9.2 writes them, at +0800.
fn issue(key: &str, created: &str, first: &str, moves: &[(&str, &str)]) -> ItemText {
    let mut issue = item(key).created(created).created_in(first);
    for (at, name) in moves {
        issue = issue.at(at, name);
    }
    issue.0.project = "A".to_owned();
    issue.0.created -= i64::from(SHANGHAI) * 1000;
    for change in &mut issue.0.changes {
        change.at -= i64::from(SHANGHAI) * 1000;
    }
    issue
}

/// docs/metrics.md 9.2; `To Do 2` is the one with id 10033, `Finished` is 已完成.
fn issues() -> [ItemText; 5] {
    [
        issue(
            "EE-1",
            "2020-06-12 08:13:13",
            "Inbox",
            &[
                ("2020-06-12 09:45:24", "Ready for Dev"),
                ("2020-06-12 11:38:39", "In Progress"),
                ("2020-06-12 14:22:49", "Open"),
                ("2020-06-19 14:31:18", "Closed"),
                ("2021-03-28 16:06:08", "Finished"),
            ],
        ),
        issue(
            "EE-10",
            "2020-06-12 08:19:24",
            "To Do",
            &[
                ("2020-06-12 13:01:20", "Open"),
                ("2020-07-09 01:11:55", "Resolved"),
                ("2020-11-10 09:43:04", "Closed"),
                ("2021-03-28 16:05:54", "Finished"),
            ],
        ),
        issue(
            "EE-17",
            "2020-06-12 08:24:56",
            "To Do",
            &[
                ("2020-06-12 13:01:20", "Open"),
                ("2020-07-22 14:34:22", "In Progress"),
                ("2020-07-22 15:25:29", "Resolved"),
                ("2020-11-10 09:43:03", "Closed"),
                ("2021-03-28 16:05:54", "Finished"),
            ],
        ),
        issue(
            "EE-19",
            "2020-06-12 08:28:00",
            "Inbox",
            &[
                ("2020-06-12 09:46:22", "Ready for Dev"),
                ("2020-06-12 09:46:26", "In Progress"),
                ("2020-06-12 09:46:30", "Resolved"),
                ("2020-06-12 12:58:47", "To Do"),
                ("2020-06-12 13:01:20", "Open"),
                ("2020-06-18 16:34:11", "Resolved"),
                ("2020-11-10 09:43:08", "Closed"),
                ("2021-03-28 16:05:57", "Finished"),
            ],
        ),
        issue(
            "EE-23",
            "2020-06-12 08:33:57",
            "Open",
            &[
                ("2020-06-12 09:27:39", "In Progress"),
                ("2020-06-12 09:27:50", "Resolved"),
                ("2020-06-12 12:58:47", "To Do"),
                ("2020-06-12 13:01:20", "Open"),
                ("2020-06-12 21:08:24", "To Do 2"),
                ("2020-06-12 21:15:21", "Open"),
                ("2020-06-15 17:07:56", "Resolved"),
                ("2020-06-17 11:08:17", "Closed"),
                ("2021-03-28 16:05:57", "Finished"),
            ],
        ),
    ]
}

/// docs/metrics.md 9.1: the dictionary knows these five, the other four statuses were deleted.
fn dictionary() -> Catalog {
    let status = |name: &str, category: Category| Status {
        id: name.to_lowercase(),
        name: name.to_owned(),
        category,
        project: None,
    };
    Catalog {
        statuses: vec![
            status("Open", Category::New),
            status("To Do 2", Category::New),
            status("In Progress", Category::InProgress),
            status("Closed", Category::Done),
            status("Finished", Category::Done),
        ],
        ..catalog()
    }
}

fn workflow_b() -> Workflow {
    let mapped = [
        ("inbox", Stage::Queue),
        ("ready for dev", Stage::Queue),
        ("to do", Stage::Queue),
        ("resolved", Stage::Done),
    ];
    let stages = mapped
        .into_iter()
        .map(|(status, stage)| StageEdit {
            connection: "c".to_owned(),
            item_type: None,
            status: status.to_owned(),
            stage,
        })
        .collect();
    let edit = WorkflowEdit { stages, ..WorkflowEdit::default() };
    Workflow::by_category().edited(&edit, &[("c", &dictionary())])
}

fn report(workflow: Workflow, zone: Zone) -> FlowReport {
    let data = DataSet::build(&dictionary(), issues().map(|issue| issue.0));
    let mut settings = settings();
    settings.zone = zone;
    let portfolio = Portfolio::new(vec![connection(data)], vec![team(workflow)], settings, None);
    let days = query(&[("from", "2020-06-01"), ("to", "2020-12-31")]);
    flow_report(&portfolio, &days, &context())
}

fn shanghai() -> Zone {
    Zone::new("Asia/Shanghai", SHANGHAI, Vec::new())
}

/// (key, finished, cycle, lead), by key.
fn rows(report: &FlowReport) -> Vec<(String, String, Option<u32>, u32)> {
    let mut rows: Vec<_> = report
        .finished
        .rows
        .iter()
        .map(|row| {
            (row.item.id, (row.item.key.clone(), row.finished.iso()[5..].to_owned(), row.cycle, row.lead))
        })
        .collect();
    rows.sort_by_key(|row| row.0);
    rows.into_iter().map(|row| row.1).collect()
}

fn expected(rows: [(&str, &str, Option<u32>, u32); 5]) -> Vec<(String, String, Option<u32>, u32)> {
    rows.map(|(key, day, cycle, lead)| (key.to_owned(), day.to_owned(), cycle, lead)).to_vec()
}

#[test]
fn a_mapped_workflow_gives_the_times_worked_out_by_hand() {
    // docs/metrics.md 9.3, columns B
    let report = report(workflow_b(), shanghai());
    assert_eq!(
        rows(&report),
        expected([
            ("EE-1", "06-19", Some(8), 8),
            ("EE-10", "07-09", None, 28),
            ("EE-17", "07-22", Some(1), 41),
            ("EE-19", "06-18", Some(7), 7),
            ("EE-23", "06-15", Some(4), 4),
        ])
    );
    // docs/metrics.md 9.5: n = 4, P50 4, P85 8.
    assert!(report.scatter.caption.too_few);
    let lines: Vec<u32> = report.scatter.lines.iter().map(|line| line.days).collect();
    assert_eq!(lines[..2], [4, 8]);
}

#[test]
fn categories_alone_give_the_times_worked_out_by_hand() {
    // docs/metrics.md 9.3, columns A
    let report = report(Workflow::by_category(), shanghai());
    assert_eq!(
        rows(&report),
        expected([
            ("EE-1", "06-19", Some(8), 8),
            ("EE-10", "11-10", None, 152),
            ("EE-17", "11-10", Some(112), 152),
            ("EE-19", "11-10", Some(152), 152),
            ("EE-23", "06-17", Some(6), 6),
        ])
    );
    let lines: Vec<u32> = report.scatter.lines.iter().map(|line| line.days).collect();
    assert_eq!(lines[..2], [8, 152]);
}

#[test]
fn in_utc_one_of_them_finishes_a_day_earlier() {
    // docs/metrics.md 9.3
    let report = report(workflow_b(), Zone::utc());
    let row = report
        .finished
        .rows
        .iter()
        .find(|row| row.item.key == "EE-10")
        .map(|row| (row.finished.iso(), row.lead));
    assert_eq!(row, Some(("2020-07-08".to_owned(), 27)));
}

#[test]
fn time_in_status_is_the_one_worked_out_by_hand() {
    // docs/metrics.md 9.4: the sums over EE-1, EE-17, EE-19 and EE-23.
    let report = report(workflow_b(), shanghai());
    let days = |name: &str| {
        let row = report.time_in_status.rows.iter().find(|row| row.label == name);
        row.map(|row| (row.total_days * 1000.0).round() / 1000.0)
    };
    assert_eq!(days("In Progress"), Some(0.15));
    assert_eq!(days("Open"), Some(16.32));
    assert_eq!(days("Resolved"), Some(0.28));
    assert_eq!(report.time_in_status.efficiency, Some(100.0));
}
