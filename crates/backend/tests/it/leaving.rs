//! Leaving: an account and a workspace that are closed, opened again, closed once more, and gone.

use clario_backend::{
    Ending, Entry, Error, Flaw, Freshness, LONGEST_LIFE_DAYS, Recent, Viewer, WARNED_DAYS, day_in_words,
};

use crate::app::{App, Browser, PASSWORD, connection, stranger};

const DAY: i64 = 86_400;
const GRACE: &str = "grace.canary@example.com";

impl App {
    fn proof(&self, browser: &Browser) -> Recent {
        self.backend.recent(&browser.who()).expect("a short time ago")
    }

    pub(crate) async fn home(&self, browser: &Browser) -> Viewer {
        let account = browser.who().account().clone();
        let workspace = self.workspace(&account).await;
        self.backend.viewer(Some(&account), workspace.as_str()).await.expect("a member")
    }

    /// Signs in to a closed account: all it gives is a ticket.
    async fn closed_ticket(&self, email: &str) -> String {
        let visit = stranger();
        let Entry::Closed { ticket } = self.enter(&visit, email, PASSWORD).await.expect("the right password")
        else {
            panic!("the account is open")
        };
        assert!(visit.signed_in().is_none(), "there is no session");
        ticket
    }
}

fn is_over<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::StartAgain))
}

#[tokio::test]
async fn a_closed_account_offers_undo_and_nothing_else_until_it_is_gone() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    let viewer = app.home(&browser).await;
    let id = app.backend.add_connection(&viewer, connection()).await.unwrap();
    let prospect = app.backend.closing_prospect(&browser.who()).await.unwrap();
    assert_eq!((prospect.ending.len(), prospect.left.len(), prospect.held.len()), (1, 0, 0));
    assert_eq!(day_in_words(prospect.end), "20 December 2026");

    let held = app.backend.close_account(&app.proof(&browser), Ending::Undoable).await.unwrap();
    assert!(held.is_empty());
    assert!(app.come(&browser.cookie).await.signed_in().is_none(), "the session ended");
    assert!(app.enter(&stranger(), GRACE, "a wrong password, quite long").await.is_err());
    let token = app.token(GRACE, "Your account is closed").await;

    // Nobody knows more than that there is nothing.
    for key in ["", "x", &"0".repeat(64), &token[1..], &"f".repeat(1_000_000)] {
        assert!(is_over(&app.backend.reopening(key).await), "{key:.20}");
        assert!(is_over(&app.backend.reopen_account(key).await), "{key:.20}");
        assert!(is_over(&app.backend.end_account(key).await), "{key:.20}");
    }
    for key in [token.clone(), app.closed_ticket(GRACE).await] {
        let reopening = app.backend.reopening(&key).await.expect("the right key");
        assert_eq!(reopening.closed.purge_after - reopening.closed.closed_at, 30 * DAY);
    }
    let ticket = app.closed_ticket(GRACE).await;
    app.clock.advance(31 * 60);
    assert!(is_over(&app.backend.reopen_account(&ticket).await), "a ticket holds for half an hour");

    app.clock.advance(29 * DAY);
    app.backend.purge_due().await.unwrap();
    app.backend.reopen_account(&token).await.unwrap();
    assert!(is_over(&app.backend.reopen_account(&token).await), "the link works once");
    let account = app.sign_in(GRACE, PASSWORD).await.unwrap();
    let workspace = app.workspace(&account).await;
    let viewer = app.backend.viewer(Some(&account), workspace.as_str()).await.unwrap();
    let back = app.backend.connection(&viewer, &id).await.unwrap();
    assert_eq!((back.last_four.as_str(), back.label.as_deref()), ("", Some("Main site")));
    assert!(app.backend.feeds(&viewer).await.unwrap().is_empty(), "nothing is read without a credential");
    let standing = app.backend.standing(&viewer).await.unwrap().expect("a state");
    assert_eq!(standing.freshness, Freshness::Failed);
    assert!(standing.alerts.iter().any(|alert| alert.contains("Main site")), "{:?}", standing.alerts);
    app.backend.replace_credential(&viewer, &id, connection()).await.unwrap();

    // Closed once more, and this time nobody comes back.
    let browser = app.signed_in(GRACE).await;
    app.backend.close_account(&app.proof(&browser), Ending::Undoable).await.unwrap();
    let token = app.token(GRACE, "Your account is closed").await;
    app.clock.advance(30 * DAY);
    assert!(is_over(&app.backend.reopening(&token).await), "too late, purged or not");
    app.backend.purge_due().await.unwrap();
    assert!(matches!(app.sign_in(GRACE, PASSWORD).await, Err(Error::WrongPassword)));
    for trace in [GRACE, "grace.canary", "Grace Hopper", account.as_str(), workspace.as_str(), "Main site"] {
        assert!(!app.holds(trace.as_bytes()), "{trace} is still in a file");
    }
    app.backend.tidy_up().await.unwrap();
    assert_eq!(app.backend.oldest_overdue().await.unwrap(), 0);
    clario_proofs::proves(&["AC-79"]);
}

