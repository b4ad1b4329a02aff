//! Sessions, the window for sensitive acts, and what a person changes of their own account.

use clario_backend::clock::FixedClock;
use clario_backend::{
    Backend, Coming, Confirmation, CookieChange, Density, Error, Flaw, Looks, PasswordFlaw, Theme, caller,
};

use crate::app::{App, Browser, PASSWORD, config, stranger};

const GRACE: &str = "grace@example.com";

fn confirmation(password: &str) -> Confirmation {
    Confirmation { password: password.to_owned(), code: String::new() }
}

#[tokio::test]
async fn each_sign_in_has_a_token_of_its_own_and_ends_what_the_browser_brought() {
    let app = App::new().await;
    let first = app.browser(GRACE).await;
    let brought = app.come(&first.cookie).await;
    app.enter(&brought, GRACE, PASSWORD).await.unwrap();
    let second = Browser::of(brought);
    assert_ne!(first.cookie, second.cookie);
    assert!(app.come(&first.cookie).await.signed_in().is_none(), "a token somebody may have planted");
    assert!(app.come(&second.cookie).await.signed_in().is_some());
    let planted = "00".repeat(32);
    let visit = app.come(&planted).await;
    assert!(visit.signed_in().is_none() && matches!(visit.take_cookie(), CookieChange::Remove));
}

#[tokio::test]
async fn confirming_gives_the_session_another_token_and_ten_minutes() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    assert!(app.backend.recent(&browser.who()).is_ok(), "whoever has just come in proved it");
    app.clock.advance(600);
    let visit = app.come(&browser.cookie).await;
    let who = visit.signed_in().unwrap();
    assert!(matches!(app.backend.recent(&who), Err(Error::Confirm)));
    assert!(matches!(app.backend.confirm(&visit, confirmation("not it")).await, Err(Error::NotYourPassword)));
    app.backend.confirm(&visit, confirmation(PASSWORD)).await.unwrap();
    let confirmed = Browser::of(visit);
    assert!(app.come(&browser.cookie).await.signed_in().is_none(), "the old token is worth nothing");
    let who = app.come(&confirmed.cookie).await.signed_in().unwrap();
    assert!(app.backend.recent(&who).is_ok());
    app.clock.advance(599);
    assert!(app.backend.recent(&who).is_ok());
    app.clock.advance(1);
    assert!(matches!(app.backend.recent(&who), Err(Error::Confirm)));
}

#[tokio::test]
async fn guessing_in_a_found_session_has_to_wait_in_that_session() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    for _ in 0..5 {
        let guess = app.backend.confirm(&browser.visit, confirmation("not the right password")).await;
        assert!(matches!(guess, Err(Error::NotYourPassword)));
    }
    let right = app.backend.confirm(&browser.visit, confirmation(PASSWORD)).await;
    assert!(matches!(right, Err(Error::SlowDown { .. })));
    assert!(app.sign_in(GRACE, PASSWORD).await.is_ok(), "the owner elsewhere is not held up");
}

#[tokio::test]
async fn a_page_that_refreshes_itself_keeps_nobody_signed_in() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    for _ in 0..11 {
        app.clock.advance(300);
        let visit = app.backend.visit(Some(&browser.cookie), None, Coming::ByItself).await.unwrap();
        assert!(visit.signed_in().is_some());
    }
    app.clock.advance(300);
    assert!(app.come(&browser.cookie).await.signed_in().is_none(), "an hour without a person");
    let other = app.browser("ada@example.com").await;
    for _ in 0..13 {
        app.clock.advance(300);
        assert!(app.come(&other.cookie).await.signed_in().is_some());
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_for_whoever_copied_the_cookie() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    app.backend.sign_out(&browser.visit).await.unwrap();
    assert!(matches!(browser.visit.take_cookie(), CookieChange::Remove));
    assert!(browser.visit.signed_in().is_none());
    assert!(app.come(&browser.cookie).await.signed_in().is_none());
}

