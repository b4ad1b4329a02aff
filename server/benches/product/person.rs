//! Somebody who signs up, connects a site and opens pages.

use crate::process::{Jira, Program, TOKEN};
use reqwest::{Client, RequestBuilder, Response};
use std::time::{Duration, Instant};

const EMAIL: &str = "grace@example.org";
const PASSWORD: &str = "lantern-orbit-velvet-77";
/// Between two looks at the progress.
const EVERY: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_mins(30);

/// Somebody with a session.
#[derive(Clone)]
pub(crate) struct Person {
    client: Client,
    home: String,
}

impl Person {
    /// Signs up and in.
    pub(crate) async fn new(program: &Program) -> Self {
        let redirect = reqwest::redirect::Policy::none();
        let client = Client::builder().redirect(redirect).cookie_store(true).build().expect("a client");
        let site = format!("http://{}", program.address);
        let fields = [("name", "Grace"), ("email", EMAIL), ("password", PASSWORD), ("terms", "1")];
        assert_eq!(
            post(&client, &format!("{site}/sign-up?operator={}", program.operator), &fields).await.status(),
            303
        );
        let entered =
            post(&client, &format!("{site}/sign-in"), &[("email", EMAIL), ("password", PASSWORD)]).await;
        let home = entered.headers()["location"].to_str().expect("text").to_owned();
        Self { client, home: format!("{site}{home}") }
    }

    /// Tries a site out and keeps it; the reading begins.
    pub(crate) async fn connect(&self, jira: &Jira) {
        let address = format!("http://127.0.0.1:{}", jira.port);
        let page = format!("{}/connect", self.home);
        let fields = [
            ("what", "try"),
            ("address", address.as_str()),
            ("email", "reader@example.test"),
            ("token", TOKEN),
        ];
        let html = post(&self.client, &page, &fields).await.text().await.expect("html");
        let draft = html.split("name=\"draft\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let draft = draft.expect("a connection that works");
        let kept = post(&self.client, &page, &[("what", "keep"), ("draft", draft), ("label", "")]).await;
        assert_eq!(kept.status(), 303);
    }

    /// How long after `begin` the first charts are there.
    pub(crate) async fn until_charts(&self, begin: Instant) -> Duration {
        self.until(begin, "overview", "Needs attention").await
    }

    /// How long after `begin` everything is read.
    pub(crate) async fn until_complete(&self, begin: Instant) -> Duration {
        self.until(begin, "sync", "Your data is here").await
    }

    async fn until(&self, begin: Instant, page: &str, words: &str) -> Duration {
        while !self.text(page).await.contains(words) {
            assert!(begin.elapsed() < LONGEST, "{page} never says {words:?}");
            tokio::time::sleep(EVERY).await;
        }
        begin.elapsed()
    }

    /// A page as text.
    pub(crate) async fn text(&self, page: &str) -> String {
        self.open(page).await.text().await.expect("html")
    }

    /// Opens a page of the workspace.
    pub(crate) async fn open(&self, page: &str) -> Response {
        send(self.client.get(format!("{}/{page}", self.home))).await.expect("the program answers")
    }

    /// Opens a page and reads it to its end; whether that went well.
    pub(crate) async fn loads(&self, page: &str) -> bool {
        match send(self.client.get(format!("{}/{page}", self.home))).await {
            Ok(answer) if answer.status() == 200 => {
                answer.bytes().await.is_ok_and(|bytes| bytes.len() > 5_000)
            }
            _ => false,
        }
    }
}

async fn post(client: &Client, address: &str, fields: &[(&str, &str)]) -> Response {
    // Any page with a form tells the mark that every form of this browser carries.
    let site: String = address.split('/').take(3).collect::<Vec<_>>().join("/");
    let page = send(client.get(format!("{site}/sign-out"))).await.expect("the program answers");
    let page = page.text().await.expect("html");
    let mark = page.split("name=\"form_mark\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let fields: Vec<_> = fields.iter().copied().chain([("form_mark", mark.expect("a mark"))]).collect();
    let request = client.post(address).header("sec-fetch-site", "same-origin").form(&fields);
    send(request).await.expect("the program answers")
}

#[expect(clippy::disallowed_methods, reason = "a benchmark plays the browser, not a provider's client")]
async fn send(request: RequestBuilder) -> reqwest::Result<Response> {
    request.send().await
}
