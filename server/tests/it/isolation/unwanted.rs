//! AC-60: a form changes nothing unless a page of ours sent it in the same session, and nothing is changed by looking.

use super::actor::{Actor, Way, is_get};
use super::forms::FORMS;
use super::functions::FUNCTIONS;
use super::house::House;
use super::line::Line;
use super::pages::PAGES;
use super::rows::difference;
use crate::test_app::send;
use std::collections::BTreeSet;

/// Looking at these is an act that the audit log of the workspace tells of.
const TOLD: [&str; 1] = ["/w/{workspace}/settings/audit.ndjson"];

/// What pages tell of themselves changes nothing for anybody and needs no mark.
const WITHOUT_MARK: &str = "/telemetry";

/// Where browsers say that a request comes from, and whether that is a page of ours.
const HEADERS: [(&[(&str, &str)], bool); 7] = [
    (&[("sec-fetch-site", "same-origin")], true),
    (&[("sec-fetch-site", "cross-site")], false),
    (&[("sec-fetch-site", "same-site")], false),
    (&[("sec-fetch-site", "none")], false),
    (&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], false),
    (&[("origin", "null")], false),
    (&[], false),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_of_anybody_elses_page_changes_nothing() {
    let mut house = House::new().await;
    let right = house.owner.mark(&house.app).await;
    let page = house.owner.ask(&house.app, Way::Page, &PAGES[0], &house.ids).await;
    let mark = page.body.split("form-mark\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let of_functions = mark.expect("the mark of functions").to_owned();
    let mut others = std::mem::take(&mut house.actors);
    let of_stranger = others[0].mark(&house.app).await;
    let of_another = others[2].mark(&house.app).await;
    let marks =
        [("no mark", String::new()), ("that of a stranger", of_stranger), ("that of another", of_another)];
    let marks =
        [marks.as_slice(), &[("that of functions", of_functions), ("nonsense", "00".repeat(48))]].concat();
    let before = house.rows.all().await;
    let mut calls = 0;
    for line in FORMS {
        for (headers, is_ours) in HEADERS {
            for (whose, mark) in
                marks.iter().map(|(whose, mark)| (*whose, mark)).chain([("the right mark", &right)])
            {
                if is_ours && whose == "the right mark" {
                    continue;
                }
                let told = house.owner.post(&house.app, line, &house.ids, headers, mark).await;
                let refused = told.status == 403 || (line.path == WITHOUT_MARK && told.status == 422);
                assert!(refused, "{} {} with {whose}, {headers:?}: {}", line.path, line.sends, told.status);
                calls += 1;
            }
        }
        let after = house.rows.all().await;
        assert!(before == after, "{} {}:\n{}", line.path, line.sends, difference(&before, &after));
    }
    println!("{calls} forms that were not taken");
    assert!(calls > 2_000, "{calls}");
    clario_proofs::proves(&["AC-60"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_changes_nothing() {
    let mut house = House::new().await;
    let mut actors = std::mem::take(&mut house.actors);
    let (app, ids) = (&house.app, &house.ids);
    let mut looks = 0;
    let reading: Vec<Line> = FUNCTIONS.iter().copied().filter(|line| is_get(line.path)).collect();
    let stranger = &mut actors[0];
    for actor in [&mut house.owner, stranger] {
        for (way, lines) in [(Way::Page, PAGES), (Way::Function, &reading)] {
            // Whoever comes in for the first time begins a session.
            actor.ask(app, way, &lines[0], ids).await;
            for line in lines.iter().filter(|line| !TOLD.contains(&line.path)) {
                let before = house.rows.all().await;
                actor.ask(app, way, line, ids).await;
                let after = house.rows.all().await;
                assert!(before == after, "{} {}:\n{}", actor.name, line.path, difference(&before, &after));
                looks += 1;
            }
        }
    }
    assert!(looks > 120, "{looks}");
    clario_proofs::proves(&["AC-60"]);
}

#[tokio::test]
async fn functions_that_no_island_calls_have_no_door() {
    let mut house = House::new().await;
    let page = house.owner.ask(&house.app, Way::Page, &PAGES[0], &house.ids).await;
    let mark = page.body.split("form-mark\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let mark = mark.expect("the mark of functions").to_owned();
    let mut open = BTreeSet::new();
    for line in FUNCTIONS {
        let (path, arguments) = line.filled(&house.ids);
        let client = house.owner.client();
        let request = if is_get(line.path) {
            client.get(house.app.url(&format!("{path}?{arguments}")))
        } else {
            let form = "application/x-www-form-urlencoded";
            client.post(house.app.url(&path)).header("content-type", form).body(arguments)
        };
        let request = request.header("sec-fetch-site", "same-origin").header("x-form-mark", &mark);
        let request = request.header("cookie", house.owner.cookie());
        if send(request).await.status() != 404 {
            open.insert(line.path);
        }
    }
    assert_eq!(open, BTreeSet::from(["/api/readings"]), "whoever opens another door looks at it first");
}

impl Actor {
    /// What their browser sends along.
    fn cookie(&self) -> String {
        format!("ac_session={}", self.token())
    }
}
