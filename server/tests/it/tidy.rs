//! The house rules as tests: what a reader may rely on in every file.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which of our crates each crate may use, and no other.
const ARROWS: [(&str, &[&str]); 11] = [
    ("clario-analytics", &[]),
    ("clario-privacy", &[]),
    ("clario-proofs", &[]),
    ("clario-vault", &[]),
    ("clario-providers", &["clario-analytics"]),
    ("clario-store", &["clario-privacy", "clario-vault"]),
    (
        "clario-backend",
        &["clario-analytics", "clario-privacy", "clario-vault", "clario-providers", "clario-store"],
    ),
    ("clario-sandbox", &[]),
    ("clario-app", &["clario-analytics", "clario-privacy", "clario-backend"]),
    ("clario-server", &["clario-app", "clario-backend", "clario-privacy", "clario-sandbox"]),
    ("xtask", &["clario-privacy"]),
];

/// The files that may ask which side they are compiled for.
const GATED: [&str; 6] = [
    "app/src/lib.rs",
    "app/src/main.rs",
    "app/src/api.rs",
    "app/src/shell.rs",
    "app/src/api/context.rs",
    "app/src/api/context/consent.rs",
];

pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the top of the checkout").to_owned()
}

/// Every Rust file of ours: its path from the top, and its text.
pub(crate) fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["app", "server", "crates", "xtask"] {
        collect(&top().join(folder), &mut found);
    }
    assert!(found.len() > 50, "the walk finds the sources");
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a readable folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(top()).expect("inside the checkout").to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).expect("readable text")));
        }
    }
}

fn lines_before_tests(text: &str) -> usize {
    text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count()
}

#[test]
fn every_file_opens_with_one_sentence() {
    let silent: Vec<_> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "these files do not say what they are: {silent:?}");
}

#[test]
fn no_file_is_longer_than_300_lines_before_its_tests() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(name, text)| (lines_before_tests(&text), name))
        .filter(|(lines, name)| *lines > 300 && !name.contains("/tests/"))
        .collect();
    assert!(long.is_empty(), "split these: {long:?}");
}

#[test]
fn only_the_gated_files_ask_which_side_they_are_on() {
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|(name, text)| {
            name.starts_with("app/")
                && !GATED.contains(&name.as_str())
                && ["feature = \"ssr\"", "feature = \"hydrate\""].iter().any(|gate| text.contains(gate))
        })
        .map(|(name, _)| name)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn no_test_is_ignored_or_waits_for_a_panic() {
    let marks = [
        concat!("#[ign", "ore"),
        concat!("should", "_panic"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ];
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|(_, text)| marks.iter().any(|mark| text.contains(mark)))
        .map(|(name, _)| name)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn no_module_is_called_mod() {
    let wrong: Vec<_> =
        sources().into_iter().map(|(name, _)| name).filter(|name| name.ends_with("/mod.rs")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn crates_use_each_other_only_along_the_allowed_arrows() {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("cargo's own JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert_eq!(packages.len(), ARROWS.len(), "every crate stands in the table");
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let (_, allowed) = ARROWS.iter().find(|(known, _)| *known == name).expect("a crate of the table");
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let used = dependency["name"].as_str().expect("a name");
            let is_ours = used.starts_with("clario-") || used == "xtask";
            // Tests may use whatever stands below them, and the sandbox as their provider.
            if is_ours && dependency["kind"].is_null() {
                assert!(allowed.contains(&used), "{name} must not use {used}");
            }
        }
    }
}

#[test]
fn the_browser_bundle_holds_nothing_of_the_server() {
    let tree = cargo(&[
        "tree",
        "--offline",
        "--package",
        "clario-app",
        "--features",
        "hydrate",
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
    ]);
    // `regex` stands in the framework's own tree; `cargo xtask web --release` checks that none of it is linked.
    for heavy in ["tokio", "reqwest", "sqlx", "clario-backend", "clario-store"] {
        let found = tree.lines().any(|line| line.split(' ').next() == Some(heavy));
        assert!(!found, "{heavy} is in the browser bundle");
    }
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    let text = fs::read_to_string(top().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let named: Vec<_> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| {
            !word.contains([' ', '{', '*', '<', ':']) && (word.contains('/') && !word.starts_with('/'))
        })
        .collect();
    assert!(named.len() > 10, "the document names its places");
    let missing: Vec<_> = named.into_iter().filter(|path| !top().join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(top()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}
