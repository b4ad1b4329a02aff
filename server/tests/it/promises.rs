//! The promises about a provider's data, watched from outside: AC-07, AC-08, AC-09 and AC-15 to AC-26.

mod necessity;
pub(crate) mod program;
pub(crate) mod search;
pub(crate) mod tour;

use crate::person::{PASSWORD, Person};
use crate::simulated_jira::{
    READER, app_for, connect, jira, opened_by, port, settings, until, until_complete,
};
use crate::test_app::Site;
use clario_backend::{Field, Pace};
use clario_sandbox::{Endpoint, Fault, Place, Poison, Request, Sandbox, Settings, Switches, Trouble};
use program::{Folders, Program};
use search::{holds, leaks};
use std::collections::BTreeSet;
use std::time::Duration;
use tour::{Seen, look, tour};

const FIRST_TOKEN: &str = "first-token-of-the-tour-4711";
const SECOND_TOKEN: &str = "second-token-of-the-tour-0815";
/// A token that is tried and never kept.
const TYPED_TOKEN: &str = "typed-once-and-thrown-away";
/// Everything the product may ask for, numbers left out.
const CLOSED_LIST: [&str; 17] = [
    "GET /_edge/tenant_info",
    "GET /rest/agile/1.0/board",
    "GET /rest/agile/1.0/board/{}/configuration",
    "GET /rest/agile/1.0/board/{}/sprint",
    "GET /rest/api/3/field",
    "GET /rest/api/3/issuetype",
    "GET /rest/api/3/mypermissions",
    "GET /rest/api/3/myself",
    "GET /rest/api/3/priority",
    "GET /rest/api/3/project/search",
    "GET /rest/api/3/project/{}/version",
    "GET /rest/api/3/resolution/search",
    "GET /rest/api/3/serverInfo",
    "GET /rest/api/3/status",
    "POST /rest/api/3/changelog/bulkfetch",
    "POST /rest/api/3/search/approximate-count",
    "POST /rest/api/3/search/jql",
];

/// A site that answers more than it is asked, with poison in its words, its people and its names.
async fn poisoned(token: &str, seed: u64) -> Sandbox {
    let switches = Switches { generous: true, whole_histories: true, ..Switches::default() };
    let settings =
        Settings { seed, poison_names: true, switches, tokens: vec![opened_by(token)], ..settings(500) };
    jira(settings).await
}

fn of(poison: &[Poison], place: Place) -> impl Iterator<Item = (&'static str, &str)> {
    poison
        .iter()
        .filter(move |poison| poison.place == place)
        .map(|poison| (poison.source, poison.text.as_str()))
}

/// The kinds of poison that came to a browser.
fn shown(seen: &[Seen], poison: &[Poison], place: Place) -> BTreeSet<&'static str> {
    of(poison, place)
        .filter(|(_, text)| seen.iter().any(|page| page.text.contains(text)))
        .map(|(source, _)| source)
        .collect()
}

/// Nothing of a provider, no credential and no password stands in any file.
fn nothing_at_rest(folders: &Folders, program: Option<&Program>, poison: &[Poison], when: &str) {
    let mut files = folders.files();
    if let Some(program) = program {
        files.extend(program.open_files());
    }
    let names: Vec<_> = files.iter().filter_map(|(path, _)| path.file_name()?.to_str()).collect();
    assert!(names.contains(&"altaclario.sqlite") && names.contains(&"key"), "{when}: {names:?}");
    assert!(program.is_none() || names.contains(&"altaclario.sqlite-wal"), "{when}: {names:?}");
    assert!(
        files.iter().any(|(_, bytes)| holds(bytes, "grace@example.org")),
        "{when}: the search finds things"
    );
    let secrets = [FIRST_TOKEN, SECOND_TOKEN, TYPED_TOKEN, READER, PASSWORD].map(|text| ("a secret", text));
    let poison = poison.iter().map(|poison| (poison.source, poison.text.as_str()));
    assert_eq!(leaks(&files, poison.chain(secrets)), [] as [String; 0], "{when}");
}

