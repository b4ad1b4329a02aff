//! Requests to the operator: what comes in, what is sealed, what is answered, and how long it stays.

use clario_backend::{Ending, Error, Flaw, Operator, Outcome, RequestDraft, RequestForm, caller};

use crate::app::{App, PASSWORD};

const DAY: i64 = 86_400;
const ROOT: &str = "root@example.com";
const SENDER: &str = "wilhelmina.canary@example.org";
const TEXT: &str = "Canary-Quackenbush asks for help";

impl App {
    /// The operator of this installation.
    async fn operator(&self) -> Operator {
        let account = self.person(ROOT).await;
        let link = self.backend.offer_operator().await.expect("an offer").expect("there is none yet");
        let token = link.path().rsplit('=').next().expect("a token").to_owned();
        self.backend.claim_operator(&account, &token).await.expect("claimed");
        self.backend.operator(Some(&account)).await.expect("an operator")
    }

    /// A form that was open for a minute.
    fn draft(&self, form: RequestForm, category: &str) -> RequestDraft {
        let opened = self.backend.open_request_form(form, "");
        self.clock.advance(60);
        RequestDraft {
            category: category.to_owned(),
            email: SENDER.to_owned(),
            name: "Wilhelmina".to_owned(),
            place: "the front page".to_owned(),
            work: "A poem".to_owned(),
            text: TEXT.to_owned(),
            sworn: true,
            opened,
            ..RequestDraft::default()
        }
    }

    async fn send(&self, form: RequestForm, category: &str) -> Result<String, Error> {
        self.backend.send_request(form, &self.draft(form, category), None).await
    }
}

#[tokio::test]
async fn a_request_is_sealed_reaches_the_operator_and_is_answered_by_letter() {
    let app = App::new().await;
    let operator = app.operator().await;
    let draft = app.draft(RequestForm::Contact, "other-safety");
    let reference = app.backend.send_request(RequestForm::Contact, &draft, None).await.unwrap();
    let again = app.backend.send_request(RequestForm::Contact, &draft, None).await.unwrap();
    assert_eq!(again, reference, "a form that is sent twice is one request");
    assert_eq!(app.backend.requests(&operator).await.unwrap().len(), 1);
    for secret in [TEXT, SENDER] {
        assert!(!app.holds(secret.as_bytes()), "{secret} lies open on the disk");
    }
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.subject.contains("A request came in")).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].to == ROOT && told[0].text.contains("Other safety concern"), "{}", told[0].text);
    assert!(
        told[0].text.contains(&reference) && told[0].text.contains("20 December 2026"),
        "{}",
        told[0].text
    );
    assert!(!told[0].text.contains("Canary") && !told[0].text.contains(SENDER), "what it says stays here");

    let page = app.backend.request(&operator, &reference).await.unwrap();
    assert_eq!(page.reply_to, "w…@example.org");
    assert!(page.fields.iter().any(|(_, text)| text == TEXT));
    app.backend.answer_request(&operator, &reference, "We did it.\nSee www.evil.example").await.unwrap();
    app.backend.note_on_request(&operator, &reference, "Because of clause 3").await.unwrap();
    let letters = app.letters().await;
    let answer = letters.iter().find(|letter| letter.to == SENDER).expect("an answer");
    assert!(
        answer.text.contains("We did it.") && answer.text.contains("www evil example"),
        "{}",
        answer.text
    );
    assert!(!answer.text.contains("clause 3"), "a note is no answer");
    let page = app.backend.request(&operator, &reference).await.unwrap();
    assert!(page.note.answered.is_some() && page.entries.len() == 2);
    assert!(!app.holds(b"Because of clause 3"));
    app.backend.close_request(&operator, &reference, Outcome::Settled).await.unwrap();
    let twice = app.backend.close_request(&operator, &reference, Outcome::Acted).await;
    assert!(matches!(twice, Err(Error::ChangedMeanwhile)));
    clario_proofs::proves(&["AC-92", "AC-98"]);
}

#[tokio::test]
async fn programs_do_not_get_far_and_people_lose_nothing() {
    let app = App::new().await;
    let operator = app.operator().await;
    let send = async |change: &dyn Fn(&mut RequestDraft)| {
        let mut draft = app.draft(RequestForm::Contact, "other");
        change(&mut draft);
        match app.backend.send_request(RequestForm::Contact, &draft, None).await {
            Err(Error::Flawed(flaw)) => Some(flaw),
            Err(other) => panic!("{other:?}"),
            Ok(_) => None,
        }
    };
    assert_eq!(send(&|draft| draft.decoy = "https://x.example".into()).await, Some(Flaw::Decoy));
    assert_eq!(send(&|draft| draft.category = "copyright".into()).await, Some(Flaw::RequestCategory));
    for opened in ["", "x", "1.2.3", &"9".repeat(100_000), "9999999999999999999999.00.00"] {
        assert_eq!(
            send(&|draft| draft.opened = opened.to_owned()).await,
            Some(Flaw::OpenTooLong),
            "{opened:.20}"
        );
    }
    let of_another = app.backend.open_request_form(RequestForm::Abuse, "");
    app.clock.advance(60);
    assert_eq!(send(&|draft| draft.opened.clone_from(&of_another)).await, Some(Flaw::OpenTooLong));

    let mut quick = app.draft(RequestForm::Contact, "other");
    quick.opened = app.backend.open_request_form(RequestForm::Contact, "");
    app.clock.advance(1);
    let refused = app.backend.send_request(RequestForm::Contact, &quick, None).await;
    assert!(matches!(refused, Err(Error::Flawed(Flaw::TooQuick))), "{refused:?}");
    assert_eq!(
        app.backend.open_request_form(RequestForm::Contact, &quick.opened),
        quick.opened,
        "it stays good"
    );
    app.clock.advance(5);
    assert!(app.backend.send_request(RequestForm::Contact, &quick, None).await.is_ok());
    app.clock.advance(DAY + 1);
    let old = app.backend.send_request(RequestForm::Contact, &quick, None).await;
    assert!(matches!(old, Err(Error::Flawed(Flaw::OpenTooLong))), "{old:?}");
    assert_eq!(app.backend.requests(&operator).await.unwrap().len(), 1, "nothing else was kept");
}