#[tokio::test]
async fn sessions_are_listed_with_family_and_network_and_end_one_by_one() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    let there = stranger();
    let elsewhere = app.enter(&there, GRACE, PASSWORD);
    caller::coming_from("192.0.2.0/24".to_owned(), elsewhere).await.unwrap();
    let there = Browser::of(there);
    let ada = app.browser("ada@example.com").await;
    let list = app.backend.session_list(&browser.who()).await.unwrap();
    assert_eq!(list.len(), 2);
    let other = list.iter().find(|session| !session.is_this).unwrap();
    assert_eq!(
        (other.browser, other.network.as_deref()),
        (clario_backend::Browser::Firefox, Some("192.0.2.0/24"))
    );
    assert_eq!(
        (other.began.as_str(), other.last_used.as_str()),
        ("20 Nov 2026, 09:30", "20 Nov 2026, 09:30")
    );
    let foreign = app.backend.end_session_of(&ada.who(), other.id.as_str()).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "not hers");
    assert!(matches!(app.backend.end_session_of(&browser.who(), "nothing").await, Err(Error::NotFound)));
    app.backend.end_session_of(&browser.who(), other.id.as_str()).await.unwrap();
    assert!(app.come(&there.cookie).await.signed_in().is_none());
    let third = app.signed_in(GRACE).await;
    assert_eq!(app.backend.end_other_sessions(&browser.who()).await.unwrap(), 1);
    assert!(app.come(&third.cookie).await.signed_in().is_none());
    assert!(app.come(&browser.cookie).await.signed_in().is_some());
    assert!(app.come(&ada.cookie).await.signed_in().is_some());
}

#[tokio::test]
async fn a_changed_password_ends_all_other_sessions_and_is_told_by_letter() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    let other = app.signed_in(GRACE).await;
    let recent = app.backend.recent(&browser.who()).unwrap();
    for (password, flaw) in [
        ("too short", PasswordFlaw::TooShort),
        ("Password12345678", PasswordFlaw::Common),
        ("grace.hopper's-ws", PasswordFlaw::Context),
        ("example-grace-com", PasswordFlaw::Context),
    ] {
        let refused = app.backend.change_password(&browser.visit, &recent, password.to_owned()).await;
        assert!(matches!(refused, Err(Error::Flawed(Flaw::Password(found))) if found == flaw), "{password}");
    }
    let new_password = "nine violet ladders, standing";
    app.backend.change_password(&browser.visit, &recent, new_password.to_owned()).await.unwrap();
    let renewed = Browser::of(browser.visit.clone());
    assert!(app.come(&other.cookie).await.signed_in().is_none());
    assert!(app.come(&browser.cookie).await.signed_in().is_none(), "this one has a new token");
    assert!(app.come(&renewed.cookie).await.signed_in().is_some());
    assert!(matches!(app.sign_in(GRACE, PASSWORD).await, Err(Error::WrongPassword)));
    assert!(app.sign_in(GRACE, new_password).await.is_ok());
    assert!(app.subjects(GRACE).await.contains(&"Your password was changed".to_owned()));
}

#[tokio::test]
async fn name_and_looks_are_kept_with_the_account() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    app.backend.rename_account(&browser.who(), " Rear Admiral ").await.unwrap();
    assert_eq!(app.backend.profile(browser.who().account()).await.unwrap().name, "Rear Admiral");
    assert!(app.backend.rename_account(&browser.who(), "a\u{202e}b").await.is_err());
    let looks = Looks { theme: Theme::Dark, density: Density::Compact };
    app.backend.set_looks(&browser.visit, looks).await.unwrap();
    assert_eq!(browser.visit.looks(), looks, "at once");
    assert_eq!(app.signed_in(GRACE).await.visit.looks(), looks, "and in every browser");
    assert_eq!(stranger().looks(), Looks::default());
    assert!(matches!(app.backend.set_looks(&stranger(), looks).await, Err(Error::SignIn)));
    clario_proofs::proves(&["AC-87"]);
}

#[tokio::test]
async fn a_session_and_its_end_outlive_a_restart() {
    let app = App::new().await;
    let (kept, ended) = (app.browser(GRACE).await, app.signed_in(GRACE).await);
    app.backend.sign_out(&ended.visit).await.unwrap();
    app.backend.stop().await;
    let clock = std::sync::Arc::new(FixedClock::at("2026-11-20T09:40:00Z".parse().unwrap()));
    let backend = Backend::start(config(&app.directory), clock.clone()).await.unwrap();
    let come = async |cookie: &str| backend.visit(Some(cookie), None, Coming::ByPerson).await.unwrap();
    assert!(come(&kept.cookie).await.signed_in().is_some());
    assert!(come(&ended.cookie).await.signed_in().is_none());
    clock.advance(24 * 60 * 60);
    backend.tidy_up().await.unwrap();
    assert!(come(&kept.cookie).await.signed_in().is_none());
}
