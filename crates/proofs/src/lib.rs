//! Notes which promises a test has proved, for `cargo xtask promises` to join with the clauses of the policy.

use serde_json::json;
use std::fs::{OpenOptions, create_dir_all};
use std::io::Write;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Notes that the test which calls this has proved these clauses, such as `AC-09`. To be called after its last
/// assertion: what is noted here counts as passed.
///
/// # Panics
/// When the note cannot be written, since a proof that is lost would look like a promise without a test.
#[track_caller]
pub fn proves(clauses: &[&str]) {
    let thread = std::thread::current();
    note(&folder(), Location::caller().file(), thread.name().unwrap_or("main"), clauses);
}

/// Where the notes of the tests of this checkout lie.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/proofs")
}

fn note(folder: &Path, file: &str, test: &str, clauses: &[&str]) {
    #[expect(clippy::disallowed_methods, reason = "the proof page tells when a test really ran")]
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let lines: Vec<String> = clauses
        .iter()
        .map(|clause| json!({ "clause": clause, "test": format!("{file}: {test}"), "time": now }).to_string())
        .collect();
    create_dir_all(folder).expect("the folder of the proofs can be made");
    // One file for each process, and one write for each note: tests that run at once do not mix their lines.
    let path = folder.join(format!("{}.jsonl", std::process::id()));
    let mut file =
        OpenOptions::new().create(true).append(true).open(path).expect("the file of the proofs opens");
    file.write_all(format!("{}\n", lines.join("\n")).as_bytes()).expect("the proof is written");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_clause_is_a_line_with_test_and_time() {
        let folder = std::env::temp_dir().join(format!("clario-proofs-{}", std::process::id()));
        note(&folder, "a.rs", "it::holds", &["AC-01", "AC-02"]);
        note(&folder, "a.rs", "it::holds_too", &["AC-02"]);
        let text =
            std::fs::read_to_string(folder.join(format!("{}.jsonl", std::process::id()))).expect("the notes");
        std::fs::remove_dir_all(&folder).expect("a folder of ours");
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[1]["clause"], "AC-02");
        assert_eq!(lines[2]["test"], "a.rs: it::holds_too");
        assert!(lines[0]["time"].as_u64().is_some_and(|time| time > 1_700_000_000));
    }
}
