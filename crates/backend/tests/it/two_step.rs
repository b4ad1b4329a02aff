//! Two-step sign-in: a code counts once, wrong ones lock whoever guesses, and nothing gets around it.

use clario_backend::clock::Clock;
use clario_backend::{AccountId, Backend, Confirmation, Entry, Error, Flaw, Recent};
use totp_rs::{Builder, Secret};

use crate::app::{App, Browser, PASSWORD, config, stranger};

const GRACE: &str = "grace@example.com";

/// A phone with the seed.
pub(crate) struct Phone(Secret);

impl Phone {
    /// The code of the step that lies `away` seconds from now.
    fn code(&self, app: &App, away: i64) -> String {
        let time = u64::try_from(app.clock.now().as_second() + away).expect("after 1970");
        let totp = Builder::new().with_skew(0).with_secret(self.0.clone()).build_noncompliant();
        totp.generate(time).to_string()
    }
}

impl App {
    /// Somebody who has just signed in with the password alone.
    pub(crate) async fn signed_in(&self, email: &str) -> Browser {
        let visit = stranger();
        assert!(matches!(self.enter(&visit, email, PASSWORD).await, Ok(Entry::In(_))));
        Browser::of(visit)
    }

    fn recent(&self, browser: &Browser) -> Recent {
        self.backend.recent(&browser.who()).expect("a proof")
    }

    /// Switches the second factor on; the answer is the phone and the recovery codes.
    async fn enable(&self, browser: &mut Browser) -> (Phone, Vec<String>) {
        let recent = self.recent(browser);
        let enrolling = self.backend.begin_totp(&recent).await.expect("a seed");
        let phone = Phone(Secret::try_from_base32(enrolling.secret.replace(' ', "")).expect("base32"));
        let code = phone.code(self, 0);
        let codes = self
            .backend
            .enable_totp(&browser.visit, &recent, &enrolling.ticket, &code)
            .await
            .expect("a right code");
        browser.cookie = Browser::of(browser.visit.clone()).cookie;
        self.clock.advance(60);
        (phone, codes.iter().map(|code| code.to_string()).collect())
    }

    async fn with_phone(&self) -> (Browser, Phone, Vec<String>) {
        let mut browser = self.browser(GRACE).await;
        let (phone, codes) = self.enable(&mut browser).await;
        (browser, phone, codes)
    }

    /// The right password, up to the second step.
    async fn ticket(&self) -> String {
        match self.enter(&stranger(), GRACE, PASSWORD).await {
            Ok(Entry::CodeNeeded { ticket }) => ticket,
            Ok(_) => panic!("the second step was left out"),
            Err(error) => panic!("{error:?}"),
        }
    }

    async fn try_code(&self, code: &str) -> Result<AccountId, Error> {
        let ticket = self.ticket().await;
        self.finish(&ticket, code).await
    }

    async fn finish(&self, ticket: &str, code: &str) -> Result<AccountId, Error> {
        match self.backend.sign_in_with_code(&stranger(), ticket, code).await? {
            Entry::In(account) => Ok(account),
            _ => panic!("neither in nor refused"),
        }
    }

    /// Everything that has to do with codes, for a search through the files.
    pub(crate) async fn tour_of_codes(&self, mut browser: Browser) -> (Vec<u8>, Vec<String>) {
        let (phone, mut codes) = self.enable(&mut browser).await;
        assert!(self.try_code(&codes[0]).await.is_ok());
        assert!(self.try_code(&phone.code(self, 0)).await.is_ok());
        codes.extend(codes.clone().iter().map(|code| code.replace('-', "")));
        (phone.0.to_vec(), codes)
    }
}

fn refused<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::WrongCode))
}

#[tokio::test]
async fn a_right_password_alone_makes_no_session() {
    let app = App::new().await;
    let (_, phone, _) = app.with_phone().await;
    let visit = stranger();
    let Ok(Entry::CodeNeeded { ticket }) = app.enter(&visit, GRACE, PASSWORD).await else { panic!("a code") };
    assert!(visit.signed_in().is_none());
    assert!(matches!(visit.take_cookie(), clario_backend::CookieChange::Keep));
    assert!(
        refused(&app.backend.sign_in_with_code(&visit, &ticket, "000000").await)
            && visit.signed_in().is_none()
    );
    app.backend.sign_in_with_code(&visit, &ticket, &phone.code(&app, 0)).await.unwrap();
    assert!(visit.signed_in().is_some());
    clario_proofs::proves(&["AC-59"]);
}

