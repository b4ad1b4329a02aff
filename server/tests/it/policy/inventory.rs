//! Everything the program keeps or tells stands in `policy/inventory.toml` with its class of data (AC-02).

use crate::test_app::{TestApp, browser, send};
use crate::tidy::{sources, top};
use clario_privacy::cookies;
use clario_privacy::policy;
use serde::Deserialize;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Names by the class of data they belong to.
type Classed = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inventory {
    table: BTreeMap<String, Table>,
    cookies: Classed,
    storage: Classed,
    log_fields: Classed,
    metric_labels: Classed,
    letters: Classed,
    hosts: Classed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    data: String,
    columns: Vec<String>,
}

fn inventory() -> Inventory {
    let text = fs::read_to_string(top().join("policy/inventory.toml")).expect("the inventory");
    toml::from_str(&text).expect("an inventory of the usual form")
}

/// What there is has to be what is listed, and every class has to be one of the policy.
fn closed(what: &str, there_is: &BTreeSet<String>, listed: &Classed) {
    let classes: BTreeSet<&str> =
        policy::current().registry.data.iter().map(|class| class.key.as_str()).collect();
    for class in listed.keys() {
        assert!(classes.contains(class.as_str()), "{class} is no class of data of the policy ({what})");
    }
    let names: Vec<String> = listed.values().flatten().cloned().collect();
    let listed: BTreeSet<String> = names.iter().cloned().collect();
    assert_eq!(names.len(), listed.len(), "a name stands twice among the {what}");
    let missing: Vec<_> = there_is.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(there_is).collect();
    assert!(missing.is_empty(), "add these {what} to policy/inventory.toml: {missing:?}");
    assert!(gone.is_empty(), "these {what} of policy/inventory.toml are gone: {gone:?}");
}

/// The program's own lines without its tests and comments, with the paths of their files.
fn lines() -> Vec<(String, String)> {
    let own = |name: &str| {
        (name.starts_with("app/src/") || name.starts_with("server/src/") || name.starts_with("crates/"))
            && name.contains("/src/")
            && !name.starts_with("crates/sandbox/")
            && !name.starts_with("crates/proofs/")
            && !name.contains("/tests")
            && !name.ends_with("/hostile.rs")
    };
    let code = |text: String| {
        text.lines()
            .take_while(|line| line.trim() != "#[cfg(test)]")
            .filter(|line| !line.trim_start().starts_with("//"))
            .fold(String::new(), |all, line| all + line + "\n")
    };
    sources().into_iter().filter(|(name, _)| own(name)).map(|(name, text)| (name, code(text))).collect()
}

#[tokio::test]
async fn every_column_of_the_database_has_a_class_of_data() {
    let app = TestApp::start().await;
    let file = SqliteConnectOptions::new().filename(app.data.path().join("altaclario.sqlite"));
    let pool = SqlitePool::connect_with(file).await.expect("the database");
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND t.schema = 'main' AND t.name NOT LIKE 'sqlite%' AND t.name <> '_sqlx_migrations'",
    )
    .fetch_all(&pool)
    .await
    .expect("the columns");
    assert!(columns.len() > 150, "{} columns", columns.len());
    let there_is = columns.into_iter().map(|(table, column)| format!("{table}.{column}")).collect();
    let mut listed = Classed::new();
    for (name, table) in inventory().table {
        let columns = table.columns.iter().map(|column| format!("{name}.{column}"));
        listed.entry(table.data).or_default().extend(columns);
    }
    closed("columns", &there_is, &listed);
    clario_proofs::proves(&["AC-02", "AC-27"]);
}

#[test]
fn every_cookie_is_declared() {
    let listed = inventory().cookies;
    let mut there_is = BTreeSet::new();
    for (_, text) in lines().iter().filter(|(name, _)| !name.ends_with("privacy/src/cookies.rs")) {
        for word in text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')) {
            let start = word.strip_prefix("ac_").is_some_and(|rest| !rest.is_empty());
            if start && text.contains(&format!("\"{word}\"")) {
                there_is.insert(word.to_owned());
            }
        }
    }
    assert!(there_is.contains("ac_session"));
    for name in &there_is {
        assert!(cookies::declared(name).is_some(), "{name} is not in the table of cookies");
    }
    closed("cookies", &there_is, &listed);
    clario_proofs::proves(&["AC-02", "AC-31"]);
}

