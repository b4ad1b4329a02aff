//! Guesses through the public door: few of them are looked at, and nobody else waits for them.

use super::{at_once, sessions};
use crate::own_account::between;
use crate::person::{PASSWORD, Person, post};
use crate::test_app::{TestApp, browser};

const GRACE: &str = "grace@example.org";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_guessed_passwords_few_are_looked_at_and_others_still_sign_in() {
    let app = TestApp::start().await;
    Person::new(&app, GRACE).await;
    Person::new(&app, "linus@example.org").await;
    let guesses: Vec<String> = (0..40).map(|number| format!("guess number {number} of many")).collect();
    let forms = guesses.iter().map(|guess| vec![("email", GRACE), ("password", guess.as_str())]).collect();
    let mut waiting = 0;
    for answer in at_once(&app, "/sign-in", forms).await {
        assert_eq!((answer.status().as_u16(), sessions(std::slice::from_ref(&answer))), (422, 0));
        let html = answer.text().await.expect("html");
        assert!(!html.contains("guess number"), "no password comes back");
        waiting += usize::from(html.contains("Too many attempts"));
    }
    assert!(waiting >= 25, "{waiting} of 40 had to wait");
    let fields = [("email", "linus@example.org"), ("password", PASSWORD)];
    assert_eq!(post(&browser(), &app, "/sign-in", &fields).await.status(), 303, "somebody else");
    clario_proofs::proves(&["AC-65"]);
}

#[tokio::test]
async fn after_five_wrong_codes_the_right_one_waits_as_well() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let (phone, codes) = person.enable(&app).await;
    let entered = post(&browser(), &app, "/sign-in", &[("email", GRACE), ("password", PASSWORD)]).await;
    let page = entered.text().await.expect("html");
    let ticket = between(&page, "name=\"ticket\" value=\"", "\"");
    let attempt = async |code: &str| {
        let answer = post(&browser(), &app, "/sign-in", &[("ticket", ticket), ("code", code)]).await;
        assert_eq!((answer.status().as_u16(), sessions(std::slice::from_ref(&answer))), (422, 0), "{code}");
        answer.text().await.expect("html")
    };
    for _ in 0..5 {
        assert!(attempt("000000").await.contains("This code is not right"));
    }
    for code in [phone.code(0), codes[0].clone(), "000000".to_owned()] {
        let page = attempt(&code).await;
        assert!(page.contains("Too many attempts"), "{page}");
    }
    assert_eq!(person.open(&app, "/account").await.status(), 200, "whoever was in stays in");
}