#[tokio::test]
async fn the_second_step_is_off_until_the_first_right_code() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    let recent = app.recent(&browser);
    let enrolling = app.backend.begin_totp(&recent).await.unwrap();
    assert_eq!(enrolling.secret.replace(' ', "").len(), 32, "160 bits in base32");
    let phone = Phone(Secret::try_from_base32(enrolling.secret.replace(' ', "")).expect("base32"));
    let enable = async |ticket: &str, code: String| {
        app.backend.enable_totp(&browser.visit, &recent, ticket, &code).await
    };
    assert!(refused(&enable(&enrolling.ticket, "000000".to_owned()).await));
    assert!(refused(&enable(&enrolling.ticket, phone.code(&app, 30)).await), "never the next step");
    assert!(matches!(enable("00", phone.code(&app, 0)).await, Err(Error::StartAgain)));
    assert!(app.signed_in(GRACE).await.who().account() == browser.who().account(), "still one step");
    let again = app.backend.resume_totp(&recent, &enrolling.ticket).await.unwrap();
    assert_eq!(*again.secret, *enrolling.secret, "the same picture after a typing error");
    app.clock.advance(15 * 60);
    assert!(matches!(enable(&enrolling.ticket, phone.code(&app, 0)).await, Err(Error::StartAgain)));
    assert_eq!(app.backend.recovery_codes_left(&browser.who()).await.unwrap(), None);
}

#[tokio::test]
async fn a_seed_belongs_to_the_account_it_was_made_for() {
    let app = App::new().await;
    let (grace, ada) = (app.browser(GRACE).await, app.browser("ada@example.com").await);
    let enrolling = app.backend.begin_totp(&app.recent(&grace)).await.unwrap();
    let phone = Phone(Secret::try_from_base32(enrolling.secret.replace(' ', "")).expect("base32"));
    let code = phone.code(&app, 0);
    let stolen = app.backend.enable_totp(&ada.visit, &app.recent(&ada), &enrolling.ticket, &code).await;
    assert!(matches!(stolen, Err(Error::StartAgain)));
}

#[tokio::test]
async fn a_code_counts_once_and_bars_the_ones_before_it() {
    let app = App::new().await;
    let (_, phone, _) = app.with_phone().await;
    let (before, now) = (phone.code(&app, -30), phone.code(&app, 0));
    assert!(app.try_code(&now).await.is_ok());
    assert!(refused(&app.try_code(&now).await), "the same step again");
    assert!(refused(&app.try_code(&before).await), "the step before, after this one");
    app.clock.advance(30);
    assert!(refused(&app.try_code(&now).await), "as the step before, but used");
    assert!(app.try_code(&phone.code(&app, 0)).await.is_ok());
    clario_proofs::proves(&["AC-59"]);
}

#[tokio::test]
async fn the_code_that_switched_it_on_is_used_up() {
    let app = App::new().await;
    let mut browser = app.browser(GRACE).await;
    let (phone, _) = app.enable(&mut browser).await;
    app.clock.advance(-60);
    assert!(refused(&app.try_code(&phone.code(&app, 0)).await));
}

#[tokio::test]
async fn codes_are_taken_in_their_step_and_the_next_and_at_no_other_time() {
    for (away, taken) in
        [(-90, false), (-60, false), (-30, true), (0, true), (30, false), (60, false), (90, false)]
    {
        let app = App::new().await;
        let (_, phone, _) = app.with_phone().await;
        app.clock.advance(300);
        assert_eq!(app.try_code(&phone.code(&app, away)).await.is_ok(), taken, "{away} s");
    }
}

#[tokio::test]
async fn of_fifty_sign_ins_at_once_with_one_code_one_wins() {
    let app = App::new().await;
    let (_, phone, _) = app.with_phone().await;
    let (ticket, code) = (app.ticket().await, phone.code(&app, 0));
    let racers: Vec<_> = (0..50)
        .map(|_| {
            let (backend, ticket, code) = (app.backend.clone(), ticket.clone(), code.clone());
            tokio::spawn(async move { backend.sign_in_with_code(&stranger(), &ticket, &code).await.is_ok() })
        })
        .collect();
    let mut wins = 0;
    for racer in racers {
        wins += u32::from(racer.await.unwrap());
    }
    assert_eq!(wins, 1);
}

