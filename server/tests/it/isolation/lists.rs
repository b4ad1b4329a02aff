//! What there is to try: the functions that leptos registers, the addresses of the router, and what the forms ask for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Files of the server with a router of their own, which has no door to any workspace.
const OTHER_ROUTERS: [&str; 2] = ["metrics.rs", "plain_port.rs"];

/// Every server function.
pub(super) fn functions() -> BTreeSet<String> {
    leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect()
}

/// Every address that is opened: the pages, and what stands beside them.
pub(super) fn opened() -> BTreeSet<String> {
    let pages = leptos_axum::generate_route_list(clario_app::App);
    pages.iter().map(|page| page.path().to_owned()).chain(beside("get(")).collect()
}

/// Every address that takes a form.
pub(super) fn sent() -> BTreeSet<String> {
    let list = ROUTER.split("FORM_PAGES: &[&str] = &[").nth(1).and_then(|rest| rest.split("];").next());
    let pages = list.expect("the list of pages with forms").split('"').skip(1).step_by(2).map(str::to_owned);
    pages.chain(beside("post(")).collect()
}

const ROUTER: &str = include_str!("../../../src/router.rs");

/// Addresses that the router names by a constant.
const NAMED: [(&str, &str); 1] = [("telemetry::PATH", "/telemetry")];

/// The addresses that stand in the router by name.
fn beside(method: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for route in ROUTER.split(".route(").skip(1) {
        let (written, rest) = route.split_once(',').expect("an address and who answers");
        let written = written.trim();
        let named = NAMED.iter().find(|(name, _)| *name == written).map(|(_, path)| *path);
        // The pages with forms stand in their list.
        let path = named.or_else(|| written.strip_prefix('"')?.strip_suffix('"'));
        assert!(path.is_some() || written == "path", "an address that no test can read: {written}");
        if rest.trim_start().starts_with(method) {
            found.extend(path.map(str::to_owned));
        }
    }
    found
}

/// What a form can ask for: the name of the field that says it, and its value.
pub(super) fn asked_for() -> BTreeSet<(&'static str, String)> {
    let mut found = BTreeSet::new();
    for text in sources("../app/src") {
        for (field, begin) in [
            ("what", "name=\"what\" value=\""),
            ("what", "const WHAT: &str = \""),
            ("do", "name=\"do\" value=\""),
        ] {
            let words = text.split(begin).skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(words.map(|word| (field, word.to_owned())));
        }
    }
    found
}

/// The texts of all files below a folder.
fn sources(folder: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
        } else if !OTHER_ROUTERS.iter().any(|name| path.ends_with(name)) {
            texts.push(fs::read_to_string(&path).expect("text"));
        }
    }
    texts
}

#[test]
fn addresses_stand_in_the_router_alone() {
    let routes: usize = sources("src").iter().map(|text| text.matches(".route(").count()).sum();
    assert_eq!(
        routes,
        ROUTER.matches(".route(").count(),
        "an address outside of router.rs is tried by nobody"
    );
    let (opened, sent, asked_for) = (opened(), sent(), asked_for());
    assert!(opened.contains("/w/{workspace}/settings") && opened.contains("/healthz"), "{opened:?}");
    assert!(sent.contains("/sign-in") && sent.contains("/account/privacy/export"), "{sent:?}");
    assert!(asked_for.len() > 30 && asked_for.contains(&("do", "save".to_owned())), "{asked_for:?}");
}
