//! A browser that keeps everything it is answered.

use super::{Kind, Secrets};
use crate::person::{linked, mark};
use crate::promises::tour::Seen;
use crate::test_app::{Site, send};
use reqwest::{Client, Response};

/// What came back.
#[derive(Clone)]
pub(crate) struct Answer {
    /// What was asked, such as `POST /account/two-step begin`, without what is secret in an address.
    pub(crate) asked: String,
    pub(crate) status: u16,
    /// All headers but the cookies.
    pub(crate) headers: String,
    pub(crate) cookies: Vec<String>,
    pub(crate) location: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// Somebody with a browser.
pub(crate) struct Tourist {
    pub(crate) client: Client,
    /// The part of the URL of their workspace, once they have one.
    pub(crate) workspace: String,
    pub(crate) answers: Vec<Answer>,
}

impl Answer {
    async fn of(asked: String, answer: Response) -> Self {
        let (mut headers, mut cookies) = (String::new(), Vec::new());
        for (name, value) in answer.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            if name == "set-cookie" {
                cookies.push(value.into_owned());
            } else {
                headers.extend([name.as_str(), ": ", &value, "\n"]);
            }
        }
        let location = answer.headers().get("location").map(|value| value.to_str().expect("text").to_owned());
        let status = answer.status().as_u16();
        let body = answer.bytes().await.expect("a whole answer").to_vec();
        Self { asked, status, headers, cookies, location, body }
    }

    /// What another tour saw.
    pub(super) fn of_seen(seen: Seen) -> Self {
        Self {
            asked: format!("GET {}", seen.address.split('?').next().unwrap_or_default()),
            status: seen.status,
            headers: String::new(),
            cookies: Vec::new(),
            location: None,
            body: seen.text.into_bytes(),
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    /// The values of the sessions that it begins.
    pub(crate) fn sessions(&self) -> Vec<String> {
        let values = self.cookies.iter().filter_map(|cookie| cookie.strip_prefix("ac_session="));
        values
            .filter_map(|rest| rest.split(';').next())
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

impl Tourist {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, workspace: String::new(), answers: Vec::new() }
    }

    /// The address of a page of their workspace.
    pub(crate) fn page(&self, page: &str) -> String {
        format!("/w/{}/{page}", self.workspace)
    }

    pub(crate) async fn open(&mut self, site: &impl Site, path: &str) -> Answer {
        let answer = send(self.client.get(format!("http://{}{path}", site.address()))).await;
        let asked = format!("GET {}", path.split('?').next().unwrap_or_default());
        self.keep(Answer::of(asked, answer).await)
    }

    /// Sends a form of one of our pages and looks at the status.
    pub(crate) async fn post(
        &mut self,
        site: &impl Site,
        path: &str,
        fields: &[(&str, String)],
        status: u16,
    ) -> Answer {
        let mark = ("form_mark", mark(&self.client, site).await);
        let form: Vec<_> = fields.iter().chain(std::iter::once(&mark)).collect();
        let address = format!("http://{}{path}", site.address());
        let request = self.client.post(address).header("sec-fetch-site", "same-origin").form(&form);
        let answer = send(request).await;
        let what = fields.iter().find(|(name, _)| *name == "what").map_or("", |(_, what)| what.as_str());
        let answer = self.keep(Answer::of(format!("POST {path} {what}").trim_end().to_owned(), answer).await);
        assert_eq!(answer.status, status, "{}: {}", answer.asked, String::from_utf8_lossy(&answer.body));
        answer
    }

    /// The token of the link in the latest letter to an address, which is a secret from now on.
    pub(crate) async fn linked(
        &mut self,
        site: &impl Site,
        secrets: &mut Secrets,
        to: &str,
        subject: &str,
    ) -> String {
        let token = linked(site, to, subject).await;
        let before = secrets.count(Kind::Link);
        secrets.add_link(&token);
        assert_eq!(secrets.count(Kind::Link), before + 1);
        token
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        self.answers.push(answer.clone());
        answer
    }
}
