//! The whole product as people meet it: a first reading of 100,000 issues, and pages of 50,000 under load.
//!
//! The program and the simulated Jira are processes of their own, on loopback. `cargo xtask bench` builds both;
//! `--million` adds pages of a million issues, which takes a quarter of an hour.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod load;
mod person;
mod process;

use flate2::Compression;
use flate2::write::GzEncoder;
use load::{closed_loop, open_loop};
use person::Person;
use process::{Jira, Program};
use std::io::Write as _;
use std::time::{Duration, Instant};

const MIB: u64 = 1 << 20;
/// The pages that are measured, without filters and with the widest.
const PAGES: [&str; 4] = ["overview", "flow", "overview?p=1y&cmp=year", "flow?p=1y&cmp=year"];

#[tokio::main]
async fn main() {
    let million = std::env::args().any(|argument| argument == "--million");
    first_reading(100_000).await;
    pages(50_000, Duration::from_millis(25)).await;
    if million {
        pages(1_000_000, Duration::from_millis(100)).await;
    }
}

/// Time, requests and memory of a first reading.
async fn first_reading(issues: u32) {
    let jira = Jira::start(issues);
    let program = Program::start(&jira).await;
    let resting = program.peak_memory();
    let person = Person::new(&program).await;
    let begin = Instant::now();
    person.connect(&jira).await;
    let first_charts = person.until_charts(begin).await;
    let all = person.until_complete(begin).await;
    let peak = program.peak_memory();
    drop(program);
    let requests = jira.stop();
    println!("\nfirst reading of {issues} issues");
    told("first charts after", &seconds(first_charts), "", true);
    told("all read after", &seconds(all), "60 s", all <= Duration::from_mins(1));
    told("requests", &requests.to_string(), "1500", requests <= 1_500);
    told("peak memory", &format!("{} MiB", peak / MIB), "400 MB", peak <= 400_000_000);
    told("  of that before", &format!("{} MiB", resting / MIB), "", true);
}

/// Latency, throughput and size of the pages with numbers.
async fn pages(issues: u32, slowest: Duration) {
    let jira = Jira::start(issues);
    let program = Program::start(&jira).await;
    let person = Person::new(&program).await;
    let begin = Instant::now();
    person.connect(&jira).await;
    let all = person.until_complete(begin).await;
    println!("\npages of {issues} issues, read in {}", seconds(all));
    for page in PAGES {
        let html = person.text(page).await;
        let size = gzip(html.as_bytes());
        told(&format!("{page}: HTML, gzip"), &format!("{size} bytes"), "40960 bytes", size <= 40_960);
    }
    for page in PAGES {
        let times = open_loop(&person, &[page], 20, Duration::from_secs(15)).await;
        let figures = format!(
            "p50 {}, p95 {}, slowest {}",
            millis(times.at(50)),
            millis(times.at(95)),
            millis(times.at(100))
        );
        let good = times.at(95) <= slowest && times.errors == 0;
        told(&format!("{page}: 20 a second"), &figures, &format!("p95 {}", millis(slowest)), good);
    }
    let times = closed_loop(&person, &["overview", "flow"], 50, Duration::from_secs(15)).await;
    let rate = f64::from(times.count()) / times.took.as_secs_f64();
    let figures = format!("{rate:.0} pages/s, p95 {}, {} errors", millis(times.at(95)), times.errors);
    told("50 people at once", &figures, "150 pages/s, 0 errors", rate >= 150.0 && times.errors == 0);
    println!("  memory at its peak: {} MiB", program.peak_memory() / MIB);
}

fn told(name: &str, figure: &str, budget: &str, good: bool) {
    match (budget, good) {
        ("", _) => println!("  {name}: {figure}"),
        (_, true) => println!("  {name}: {figure} (budget {budget})"),
        (_, false) => println!("  {name}: {figure} (OVER its budget of {budget})"),
    }
}

fn gzip(plain: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).expect("memory");
    encoder.finish().expect("memory").len()
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
