//! Writes the Flow page of small worlds that never change, for tests that hold charts to words and pixels.
//!
//! `cargo run --package clario-server --example frozen_charts -- FOLDER` writes one HTML file a world; none needs a
//! server or a script. The numbers are invented by a fixed formula, the day is always the same.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use clario_analytics::calendar::Calendar;
use clario_analytics::data_set::DataSet;
use clario_analytics::day::Day;
use clario_analytics::flow::flow_report;
use clario_analytics::item_report::item_report;
use clario_analytics::portfolio::{Connection, Portfolio, Settings};
use clario_analytics::query::Query;
use clario_analytics::records::{
    Board, BoardColumn, Catalog, Category, Change, Changed, Item, ItemType, Named, Project, Status,
};
use clario_analytics::report::Context;
use clario_analytics::team::Team;
use clario_analytics::zone::Zone;
use clario_app::charts::time_line;
use clario_app::pages::flow::view::flow_view;
use leptos::prelude::AnyView;
use leptos_axum::{generate_route_list, render_app_async};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs, io};

/// 21 November 2026.
const TODAY: Day = Day(20_778);
const DAY: i64 = 86_400_000;
/// More than any page has.
const MOST_BYTES: usize = 16 << 20;
const STATUSES: [(&str, Category); 6] = [
    ("Selected", Category::New),
    ("In progress", Category::InProgress),
    ("Ready for review", Category::InProgress),
    ("In review", Category::InProgress),
    ("Testing", Category::InProgress),
    ("Done", Category::Done),
];
const TYPES: [&str; 7] = ["Story", "Bug", "Task", "Improvement", "Spike", "Incident", "Chore"];

/// A page to write: its name, its world and its query.
type Frozen = (&'static str, World, &'static [(&'static str, &'static str)]);

const PAGES: [Frozen; 7] = [
    ("flow", World { teams: 3, items: 900, long_names: false }, &[]),
    ("by-type", World { teams: 3, items: 900, long_names: false }, &[("scale", "log"), ("colour", "type")]),
    (
        "short",
        World { teams: 3, items: 900, long_names: false },
        &[("p", "30d"), ("from", "2026-11-02"), ("to", "2026-11-12")],
    ),
    ("nothing", World { teams: 1, items: 0, long_names: false }, &[]),
    ("one", World { teams: 1, items: 1, long_names: false }, &[]),
    ("nine", World { teams: 1, items: 9, long_names: false }, &[]),
    ("crowd", World { teams: 60, items: 3_000, long_names: true }, &[("p", "1y")]),
];

#[tokio::main]
async fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "target/frozen".to_owned()));
    fs::create_dir_all(&folder)?;
    // Listing the routes is what makes the framework ready to render.
    let _ = generate_route_list(clario_app::App);
    for (name, world, pairs) in PAGES {
        let portfolio = world.portfolio();
        let (query, _) = Query::parse(pairs.iter().copied(), TODAY);
        let report = flow_report(&portfolio, &query, &context());
        let page = rendered(move || flow_view(&report, "frozen")).await?;
        write(&folder, name, &page)?;
    }
    let world = World { teams: 1, items: 40, long_names: false };
    let report = item_report(
        &world.portfolio(),
        "jira",
        17,
        &Query::default(),
        &context(),
        i64::from(TODAY.0) * 86_400,
    );
    let report = report.ok_or_else(|| io::Error::other("the item of the time line is missing"))?;
    let line = rendered(move || time_line::drawing(&report)).await?;
    write(
        &folder,
        "time-line",
        &format!("<section class=\"card\"><figure class=\"line-fig\">{line}</figure></section>"),
    )
}

/// The page as the server would send it.
async fn rendered(body: impl Fn() -> AnyView + Clone + Send + Sync + 'static) -> io::Result<String> {
    let answer = render_app_async(body)(Request::new(Body::empty())).await;
    let bytes = to_bytes(answer.into_body(), MOST_BYTES).await.map_err(io::Error::other)?;
    String::from_utf8(bytes.to_vec()).map_err(io::Error::other)
}

/// A whole document; the test serves the style sheet beside it.
fn write(folder: &Path, name: &str, body: &str) -> io::Result<()> {
    let document = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"main.css\"></head><body><main class=\"page\">{body}</main></body></html>"
    );
    fs::write(folder.join(format!("{name}.html")), document)
}

fn context() -> Context {
    Context { today: TODAY, as_of: "21 Nov 2026, 09:00".to_owned(), notices: Vec::new(), partial: None }
}

/// So many teams with so many items together.
#[derive(Clone, Copy)]
struct World {
    teams: u64,
    items: u64,
    long_names: bool,
}