#[tokio::test]
async fn wrong_codes_lock_the_account_wherever_they_come_from_and_across_a_restart() {
    let app = App::new().await;
    let (_, phone, codes) = app.with_phone().await;
    for number in 0..5 {
        assert!(refused(&app.try_code("000000").await), "{number}");
    }
    let locked = |outcome: Result<AccountId, Error>| match outcome {
        Err(Error::SlowDown { retry_after }) => retry_after.as_secs(),
        other => panic!("{other:?}"),
    };
    assert_eq!(locked(app.try_code(&phone.code(&app, 0)).await), 60);
    assert_eq!(locked(app.try_code(&codes[0]).await), 60, "recovery codes wait as well");
    let elsewhere = clario_backend::caller::coming_from("203.0.113.0/24".to_owned(), app.try_code("000000"));
    assert_eq!(locked(elsewhere.await), 60);
    app.backend.stop().await;
    let mut settings = config(&app.directory);
    settings.open_sign_up = true;
    let backend = Backend::start(settings, app.clock.clone()).await.unwrap();
    let again = App { backend, ..app };
    assert_eq!(locked(again.try_code(&phone.code(&again, 0)).await), 60, "a restart forgets nothing");
    again.clock.advance(60);
    assert!(refused(&again.try_code("000000").await));
    assert_eq!(locked(again.try_code("000000").await), 120, "it grows");
    again.clock.advance(120);
    assert!(again.try_code(&phone.code(&again, 0)).await.is_ok());
    assert!(refused(&again.try_code("000000").await), "and a right code forgives");
}

