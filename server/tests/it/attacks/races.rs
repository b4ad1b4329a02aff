//! What counts once counts once, however many come with it at the same time.

use super::{at_once, sessions};
use crate::own_account::between;
use crate::person::{PASSWORD, Person, linked, post};
use crate::test_app::{TestApp, browser};

const AT_ONCE: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_browsers_with_one_code_one_comes_in() {
    let app = TestApp::start().await;
    for email in ["with-a-phone@example.org", "with-recovery-codes@example.org"] {
        let person = Person::new(&app, email).await;
        let (phone, codes) = person.enable(&app).await;
        let entered = post(&browser(), &app, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        let page = entered.text().await.expect("html");
        let ticket = between(&page, "name=\"ticket\" value=\"", "\"");
        let code = if email.contains("phone") { phone.code(0) } else { codes[0].clone() };
        let forms = (0..AT_ONCE).map(|_| vec![("ticket", ticket), ("code", code.as_str())]).collect();
        let answers = at_once(&app, "/sign-in", forms).await;
        assert_eq!(sessions(&answers), 1, "{email}");
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status().as_u16()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{email}: {statuses:?}");
        assert!(statuses.iter().all(|status| [303, 422].contains(status)), "{email}: {statuses:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_browsers_with_one_link_one_sets_the_password() {
    const EMAIL: &str = "grace@example.org";
    let app = TestApp::start().await;
    Person::new(&app, EMAIL).await;
    post(&browser(), &app, "/forgotten-password", &[("email", EMAIL)]).await;
    let token = linked(&app, EMAIL, "Choose a new password").await;
    let passwords: Vec<String> =
        (0..AT_ONCE).map(|number| format!("{number} violet ladders, standing")).collect();
    let form = |password| vec![("what", "password"), ("token", token.as_str()), ("password", password)];
    let forms = passwords.iter().map(|password| form(password.as_str())).collect();
    let answers = at_once(&app, "/reset-password", forms).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status().as_u16()).collect();
    let winners: Vec<usize> = (0..AT_ONCE).filter(|place| statuses[*place] == 303).collect();
    assert_eq!(winners.len(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [303, 410, 422].contains(status)), "{statuses:?}");
    let loser = passwords[(winners[0] + 1) % AT_ONCE].as_str();
    for (password, status) in [(loser, 422), (PASSWORD, 422), (passwords[winners[0]].as_str(), 303)] {
        let entered = post(&browser(), &app, "/sign-in", &[("email", EMAIL), ("password", password)]).await;
        assert_eq!(entered.status(), status, "{password}");
    }
}
