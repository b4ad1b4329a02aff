//! Scanners of others over the sources and over the headers of the running program, each with its figure.

use super::{Running, folder, free_port, tool};
use crate::step::{self, Outcome};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

const DENY: &str = "0.20.2";
const SECRETS: &str = "1.5.0";
/// Seconds that fetching the list of advisories may take.
const ADVISORIES_WITHIN: &str = "60";
/// Tests and recorded answers hold words that look like secrets and are none; so do lock files.
const NOT_SCANNED: &str = r"(^|/)(tests|benches|recorded|specs|target|dist|node_modules)/|\.lock$|package-lock\.json$|/tests\.rs$|\.sql$";

/// What was looked at and is no secret: the file, how many findings there are in it, and what they are.
const REVIEWED: [(&str, usize, &str); 16] = [
    ("README.md", 1, "an example of the address of a mail server"),
    ("crates/backend/src/connections.rs", 1, "the password of a test"),
    ("crates/backend/src/mail/letter.rs", 1, "the name of a letter"),
    ("crates/backend/src/mail/server.rs", 2, "an example of an address, and an address of a test"),
    ("crates/backend/src/security_events.rs", 1, "the name of an event"),
    (
        "crates/backend/src/telemetry/report.rs",
        5,
        "made-up tokens and published examples, which its test refuses",
    ),
    ("crates/providers/src/http/destination.rs", 1, "an address that its test refuses"),
    ("crates/providers/src/http/destination/hostile.rs", 1, "an address that its test refuses"),
    ("crates/providers/src/jira/address.rs", 1, "an address that its test refuses"),
    ("crates/store/src/ids.rs", 1, "the letters of which ids are made"),
    ("crates/vault/src/one_time_code.rs", 1, "the letters of which recovery codes are made"),
    ("crates/vault/src/signing.rs", 4, "the published vectors of Ed25519"),
    ("policy/lock.toml", 6, "digests of the texts that were promised"),
    ("server/src/config.rs", 1, "an example of the address of a mail server"),
    ("server/src/trace_context.rs", 1, "the example of the standard for traces"),
    (
        "xtask/src/audit/live.rs",
        1,
        "the password of the account that the scanners use, on data thrown away after them",
    ),
];

/// Runs them all; a source that cannot be reached is said to be so.
pub(crate) fn audit() -> Outcome {
    deny()?;
    secrets()?;
    policy()
}

/// Licences, bans and sources of everything that is linked, and what is known to be wrong with it.
fn deny() -> Outcome {
    let program = folder().join("bin/cargo-deny");
    if !program.exists() {
        let (root, build) = (folder(), folder().join("build"));
        step::timed("cargo-deny (once)", || {
            step::execute(
                Command::new("cargo")
                    .args([
                        "install",
                        "--locked",
                        "--debug",
                        "--quiet",
                        "--version",
                        DENY,
                        "cargo-deny",
                        "--root",
                    ])
                    .arg(&root)
                    .env("CARGO_TARGET_DIR", &build)
                    .current_dir(step::top()),
            )
        })?;
        // What it was built of takes more room than it is worth.
        let _ = std::fs::remove_dir_all(build);
    }
    step::timed("cargo-deny: bans, licences, sources", || {
        step::execute(
            Command::new(&program).args(["check", "bans", "licenses", "sources"]).current_dir(step::top()),
        )
    })?;
    // Whoever cannot reach the list of advisories works with the copy that was fetched last, if there is one.
    let fetched = Command::new("timeout")
        .arg(ADVISORIES_WITHIN)
        .arg(&program)
        .args(["fetch", "db"])
        .current_dir(step::top())
        .output()
        .is_ok_and(|output| output.status.success());
    let kept =
        std::fs::read_dir(folder().join("advisory-dbs")).is_ok_and(|mut copies| copies.next().is_some());
    if !fetched && !kept {
        step::say("cargo-deny: the list of advisories cannot be reached from here, so none was looked at");
        return Ok(());
    }
    if !fetched {
        step::say(
            "cargo-deny: the list of advisories cannot be reached from here, so an older copy of it is used",
        );
    }
    step::timed("cargo-deny: advisories", || {
        step::execute(
            Command::new(&program).args(["--offline", "check", "advisories"]).current_dir(step::top()),
        )
    })
}

/// Whether anything in the repository looks like a secret.
fn secrets() -> Outcome {
    let Some(program) = python_tool("detect-secrets", SECRETS, "detect-secrets") else {
        return Err("detect-secrets cannot be installed here, so nothing was scanned by it".to_owned());
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
        |file: &str| REVIEWED.iter().find(|(known, ..)| *known == file).map_or(0, |(_, count, _)| *count);
    let new: Vec<&String> =
        files.iter().filter(|(file, found)| count(found) > reviewed(file)).map(|(file, _)| file).collect();
    let all: usize = files.values().map(count).sum();
    step::say(&format!(
        "detect-secrets: {all} findings, all of them looked at and none a secret but those in {} files",
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