/// Content is on no page; names are on pages; neither is in a file, a log or a temporary file; a restart knows nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_are_shown_words_are_not_and_nothing_of_either_is_kept() {
    let (first, second) = (poisoned(FIRST_TOKEN, 1).await, poisoned(SECOND_TOKEN, 2).await);
    let ports = [port(&first), port(&second)];
    let poison: Vec<Poison> = [first.poison(), second.poison()].concat();
    let folders = Folders::new();
    let program = Program::start(&folders, &ports).await;

    let grace = Person::new(&program, "grace@example.org").await;
    let linus = Person::new(&program, "linus@example.org").await;
    connect(&program, &grace, &first, FIRST_TOKEN, "Ours").await;
    connect(&program, &linus, &second, SECOND_TOKEN, "Theirs").await;
    until_complete(&program, &grace).await;
    until_complete(&program, &linus).await;
    let mut seen = tour(&program, &grace).await;
    seen.extend(refusals(&program, &grace, &first).await);
    let others = tour(&program, &linus).await;

    assert!(seen.len() > 60, "{} answers were looked at", seen.len());
    assert!(
        seen.iter().all(|page| page.status < 500),
        "{:?}",
        seen.iter().find(|page| page.status >= 500).map(|page| &page.address)
    );
    assert_eq!(shown(&seen, &poison, Place::Content), BTreeSet::new());
    assert_eq!(shown(&others, &poison, Place::Content), BTreeSet::new());
    // Names of fields are read to find sprints, flags and points, and shown nowhere.
    let mut expected: BTreeSet<_> = of(&poison, Place::Allowed).map(|(source, _)| source).collect();
    assert!(expected.remove("field.name"));
    assert_eq!(shown(&seen, &first.poison(), Place::Allowed), expected);
    assert_eq!(
        shown(&seen, &second.poison(), Place::Allowed),
        BTreeSet::new(),
        "names of the other workspace"
    );
    assert_eq!(
        shown(&others, &first.poison(), Place::Allowed),
        BTreeSet::new(),
        "names of the other workspace"
    );
    for page in seen.iter().chain(&others) {
        for secret in [FIRST_TOKEN, SECOND_TOKEN, TYPED_TOKEN] {
            assert!(!holds(page.text.as_bytes(), secret), "a token on {}", page.address);
        }
    }
    nothing_at_rest(&folders, Some(&program), &poison, "while it runs");
    core_dumps_are_off(&program);

    for (jira, token, other) in [(&first, FIRST_TOKEN, SECOND_TOKEN), (&second, SECOND_TOKEN, FIRST_TOKEN)] {
        for request in jira.requests() {
            let tried = request.token.as_deref() == Some(TYPED_TOKEN);
            assert!(
                tried
                    || request.token.as_deref() == Some(token)
                    || request.endpoint == Some(Endpoint::TenantInfo),
                "{}",
                request.path
            );
            assert_ne!(request.token.as_deref(), Some(other));
        }
    }

    program.stop();
    nothing_at_rest(&folders, None, &poison, "after it stopped");
    first.forget_requests();
    first.faults().inject(Fault::new(Trouble::Slow { millis: 3_000 }).on(Endpoint::ServerInfo));
    let program = Program::start(&folders, &ports).await;
    assert!(first.requests().is_empty(), "nothing is read before somebody looks");
    for page in ["overview", "flow", "flow/finished-items.csv", "sync"] {
        let page = look(&program, &grace, &grace.page(page)).await;
        assert_eq!(shown(&[page], &poison, Place::Allowed), BTreeSet::new(), "a restart remembers nothing");
    }
    until_complete(&program, &grace).await;
    assert!(
        first.requests().iter().any(|request| request.endpoint == Some(Endpoint::Search)),
        "all is read anew"
    );
    let again = look(&program, &grace, &grace.page("flow")).await;
    assert!(!shown(&[again], &first.poison(), Place::Allowed).is_empty());
    program.stop();
    nothing_at_rest(&folders, None, &poison, "after a second life");
    assert!(folders.log().contains("rest/api/3/myself"), "the log tells which question was refused");
    clario_proofs::proves(&["AC-08", "AC-09", "AC-16", "AC-55", "AT-04"]);
}

