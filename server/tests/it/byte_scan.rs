//! No secret in any byte that the program leaves behind or sends, but where it belongs; and after a closed account had
//! its thirty days, no trace of the person in any byte of the files.

mod belongings;

use crate::grand_tour::{Answer, GrandTour, Kind, grand_tour};
use crate::promises::program::{Folders, Program};
use crate::promises::search::{holds, leaks, leaks_of};
use crate::simulated_jira::{jira, opened_by, port, settings};
use belongings::belongings;
use clario_backend::clock::FixedClock;
use clario_backend::{Backend, HashCost};
use clario_proofs::proves;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

const TOKENS: [&str; 2] = ["first-token-of-the-scan-", "second-token-of-the-scan-"];

/// The one answer, or the two, whose purpose it is to show a secret; the rest show none.
const SHOWN: [(Kind, &str); 23] = [
    (Kind::Seed, "POST /account/two-step begin: body"),
    // Whoever types a wrong code sees the same seed again.
    (Kind::Seed, "POST /account/two-step enable: body"),
    (Kind::RecoveryCode, "POST /account/two-step enable: body"),
    (Kind::RecoveryCode, "POST /account/two-step codes: body"),
    // A name is typed again by nobody because of a wrong token.
    (Kind::SignInName, "POST /w/{workspace}/connect try: body"),
    (Kind::SignInName, "POST /w/{workspace}/settings renew-token: body"),
    (Kind::Session, "POST /confirm-address: cookie"),
    (Kind::Session, "POST /sign-in: cookie"),
    (Kind::Session, "POST /account/password: cookie"),
    (Kind::Session, "POST /account/two-step enable: cookie"),
    (Kind::Session, "POST /invitation: cookie"),
    // The link of a letter leads to a page whose form carries its token on.
    (Kind::Link, "GET /confirm-address: body"),
    (Kind::Link, "POST /confirm-address: body"),
    (Kind::Link, "GET /confirm-new-address: body"),
    (Kind::Link, "GET /reset-password: body"),
    (Kind::Link, "POST /reset-password: body"),
    (Kind::Link, "GET /invitation: cookie"),
    // The question about cookies leads back to the address that was opened.
    (Kind::Link, "GET /invitation: body"),
    (Kind::Link, "GET /account/reopen: body"),
    (Kind::Link, "letter: Confirm your e-mail"),
    (Kind::Link, "letter: Confirm your new"),
    (Kind::Link, "letter: Choose a new password"),
    (Kind::Link, "letter: asks you into"),
];

/// Everything in the folders, and what the process holds open; the key file opens everything and is looked after by
/// nobody but the operator.
fn files(folders: &Folders, program: Option<&Program>) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = folders.files();
    if let Some(program) = program {
        files.extend(program.open_files());
    }
    files.retain(|(path, _)| path.file_name().is_none_or(|name| name != "key"));
    let named =
        |wanted: &str| files.iter().any(|(path, _)| path.file_name().is_some_and(|name| name == wanted));
    assert!(named("altaclario.sqlite"), "the files are read");
    assert!(program.is_none() || named("altaclario.sqlite-wal"), "and those beside it");
    files
}

/// Where secrets were shown, as kind and place.
fn shown(tour: &GrandTour, answers: &[Answer], workspace: &str) -> BTreeSet<(Kind, String)> {
    let wanted = tour.secrets.wanted();
    let mut found = BTreeSet::new();
    for answer in answers {
        let asked = answer.asked.replace(workspace, "{workspace}");
        let cookies = answer.cookies.join("\n");
        for (part, bytes) in
            [("headers", answer.headers.as_bytes()), ("cookie", cookies.as_bytes()), ("body", &answer.body)]
        {
            found.extend(wanted.found_in(bytes).into_iter().map(|kind| (kind, format!("{asked}: {part}"))));
        }
    }
    found
}

