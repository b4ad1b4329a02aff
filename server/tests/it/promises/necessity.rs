//! Nothing is read that no page needs: each field of the list, left out in turn, changes what a person sees (AC-21).

use crate::person::Person;
use crate::simulated_jira::{TOKEN, app_for, connect, jira, settings, until_complete};
use clario_backend::Field;
use clario_sandbox::Settings;

/// Pages and tables that every person can open without looking for them.
const PAGES: [&str; 8] = [
    "overview?p=1y",
    "flow?p=1y",
    "flow/finished-items.csv?p=1y",
    "flow/throughput.csv?p=1y",
    "flow/cumulative-flow.csv?p=1y",
    "flow/ageing.csv?p=1y",
    "flow/time-in-status.csv?p=1y",
    "flow/histogram.csv?p=1y",
];
/// Items whose own pages are opened.
const ITEMS: usize = 30;

/// What the site calls a field; a field that is new to the list has to be named here.
fn names(field: Field) -> Vec<&'static str> {
    match field {
        Field::Sprint => vec!["customfield_10020"],
        Field::Points => vec!["customfield_10016", "customfield_10036"],
        Field::Flag => vec!["customfield_10021"],
        field => vec![field.wire_name().expect("a field of its own on every site")],
    }
}

/// What a person sees of a site.
async fn seen(site: Settings, items: &[String]) -> Vec<(String, String)> {
    let jira = jira(site).await;
    let app = app_for(&[&jira], |_| {}).await;
    let person = Person::new(&app, "grace@example.org").await;
    connect(&app, &person, &jira, TOKEN, "Ours").await;
    until_complete(&app, &person).await;
    let settings = person.text(&app, &person.page("settings")).await;
    let id = crate::simulated_jira::hidden(&settings, "connection");
    let pages = PAGES.into_iter().map(str::to_owned);
    let items = items.iter().map(|item| format!("item/{id}/{item}"));
    let mut seen = Vec::new();
    for page in pages.chain(items) {
        let text = person.text(&app, &person.page(&page)).await;
        let text = if page.contains(".csv") { text } else { crate::bad_input::words(&text) };
        let text = text.replace(&person.workspace, "W").replace(&id, "C");
        seen.push((page.replace(&id, "C"), without_clock(&text)));
    }
    seen
}

/// Without the time of day the data is from, and without the tenths of days that grow while one looks.
fn without_clock(text: &str) -> String {
    let mut words = text.split(' ');
    let mut kept = Vec::new();
    while let Some(word) = words.next() {
        let tenths = word.contains('.') && word.parse::<f64>().is_ok();
        kept.push(if tenths { "#" } else { word });
        if word == "of" && kept.len() > 1 && kept[kept.len() - 2] == "as" {
            words.by_ref().take(4).for_each(drop);
        }
    }
    kept.join(" ")
}

/// The site without these fields, or without their histories alone.
fn without(site: &Settings, field: Field, history_alone: bool) -> Settings {
    let mut site = site.clone();
    let names = names(field).into_iter().map(str::to_owned).collect();
    if history_alone {
        site.switches.without_history = names;
    } else {
        site.switches.blank = names;
    }
    site
}

#[tokio::test]
async fn every_field_and_every_history_that_is_read_changes_something_that_is_seen() {
    let site = settings(160);
    let finished = {
        let whole = seen(site.clone(), &[]).await;
        let table = whole.into_iter().find(|(page, _)| page.contains("finished-items")).expect("a table").1;
        let ids = table.lines().skip(1).filter_map(|row| row.split(',').nth(1).map(str::to_owned));
        ids.take(ITEMS).collect::<Vec<_>>()
    };
    assert!(finished.len() >= 25, "{} items", finished.len());
    let whole = seen(site.clone(), &finished).await;
    assert_eq!(seen(site.clone(), &finished).await, whole, "the same site looks the same twice");
    let mut unused = Vec::new();
    for field in Field::all() {
        if seen(without(&site, *field, false), &finished).await == whole {
            unused.push(field.title().to_owned());
        }
        if field.has_history() && seen(without(&site, *field, true), &finished).await == whole {
            unused.push(format!("the history of {}", field.title()));
        }
    }
    assert_eq!(unused, [] as [&str; 0], "what is read and no page needs");
    clario_proofs::proves(&["AC-21"]);
}
