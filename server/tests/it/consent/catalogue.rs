//! Each of the 60 cases of the catalogue has a test that names it: in a browser, over HTTP, or at the database.

use crate::tidy::{sources, top};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// How many cases there are.
const CASES: usize = 60;

/// The names of all tests: of the functions that are marked as tests, and what tests of the browser call themselves.
fn tests() -> Vec<String> {
    let mut found = Vec::new();
    for (file, text) in sources() {
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            let name = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
            match name {
                Some(name) if is_test => {
                    found.push(format!("{file}: {}", name.split('(').next().unwrap_or(name)));
                }
                _ => {}
            }
            is_test = line.starts_with("#[test]")
                || line.starts_with("#[tokio::test")
                || (is_test && line.starts_with("#["));
        }
    }
    for path in fs::read_dir(top().join("end2end/tests")).expect("the browser's tests").flatten() {
        let name = path.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".spec.ts") {
            continue;
        }
        let text = fs::read_to_string(path.path()).expect("text");
        for skipped in ["test.skip", "test.fixme", "test.only"] {
            assert!(!text.contains(skipped), "{name}: {skipped}");
        }
        for line in text.lines().map(str::trim) {
            let Some(title) = line.strip_prefix("test(") else { continue };
            found.push(format!("end2end/tests/{name}: {title}"));
        }
    }
    found
}

/// The numbers in the name of a test, such as `ct_07` or `CT-07`.
fn numbers(test: &str) -> BTreeSet<usize> {
    let upper = test.to_uppercase().replace('_', "-");
    let after = upper.split("CT-").skip(1).filter_map(|rest| rest.get(..2));
    after.filter_map(|digits| digits.parse().ok()).collect()
}

#[test]
fn every_case_of_the_catalogue_has_a_test_that_names_it() {
    let mut by_case = BTreeMap::<usize, Vec<String>>::new();
    for test in tests() {
        for number in numbers(&test) {
            by_case.entry(number).or_default().push(test.clone());
        }
    }
    let missing: Vec<_> = (1..=CASES).filter(|number| !by_case.contains_key(number)).collect();
    assert!(missing.is_empty(), "no test names the cases {missing:?}");
    let unknown: Vec<_> = by_case.keys().filter(|number| !(1..=CASES).contains(*number)).collect();
    assert!(unknown.is_empty(), "there are no cases {unknown:?}");
}

#[test]
fn a_case_is_known_by_its_number_in_either_spelling() {
    assert_eq!(numbers("a.rs: ct_08_ct_23_the_banner"), [8, 23].into());
    assert_eq!(numbers("a.spec.ts: 'CT-05 CT-07 both answers'"), [5, 7].into());
    assert_eq!(numbers("a.rs: the_product_1"), [].into());
}