#[tokio::test]
async fn on_demand_everything_goes_at_once() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    app.backend.close_account(&app.proof(&browser), Ending::AtOnce).await.unwrap();
    assert!(matches!(app.sign_in(GRACE, PASSWORD).await, Err(Error::WrongPassword)));
    assert!(!app.holds(b"grace.canary"));

    let browser = app.browser(GRACE).await;
    app.backend.close_account(&app.proof(&browser), Ending::Undoable).await.unwrap();
    app.backend.end_account(&app.closed_ticket(GRACE).await).await.unwrap();
    assert!(!app.holds(b"grace.canary"), "a closed one too");
    clario_proofs::proves(&["AC-89", "AC-80"]);
}

#[tokio::test]
async fn a_workspace_is_closed_opened_and_ended_by_its_owner_and_by_nobody_else() {
    let app = App::new().await;
    let (owner, stranger) = (app.browser(GRACE).await, app.browser("eve@example.com").await);
    let viewer = app.home(&owner).await;
    let id = viewer.workspace().to_owned();
    let foreign = app.backend.close_workspace(&viewer, &app.proof(&stranger), Ending::AtOnce).await;
    assert!(matches!(foreign, Err(Error::Confirm)), "the proof of another person: {foreign:?}");
    app.backend.close_workspace(&viewer, &app.proof(&owner), Ending::Undoable).await.unwrap();
    assert!(app.subjects(GRACE).await.iter().any(|subject| subject.contains("closed")), "told by letter");
    assert!(matches!(app.backend.viewer(Some(owner.who().account()), &id).await, Err(Error::NotFound)));
    assert_eq!(app.backend.closed_workspaces(&owner.who()).await.unwrap().len(), 1);
    for workspace in [id.as_str(), "", "sample", "0000000000000000"] {
        for outcome in [
            app.backend.reopen_workspace(&app.proof(&stranger), workspace).await,
            app.backend.end_workspace(&app.proof(&stranger), workspace).await,
        ] {
            assert!(matches!(outcome, Err(Error::NotFound)), "{workspace}: {outcome:?}");
        }
    }
    app.backend.reopen_workspace(&app.proof(&owner), &id).await.unwrap();
    let viewer = app.home(&owner).await;
    app.backend.close_workspace(&viewer, &app.proof(&owner), Ending::Undoable).await.unwrap();
    app.backend.end_workspace(&app.proof(&owner), &id).await.unwrap();
    assert!(app.backend.closed_workspaces(&owner.who()).await.unwrap().is_empty());
    assert!(!app.holds(id.as_bytes()));
    assert!(app.sign_in(GRACE, PASSWORD).await.is_ok(), "the account lives on");
    clario_proofs::proves(&["AZ-03"]);
}

#[tokio::test]
async fn leaving_needs_a_proof_that_is_not_old() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    app.clock.advance(10 * 60);
    assert!(matches!(app.backend.recent(&browser.who()), Err(Error::Confirm)));
    clario_proofs::proves(&["AC-89", "AZ-03"]);
}

#[tokio::test]
async fn owners_hear_once_of_a_token_that_grows_old() {
    let app = App::new().await;
    let browser = app.browser(GRACE).await;
    let viewer = app.home(&browser).await;
    let id = app.backend.add_connection(&viewer, connection()).await.unwrap();
    let told = async || {
        app.backend.watch_credentials().await.unwrap();
        app.subjects(GRACE).await.iter().filter(|subject| subject.contains("expires")).count()
    };
    app.clock.advance((LONGEST_LIFE_DAYS - WARNED_DAYS) * DAY - 60);
    assert_eq!(told().await, 0, "not yet");
    app.clock.advance(60);
    assert_eq!(told().await, 1);
    app.clock.advance(DAY);
    assert_eq!(told().await, 1, "once");
    app.backend.replace_credential(&viewer, &id, connection()).await.unwrap();
    assert_eq!(told().await, 1, "another token is young again");
    app.clock.advance(LONGEST_LIFE_DAYS * DAY);
    assert_eq!(told().await, 2, "and has its own day");
    assert_eq!(Flaw::SettingsFile.field(), "settings");
    clario_proofs::proves(&["SE-09"]);
}
