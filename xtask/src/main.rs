//! Builds, runs, tests and measures AltaClario: `cargo xtask run` and `cargo xtask test` are all a newcomer needs.

mod audit;
mod bench;
mod browser;
mod budget;
mod floor;
mod promises;
mod run;
mod sabotage;
mod step;
mod test;
mod web;

use std::process::ExitCode;
use step::Outcome;

const USAGE: &str = "\
cargo xtask run     build everything and start AltaClario with sample data (--release, --port N, --data DIR)
cargo xtask test    all tests: lints, Rust tests, browser tests (--rust or --browser for one half)
cargo xtask web     build the browser bundle into dist/ (--release)
cargo xtask build   build the one self-contained release program
cargo xtask lint    formatting and lints for the host and for the browser
cargo xtask bench   print the figures of the speed and size budgets (--million for the largest pages)
cargo xtask audit   Prism between client and simulated Jira, Lighthouse on the pages, scanners over sources and headers,
                    scanners against the running program (--prism, --lighthouse, --scanners or --live for one)
cargo xtask promises  join the clauses of the policy with the tests that proved them (--lock to print the lock of its texts)
cargo xtask sabotage  break a promise on purpose in a copy of the source and see its test fail (NAME for one alone)
cargo xtask trunk   build the same bundle with Trunk (installs Trunk when it is missing)";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome: Outcome = match command.as_str() {
        "run" => run::run(&rest),
        "build" => run::build(),
        "web" => web::build(web::Profile::from_arguments(&rest)),
        "trunk" => web::build_with_trunk(),
        "test" => test::test(&rest),
        "lint" => test::lint(),
        "bench" => bench::bench(&rest),
        "audit" => audit::audit(&rest),
        "promises" => promises::promises(&rest),
        "sabotage" => sabotage::sabotage(&rest),
        _ => Err(format!("unknown command {command:?}\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            step::say(&format!("failed: {reason}"));
            ExitCode::FAILURE
        }
    }
}
