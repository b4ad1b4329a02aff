//! Attacks through the public doors, one sentence each; `docs/security-cases.md` lists them with all others.

mod cases;
mod elsewhere;
mod guessing;
mod heavy;
mod races;
mod swapped;

use crate::person::mark;
use crate::test_app::{TestApp, browser, send};
use futures::future::join_all;
use reqwest::Response;

/// The fields of a form.
type Fields<'a> = Vec<(&'static str, &'a str)>;

/// Sends forms of strangers, each from a browser of its own and all at the same time.
async fn at_once(app: &TestApp, path: &str, forms: Vec<Fields<'_>>) -> Vec<Response> {
    let mark = mark(&browser(), app).await;
    let sending = forms.into_iter().map(|mut fields| {
        fields.push(("form_mark", &mark));
        let request = browser().post(app.url(path)).header("sec-fetch-site", "same-origin");
        send(request.form(&fields))
    });
    join_all(sending).await
}

/// How many of these answers begin a session.
fn sessions(answers: &[Response]) -> usize {
    let begins = |answer: &&Response| {
        let cookies = answer.headers().get_all("set-cookie");
        cookies.iter().any(|cookie| cookie.to_str().is_ok_and(|cookie| cookie.starts_with("ac_session=")))
    };
    answers.iter().filter(begins).count()
}
