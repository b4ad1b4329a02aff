//! A person with an account and a browser, for the tests of what comes after signing in.

use crate::test_app::{Site, browser, send};
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
    /// Signs somebody up and in.
    pub(crate) async fn new(app: &impl Site, email: &str) -> Self {
        let client = browser();
        let fields = [("name", "Grace Hopper"), ("email", email), ("password", PASSWORD), ("terms", "1")];
        assert_eq!(post(&client, app, "/sign-up", &fields).await.status(), 303, "{email} signs up");
        let entered = post(&client, app, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        let home = location(&entered).to_owned();
        let cookie = entered.headers()["set-cookie"]
            .to_str()
            .expect("text")
            .split(';')
            .next()
            .expect("a cookie")
            .to_owned();
        let workspace = home.strip_prefix("/w/").expect("a workspace").to_owned();
        Self { client, cookie, workspace }
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

/// Sends a form of one of our pages.
pub(crate) async fn post(client: &Client, app: &impl Site, path: &str, fields: &[(&str, &str)]) -> Response {
    send(client.post(url(app, path)).header("sec-fetch-site", "same-origin").form(fields)).await
}

/// Where an answer sends the browser.
pub(crate) fn location(answer: &Response) -> &str {
    answer.headers().get("location").map(|value| value.to_str().expect("text")).unwrap_or_default()
}

fn url(app: &impl Site, path: &str) -> String {
    format!("http://{}{path}", app.address())
}
