//! Lighthouse on the pages people see first, with the middle of several runs beside each budget.

use super::{Running, folder, free_port, tool};
use crate::step::{self, Outcome};
use serde_json::Value;
use std::process::Command;
use std::time::Duration;

const RUNS: usize = 5;
/// The page, and whether search engines may list it.
const PAGES: [(&str, &str, bool); 3] =
    [("welcome", "/", true), ("overview", "/w/sample/overview", false), ("flow", "/w/sample/flow", false)];

/// What one page was found to be, in the order of [`BUDGETS`].
type Figures = [f64; 7];

/// Name, where Lighthouse reports it, the worst that is good enough, and whether more is better.
const BUDGETS: [(&str, &str, f64, bool); 7] = [
    ("LCP ms", "/audits/largest-contentful-paint/numericValue", 1_200.0, false),
    ("TBT ms", "/audits/total-blocking-time/numericValue", 100.0, false),
    ("CLS", "/audits/cumulative-layout-shift/numericValue", 0.02, false),
    ("performance", "/categories/performance/score", 0.95, true),
    ("accessibility", "/categories/accessibility/score", 1.0, true),
    ("best practices", "/categories/best-practices/score", 1.0, true),
    ("SEO", "/categories/seo/score", 1.0, true),
];

/// Measures the release program with the sample, as a phone on a slow network.
pub(crate) fn audit() -> Outcome {
    let lighthouse = tool("lighthouse", "12.8.2", "lighthouse")?;
    step::timed("Lighthouse", || {
        let port = free_port()?;
        let data = folder().join(format!("data-{port}"));
        let _program = Running::start(
            Command::new(step::top().join("target/release/altaclario"))
                .env("ALTACLARIO_LISTEN", format!("127.0.0.1:{port}"))
                .env("ALTACLARIO_DATA", &data)
                .env("ALTACLARIO_SAMPLE", "on")
                .env("ALTACLARIO_LOG", "error"),
        )?
        .answering(port)?;
        let site = format!("http://127.0.0.1:{port}");
        // The first look begins the reading of the sample.
        look(&lighthouse, &format!("{site}/w/sample/flow"))?;
        std::thread::sleep(Duration::from_secs(5));
        let mut missed = Vec::new();
        for (name, path, listed) in PAGES {
            let address = format!("{site}{path}");
            let runs = (0..RUNS).map(|_| look(&lighthouse, &address)).collect::<Result<Vec<_>, _>>()?;
            let figures = middle(&runs);
            step::say(&format!("{name}: {}", spoken(&figures)));
            missed.extend(over_budget(name, &figures, listed));
        }
        // What the program wrote is of no use to anybody.
        let _ = std::fs::remove_dir_all(&data);
        if missed.is_empty() { Ok(()) } else { Err(missed.join("; ")) }
    })
}

fn look(lighthouse: &std::path::Path, address: &str) -> Result<Figures, String> {
    let report = folder().join("lighthouse.json");
    let mut command = Command::new(lighthouse);
    command
        .args([address, "--quiet", "--output=json"])
        .arg(format!("--output-path={}", report.display()))
        .arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage")
        .env("CHROME_PATH", "/usr/bin/chromium");
    step::execute(&mut command)?;
    let text = std::fs::read_to_string(&report).map_err(|error| format!("no report: {error}"))?;
    let report: Value = serde_json::from_str(&text).map_err(|error| format!("a strange report: {error}"))?;
    let figure = |place: &str| report.pointer(place).and_then(Value::as_f64).unwrap_or(f64::NAN);
    Ok(BUDGETS.map(|(_, place, ..)| figure(place)))
}

/// The median of each figure.
fn middle(runs: &[Figures]) -> Figures {
    std::array::from_fn(|place| {
        let mut all: Vec<f64> = runs.iter().map(|run| run[place]).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    })
}

fn spoken(figures: &Figures) -> String {
    let words = |((name, ..), value): (&(&str, &str, f64, bool), &f64)| match *name {
        "LCP ms" | "TBT ms" => format!("{name} {value:.0}"),
        "CLS" => format!("{name} {value:.3}"),
        _ => format!("{name} {:.0}", value * 100.0),
    };
    BUDGETS.iter().zip(figures).map(words).collect::<Vec<_>>().join(", ")
}

/// What is not good enough; pages that search engines must not list have no SEO score to reach.
fn over_budget(page: &str, figures: &Figures, listed: bool) -> Vec<String> {
    let judged = BUDGETS.iter().zip(figures).filter(|((name, ..), _)| listed || *name != "SEO");
    judged
        .filter(|((_, _, worst, more), value)| if *more { **value < *worst } else { **value > *worst } || value.is_nan())
        .map(|((name, ..), value)| format!("{page}: {name} is {value:.3}"))
        .collect()
}
