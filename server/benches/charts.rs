//! A scatter of 10,000 dots: how long the server draws it, and what it weighs on its way to the browser.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use clario_analytics::calendar::Calendar;
use clario_analytics::day::Day;
use clario_analytics::flow::{FlowReport, flow_report};
use clario_analytics::portfolio::{Portfolio, Settings};
use clario_analytics::query::{Query, Span};
use clario_analytics::report::{Context, ItemRef};
use clario_analytics::scatter::{Dot, MARKED_TYPES};
use clario_analytics::zone::Zone;
use clario_app::charts::reading::Chart;
use flate2::Compression;
use flate2::write::GzEncoder;
use leptos::prelude::{Owner, RenderHtml};
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

const TODAY: Day = Day(20_778);
const DOTS: u32 = 10_000;
const SLOWEST: Duration = Duration::from_millis(5);
const LARGEST: usize = 60 * 1024;

fn main() {
    for (name, by_type) in [("plain", false), ("by type", true)] {
        let report = crowded(by_type);
        let html = draw(&report);
        let mut times: Vec<Duration> = (0..25)
            .map(|_| {
                let start = Instant::now();
                black_box(draw(&report));
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        let (middle, packed) = (times[times.len() / 2], gzip(html.as_bytes()));
        let over = if middle > SLOWEST || packed > LARGEST { "OVER its budget" } else { "within its budget" };
        println!(
            "scatter of {DOTS} dots, {name}: median {:.1} ms (budget {} ms), {packed} bytes gzip (budget {LARGEST}), \
             {} bytes plain: {over}",
            middle.as_secs_f64() * 1000.0,
            SLOWEST.as_millis(),
            html.len(),
        );
    }
}

fn draw(report: &FlowReport) -> String {
    Owner::new().with(|| Chart::Scatter.drawing(report).to_html())
}

/// A report whose scatter has as many dots as are drawn one by one, no two at the same place.
fn crowded(by_type: bool) -> FlowReport {
    let settings = Settings { zone: Zone::utc(), calendar: Calendar::default(), subtasks: false };
    let portfolio = Portfolio::new(Vec::new(), Vec::new(), settings, None);
    let context = Context { today: TODAY, as_of: String::new(), notices: Vec::new(), partial: None };
    let mut report = flow_report(&portfolio, &Query::default().over(Span::Year), &context);
    let scatter = &mut report.scatter;
    scatter.by_type = by_type;
    scatter.axis_max = 60;
    let length = 365;
    scatter.dots = (0..DOTS)
        .map(|number| {
            // Days in order as the engine hands them over, and on each of them times that are not evenly spread.
            let day = number * length / DOTS;
            let days = 1 + (number * 7_919 + number * number % 31) % 70;
            Dot {
                day: scatter.from.plus(day.cast_signed()),
                days,
                count: 1 + u32::from(number % 11 == 0),
                over_p95: days > 57,
                off_scale: days > 60,
                rank: None,
                kind: None,
                mark: if by_type { u8::try_from(number * 31 % 7).unwrap_or(0).min(MARKED_TYPES) } else { 0 },
                items: vec![ItemRef {
                    connection: "c".to_owned(),
                    id: u64::from(number),
                    key: format!("A-{number}"),
                }],
            }
        })
        .collect();
    report
}

fn gzip(plain: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).expect("memory");
    encoder.finish().expect("memory").len()
}
