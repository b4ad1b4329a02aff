//! The list of attacks in `docs/security-cases.md`: every case names a test, and the test is there.

use crate::tidy::{sources, top};
use std::collections::BTreeSet;
use std::fs;

/// The parts of the security design that say what has to be tried.
const PARTS: [&str; 10] = ["5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.11", "5.12", "5.13"];

/// A row of the list.
struct Case {
    part: String,
    number: usize,
    file: String,
    test: String,
}

fn cases() -> Vec<Case> {
    let list = fs::read_to_string(top().join("docs/security-cases.md")).expect("docs/security-cases.md");
    let rows = list.lines().filter(|line| line.starts_with("| 5."));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [number, case, proof] = cells[..] else { panic!("three cells: {row}") };
        let (part, number) = number.split_once('-').unwrap_or_else(|| panic!("a number: {row}"));
        assert!(case.len() > 5, "{row}");
        let words: Vec<&str> = proof.split('`').skip(1).step_by(2).collect();
        let [test, file] = words[..] else { panic!("a test and its file: {row}") };
        Case {
            part: part.to_owned(),
            number: number.parse().unwrap_or_else(|_| panic!("a number: {row}")),
            file: file.to_owned(),
            test: test.to_owned(),
        }
    })
    .collect()
}

/// Whether a file holds a test of this name.
fn has_test(source: &str, test: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let begins = [format!("fn {test}("), format!("async fn {test}(")];
    let place = lines.iter().position(|line| begins.iter().any(|begin| line.starts_with(begin)));
    place.is_some_and(|place| {
        let above = lines[..place].iter().rev().take_while(|line| line.starts_with("#["));
        above.into_iter().any(|line| line.starts_with("#[test") || line.starts_with("#[tokio::test"))
    })
}

#[test]
fn every_case_of_the_list_names_a_test_that_is_there() {
    let (cases, sources) = (cases(), sources());
    let mut missing = Vec::new();
    for case in &cases {
        let file = sources.iter().find(|(name, _)| *name == case.file);
        if !file.is_some_and(|(_, source)| has_test(source, &case.test)) {
            missing.push(format!("{}-{} {} in {}", case.part, case.number, case.test, case.file));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    let tests: BTreeSet<&str> = cases.iter().map(|case| case.test.as_str()).collect();
    assert!(tests.len() > 120, "{} tests", tests.len());
}

#[test]
fn every_part_of_the_list_is_there_and_numbered_without_a_gap() {
    let cases = cases();
    for part in PARTS {
        let numbers: Vec<usize> =
            cases.iter().filter(|case| case.part == part).map(|case| case.number).collect();
        assert!(numbers.len() >= 5, "{part}: {numbers:?}");
        assert!(numbers.iter().copied().eq(1..=numbers.len()), "{part}: {numbers:?}");
    }
    assert!(cases.iter().all(|case| PARTS.contains(&case.part.as_str())));
}
