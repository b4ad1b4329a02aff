//! A million items with eight transitions each: what the data set weighs and how long a page takes, on one thread.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use clario_analytics::calendar::Calendar;
use clario_analytics::csv::{Table, csv};
use clario_analytics::data_set::{Builder, DataSet};
use clario_analytics::day::Day;
use clario_analytics::flow::flow_report;
use clario_analytics::overview::overview_report;
use clario_analytics::portfolio::{Connection, Portfolio, Settings};
use clario_analytics::query::{Facet, Query};
use clario_analytics::records::{
    Board, BoardColumn, Catalog, Category, Change, Changed, Item, ItemType, Named, Project, Status,
};
use clario_analytics::report::Context;
use clario_analytics::team::Team;
use clario_analytics::zone::Zone;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

const ITEMS: u64 = 1_000_000;
const PROJECTS: u64 = 60;
const TRANSITIONS: u64 = 8;
const DAY: i64 = 86_400_000;
const YEARS: i64 = 3;
const TODAY: Day = Day(20_778);
const STATUSES: [(&str, Category); 7] = [
    ("Backlog", Category::New),
    ("Selected", Category::New),
    ("Doing", Category::InProgress),
    ("Ready for review", Category::InProgress),
    ("Review", Category::InProgress),
    ("Test", Category::InProgress),
    ("Done", Category::Done),
];

fn main() {
    let (catalog, built) = timed(|| {
        let mut builder = Builder::new();
        for number in 0..ITEMS {
            builder.push(&item(number));
        }
        (catalog(), builder)
    });
    let ((catalog, builder), generated) = (catalog, built);
    println!("generate and encode {ITEMS} items: {}", millis(generated));
    let (data, finished) = timed(|| builder.finish(&catalog));
    let data = Arc::new(data);
    println!("sort and name them: {}", millis(finished));
    per_item("data set", data.heap_bytes());
    println!("transitions: {} ({TRANSITIONS} an item)", data.transition_count());

    let connections =
        || vec![Connection { slug: "c".to_owned(), name: "Bench".to_owned(), data: Arc::clone(&data) }];
    let teams = Team::defaults("c", &data);
    println!("teams: {}", teams.len());
    let settings = Settings { zone: berlin(), calendar: Calendar::default(), subtasks: false };
    let (portfolio, derived) = timed(|| Portfolio::new(connections(), teams.clone(), settings.clone(), None));
    println!("derive: {}", millis(derived));
    per_item("data set and derived columns", portfolio.heap_bytes());

    let context = Context { today: TODAY, as_of: String::new(), notices: Vec::new(), partial: None };
    let all = Query::default();
    let one = Query::default().with(Facet::Team, teams[0].slug.clone());
    let project = Query::default().with(Facet::Project, "c.10000");
    for (name, query, budget) in
        [("one team of sixty", &one, 10), ("one project of sixty", &project, 10), ("all teams", &all, 250)]
    {
        let report = flow_report(&portfolio, query, &context);
        println!(
            "Flow, {name}: median {}, budget {budget} ms ({} finished, {} dots, {} in progress)",
            millis(median(|| drop(black_box(flow_report(&portfolio, query, &context))))),
            report.frame.finished,
            report.scatter.dots.len(),
            report.ageing.total,
        );
    }
    for table in Table::ALL {
        let time = median(|| drop(black_box(csv(&portfolio, &all, &context, table))));
        println!("CSV of {}, all teams: median {}", table.key(), millis(time));
    }
    println!(
        "Overview, all teams: median {}",
        millis(median(|| drop(black_box(overview_report(&portfolio, &all, &context)))))
    );
    let (changed, applied) = timed(|| data.apply(&catalog, (0..1_000).map(item), &[]));
    println!("apply 1000 changed items: {}", millis(applied));
    let changed: Arc<DataSet> = Arc::new(changed);
    let connections = vec![Connection { slug: "c".to_owned(), name: "Bench".to_owned(), data: changed }];
    let (_, again) = timed(|| Portfolio::new(connections, teams, settings, Some(&portfolio)));
    println!("derive after that: {}", millis(again));
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn median(work: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..15).map(|_| timed(&work).1).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn per_item(what: &str, bytes: usize) {
    println!("{what}: {} bytes an item, budget 200", bytes as u64 / ITEMS);
}

fn berlin() -> Zone {
    // Offsets alternate twice a year as in central Europe; the exact days do not matter here.
    let changes =
        (0..60).map(|half| (half * 15_768_000 + 733_276_800, if half % 2 == 0 { 7200 } else { 3600 }));
    Zone::new("Europe/Berlin", 3600, changes.collect())
}

/// The same number for the same input, spread evenly (the finalizer of the third murmur hash).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    mixed ^ (mixed >> 33)
}

