//! What the operator tells everybody: who gets it, who can refuse it, and how early a change is told of.

use clario_backend::mail::MailServer;
use clario_backend::{Backend, Error, Flaw, NoticeDraft, NoticeKind};
use clario_privacy::facts::Operator;

use crate::app::{App, config};

const DAY: i64 = 86_400;
const PEOPLE: [&str; 3] = ["ada@example.com", "bob@example.com", "cyd@example.com"];

impl App {
    async fn herald(&self) -> clario_backend::Operator {
        let account = self.person("root@example.com").await;
        let link = self.backend.offer_operator().await.expect("an offer").expect("there is none yet");
        let token = link.path().rsplit('=').next().expect("a token").to_owned();
        self.backend.claim_operator(&account, &token).await.expect("claimed");
        self.backend.operator(Some(&account)).await.expect("an operator")
    }
}

fn draft(kind: NoticeKind, effective: &str) -> NoticeDraft {
    NoticeDraft {
        kind,
        title: "Something to know".to_owned(),
        text: "It happened on Friday. See www.evil.example".to_owned(),
        days: "7".to_owned(),
        effective: effective.to_owned(),
    }
}

#[tokio::test]
async fn incidents_reach_everybody_and_updates_those_who_asked_for_news() {
    let app = App::new().await;
    let root = app.herald().await;
    for email in PEOPLE {
        app.person(email).await;
    }
    let got = async |email: &str| {
        app.subjects(email).await.iter().filter(|subject| subject.contains("Something to know")).count()
    };
    app.backend.publish_notice(&root, &draft(NoticeKind::Update, "")).await.unwrap();
    for email in PEOPLE {
        assert_eq!(got(email).await, 0, "{email}: news are off unless somebody switches them on");
    }
    app.backend.publish_notice(&root, &draft(NoticeKind::Incident, "")).await.unwrap();
    for email in PEOPLE {
        assert_eq!(got(email).await, 1, "{email}");
    }
    app.backend.tell_notices().await.unwrap();
    assert_eq!(got(PEOPLE[0]).await, 1, "once");
    let letter = app.letters().await.into_iter().rfind(|letter| letter.to == PEOPLE[0]).expect("a letter");
    assert!(letter.text.contains("www evil example"), "{}", letter.text);

    let shown = app.backend.shown_notices();
    assert_eq!(shown.len(), 2);
    app.backend.withdraw_notice(&root, shown[0].id.as_str()).await.unwrap();
    assert!(app.backend.withdraw_notice(&root, shown[0].id.as_str()).await.is_err(), "it is not shown");
    assert_eq!(app.backend.shown_notices().len(), 1);
    app.clock.advance(7 * DAY);
    assert_eq!(app.backend.shown_notices().len(), 0, "its days are over");
    assert_eq!(app.backend.notices(&root).await.unwrap().len(), 2, "operators see what was told");
    app.clock.advance(400 * DAY);
    app.backend.tidy_up().await.unwrap();
    assert!(app.backend.notices(&root).await.unwrap().is_empty());
    clario_proofs::proves(&["AC-29", "AC-30"]);
}

#[tokio::test]
async fn a_change_of_the_policy_is_told_of_fourteen_days_ahead_or_not_at_all() {
    let app = App::new().await;
    let root = app.herald().await;
    app.person(PEOPLE[0]).await;
    // The clock stands at 2026-11-20, half past nine.
    for early in
        ["", "soon", "2026-11-20", "2026-12-03", "2026-12-04", "1999-01-01", "9999-01-01", "2026-13-01"]
    {
        let refused = app.backend.publish_notice(&root, &draft(NoticeKind::Policy, early)).await;
        assert!(matches!(refused, Err(Error::Flawed(Flaw::NoticeEffective))), "{early}: {refused:?}");
    }
    assert!(app.backend.notices(&root).await.unwrap().is_empty());
    app.backend.publish_notice(&root, &draft(NoticeKind::Policy, "2026-12-05")).await.unwrap();
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == PEOPLE[0] && letter.subject.contains("Something"));
    assert!(letter.expect("a letter").text.contains("5 December 2026"));
    app.clock.advance(8 * DAY);
    assert_eq!(app.backend.shown_notices().len(), 1, "in sight until it takes effect");
    app.clock.advance(8 * DAY);
    assert_eq!(app.backend.shown_notices().len(), 0);
    clario_proofs::proves(&["AC-96", "AZ-15"]);
}

