//! A person with an account and a browser, for the tests of what comes after signing in.

use crate::test_app::{Site, TestApp, browser, send};
use reqwest::{Client, Response};

/// Long enough for every rule.
pub(crate) const PASSWORD: &str = "lantern-orbit-velvet-77";

/// Somebody who is signed in.
pub(crate) struct Person {
    pub(crate) client: Client,
    /// The cookie of their session, `name=value`.
    pub(crate) cookie: String,
    /// The part of the URL of their workspace.
    pub(crate) workspace: String,
}

impl Person {
    /// Signs somebody up, opens the link in the letter, and is in.
    pub(crate) async fn new(app: &impl Site, email: &str) -> Self {
        let client = browser();
        let fields = [("name", "Grace Hopper"), ("email", email), ("password", PASSWORD), ("terms", "1")];
        assert_eq!(post(&client, app, "/sign-up", &fields).await.status(), 303, "{email} signs up");
        let token = linked(app, email, "Confirm your e-mail").await;
        let fields = [("token", token.as_str()), ("password", PASSWORD)];
        let entered = post(&client, app, "/confirm-address", &fields).await;
        Self::entered(client, &entered)
    }

    /// Somebody who has just come in.
    pub(crate) fn entered(client: Client, answer: &Response) -> Self {
        let workspace = location(answer).strip_prefix("/w/").expect("a workspace").to_owned();
        Self { client, cookie: cookie(answer), workspace }
    }

    /// The address of a page of their workspace.
    pub(crate) fn page(&self, page: &str) -> String {
        format!("/w/{}/{page}", self.workspace)
    }

    pub(crate) async fn open(&self, app: &impl Site, path: &str) -> Response {
        send(self.client.get(url(app, path))).await
    }

    pub(crate) async fn text(&self, app: &impl Site, path: &str) -> String {
        self.open(app, path).await.text().await.expect("text")
    }

    pub(crate) async fn post(&self, app: &impl Site, path: &str, fields: &[(&str, &str)]) -> Response {
        post(&self.client, app, path, fields).await
    }
}

/// The browser of the first operator, who signs up through the link that the program shows, and in.
pub(crate) async fn operator(app: &TestApp) -> Client {
    const EMAIL: &str = "root@example.org";
    let link = app.operator_link.clone().expect("no operator yet");
    let client = browser();
    let fields = [("name", "Grace Hopper"), ("email", EMAIL), ("password", PASSWORD), ("terms", "1")];
    let made = post(&client, app, &link, &fields).await;
    assert_eq!((made.status().as_u16(), location(&made)), (303, "/sign-in?ready"));
    let entered = post(&client, app, "/sign-in", &[("email", EMAIL), ("password", PASSWORD)]).await;
    assert_eq!(entered.status(), 303, "without another confirmation of the address");
    client
}

/// Sends a form of one of our pages, with the mark that such a page carries.
pub(crate) async fn post(client: &Client, app: &impl Site, path: &str, fields: &[(&str, &str)]) -> Response {
    let mark = mark(client, app).await;
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("form_mark", mark.as_str())]).collect();
    send(client.post(url(app, path)).header("sec-fetch-site", "same-origin").form(&fields)).await
}

/// The mark of the forms of a browser's session, or of strangers.
pub(crate) async fn mark(client: &Client, app: &impl Site) -> String {
    let page = send(client.get(url(app, "/sign-out"))).await.text().await.expect("html");
    let field = page.split("name=\"form_mark\" value=\"").nth(1).expect("a form of ours");
    field.split('"').next().expect("its end").to_owned()
}

/// The token of the link in the latest letter to an address.
pub(crate) async fn linked(app: &impl Site, to: &str, subject: &str) -> String {
    let link = app.mail().letter(to, subject).await.link();
    link.split_once("token=").expect("a token").1.to_owned()
}

/// The session that an answer begins, `name=value`.
pub(crate) fn cookie(answer: &Response) -> String {
    let cookie = answer.headers()["set-cookie"].to_str().expect("text");
    cookie.split(';').next().expect("a cookie").to_owned()
}

/// Where an answer sends the browser.
pub(crate) fn location(answer: &Response) -> &str {
    answer.headers().get("location").map(|value| value.to_str().expect("text")).unwrap_or_default()
}

fn url(app: &impl Site, path: &str) -> String {
    format!("http://{}{path}", app.address())
}
