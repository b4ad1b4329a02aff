//! The figures of the speed and size budgets, each beside its budget.

use crate::step::{self, Outcome};
use crate::{floor, web};

/// Prints them all; `--million` adds the pages of a million issues.
pub(crate) fn bench(arguments: &[String]) -> Outcome {
    step::timed("numbers: a million items", || step::cargo(&["bench", "--package", "clario-analytics"]))?;
    step::timed("audit log: verifying 100,000 entries", || {
        step::cargo(&["bench", "--package", "clario-store", "--bench", "audit"])
    })?;
    step::timed("consent: deciding, appending, and verifying 1,000,000 rows", || {
        step::cargo(&["bench", "--package", "clario-store", "--bench", "consent"])
    })?;
    step::timed("purge: an account with 100,000 rows", || {
        step::cargo(&["bench", "--package", "clario-store", "--bench", "purge"])
    })?;
    // The program embeds the bundle, so it comes first; building it prints its sizes.
    web::build(web::Profile::Release)?;
    floor::say_floor()?;
    step::timed("charts: 10,000 dots", || {
        step::cargo(&["bench", "--package", "clario-server", "--bench", "charts"])
    })?;
    step::timed("doors: checks before a page, and a crowd of addresses", || {
        step::cargo(&["bench", "--package", "clario-server", "--bench", "doors"])
    })?;
    step::timed("simulated Jira", || step::cargo(&["build", "--release", "--package", "clario-sandbox"]))?;
    step::timed("product: a first reading, and pages under load", || {
        let mut command = vec!["bench", "--package", "clario-server", "--bench", "product"];
        if arguments.iter().any(|argument| argument == "--million") {
            command.extend(["--", "--million"]);
        }
        step::cargo(&command)
    })
}
