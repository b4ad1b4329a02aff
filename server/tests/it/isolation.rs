//! Nobody sees or changes anything of a workspace that the table of permissions does not give them: every server function,
//! every page and every form, tried by everybody with the ids of another workspace in every place.
//!
//! Whoever adds a server function adds a line to `isolation/functions.rs`, for a page to `isolation/pages.rs`, for a form
//! to `isolation/forms.rs`: `line(address, whom it is for, arguments that work)`, with `{name}` wherever an id stands. A
//! new kind of id gets its value in `isolation/house.rs`. The tests below say which line is missing, and whether its
//! arguments work for those whom it is for.

#![expect(clippy::print_stdout, reason = "how many calls were made is part of what is shown")]

mod actor;
mod forms;
mod functions;
mod house;
mod line;
mod lists;
mod pages;
mod rows;
mod stored;
mod unwanted;

use actor::{Actor, Told, Way, is_get};
use forms::FORMS;
use functions::FUNCTIONS;
use house::{House, ITEMS, NAME, WORD};
use line::{Attack, Line, Who};
use pages::PAGES;
use rows::difference;
use std::collections::BTreeSet;

impl Told {
    /// The word or name of the house in an answer.
    fn leak(&self, actor: &Actor) -> Option<&'static str> {
        let text = format!("{} {} {}", self.head, self.location, self.body);
        let names = (!actor.knows_the_name).then_some(NAME);
        [WORD].into_iter().chain(ITEMS).chain(names).find(|secret| text.contains(secret))
    }

    /// The same without what names what was asked for, and without what is new in every answer.
    fn compared(&self, attack: &Attack) -> (u16, String, String) {
        if self.status < 400 {
            return (self.status, String::new(), String::new());
        }
        let without = |text: &str| {
            let asked =
                attack.foreign.apart_from(&attack.unknown).chain(attack.unknown.apart_from(&attack.foreign));
            let plain =
                asked.filter(|id| id.len() > 3).fold(text.to_owned(), |text, id| text.replace(id, "ID"));
            NEW_EACH_TIME.iter().fold(plain, |text, (begin, end)| {
                let mut parts = text.split(begin);
                let first = parts.next().unwrap_or_default().to_owned();
                parts.fold(first, |blank, part| {
                    blank + begin + part.split_once(end).map_or("", |(_, rest)| rest)
                })
            })
        };
        (self.status, without(&self.location), without(&self.body))
    }
}

const NEW_EACH_TIME: [(&str, &str); 7] = [
    ("nonce=\"", "\""),
    ("crossorigin=\"", "\""),
    ("form-mark\" content=\"", "\""),
    ("form_mark\" value=\"", "\""),
    ("&quot;mark&quot;:&quot;", "&quot;"),
    ("traceparent\" content=\"", "\""),
    ("<code class=\"reference\">", "<"),
];

/// Walks all lines as everybody, then shows that each of them works for those whom it is for. The answer is the number of
/// calls.
async fn walk(house: &mut House, way: Way, lines: &[Line]) -> usize {
    let mut calls = 0;
    let mut actors = std::mem::take(&mut house.actors);
    let before = house.rows.naming(&house.marks).await;
    for actor in &mut actors {
        for line in lines {
            calls += try_all(house, actor, way, line).await;
            let after = house.rows.naming(&house.marks).await;
            assert!(
                before == after,
                "{} {} {}:\n{}",
                actor.name,
                line.path,
                line.sends,
                difference(&before, &after)
            );
        }
    }
    let insider = actors.last_mut().expect("an operator with a grant");
    for line in lines.iter().filter(|line| line.who.is_about_the_house() && !is_beyond_all(line)) {
        let whose = if line.who == Who::Operators { &mut *insider } else { &mut house.owner };
        let told = whose.ask(&house.app, way, line, &house.ids).await;
        assert!(told.is_done(), "{} {} {}: {} {}", whose.name, line.path, line.sends, told.status, told.body);
        calls += 1;
    }
    house.actors = actors;
    calls
}

/// Whether nobody can do it as things are: read a letter while there is a mail server, leave as the last owner.
fn is_beyond_all(line: &Line) -> bool {
    let (path, sends) = (line.path, line.sends);
    path == "/api/read-letter"
        || path == "/api/leave-workspace"
        || sends.starts_with("what=read&")
        || sends.starts_with("what=leave&")
}

