//! What must hold whatever happened to the items, and a slow second opinion on what was computed.

use crate::calendar::{Calendar, Unit};
use crate::data_set::DataSet;
use crate::day::{Day, Weekday};
use crate::fixtures::{ItemText, catalog, connection, context, data, settings, status, team, workflow};
use crate::flow::{FlowReport, flow_report};
use crate::percentile::Distribution;
use crate::period::Period;
use crate::portfolio::{Portfolio, Settings};
use crate::query::{Query, Span};
use crate::records::{Change, Changed, Item};
use crate::workflow::Stage;
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY: i64 = 86_400_000;

/// Name, stage, place of the column.
type Known = (&'static str, Option<Stage>, usize);

/// Statuses with the stage the fixtures' workflow gives them; the last one is unknown to everybody.
const STATUSES: [Known; 7] = [
    ("To do", Some(Stage::Queue), 0),
    ("Doing", Some(Stage::Active), 1),
    ("Review", Some(Stage::Waiting), 2),
    ("Done", Some(Stage::Done), 3),
    ("Released", Some(Stage::Done), 4),
    ("Removed", Some(Stage::Removed), 5),
    ("Gone", None, 0),
];

fn moves() -> impl Strategy<Value = Vec<(i64, usize)>> {
    proptest::collection::vec((1..12 * DAY, 0..STATUSES.len()), 0..9)
}

fn an_item(id: u64) -> impl Strategy<Value = Item> {
    let flags = proptest::collection::vec((1..20 * DAY, any::<bool>()), 0..4);
    (0..200i64, 0..DAY, 0..STATUSES.len(), moves(), flags, 0usize..12, 0..3usize).prop_map(
        move |(age, second, first, moves, flags, resolution, labels)| {
            let start = i64::from(context().today.0) * DAY - age * DAY - second;
            let mut item = Item {
                id,
                key: format!("A-{id}"),
                project: if id.is_multiple_of(5) { "B" } else { "A" }.to_owned(),
                item_type: if id.is_multiple_of(7) { "bug" } else { "story" }.to_owned(),
                status: status(STATUSES[first].0),
                created: start,
                resolution: (resolution < 3).then(|| (resolution + 1).to_string()),
                labels: (0..labels).map(|at| format!("l{at}")).collect(),
                ..Item::default()
            };
            let mut at = start;
            for (order, (wait, to)) in (0..).zip(moves) {
                at += wait;
                let from = std::mem::replace(&mut item.status, status(STATUSES[to].0));
                let what = Changed::Status { from, to: item.status.clone() };
                item.changes.push(Change { at, order, what });
            }
            let mut at = start;
            for (order, (wait, to)) in (100..).zip(flags) {
                at += wait;
                item.changes.push(Change { at, order, what: Changed::Flag { to } });
                item.flagged = to;
            }
            item
        },
    )
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    proptest::collection::vec(Just(()), 0..30)
        .prop_flat_map(|slots| (1..=slots.len() as u64).map(an_item).collect::<Vec<_>>())
}

/// What the rules say of an item, told step by step with names instead of tables.
#[derive(Debug)]
struct Slow {
    started: Option<i64>,
    finished: Option<i64>,
    removed: bool,
    back: Vec<i64>,
}

fn slow(item: &Item) -> Slow {
    let known = |name: &str| STATUSES.iter().find(|known| known.0 == name && known.1.is_some());
    let mut steps: Vec<(i64, String)> = Vec::new();
    for change in &item.changes {
        if let Changed::Status { from, to } = &change.what {
            if steps.is_empty() {
                steps.push((item.created, from.name.clone()));
            }
            steps.push((change.at, to.name.clone()));
        }
    }
    if steps.is_empty() {
        steps.push((item.created, item.status.name.clone()));
    }
    let first_known = steps.iter().find_map(|(_, name)| known(name)).unwrap_or(&STATUSES[0]);
    let mut now = *first_known;
    let told: Vec<(i64, Known)> = steps
        .iter()
        .map(|(at, name)| {
            now = known(name).copied().unwrap_or(now);
            (*at, now)
        })
        .collect();
    let stage = |at: usize| told[at].1.1.unwrap();
    let started = (0..told.len()).find(|at| stage(*at).in_progress()).map(|at| told[at].0);
    let last = told.len() - 1;
    let finished = (stage(last) == Stage::Done).then(|| {
        let begin = (0..=last).rev().take_while(|at| stage(*at) == Stage::Done).last().unwrap();
        told[begin].0
    });
    let back = told
        .windows(2)
        .filter(|pair| pair[1].1.2 < pair[0].1.2 && pair[0].1.1 != Some(Stage::Removed))
        .map(|pair| pair[1].0)
        .collect();
    Slow {
        started,
        finished,
        removed: stage(last) == Stage::Removed || matches!(item.resolution.as_deref(), Some("2" | "3")),
        back,
    }
}

fn day(millis: i64) -> Day {
    Day(i32::try_from(millis.div_euclid(DAY)).unwrap())
}

fn whole(items: &[Item], settings: Settings) -> Portfolio {
    let texts: Vec<ItemText> = items.iter().cloned().map(ItemText).collect();
    let both = crate::team::Team {
        sources: ["A", "B"]
            .map(|project| crate::team::Source {
                connection: "c".to_owned(),
                scope: crate::team::Scope::Project(project.to_owned()),
            })
            .to_vec(),
        ..team(workflow())
    };
    Portfolio::new(vec![connection(data(&texts))], vec![both], settings, None)
}

fn report(items: &[Item], query: &Query) -> FlowReport {
    flow_report(&whole(items, settings()), query, &context())
}

fn a_period() -> impl Strategy<Value = Query> {
    (1i32..150, 1u32..120).prop_map(|(back, days)| {
        Query::default().over(Span::Between(Period::ending(context().today.plus(-back), days)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_slow_second_opinion_agrees(items in items(), query in a_period()) {
        let report = report(&items, &query);
        let period = query.period(context().today);
        let slow: Vec<Slow> = items.iter().map(slow).filter(|item| !item.removed).collect();
        let within = |at: i64| period.contains(day(at));
        let mut cycles = Vec::new();
        let mut per_day: BTreeMap<Day, u32> = BTreeMap::new();
        for item in &slow {
            if let Some(end) = item.finished.filter(|at| within(*at)) {
                *per_day.entry(day(end)).or_default() += 1;
                if let Some(start) = item.started {
                    cycles.push(u32::try_from(day(end).0 - day(start).0 + 1).unwrap());
                }
            }
        }
        prop_assert_eq!(report.throughput.total, per_day.values().sum::<u32>());
        for bar in &report.throughput.bars {
            let expected: u32 = per_day.range(bar.from..=bar.to).map(|(_, count)| *count).sum();
            prop_assert_eq!(bar.count, expected);
        }
        let distribution = Distribution::of(cycles.iter().copied());
        prop_assert_eq!(&report.scatter.lines, &distribution.lines());
        let drawn: u32 = report.scatter.dots.iter().map(|dot| dot.count).sum();
        prop_assert_eq!(drawn as usize, cycles.len());
        let in_bars: u32 = report.histogram.bars.iter().map(|bar| bar.count).sum();
        prop_assert_eq!(in_bars as usize, cycles.len());
        for (at, wip) in report.cumulative_flow.days.iter().zip(&report.cumulative_flow.wip) {
            let slow_wip = slow.iter().filter(|item| {
                item.started.is_some_and(|start| day(start) <= *at)
                    && item.finished.is_none_or(|end| day(end) > *at)
            }).count();
            prop_assert_eq!(*wip as usize, slow_wip);
        }
        let back = slow.iter().flat_map(|item| &item.back).filter(|at| within(**at)).count();
        prop_assert_eq!(report.cumulative_flow.corrections as usize, back);
        let open = slow.iter().filter(|item| {
            item.finished.is_none() && item.started.is_some_and(|at| day(at) <= context().today)
        }).count();
        prop_assert_eq!(report.ageing.total as usize, open);
    }

    #[test]
    fn the_parts_of_a_report_agree_with_each_other(items in items(), query in a_period()) {
        let report = report(&items, &query);
        let flow = &report.cumulative_flow;
        for line in &flow.lines {
            prop_assert!(line.values.is_sorted(), "a line never falls");
        }
        for pair in flow.lines.windows(2) {
            prop_assert!(pair[0].values.iter().zip(&pair[1].values).all(|(upper, lower)| upper >= lower));
        }
        prop_assert_eq!(report.cards[2].n, flow.wip.last().copied().unwrap_or(0));
        prop_assert_eq!(flow.net_flow.finished, report.throughput.total);
        let done = flow.lines.last().and_then(|line| line.values.last().copied());
        prop_assert_eq!(done, Some(report.throughput.total));
        prop_assert_eq!(report.finished.total, report.throughput.total);
        prop_assert_eq!(report.frame.finished, report.throughput.total);
        let bars: u32 = report.throughput.bars.iter().map(|bar| bar.count).sum();
        prop_assert_eq!(bars, report.throughput.total);
        let columns: u32 = report.ageing.columns.iter().map(|column| column.wip).sum();
        prop_assert_eq!(columns, report.ageing.total);
        for caption in [&report.scatter.caption, &report.histogram.caption, &report.throughput.caption, &flow.caption, &report.ageing.caption, &report.time_in_status.caption] {
            prop_assert!(caption.heading.chars().count() <= 70, "{}", caption.heading);
        }
    }

    #[test]
    fn time_in_status_adds_up_to_the_time_between_started_and_finished(items in items()) {
        let query = Query::default().over(Span::Year);
        let report = report(&items, &query);
        let period = query.period(context().today);
        let elapsed: i64 = items.iter().map(slow).filter(|item| !item.removed).filter_map(|item| {
            let (start, end) = (item.started?, item.finished?);
            period.contains(day(end)).then(|| end.div_euclid(1000) - start.div_euclid(1000))
        }).sum();
        let rows: f64 = report.time_in_status.rows.iter().map(|row| row.total_days).sum();
        #[expect(clippy::cast_precision_loss, reason = "seconds of a few items")]
        let expected = elapsed as f64 / 86_400.0;
        prop_assert!((rows - expected).abs() < 1e-6, "{rows} is not {expected}");
    }

    #[test]
    fn in_weeks_of_seven_working_days_worked_time_is_elapsed_time(items in items()) {
        let every_day = Settings { calendar: Calendar::new(&Weekday::ALL, Vec::new()), ..settings() };
        let portfolio = whole(&items, every_day);
        let query = Query::default().over(Span::Year);
        let mut in_workdays = query.clone();
        in_workdays.unit = Unit::Workdays;
        let worked = flow_report(&portfolio, &in_workdays, &context());
        let elapsed = flow_report(&portfolio, &query, &context());
        prop_assert_eq!(worked.time_in_status.rows, elapsed.time_in_status.rows);
        prop_assert_eq!(worked.time_in_status.blocked, elapsed.time_in_status.blocked);
        prop_assert_eq!(worked.time_in_status.efficiency, elapsed.time_in_status.efficiency);
        prop_assert_eq!(&worked.cards[3].spark, &elapsed.cards[3].spark);
    }

    #[test]
    fn any_order_of_changes_and_items_gives_the_same_answer(items in items(), seed: u64) {
        let mut shuffled = items.clone();
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        };
        for item in &mut shuffled {
            item.changes.sort_by_cached_key(|_| next());
        }
        shuffled.sort_by_cached_key(|_| next());
        let one = DataSet::build(&catalog(), items);
        let other = DataSet::build(&catalog(), shuffled);
        prop_assert!(one == other);
    }

    #[test]
    fn changing_a_data_set_equals_building_it_anew(before in items(), changed in items(), gone in proptest::collection::vec(0u64..30, 0..8)) {
        let mut left: BTreeMap<u64, Item> = before.iter().map(|item| (item.id, item.clone())).collect();
        for id in &gone {
            left.remove(id);
        }
        // Those that come in carry other ids, or replace what was there.
        let upserts: Vec<Item> = changed.into_iter().map(|mut item| { item.id += 10; item }).collect();
        left.extend(upserts.iter().map(|item| (item.id, item.clone())));
        let mut fresh = catalog();
        fresh.statuses[1].name = "In progress now".to_owned();
        fresh.boards = vec![crate::fixtures::board("1", &[1, 2, 3, 14, 15])];
        let applied = DataSet::build(&catalog(), before).apply(&fresh, upserts, &gone);
        let anew = DataSet::build(&fresh, left.into_values());
        prop_assert!(applied == anew);
    }

    #[test]
    fn an_unchanged_portfolio_gives_the_same_answer_when_taken_over(items in items()) {
        let first = whole(&items, settings());
        let again = Portfolio::new(
            first.connections().to_vec(),
            first.teams().cloned().collect(),
            first.settings().clone(),
            Some(&first),
        );
        let ask = |portfolio: &Portfolio| flow_report(portfolio, &Query::default(), &context());
        prop_assert_eq!(ask(&first), ask(&again));
    }
}

#[test]
fn a_change_with_equal_ends_is_no_move() {
    // docs/metrics.md 2.1
    let moved = |changes: &[(&str, u64, &str, &str)]| {
        let mut item = crate::fixtures::item("A-1");
        for (at, order, from, to) in changes {
            let what = Changed::Status { from: status(from), to: status(to) };
            item.0.changes.push(Change { at: crate::fixtures::millis(at), order: *order, what });
            item.0.status = status("Done");
        }
        data(&[item])
    };
    let data = moved(&[
        ("03-02 09:00", 1, "To do", "Doing"),
        ("03-02 09:05", 3, "Done", "Done"),
        ("03-02 09:05", 2, "Doing", "Done"),
    ]);
    assert_eq!(data.transition_count(), 2);
}

#[test]
fn the_pages_of_the_table_are_the_whole_table_cut() {
    let items: Vec<ItemText> = (1..=450u64)
        .map(|at| {
            crate::fixtures::item(&format!("A-{at}"))
                .active("03-02")
                .done(&format!("03-{:02}", 3 + at * at % 23))
        })
        .collect();
    let portfolio = crate::fixtures::portfolio(&items);
    let csv = crate::csv::csv(&portfolio, &Query::default(), &context(), crate::csv::Table::Finished);
    let whole: Vec<&str> = csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let mut pages = Vec::new();
    for page in 1..=5 {
        let report = flow_report(&portfolio, &Query::default().at_page(page), &context());
        pages.extend(report.finished.rows.into_iter().map(|row| row.item.key));
    }
    assert_eq!(whole.len(), 450);
    assert_eq!(pages, whole);
}