#[tokio::test]
async fn a_notice_without_words_or_days_is_not_published() {
    let app = App::new().await;
    let root = app.herald().await;
    let refusal = async |change: &dyn Fn(&mut NoticeDraft)| {
        let mut it = draft(NoticeKind::Incident, "");
        change(&mut it);
        match app.backend.publish_notice(&root, &it).await {
            Err(Error::Flawed(flaw)) => flaw.field(),
            _ => "published",
        }
    };
    assert_eq!(refusal(&|it| it.title.clear()).await, "title");
    assert_eq!(refusal(&|it| it.title = "x".repeat(101)).await, "title");
    assert_eq!(refusal(&|it| it.text = "x".repeat(2_001)).await, "text");
    for days in ["", "0", "91", "-1", "many"] {
        assert_eq!(refusal(&|it| it.days = days.into()).await, "days", "{days}");
    }
}

/// Starts again on the same data, with another operator.
async fn again(app: &mut App, name: &str, country: &str) {
    app.backend.stop().await;
    let mut config = config(&app.directory);
    config.mail.server = Some(MailServer::parse(&app.sink.url()).expect("a mail server"));
    config.facts.operator.name = Some(name.to_owned());
    config.facts.operator.country = Some(country.to_owned());
    app.backend = Backend::start(config, app.clock.clone()).await.expect("a start");
    app.backend.tell_notices().await.expect("everybody is told");
}

#[tokio::test]
async fn whoever_runs_the_installation_next_is_announced_and_named_only_fourteen_days_later() {
    let mut app = App::new().await;
    app.person(PEOPLE[0]).await;
    let named = |app: &App| {
        let Operator { name, country, .. } = app.backend.facts().operator.clone();
        let page = app.backend.published(clario_backend::policy::current());
        let sentence = page.shown.iter().find(|shown| shown.clause.id == "AC-75").expect("it is stated");
        assert!(sentence.text.contains(name.as_deref().expect("a name")), "{}", sentence.text);
        format!("{} in {}", name.expect("a name"), country.expect("a country"))
    };
    let told = async |app: &App, words: &str| {
        let letters = app.letters().await;
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        letters.iter().filter(|letter| letter.to == PEOPLE[0] && line(&letter.text).contains(words)).count()
    };
    for _ in 0..2 {
        again(&mut app, "Example Works", "Germany").await;
        assert_eq!(named(&app), "Example Works in Germany");
        assert!(app.backend.shown_notices().is_empty(), "the first statement changes nothing");
    }
    // The clock stands at 2026-11-20, half past nine.
    for _ in 0..3 {
        again(&mut app, "Other Works", "Germany").await;
        assert_eq!(named(&app), "Example Works in Germany", "not before everybody could know");
        assert_eq!(app.backend.shown_notices().len(), 1, "told once, however often the program starts");
        assert_eq!(told(&app, "from then on Other Works in Germany").await, 1);
    }
    let notice = app.backend.shown_notices()[0].clone();
    assert!(notice.title.contains("from 5 December 2026 on"), "{}", notice.title);
    let effective = notice.effective.expect("a day");
    assert!(effective >= notice.published + 14 * DAY);
    app.clock.advance(effective - notice.published - 1);
    assert_eq!(named(&app), "Example Works in Germany", "until the last second");
    app.clock.advance(1);
    assert_eq!(named(&app), "Other Works in Germany", "from that day on, without a start");
    again(&mut app, "Other Works", "Germany").await;
    assert_eq!(named(&app), "Other Works in Germany");

    again(&mut app, "Other Works", "France").await;
    assert_eq!(named(&app), "Other Works in Germany", "the country counts as well");
    assert_eq!(told(&app, "from then on Other Works in France").await, 1);
    again(&mut app, "Other Works", "Germany").await;
    assert_eq!(named(&app), "Other Works in Germany");
    assert!(app.backend.shown_notices().is_empty(), "a change that is not made is announced no longer");
    app.clock.advance(30 * DAY);
    again(&mut app, "Other Works", "Germany").await;
    assert_eq!(named(&app), "Other Works in Germany");
    clario_proofs::proves(&["AC-75", "AC-96", "AZ-15"]);
}