fn status(at: usize) -> Named {
    Named { id: (10_000 + at).to_string(), name: STATUSES[at].0.to_owned() }
}

fn item(number: u64) -> Item {
    let project = number % PROJECTS;
    let random = |salt: u64, below: u64| mixed(number * 64 + salt) % below;
    let age = i64::try_from(random(1, (365 * YEARS).cast_unsigned())).unwrap_or(0);
    let created = i64::from(TODAY.0) * DAY - age * DAY - i64::try_from(random(2, 86_400_000)).unwrap_or(0);
    let way = [1, 2, 3, 4, 2, 4, 5, 6];
    let mut at = created;
    let mut from = 0;
    let mut changes = Vec::new();
    let now = i64::from(TODAY.0) * DAY;
    for (step, to) in (0..TRANSITIONS).zip(way) {
        at += i64::try_from(random(3 + step, 4_000)).unwrap_or(0) * 60_000;
        changes.push(Change {
            at: at.min(now),
            order: step,
            what: Changed::Status { from: status(from), to: status(to) },
        });
        from = to;
    }
    // Some items never got to the end: their last move is a move back.
    if random(20, 100) < 2
        && let Some(Change { what: Changed::Status { to, .. }, .. }) = changes.last_mut()
    {
        *to = status(3);
        from = 3;
    }
    Item {
        id: 100_000 + number,
        key: format!("P{project}-{}", number / PROJECTS + 1),
        project: (10_000 + project).to_string(),
        item_type: (1 + random(21, 3)).to_string(),
        status: status(from),
        created,
        updated: now,
        labels: vec![format!("label-{}", random(22, 200))],
        components: vec![format!("part-{}", random(23, 30))],
        changes,
        ..Item::default()
    }
}

fn catalog() -> Catalog {
    let columns = ["Selected", "Doing", "Ready for review", "Review", "Test", "Done"];
    let columns: Vec<BoardColumn> = columns
        .into_iter()
        .zip(1..)
        .map(|(name, at)| {
            let statuses = if at == 1 { vec![status(0).id, status(1).id] } else { vec![status(at).id] };
            BoardColumn { name: name.to_owned(), statuses }
        })
        .collect();
    let board = |project: u64| Board {
        id: (project + 1).to_string(),
        name: format!("Board {project}"),
        project: Some((10_000 + project).to_string()),
        columns: Some(columns.clone()),
        items: (0..ITEMS)
            .filter(|number| number % PROJECTS == project)
            .map(|number| 100_000 + number)
            .collect(),
        ..Board::default()
    };
    Catalog {
        projects: (0..PROJECTS)
            .map(|project| Project {
                id: (10_000 + project).to_string(),
                key: format!("P{project}"),
                name: format!("Project {project}"),
            })
            .collect(),
        statuses: STATUSES
            .iter()
            .zip(0..)
            .map(|((name, category), at)| Status {
                id: status(at).id,
                name: (*name).to_owned(),
                category: *category,
                project: None,
            })
            .collect(),
        item_types: (1..=3)
            .map(|at| ItemType { id: at.to_string(), name: format!("Type {at}"), level: 0 })
            .collect(),
        boards: (0..PROJECTS).map(board).collect(),
        ..Catalog::default()
    }
}
