//! A client of its own, so that nothing of the product stands between a test and the wire.

use clario_sandbox::{Sandbox, Settings, Switches, Token};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

pub(crate) const NOW: i64 = 1_760_000_400_000;

/// A sandbox and the credentials to ask it with.
pub(crate) struct Site {
    pub(crate) sandbox: Sandbox,
    client: reqwest::Client,
}

/// An answer, read to its end.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// Null when the text is no JSON.
    pub(crate) json: Value,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn list(&self, name: &str) -> &Vec<Value> {
        self.json[name].as_array().unwrap_or_else(|| panic!("no {name} in {}", self.text))
    }
}

/// A small site without generosity: 250 issues in five projects.
pub(crate) fn settings() -> Settings {
    let switches = Switches { generous: false, ..Switches::default() };
    Settings { issues: 250, now_millis: NOW, switches, ..Settings::default() }
}

impl Site {
    pub(crate) async fn start() -> Self {
        Self::with(settings()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let sandbox = Sandbox::start(settings).await.unwrap();
        let redirects = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().redirect(redirects).no_proxy().build().unwrap();
        Self { sandbox, client }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.get_as(&Token::classic(), path).await
    }

    pub(crate) async fn get_as(&self, token: &Token, path: &str) -> Reply {
        let request = self.client.get(format!("{}{path}", self.sandbox.url()));
        self.sent(request.basic_auth(&token.email, Some(&token.secret))).await.unwrap()
    }

    pub(crate) async fn gateway(&self, token: &Token, path: &str) -> Reply {
        let request = self.client.get(format!("{}{path}", self.sandbox.gateway_url()));
        self.sent(request.basic_auth(&token.email, Some(&token.secret))).await.unwrap()
    }

    pub(crate) async fn stranger(&self, path: &str) -> Reply {
        self.sent(self.client.get(format!("{}{path}", self.sandbox.url()))).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.post_as(&Token::classic(), path, body).await
    }

    pub(crate) async fn post_as(&self, token: &Token, path: &str, body: Value) -> Reply {
        self.try_post(token, path, body).await.unwrap()
    }

    pub(crate) async fn try_post(&self, token: &Token, path: &str, body: Value) -> reqwest::Result<Reply> {
        let request = self.client.post(format!("{}{path}", self.sandbox.url()));
        self.sent(request.basic_auth(&token.email, Some(&token.secret)).json(&body)).await
    }

    pub(crate) async fn search(&self, body: Value) -> Reply {
        self.post("/rest/api/3/search/jql", body).await
    }

    pub(crate) async fn histories(&self, body: Value) -> Reply {
        self.post("/rest/api/3/changelog/bulkfetch", body).await
    }

    /// Every issue a query finds, page by page, by following the tokens.
    pub(crate) async fn walk(&self, mut body: Value) -> Vec<Value> {
        let mut issues = Vec::new();
        for _ in 0..10_000 {
            let page = self.search(body.clone()).await;
            assert_eq!(page.status, 200, "{}", page.text);
            issues.extend(page.list("issues").iter().cloned());
            match page.json["nextPageToken"].as_str() {
                Some(token) => body["nextPageToken"] = token.into(),
                None => return issues,
            }
        }
        panic!("the walk has no end");
    }

    /// The only issue with a key, with the fields named.
    pub(crate) async fn issue(&self, key: &str, fields: &[&str]) -> Value {
        let found = self.search(json!({"jql": format!("key = {key}"), "fields": fields})).await;
        found.json["issues"][0].clone()
    }

    /// The issues of a project that changed most often, by id.
    pub(crate) async fn ids(&self, project: &str) -> Vec<String> {
        let body =
            json!({"jql": format!("project = {project} ORDER BY key"), "fields": ["id"], "maxResults": 5000});
        self.walk(body).await.iter().map(|issue| issue["id"].as_str().unwrap().to_owned()).collect()
    }

    #[expect(clippy::disallowed_methods, reason = "this test is a client of its own")]
    async fn sent(&self, request: reqwest::RequestBuilder) -> reqwest::Result<Reply> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        let json = serde_json::from_str(&text).unwrap_or_default();
        Ok(Reply { status, headers, text, json })
    }
}