/// Every way a provider can refuse a credential, each with poison in its words.
async fn refusals(site: &impl Site, person: &Person, jira: &Sandbox) -> Vec<Seen> {
    let mut seen = Vec::new();
    let url = jira.url();
    for trouble in [Trouble::Html, Trouble::LoginRedirect, Trouble::Truncated, Trouble::Gone]
        .into_iter()
        .chain([400, 401, 403, 404, 418].map(Trouble::Status))
    {
        jira.faults().inject(Fault::new(trouble.clone()).on(Endpoint::Myself));
        let fields = [("what", "try"), ("address", url.as_str()), ("email", READER), ("token", TYPED_TOKEN)];
        let answer = person.post(site, &person.page("connect"), &fields).await;
        jira.faults().clear();
        let status = answer.status().as_u16();
        assert_eq!(status, 422, "{trouble:?}");
        let headers = format!("{:?}", answer.headers());
        let text = format!("{headers}\n{}", answer.text().await.expect("html"));
        seen.push(Seen { address: format!("{trouble:?}"), status, text });
    }
    seen
}

fn core_dumps_are_off(program: &Program) {
    let limits = program.known("limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("the limit");
    let zeros = core.split_whitespace().filter(|word| *word == "0").count();
    assert_eq!(zeros, 2, "{core}");
}

/// A first reading, updates and sweeps ask for metadata by name, along the closed list.
#[tokio::test]
async fn only_metadata_is_ever_asked_for() {
    let jira = poisoned(FIRST_TOKEN, 1).await;
    let hasty = Pace {
        update_every: Duration::from_millis(200),
        sweep_every: Duration::from_millis(400),
        ..Pace::default()
    };
    let app = app_for(&[&jira], |config| config.pace = hasty).await;
    let person = Person::new(&app, "grace@example.org").await;
    connect(&app, &person, &jira, FIRST_TOKEN, "Ours").await;
    until_complete(&app, &person).await;
    let key = jira.world().keys("PAY")[0].clone();
    jira.world().advance(120_000);
    assert!(jira.world().edit_text(&key) && jira.world().set_flag(&key, true));
    until_asked(&jira, |request| request.jql.as_deref().is_some_and(|jql| jql.contains("updated >="))).await;
    until_asked(&jira, |request| request.fields == ["updated"]).await;
    until(&app, &person, "flow", "of items finish within").await;

    let requests = jira.requests();
    assert!(requests.len() > 40);
    let asked: BTreeSet<String> = requests.iter().map(without_numbers).collect();
    assert!(asked.iter().all(|line| CLOSED_LIST.contains(&line.as_str())), "{asked:?}");
    assert!(asked.len() >= CLOSED_LIST.len() - 1, "the tour is whole: {asked:?}");
    let named: BTreeSet<&str> = Field::all().iter().filter_map(|field| field.wire_name()).collect();
    for request in &requests {
        assert!(request.expand.is_empty(), "{request:?}");
        assert!(
            !request.query.iter().any(|(name, _)| name == "expand" || name == "properties"),
            "{request:?}"
        );
        if request.endpoint == Some(Endpoint::Search) {
            assert!(!request.fields.is_empty(), "a search without fields asks for everything");
        }
        if request.endpoint == Some(Endpoint::ChangelogBulkFetch) {
            assert!((1..=10).contains(&request.field_ids.len()), "{request:?}");
        }
        for field in request.fields.iter().chain(&request.field_ids) {
            let by_id = field.strip_prefix("customfield_").is_some_and(|id| id.parse::<u32>().is_ok());
            assert!(named.contains(field.as_str()) || by_id || field == "id", "{field} in {request:?}");
        }
    }
    let custom: BTreeSet<&String> = requests
        .iter()
        .flat_map(|request| request.fields.iter().chain(&request.field_ids))
        .filter(|field| field.starts_with("customfield_"))
        .collect();
    assert_eq!(custom.len(), 4, "sprint, flag and two fields of points: {custom:?}");
    clario_proofs::proves(&["AC-15", "AC-17", "AC-18", "AC-19", "AC-23"]);
}

/// Waits until the site was asked something.
async fn until_asked(jira: &Sandbox, wanted: impl Fn(&Request) -> bool) {
    for _ in 0..1_200 {
        if jira.requests().iter().any(&wanted) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nobody asked");
}

/// Method and path, without the ids of projects and boards.
fn without_numbers(request: &Request) -> String {
    let mut path = String::new();
    for part in request.path.trim_start_matches('/').split('/') {
        let id = part.parse::<u64>().is_ok() && !path.ends_with("/api");
        path = format!("{path}/{}", if id { "{}" } else { part });
    }
    format!("{} {path}", request.method)
}
