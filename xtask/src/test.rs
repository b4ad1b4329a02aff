//! All checks: lints, Rust tests, browser tests and the printed budgets.

use crate::step::{self, Outcome};
use crate::web::{self, Profile};
use crate::{browser, promises, sabotage};

/// Everything CI runs.
pub(crate) fn test(arguments: &[String]) -> Outcome {
    let only = |half: &str| arguments.iter().any(|argument| argument == half);
    let both = !only("--rust") && !only("--browser");
    if both {
        promises::forget()?;
    }
    web::build(Profile::Release)?;
    if both || only("--rust") {
        lint()?;
        browser::ensure_recorder()?;
        step::timed("Rust tests", || step::cargo(&["test", "--workspace", "--quiet"]))?;
    }
    if both || only("--browser") {
        // With the features of the Rust tests, so that nothing is compiled twice.
        step::timed("programs", || step::cargo(&["test", "--workspace", "--quiet", "--no-run"]))?;
        step::timed("charts that never change", || {
            let charts = step::top().join("target/debug/examples/frozen_charts");
            step::command(&charts.to_string_lossy(), &["target/frozen"])
        })?;
        browser::ensure()?;
        step::timed("browser tests", || step::command("npm", &["test", "--prefix", "end2end"]))?;
    }
    if both {
        step::timed("promises", || promises::promises(&[]))?;
    }
    Ok(())
}

/// Formatting and lints, the host and the browser separately because their features differ.
pub(crate) fn lint() -> Outcome {
    step::timed("formatting", || step::cargo(&["fmt", "--all", "--check"]))?;
    step::timed("patches of the sabotage", sabotage::check)?;
    step::timed("lints for the host", || {
        step::cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])
    })?;
    web::ensure_target()?;
    step::timed("lints for the browser", || {
        step::cargo(&[
            "clippy",
            "--quiet",
            "--package",
            "clario-app",
            "--features",
            "hydrate",
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ])
    })
}
