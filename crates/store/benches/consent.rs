//! How fast the consent log takes choices (budget: 1,000 a second) and how long it takes to verify 1,000,000 rows of it
//! (budget: ten seconds); and what deciding about the banner adds to a request (budget: 20 microseconds).
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "parts/consent_event.rs"]
mod consent_event;
#[path = "parts/workspace.rs"]
mod workspace;

use clario_privacy::consent::{Kept, Marks, Purpose, Signals, Source, State, decide};
use clario_store::{AccountId, ConsentSubject, NewConsentEvent, Store};
use consent_event::consent_event;
use std::time::{Duration, Instant};
use workspace::{NOW, workspace};

const ROWS: usize = 1_000_000;
/// Rows that are written as a request writes them: two in a transaction of their own.
const ONE_BY_ONE: usize = 20_000;
/// Rows that are written at once to fill the log up.
const AT_ONCE: usize = 10_000;
const APPENDS: f64 = 1_000.0;
const BUDGET: Duration = Duration::from_secs(10);
const DECISIONS: u32 = 100_000;
const A_DECISION: Duration = Duration::from_micros(20);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    decide_about_the_banner();
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::open(&directory.path().join("db.sqlite")).await.expect("a new database");
    let (account, _) = workspace(&store, "a@example.com").await;
    let begun = Instant::now();
    for number in 0..ONE_BY_ONE / 2 {
        let subject = ConsentSubject::random().expect("random");
        let events = [
            event(subject.as_str(), &account, Purpose::Analytics, number),
            event(subject.as_str(), &account, Purpose::Performance, number),
        ];
        store.append_consent(&events, NOW).await.expect("written");
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = ONE_BY_ONE as f64 / begun.elapsed().as_secs_f64();
    println!("append, two rows to a transaction: {rate:.0} rows a second (budget {APPENDS:.0})");
    let subject = ConsentSubject::random().expect("random");
    for _ in 0..(ROWS - ONE_BY_ONE) / AT_ONCE {
        let events: Vec<_> = (0..AT_ONCE)
            .map(|number| event(subject.as_str(), &account, Purpose::Analytics, number))
            .collect();
        store.append_consent(&events, NOW).await.expect("written");
    }
    let begun = Instant::now();
    let report = store.verify_consent_chain().await.expect("an answer");
    let took = begun.elapsed();
    assert_eq!((report.places, report.broken), (i64::try_from(ROWS).expect("it fits"), None));
    println!("verify {ROWS} rows: {:.2} s (budget {:.0} s)", took.as_secs_f64(), BUDGET.as_secs_f64());
}

fn event<'a>(
    subject: &'a str,
    account: &'a AccountId,
    purpose: Purpose,
    number: usize,
) -> NewConsentEvent<'a> {
    let account = number.is_multiple_of(2).then_some(account);
    let state = if number.is_multiple_of(3) { State::Refused } else { State::Given };
    consent_event(subject, account, purpose, state, NOW)
}

/// Headers are read and a decision is made as for each request of somebody who is not signed in.
fn decide_about_the_banner() {
    let marks = Marks { current: 3, material: 2, purposes: 1 };
    let others = "ac_invitation=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; theme=dark; ".repeat(20);
    for (name, cookies) in [
        ("no cookie", String::new()),
        ("a choice", "ac_session=0123456789; ac_consent=v1.3.a.20700.0123456789abcdef".to_owned()),
        ("a choice among forty cookies", format!("{others}ac_consent=v1.3.d.20700")),
    ] {
        let begun = Instant::now();
        for _ in 0..DECISIONS {
            let signals = Signals::read([&b"1"[..]], [&b"0"[..]]);
            let kept = Kept::find([std::hint::black_box(cookies.as_bytes())], "ac_consent");
            std::hint::black_box(decide(signals, Source::Browser(kept.as_ref()), &marks, NOW));
        }
        let each = begun.elapsed() / DECISIONS;
        println!("decide, {name}: {each:?} (budget {A_DECISION:?})");
    }
}