#[tokio::test]
async fn a_flood_is_bounded_for_each_network_and_for_all() {
    let app = App::new().await;
    let operator = app.operator().await;
    let mut taken = 0;
    for network in 0..30 {
        for _ in 0..12 {
            let sent =
                caller::coming_from(format!("10.0.{network}.0/24"), app.send(RequestForm::Contact, "other"));
            match sent.await {
                Ok(_) => taken += 1,
                Err(Error::EnoughRequests) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        if network == 0 {
            assert_eq!(taken, 10, "of one network");
        }
    }
    assert_eq!(taken, 200, "of all together");
    assert_eq!(app.backend.requests(&operator).await.unwrap().len(), 200);
    app.clock.advance(DAY);
    assert!(app.send(RequestForm::Contact, "other").await.is_ok(), "tomorrow is another day");
}

#[tokio::test]
async fn operators_are_reminded_before_an_answer_is_overdue() {
    let app = App::new().await;
    let operator = app.operator().await;
    let reference = app.send(RequestForm::Contact, "named-in-jira").await.unwrap();
    let open = async || {
        app.backend.tidy_up().await.unwrap();
        let report = app.backend.operator_report(&operator).await.unwrap();
        report.alerts.iter().any(|alert| alert.kind == Some(clario_backend::AlertKind::RequestsDue))
    };
    app.clock.advance(22 * DAY);
    assert!(!open().await, "eight days are left");
    app.clock.advance(2 * DAY);
    assert!(open().await);
    assert!(app.subjects(ROOT).await.iter().any(|subject| subject.contains("requests wait")));
    app.clock.advance(7 * DAY);
    let overdue = app.backend.requests(&operator).await.unwrap();
    assert!(overdue[0].overdue && overdue[0].due - overdue[0].created == 30 * DAY);
    app.backend.answer_request(&operator, &reference, "It is done.").await.unwrap();
    assert!(!app.backend.requests(&operator).await.unwrap()[0].overdue);
    clario_proofs::proves(&["AZ-18"]);
}

#[tokio::test]
async fn reports_outlive_the_account_for_two_years_and_messages_go_with_it() {
    let app = App::new().await;
    let operator = app.operator().await;
    let browser = app.browser(SENDER).await;
    let account = browser.who().account().clone();
    for (form, category) in [
        (RequestForm::Contact, "other"),
        (RequestForm::Abuse, "harassment"),
        (RequestForm::Dmca, "copyright"),
    ] {
        let draft = app.draft(form, category);
        app.backend.send_request(form, &draft, Some(&account)).await.unwrap();
    }
    assert!(app.sign_in(SENDER, PASSWORD).await.is_ok());
    let forms = async || {
        let mut forms: Vec<_> = app.backend.requests(&operator).await.unwrap();
        forms.sort_by_key(|note| note.created);
        forms.into_iter().map(|note| note.form).collect::<Vec<_>>()
    };
    let browser = crate::app::Browser::of({
        let visit = crate::app::stranger();
        assert!(matches!(app.enter(&visit, SENDER, PASSWORD).await, Ok(clario_backend::Entry::In(_))));
        visit
    });
    let recent = app.backend.recent(&browser.who()).unwrap();
    app.backend.close_account(&recent, Ending::AtOnce).await.unwrap();
    app.backend.purge_due().await.unwrap();
    let kept = [RequestForm::Abuse, RequestForm::Dmca];
    assert_eq!(forms().await, kept, "the message went with the account");
    // Closing them early does not shorten the year.
    for note in app.backend.requests(&operator).await.unwrap() {
        app.backend.close_request(&operator, &note.id, Outcome::NotGenuine).await.unwrap();
    }
    for days in [364, 1, 364] {
        app.clock.advance(days * DAY);
        app.backend.tidy_up().await.unwrap();
        assert_eq!(forms().await, kept, "they are kept for two years");
    }
    app.clock.advance(2 * DAY);
    app.backend.tidy_up().await.unwrap();
    assert_eq!(forms().await, [], "and no longer");
    clario_proofs::proves(&["AC-83"]);
}