#[test]
fn nothing_is_kept_in_the_storage_of_a_browser() {
    let mut found = BTreeSet::new();
    let scripts = fs::read_dir(top().join("public")).expect("public files").flatten().filter_map(|entry| {
        let path = entry.path();
        let is_script = path.extension().is_some_and(|end| end == "js" || end == "html");
        is_script.then(|| (path.display().to_string(), fs::read_to_string(&path).expect("text")))
    });
    for (name, text) in lines().into_iter().chain(scripts) {
        for word in [
            "localStorage",
            "sessionStorage",
            "local_storage",
            "session_storage",
            "indexedDB",
            "serviceWorker",
        ] {
            if text.contains(word) {
                found.insert(format!("{word} in {name}"));
            }
        }
    }
    closed("storage keys", &found, &inventory().storage);
    clario_proofs::proves(&["AC-02", "AL-25"]);
}

#[test]
fn every_field_of_the_log_has_a_class_of_data() {
    let mut there_is = BTreeSet::new();
    for (_, text) in lines() {
        for call in text.split("tracing::").skip(1) {
            let Some((kind, rest)) = call.split_once("!(") else { continue };
            if ["trace", "debug", "info", "warn", "error", "error_span", "info_span"].contains(&kind) {
                there_is.extend(fields(rest));
            }
        }
    }
    assert!(there_is.contains("route") && there_is.contains("endpoint"), "{there_is:?}");
    closed("log fields", &there_is, &inventory().log_fields);
    clario_proofs::proves(&["AC-02", "AL-07"]);
}

/// The names of the fields among the arguments of a line of the log, up to the end of the call.
fn fields(call: &str) -> Vec<String> {
    let (mut depth, mut is_text, mut is_escaped) = (0_i32, false, false);
    let mut parts = vec![String::new()];
    for letter in call.chars() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_text => is_escaped = true,
            '"' => is_text = !is_text,
            _ if is_text => continue,
            ')' if depth == 0 => break,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty() && !part.starts_with('"') && !part.starts_with("tracing::"))
        .map(|part| part.split('=').next().unwrap_or(part).trim().trim_start_matches(['%', '?']).to_owned())
        .collect()
}

#[test]
fn the_fields_of_a_line_are_read_as_the_macro_reads_them() {
    let call = r#"%error, count = list.len(), place = at(1, "a, b)"), "a message, with (signs)"); other()"#;
    assert_eq!(fields(call), ["error", "count", "place"]);
}

#[tokio::test]
async fn every_label_of_the_metrics_has_a_class_of_data() {
    let app = TestApp::start_with(|config| config.doors.metrics = Some(([127, 0, 0, 1], 0).into())).await;
    send(browser().get(app.url("/terms"))).await;
    let fields = [("email", "nobody@example.org"), ("password", "wrong-wrong-wrong")];
    crate::person::post(&browser(), &app, "/sign-in", &fields).await;
    let address = app.metrics.expect("an address");
    let text = send(browser().get(format!("http://{address}/metrics"))).await.text().await.expect("text");
    let there_is: BTreeSet<String> = text
        .split(['{', ','])
        .filter_map(|part| part.split_once("=\"").map(|(name, _)| name.to_owned()))
        .collect();
    closed("labels of metrics", &there_is, &inventory().metric_labels);
    clario_proofs::proves(&["AC-02", "AL-12"]);
}

#[test]
fn every_letter_has_a_class_of_data() {
    let text = fs::read_to_string(top().join("crates/backend/src/mail/letter.rs")).expect("the letters");
    let names = text.split("fn template").nth(1).and_then(|rest| rest.split("\n    }\n").next());
    let there_is: BTreeSet<String> =
        names.expect("their names").split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(there_is.len() > 20, "{there_is:?}");
    closed("letters", &there_is, &inventory().letters);
    clario_proofs::proves(&["AC-02", "AC-29"]);
}

/// Hosts that only stand in links or in examples, so that nothing is sent to them by the program.
const NEVER_ASKED: [&str; 2] = ["linked", "named"];

#[test]
fn every_host_that_stands_in_the_program_has_a_class_of_data() {
    let mut there_is = BTreeSet::new();
    for (_, text) in lines() {
        let outside =
            |letter: char| !(letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-".contains(letter));
        let quoted = text.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
        for word in quoted.flat_map(|text| text.split(outside)) {
            let is_host = ["com", "org", "net", "io", "eu", "uk", "dev"]
                .iter()
                .any(|end| word.strip_suffix(end).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')));
            if is_host {
                there_is.insert(word.trim_matches('.').to_owned());
            }
        }
    }
    assert!(there_is.contains("api.atlassian.com"), "{there_is:?}");
    let mut listed = inventory().hosts;
    for group in NEVER_ASKED {
        for host in listed.remove(group).expect("the group") {
            assert!(there_is.remove(&host), "{host} is gone");
        }
    }
    closed("hosts", &there_is, &listed);
    clario_proofs::proves(&["AC-02", "AC-71"]);
}