impl World {
    fn portfolio(self) -> Portfolio {
        let catalog = self.catalog();
        let data = Arc::new(DataSet::build(&catalog, (0..self.items).map(|number| self.item(number))));
        let teams = Team::defaults("jira", &data);
        let connection = Connection { slug: "jira".to_owned(), name: "Jira".to_owned(), data };
        let settings = Settings { zone: Zone::utc(), calendar: Calendar::default(), subtasks: false };
        Portfolio::new(vec![connection], teams, settings, None)
    }

    /// A status by its place; in a world of long names each team calls the middle ones its own way.
    fn status(self, team: u64, place: usize) -> Named {
        let name = STATUSES[place].0;
        let own = self.long_names && (1..5).contains(&place);
        let name = if own {
            format!("{name} by the people of group {team} and all their neighbours")
        } else {
            name.to_owned()
        };
        Named { id: if own { format!("{team}-{place}") } else { place.to_string() }, name }
    }

    fn item(self, number: u64) -> Item {
        let team = number % self.teams;
        let random = |salt: u64, below: u64| i64::try_from(mixed(number * 64 + salt) % below).unwrap_or(0);
        let now = i64::from(TODAY.0) * DAY;
        // Few worlds are small; their items lie in the middle of the period, not before it.
        let age = if self.items < 40 { 30 + random(1, 30) } else { 1 + random(1, 400) };
        let created = now - age * DAY + 9 * 3_600_000;
        let hours = [1, 1, 2, 2, 3, 9][usize::try_from(random(2, 6)).unwrap_or(0)];
        let (mut at, mut place, mut changes) = (created, 0, Vec::new());
        let mut go = |at: i64, what: Changed| {
            let order = changes.len() as u64;
            changes.push(Change { at, order, what });
        };
        let way: &[usize] = if random(3, 5) == 0 { &[1, 2, 3, 1, 2, 3, 4, 5] } else { &[1, 2, 3, 4, 5] };
        for (salt, to) in (10..).zip(way) {
            at += (4 + random(salt, 40) * hours) * 3_600_000;
            // A few wait for long; those are young enough to leave room for the others.
            if at > now || (random(4, 12) == 0 && *to == 4 && age < 80) {
                break;
            }
            go(at, Changed::Status { from: self.status(team, place), to: self.status(team, *to) });
            place = *to;
        }
        if random(5, 9) == 0 && place == 5 {
            go(created + 3_600_000, Changed::Flag { to: true });
            go(created + 90 * 3_600_000, Changed::Flag { to: false });
        }
        let item_type = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6][usize::try_from(random(6, 13)).unwrap_or(0)];
        Item {
            id: number + 1,
            key: format!("{}-{}", key(team), number / self.teams + 1),
            project: team.to_string(),
            item_type: item_type.to_string(),
            status: self.status(team, place),
            created,
            updated: now,
            changes,
            ..Item::default()
        }
    }

    fn catalog(self) -> Catalog {
        let name = |team: u64| match (team, self.long_names) {
            (_, true) => format!("Cross-functional enablement and platform reliability group {team}"),
            (0, _) => "Payments".to_owned(),
            (1, _) => "Search".to_owned(),
            _ => format!("Team {team}"),
        };
        let statuses = (0..self.teams).flat_map(|team| {
            STATUSES.iter().zip(0..).map(move |((_, category), place)| {
                let Named { id, name } = self.status(team, place);
                Status { id, name, category: *category, project: None }
            })
        });
        let mut statuses: Vec<Status> = statuses.collect();
        statuses.sort_by(|one, other| one.id.cmp(&other.id));
        statuses.dedup_by(|one, other| one.id == other.id);
        let board = |team: u64| Board {
            id: team.to_string(),
            name: name(team),
            project: Some(team.to_string()),
            columns: Some(
                (0..STATUSES.len())
                    .map(|place| {
                        let status = self.status(team, place);
                        BoardColumn { name: status.name, statuses: vec![status.id] }
                    })
                    .collect(),
            ),
            items: (0..self.items).filter(|item| item % self.teams == team).map(|item| item + 1).collect(),
            ..Board::default()
        };
        Catalog {
            projects: (0..self.teams)
                .map(|team| Project { id: team.to_string(), key: key(team), name: name(team) })
                .collect(),
            statuses,
            item_types: TYPES
                .iter()
                .zip(0..)
                .map(|(name, id)| ItemType { id: id.to_string(), name: (*name).to_owned(), level: 0 })
                .collect(),
            boards: (0..self.teams).map(board).collect(),
            ..Catalog::default()
        }
    }
}

fn key(team: u64) -> String {
    ["PAY", "SEA", "OPS"]
        .get(usize::try_from(team).unwrap_or(9))
        .map_or_else(|| format!("T{team}"), |key| (*key).to_owned())
}

/// The same number for the same input, spread evenly (the finalizer of the third murmur hash).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    mixed ^ (mixed >> 33)
}