/// Where letters hold secrets: by the words of their subject that are always the same.
fn written(tour: &GrandTour, program: &Program) -> BTreeSet<(Kind, String)> {
    use crate::test_app::Site;
    let wanted = tour.secrets.wanted();
    let known = ["Confirm your e-mail", "Confirm your new", "Choose a new password", "asks you into"];
    let mut found = BTreeSet::new();
    let letters = program.mail().letters();
    assert!(letters.len() > 8, "{} letters arrived", letters.len());
    for letter in letters {
        let subject = known.iter().find(|words| letter.subject.contains(**words)).copied();
        for text in [&letter.raw, &letter.text, &letter.html, &letter.subject] {
            let kinds = wanted.found_in(text.as_bytes());
            let place = format!("letter: {}", subject.unwrap_or(&letter.subject));
            found.extend(kinds.into_iter().map(|kind| (kind, place.clone())));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tour_leaves_no_secret_behind_and_a_purge_no_trace_of_the_person() {
    use crate::test_app::Site;
    let mut world = settings(200);
    let tokens = TOKENS.map(crate::grand_tour::invented);
    world.tokens = tokens.iter().map(|token| opened_by(token)).collect();
    let jira = jira(world).await;
    let folders = Folders::new();
    let program = Program::start(&folders, &[port(&jira)]).await;
    let mut tour = grand_tour(&program, &jira, [&tokens[0], &tokens[1]]).await;

    // The way out belongs to the tour: its letter opens the account again.
    let close = [("what", "close"), ("ending", "later"), ("sure", "yes")]
        .map(|(name, value)| (name, value.to_owned()));
    let (account, workspace) =
        (belongings::account(&folders, &tour.addresses[1]).await, tour.owner.workspace.clone());
    let theirs = belongings(&folders, [&account, &workspace]).await;
    assert!(theirs.len() > 40, "{} values belong to the person", theirs.len());
    tour.owner.post(&program, "/account/privacy", &close, 303).await;
    let undo = program.mail().letter(&tour.addresses[1], "Your account is closed").await.link();
    tour.secrets.add_link(undo.split_once("token=").expect("a token").1);
    tour.owner.open(&program, &undo).await;
    let spare = [("email", tour.addresses[1].clone()), ("password", tour.password.clone())];
    tour.owner.post(&program, "/sign-in", &spare, 200).await;

    for (kind, least) in [
        (Kind::Password, 5),
        (Kind::ProviderToken, 3),
        (Kind::Seed, 1),
        (Kind::RecoveryCode, 20),
        (Kind::Session, 6),
        (Kind::Link, 5),
    ] {
        assert!(tour.secrets.count(kind) >= least, "{kind:?}: {}", tour.secrets.count(kind));
    }
    let answers: Vec<Answer> = tour.answers.iter().chain(&tour.owner.answers).cloned().collect();
    assert!(answers.len() > 120, "{} answers were looked at", answers.len());
    let mut found = shown(&tour, &answers, &workspace);
    found.extend(written(&tour, &program));
    let mut expected: BTreeSet<(Kind, String)> =
        SHOWN.into_iter().map(|(kind, place)| (kind, place.to_owned())).collect();
    expected.insert((Kind::Link, "letter: Your account is closed".to_owned()));
    assert_eq!(found, expected, "the list of places where a secret is shown is exact");

    let wanted = tour.secrets.wanted();
    assert_eq!(leaks_of(&files(&folders, Some(&program)), &wanted), [] as [String; 0], "while it runs");
    program.stop();
    let at_rest = files(&folders, None);
    assert_eq!(leaks_of(&at_rest, &wanted), [] as [String; 0], "after it stopped");
    let of_the_person = |tour: &GrandTour| {
        [("the name", tour.name.clone())]
            .into_iter()
            .chain(tour.addresses.clone().map(|address| ("an address", address)))
            .chain(tour.labels.clone().map(|label| ("a label", label)))
            .collect::<Vec<_>>()
    };
    let people = of_the_person(&tour);
    let words = || people.iter().map(|(name, text)| (*name, text.as_str()));
    let logs: Vec<_> = at_rest
        .iter()
        .filter(|(path, _)| path.extension().is_some_and(|end| end == "log"))
        .cloned()
        .collect();
    assert!(
        logs.len() >= 2 && logs.iter().any(|(_, bytes)| holds(bytes, "AltaClario is ready")),
        "logs are read"
    );
    assert_eq!(leaks(&logs, words().chain([("the guest", tour.guest.as_str())])), [] as [String; 0]);

    // Thirty days later.
    #[expect(
        clippy::disallowed_methods,
        reason = "the person closed the account in the time of this machine"
    )]
    let later = Timestamp::now() + SignedDuration::from_hours(30 * 24 + 1);
    let mut config = clario_backend::Config::new(folders.top().join("data"));
    config.hash_cost = HashCost::FLOOR;
    let backend = Backend::start(config, Arc::new(FixedClock::at(later))).await.expect("it starts");
    backend.tidy_up().await.expect("everything that is due is purged");
    let running = files(&folders, None);
    backend.stop().await;
    for (when, files) in [("while the log is open", running), ("at rest", files(&folders, None))] {
        let at_rest: Vec<_> =
            files.into_iter().filter(|(path, _)| path.extension().is_none_or(|end| end != "log")).collect();
        assert!(at_rest.iter().any(|(_, bytes)| holds(bytes, &tour.guest)), "{when}: others are still there");
        assert_eq!(leaks(&at_rest, words()), [] as [String; 0], "{when}");
        let places = belongings::found(&at_rest, &theirs);
        assert_eq!(places, BTreeSet::new(), "{when}: values that belonged to the person");
    }
    proves(&["AC-04", "AC-54", "AC-55", "AC-80", "AC-89"]);
}