#[tokio::test]
async fn a_guesser_with_the_password_has_few_guesses_a_day() {
    let app = App::new().await;
    let (_, _, _) = app.with_phone().await;
    let begin = app.clock.now().as_second();
    let mut guesses = 0;
    while app.clock.now().as_second() < begin + 24 * 60 * 60 {
        match app.try_code("000000").await {
            Err(Error::WrongCode) => guesses += 1,
            Err(Error::SlowDown { retry_after }) => {
                app.clock.advance(i64::try_from(retry_after.as_secs()).unwrap());
            }
            other => panic!("{other:?}"),
        }
    }
    // Two of a million codes are right at a time: fifteen guesses are a chance of 3 in 100,000 on the first day, and
    // one guess a day remains after it.
    assert_eq!(guesses, 15);
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_a_letter_says_so() {
    let app = App::new().await;
    let (browser, _, codes) = app.with_phone().await;
    assert_eq!(codes.len(), 10);
    assert!(app.try_code(&codes[3].to_uppercase().replace('-', " ")).await.is_ok());
    assert!(refused(&app.try_code(&codes[3]).await), "single use");
    assert_eq!(app.backend.recovery_codes_left(&browser.who()).await.unwrap(), Some(9));
    let fresh = app.backend.renew_recovery_codes(&app.recent(&browser)).await.unwrap();
    assert!(refused(&app.try_code(&codes[4]).await), "new codes void the old ones");
    assert!(app.try_code(&fresh[0]).await.is_ok());
    let subjects = app.subjects(GRACE).await;
    assert_eq!(subjects.iter().filter(|subject| subject.contains("recovery code was used")).count(), 2);
}

#[tokio::test]
async fn a_ticket_holds_for_five_minutes_and_for_this_password_only() {
    let app = App::new().await;
    let (browser, phone, _) = app.with_phone().await;
    let finish = async |ticket: &str| app.finish(ticket, &phone.code(&app, 0)).await;
    for broken in ["", "00", "zz"] {
        assert!(matches!(finish(broken).await, Err(Error::StartAgain)));
    }
    let (old, void) = (app.ticket().await, app.ticket().await);
    let new_password = "eight green canary boats".to_owned();
    app.backend.change_password(&browser.visit, &app.recent(&browser), new_password).await.unwrap();
    assert!(matches!(finish(&void).await, Err(Error::StartAgain)), "the password changed");
    app.clock.advance(300);
    assert!(matches!(finish(&old).await, Err(Error::StartAgain)));
}

#[tokio::test]
async fn switching_it_on_or_off_ends_all_other_sessions_and_is_told_by_letter() {
    let app = App::new().await;
    let mut browser = app.browser(GRACE).await;
    let other = app.signed_in(GRACE).await;
    let before = browser.cookie.clone();
    let (phone, _) = app.enable(&mut browser).await;
    assert!(app.come(&other.cookie).await.signed_in().is_none(), "another browser");
    assert!(app.come(&before).await.signed_in().is_none(), "the old token of this one");
    assert!(app.come(&browser.cookie).await.signed_in().is_some_and(|who| who.has_totp()));

    let off = async |password: &str, code: &str| {
        app.backend.disable_totp(&browser.visit, password.to_owned(), code).await
    };
    assert!(matches!(off("a wrong password, long", &phone.code(&app, 0)).await, Err(Error::NotYourPassword)));
    assert!(refused(&off(PASSWORD, "000000").await));
    off(PASSWORD, &phone.code(&app, 0)).await.unwrap();
    assert!(app.sign_in(GRACE, PASSWORD).await.is_ok(), "one step again");
    let subjects = app.subjects(GRACE).await;
    assert!(subjects.iter().any(|subject| subject.contains("switched on")), "{subjects:?}");
    assert!(subjects.iter().any(|subject| subject.contains("switched off")), "{subjects:?}");
}

#[tokio::test]
async fn a_short_password_does_beside_a_code_and_not_without() {
    let app = App::new().await;
    let (browser, phone, _) = app.with_phone().await;
    let change = async |password: &str| {
        let recent = app.recent(&browser);
        app.backend.change_password(&browser.visit, &recent, password.to_owned()).await
    };
    let short = change("xK7!pq-").await;
    assert!(matches!(
        short,
        Err(Error::Flawed(Flaw::Password(clario_backend::PasswordFlaw::TooShortWithCode)))
    ));
    change("xK7!pq-L").await.unwrap();
    let off = async |password: &str| {
        app.backend.disable_totp(&browser.visit, password.to_owned(), &phone.code(&app, 0)).await
    };
    assert!(matches!(off("xK7!pq-L").await, Err(Error::Flawed(Flaw::PasswordTooShortAlone))));
    change(PASSWORD).await.unwrap();
    off(PASSWORD).await.unwrap();
    assert!(matches!(change("xK7!pq-L").await, Err(Error::Flawed(_))));
}

#[tokio::test]
async fn confirming_takes_the_code_as_well() {
    let app = App::new().await;
    let (browser, phone, codes) = app.with_phone().await;
    app.clock.advance(600);
    assert!(matches!(app.backend.recent(&browser.who()), Err(Error::Confirm)));
    let confirm = async |password: &str, code: &str| {
        let form = Confirmation { password: password.to_owned(), code: code.to_owned() };
        app.backend.confirm(&browser.visit, form).await
    };
    assert!(refused(&confirm(PASSWORD, "").await));
    assert!(matches!(confirm("wrong", &phone.code(&app, 0)).await, Err(Error::NotYourPassword)));
    confirm(PASSWORD, &phone.code(&app, 0)).await.unwrap();
    assert!(app.backend.recent(&browser.who()).is_ok());
    app.clock.advance(600);
    confirm(PASSWORD, &codes[0]).await.unwrap();
}

#[tokio::test]
async fn a_new_password_through_the_mailbox_does_not_get_around_the_code() {
    let app = App::new().await;
    let (_, phone, _) = app.with_phone().await;
    app.backend.ask_for_reset(GRACE).await.unwrap();
    let token = app.token(GRACE, "new password").await;
    app.backend.reset_password(&token, "nine violet ladders, standing".to_owned()).await.unwrap();
    let visit = stranger();
    let Ok(Entry::CodeNeeded { ticket }) = app.enter(&visit, GRACE, "nine violet ladders, standing").await
    else {
        panic!("a code is still needed");
    };
    assert!(visit.signed_in().is_none());
    app.backend.sign_in_with_code(&visit, &ticket, &phone.code(&app, 0)).await.unwrap();
    clario_proofs::proves(&["AC-59"]);
}
