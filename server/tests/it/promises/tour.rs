//! A walk through everything a person can open in their workspace.

use crate::person::Person;
use crate::test_app::Site;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages of one pattern that are opened: links differ in their filters mostly.
const OF_ONE_KIND: usize = 12;
/// The tables that can be downloaded.
const TABLES: [&str; 6] =
    ["finished-items", "throughput", "cumulative-flow", "ageing", "time-in-status", "histogram"];
/// The charts that can be read point by point.
const CHARTS: [&str; 5] = ["Scatter", "Histogram", "Throughput", "CumulativeFlow", "Ageing"];

/// What was seen: address, status and everything that came, headers included.
pub(crate) struct Seen {
    pub(crate) address: String,
    pub(crate) status: u16,
    pub(crate) text: String,
}

/// Opens every page of the workspace, follows their links, downloads every table and reads every chart.
pub(crate) async fn tour(site: &impl Site, person: &Person) -> Vec<Seen> {
    let workspace = &person.workspace;
    let mut waiting: VecDeque<String> = ["overview", "flow", "sync", "connect", "settings"]
        .into_iter()
        .map(|page| person.page(page))
        .chain(TABLES.into_iter().map(|table| person.page(&format!("flow/{table}.csv?p=1y"))))
        .chain(
            CHARTS
                .into_iter()
                .map(|chart| format!("/api/readings?workspace={workspace}&query=p%3D1y&chart={chart}")),
        )
        .chain([person.page("flow?p=1y&from=never&team=nobody"), person.page("no-such-page")])
        .collect();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = Vec::new();
    while let Some(address) = waiting.pop_front() {
        let page = look(site, person, &address).await;
        for link in links(&page.text) {
            let ours = link.starts_with(&format!("/w/{workspace}/")) || !link.starts_with("/w/");
            if ours && !link.starts_with("/assets/") && known.insert(link.clone()) {
                let count = kinds.entry(kind(&link)).or_default();
                *count += 1;
                if *count <= OF_ONE_KIND {
                    waiting.push_back(link);
                }
            }
        }
        seen.push(page);
    }
    seen
}

/// Opens one address.
pub(crate) async fn look(site: &impl Site, person: &Person, address: &str) -> Seen {
    let answer = person.open(site, address).await;
    let status = answer.status().as_u16();
    let headers = format!("{:?}", answer.headers());
    let body = answer.text().await.expect("text");
    Seen { address: address.to_owned(), status, text: format!("{headers}\n{body}") }
}

/// Where a page leads within the site, without the place on the page.
fn links(html: &str) -> BTreeSet<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '#']).next())
        .filter(|link| link.starts_with('/'))
        .map(|link| link.replace("&amp;", "&"))
        .collect()
}

/// The path without numbers, and the names of its filters.
fn kind(link: &str) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let path: String = path.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{path} {names:?}")
}
