//! What the program does not contain: services that learn from data, advertisers, secrets, second users of what was read.

use crate::tidy::{sources, top};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Names of crates and packages whose work is artificial intelligence.
const MODELS: [&str; 16] = [
    "openai",
    "anthropic",
    "langchain",
    "llm",
    "ollama",
    "huggingface",
    "hf-hub",
    "candle",
    "mistral",
    "cohere",
    "genai",
    "gemini",
    "bedrock",
    "onnx",
    "ort-sys",
    "tch",
];
/// Names of crates and packages that serve advertising or send what people do to somebody.
const ADVERTISERS: [&str; 12] = [
    "segment",
    "mixpanel",
    "amplitude",
    "posthog",
    "sentry",
    "datadog",
    "hotjar",
    "fullstory",
    "adroll",
    "adsense",
    "facebook",
    "doubleclick",
];

/// Everything that is compiled or installed, by name.
fn dependencies() -> Vec<String> {
    let lock = fs::read_to_string(top().join("Cargo.lock")).expect("the lock file");
    let crates = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let packages = fs::read_to_string(top().join("end2end/package.json")).expect("the packages");
    let packages = packages.split('"').skip(1).step_by(2);
    let names: Vec<_> = crates.chain(packages).map(str::to_owned).collect();
    assert!(names.iter().any(|name| name == "leptos") && names.len() > 200, "{} names", names.len());
    names
}

fn named(words: &[&str]) -> Vec<String> {
    let whole =
        |name: &str, word: &str| name == word || name.split(['-', '_', '/', '@']).any(|part| part == word);
    dependencies().into_iter().filter(|name| words.iter().any(|word| whole(name, word))).collect()
}

#[test]
fn no_client_of_a_service_that_learns_is_part_of_the_program() {
    assert_eq!(named(&MODELS), [] as [&str; 0]);
    clario_proofs::proves(&["AC-24", "AC-67"]);
}

#[test]
fn no_library_of_an_advertiser_is_part_of_the_program() {
    // A macro crate of the framework is called `segment` by nobody: names are compared by their parts.
    let found: Vec<_> =
        named(&ADVERTISERS).into_iter().filter(|name| name != "unicode-segmentation").collect();
    assert_eq!(found, [] as [&str; 0]);
    clario_proofs::proves(&["AC-70"]);
}

/// What was read from a provider is opened by these files of the backend alone: those that read it, those that draw it,
/// and those that show how far a reading is.
const READERS: [&str; 4] = ["data_sets", "feeds", "portfolios", "sync"];

#[test]
fn what_was_read_is_used_for_charts_alone() {
    let mut users: Vec<String> = sources()
        .into_iter()
        .filter(|(name, _)| name.starts_with("crates/backend/src/") && !name.contains("/tests"))
        .filter(|(_, text)| {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            ["DataSet", "Snapshot", "Portfolio", ".snapshot(", "data_sets()"]
                .iter()
                .any(|word| code.contains(word))
        })
        .filter_map(|(name, _)| name.strip_prefix("crates/backend/src/").map(str::to_owned))
        .filter(|name| !READERS.iter().any(|reader| name.starts_with(reader)))
        .collect();
    users.sort();
    assert_eq!(users, USERS, "each use of what was read is a promise: AC-10");
    for part in ["mail", "export", "alerts", "telemetry", "consent", "requests", "backups"] {
        assert!(!users.iter().any(|user| user.starts_with(part)), "{part} must not see what was read");
    }
    clario_proofs::proves(&["AC-10"]);
}

/// Who else in the backend touches a data set.
const USERS: [&str; 4] = ["lib.rs", "reports.rs", "setup.rs", "start.rs"];

/// How secrets of well-known kinds begin.
fn secrets() -> Vec<String> {
    [
        ("-----BEGIN", " PRIVATE KEY"),
        ("-----BEGIN RSA", " PRIVATE KEY"),
        ("ghp", "_"),
        ("github_", "pat_"),
        ("AKI", "A"),
        ("xox", "b-"),
        ("sk_", "live_"),
    ]
    .iter()
    .map(|(start, end)| format!("{start}{end}"))
    .collect()
}

#[test]
fn no_secret_is_part_of_the_source() {
    let listed = Command::new("git").args(["ls-files"]).current_dir(top()).output();
    let listed = listed.expect("the source is kept in git");
    let names = String::from_utf8(listed.stdout).expect("text");
    let mut looked_at = 0;
    let mut found = Vec::new();
    for name in names.lines() {
        let Ok(text) = fs::read_to_string(top().join(Path::new(name))) else { continue };
        looked_at += 1;
        // Tests hold words of the same shape on purpose.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for secret in secrets() {
            let follows = |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).count();
            let is_key = secret.starts_with('-');
            if text.match_indices(&secret).any(|(at, _)| is_key || follows(&text[at + secret.len()..]) >= 16)
            {
                found.push(format!("{secret}… in {name}"));
            }
        }
    }
    assert!(looked_at > 300, "{looked_at} files");
    assert_eq!(found, [] as [&str; 0]);
    clario_proofs::proves(&["AZ-09"]);
}