/// Whether it is about oneself, and the logs of the workspaces one belongs to tell of it.
fn is_told_to_others(line: &Line) -> bool {
    line.path == "/api/close-account" || line.sends.starts_with("what=close&ending=later")
}

/// Everything that one person can try with one line.
async fn try_all(house: &House, actor: &mut Actor, way: Way, line: &Line) -> usize {
    let mut calls = 0;
    if line.who == Who::SignedIn && actor.role.is_some() && is_told_to_others(line) {
        return calls;
    }
    let given = line.who.includes(actor.email.is_some(), actor.role, actor.is_operator);
    let reads = way == Way::Page || (way == Way::Function && is_get(line.path));
    let theirs = house.ids.clone().with("me", actor.own.get("me"));
    for attack in line.attacks(&theirs, &actor.own) {
        let what =
            format!("{} asks {} {} with {:?} of the house", actor.name, line.path, line.sends, attack.places);
        let at_the_house = attack.is_whole || attack.places.iter().any(|place| place == "workspace");
        if at_the_house && given && line.who.is_about_the_house() {
            if reads && attack.is_whole {
                let told = actor.ask(&house.app, way, line, &attack.foreign).await;
                assert!(told.is_done() || is_beyond_all(line), "{what}: {} {}", told.status, told.body);
                calls += 1;
            }
            continue;
        }
        let told = actor.ask(&house.app, way, line, &attack.foreign).await;
        calls += 1;
        assert_eq!(told.leak(actor), None, "{what}: {told:?}");
        assert!(told.status < 500, "{what}: {told:?}");
        if at_the_house && !given {
            assert!(told.is_refusal(), "{what}: {} {}", told.status, told.body);
        }
        // A member knows that the house is there.
        let belongs = at_the_house && actor.role.is_some();
        if !(attack.places.is_empty() || belongs) {
            let nothing = actor.ask(&house.app, way, line, &attack.unknown).await;
            assert_eq!(told.compared(&attack), nothing.compared(&attack), "{what}: as if it were not there");
            calls += 1;
        }
    }
    calls
}

/// Every address that is opened; names in braces stand for ids.
pub(crate) fn opened_addresses() -> BTreeSet<String> {
    lists::opened()
}

/// Every address that takes a form; `{workspace}` stands for one.
pub(crate) fn form_addresses() -> BTreeSet<String> {
    lists::sent()
}

/// The paths of a list, each once.
fn paths(lines: &[Line]) -> BTreeSet<String> {
    lines.iter().map(|line| line.path.to_owned()).collect()
}

#[test]
fn every_function_page_and_form_has_a_line_and_none_has_one_too_many() {
    for (file, lines, there) in [
        ("functions.rs", FUNCTIONS, lists::functions()),
        ("pages.rs", PAGES, lists::opened()),
        ("forms.rs", FORMS, lists::sent()),
    ] {
        let lines = paths(lines);
        assert!(
            lines == there,
            "- has a line in {file} and is not there; + is there and has none:\n{}",
            difference(&lines, &there)
        );
    }
    for (field, word) in lists::asked_for() {
        let begin = format!("{field}={word}");
        let fields = |line: &Line| line.sends.rsplit(' ').next().unwrap_or_default().to_owned();
        let is_tried = FORMS.iter().any(|line| fields(line).split('&').any(|field| field == begin));
        assert!(is_tried, "no line of forms.rs asks for {begin}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_at_a_workspace_through_any_server_function() {
    let mut house = House::new().await;
    let calls = walk(&mut house, Way::Function, FUNCTIONS).await;
    println!("{calls} calls of {} server functions", paths(FUNCTIONS).len());
    assert!(calls > 1_000, "{calls} calls");
    clario_proofs::proves(&["SE-04", "AT-02", "AT-08"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_at_a_workspace_through_any_address_or_form() {
    let mut house = House::new().await;
    let opened = walk(&mut house, Way::Page, PAGES).await;
    let sent = walk(&mut house, Way::Form, FORMS).await;
    println!("{opened} openings of {} addresses, {sent} forms of {}", paths(PAGES).len(), paths(FORMS).len());
    assert!(opened > 300 && sent > 400, "{opened} and {sent}");
    clario_proofs::proves(&["SE-04", "AT-02", "AT-08"]);
}
