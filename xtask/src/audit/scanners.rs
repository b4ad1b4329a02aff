//! Scanners of others over the sources and over the headers of the running program, each with its figure.

use super::{Running, folder, free_port, tool};
use crate::step::{self, Outcome};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

const DENY: &str = "0.20.2";
const SECRETS: &str = "1.5.0";
/// Tests and recorded answers hold words that look like secrets and are none; so do lock files.
const NOT_SCANNED: &str = r"(^|/)(tests|benches|recorded|specs|target|dist|node_modules)/|\.lock$|package-lock\.json$|/tests\.rs$|\.sql$";

/// What was looked at and is no secret: examples of addresses, alphabets, published test vectors, words like "password".
/// File, and how many findings there are in it.
const REVIEWED: [(&str, usize); 12] = [
    ("README.md", 1),
    ("crates/backend/src/connections.rs", 1),
    ("crates/backend/src/mail/letter.rs", 1),
    ("crates/backend/src/mail/server.rs", 2),
    ("crates/backend/src/security_events.rs", 1),
    ("crates/providers/src/http/destination.rs", 1),
    ("crates/providers/src/http/destination/hostile.rs", 1),
    ("crates/providers/src/jira/address.rs", 1),
    ("crates/store/src/ids.rs", 1),
    ("crates/vault/src/one_time_code.rs", 1),
    ("crates/vault/src/signing.rs", 4),
    ("server/src/config.rs", 1),
];

/// Runs them all; a source that cannot be reached is said to be so.
pub(crate) fn audit() -> Outcome {
    deny()?;
    secrets()?;
    policy()
}

/// Licences, bans and sources of everything that is linked; advisories where a snapshot of them lies.
fn deny() -> Outcome {
    let program = folder().join("bin/cargo-deny");
    if !program.exists() {
        let (root, build) = (folder(), folder().join("build"));
        let installed = step::timed("cargo-deny (once)", || {
            step::execute(
                Command::new("cargo")
                    .args(["install", "--locked", "--quiet", "--version", DENY, "cargo-deny", "--root"])
                    .arg(&root)
                    .env("CARGO_TARGET_DIR", &build)
                    .current_dir(step::top()),
            )
        });
        // What it was built of takes more room than it is worth.
        let _ = std::fs::remove_dir_all(build);
        if let Err(reason) = installed {
            step::say(&format!(
                "cargo-deny cannot be installed here, so nothing was checked by it: {reason}"
            ));
            return Ok(());
        }
    }
    step::timed("cargo-deny: bans, licences, sources", || {
        step::execute(
            Command::new(&program).args(["check", "bans", "licenses", "sources"]).current_dir(step::top()),
        )
    })?;
    let snapshot = folder().join("advisory-db");
    if !snapshot.exists() {
        step::say(
            "cargo-deny: no snapshot of advisories lies in target/audit/advisory-db, so none was looked at",
        );
        return Ok(());
    }
    step::timed("cargo-deny: advisories", || {
        step::execute(
            Command::new(&program).args(["check", "--disable-fetch", "advisories"]).current_dir(step::top()),
        )
    })
}

/// Whether anything in the repository looks like a secret.
fn secrets() -> Outcome {
    let Some(program) = python_tool("detect-secrets", SECRETS, "detect-secrets") else {
        step::say("detect-secrets cannot be installed here, so nothing was scanned by it");
        return Ok(());
    };
    step::say("detect-secrets");
    let output = Command::new(program)
        .args(["scan", "--exclude-files", NOT_SCANNED])
        .current_dir(step::top())
        .output()
        .map_err(|error| format!("detect-secrets did not start: {error}"))?;
    let report: Value =
        serde_json::from_slice(&output.stdout).map_err(|_| "detect-secrets says nothing".to_owned())?;
    let files = report["results"].as_object().cloned().unwrap_or_default();
    let count = |found: &Value| found.as_array().map_or(0, Vec::len);
    let reviewed =
        |file: &str| REVIEWED.iter().find(|(known, _)| *known == file).map_or(0, |(_, count)| *count);
    let new: Vec<&String> =
        files.iter().filter(|(file, found)| count(found) > reviewed(file)).map(|(file, _)| file).collect();
    let all: usize = files.values().map(count).sum();
    step::say(&format!(
        "detect-secrets: {all} findings, {} files with findings that nobody reviewed",
        new.len()
    ));
    if new.is_empty() { Ok(()) } else { Err(format!("detect-secrets: look at {new:?}")) }
}

/// What Google's evaluator finds wrong with the policy that every page carries.
fn policy() -> Outcome {
    const SCRIPT: &str = "
        const { CspParser } = require('csp_evaluator/dist/parser');
        const { CspEvaluator } = require('csp_evaluator/dist/evaluator');
        const { Version } = require('csp_evaluator/dist/csp');
        fetch(process.argv[1]).then((answer) => {
            const policy = new CspParser(answer.headers.get('content-security-policy')).csp;
            const findings = new CspEvaluator(policy, Version.CSP3).evaluate();
            // 50 and 60 are remarks that depend on what else is known; all others are findings.
            const wrong = findings.filter((finding) => finding.severity < 50);
            console.log(`csp_evaluator: ${wrong.length} findings, ${findings.length - wrong.length} remarks`);
            findings.forEach((finding) => console.log(`  ${finding.severity} ${finding.directive}: ${finding.description}`));
            process.exit(wrong.length ? 1 : 0);
        });";
    tool("csp_evaluator", "1.1.8", "csp_evaluator")?;
    step::timed("program", || step::cargo(&["build", "--quiet", "--package", "clario-server"]))?;
    let port = free_port()?;
    let data = folder().join(format!("data-{port}"));
    let _program = Running::start(
        Command::new(step::top().join("target/debug/altaclario"))
            .env("ALTACLARIO_LISTEN", format!("127.0.0.1:{port}"))
            .env("ALTACLARIO_DATA", &data)
            .env("ALTACLARIO_LOG", "error"),
    )?
    .answering(port)?;
    let outcome = step::timed("csp_evaluator", || {
        step::execute(
            Command::new("node")
                .args(["-e", SCRIPT, &format!("http://127.0.0.1:{port}/")])
                .current_dir(folder()),
        )
    });
    // What the program wrote is of no use to anybody.
    let _ = std::fs::remove_dir_all(&data);
    outcome
}

/// Installs a Python package into an environment of its own unless it is there.
pub(super) fn python_tool(package: &str, version: &str, program: &str) -> Option<PathBuf> {
    let environment = folder().join(format!("python-{package}"));
    let path = environment.join("bin").join(program);
    if path.exists() {
        return Some(path);
    }
    std::fs::create_dir_all(folder()).ok()?;
    step::execute(Command::new("python3").args(["-m", "venv"]).arg(&environment)).ok()?;
    let wanted = format!("{package}=={version}");
    step::execute(Command::new(environment.join("bin/pip")).args(["install", "--quiet", &wanted])).ok()?;
    Some(path)
}
