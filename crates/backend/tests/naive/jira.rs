//! Reads raw Jira JSON over HTTP, with a client of its own so that a misreading is not shared.

use crate::item::Issue;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// A board with the keys of the issues on it.
pub(crate) struct Board {
    pub(crate) id: String,
    pub(crate) is_kanban: bool,
    pub(crate) columns: Vec<Value>,
    pub(crate) members: HashSet<String>,
}

/// A Jira site and who asks.
pub(crate) struct Site {
    address: String,
    email: String,
    token: String,
    client: reqwest::Client,
}

impl Site {
    /// The sandbox at an address, with its token that may only look.
    #[expect(clippy::disallowed_methods, reason = "the second implementation shares no code with the client")]
    pub(crate) fn sandbox(address: String) -> Self {
        let clario_sandbox::Token { email, secret, .. } = clario_sandbox::Token::classic();
        Self { address, email, token: secret, client: reqwest::Client::new() }
    }

    /// The statuses of all workflows.
    pub(crate) async fn statuses(&self) -> Vec<Value> {
        self.ask("/rest/api/3/status", None).await.as_array().expect("statuses").clone()
    }

    /// Every board, in the order the site lists them.
    pub(crate) async fn boards(&self) -> Vec<Board> {
        let mut raw = Vec::new();
        loop {
            let path = format!("/rest/agile/1.0/board?startAt={}&maxResults=50", raw.len());
            let page = self.ask(&path, None).await;
            raw.extend(page["values"].as_array().expect("boards").iter().cloned());
            if page["isLast"] == true {
                break;
            }
        }
        let mut boards = Vec::new();
        for board in raw {
            let path = format!("/rest/agile/1.0/board/{}/configuration", board["id"]);
            // A board whose configuration is refused is taken for its whole project, without columns.
            let configuration = self.try_ask(&path, None).await.unwrap_or_default();
            let jql = match configuration["filter"]["id"].as_str() {
                Some(filter) => format!("filter = {filter} ORDER BY created ASC"),
                None => format!("project = {} ORDER BY created ASC", board["location"]["projectId"]),
            };
            let members = self.search(&jql).await;
            boards.push(Board {
                id: board["id"].to_string(),
                is_kanban: board["type"] == "kanban",
                columns: configuration["columnConfig"]["columns"].as_array().cloned().unwrap_or_default(),
                members: members
                    .iter()
                    .map(|issue| issue["key"].as_str().expect("a key").to_owned())
                    .collect(),
            });
        }
        boards
    }

    /// Every issue of every project the account sees, with its history.
    pub(crate) async fn issues(&self) -> Vec<Issue> {
        let mut found = Vec::new();
        for project in self.project_ids().await {
            let raw = self.search(&format!("project = {project} ORDER BY created ASC")).await;
            for block in raw.chunks(1000) {
                let histories = self.histories(block).await;
                for issue in block {
                    let own = histories.get(issue["id"].as_str().expect("an id"));
                    found.push(Issue::read(issue, own.map_or(&[], Vec::as_slice)));
                }
            }
        }
        found
    }

    async fn project_ids(&self) -> Vec<String> {
        let mut ids = Vec::new();
        loop {
            let path = format!("/rest/api/3/project/search?startAt={}&maxResults=100", ids.len());
            let page = self.ask(&path, None).await;
            for project in page["values"].as_array().expect("projects") {
                ids.push(project["id"].as_str().expect("an id").to_owned());
            }
            if page["isLast"] == true {
                return ids;
            }
        }
    }

    async fn search(&self, jql: &str) -> Vec<Value> {
        let mut body = json!({
            "jql": jql,
            "fields": ["created", "updated", "project", "issuetype", "status", "resolution"],
            "maxResults": 1000,
        });
        let mut found = Vec::new();
        loop {
            let page = self.ask("/rest/api/3/search/jql", Some(&body)).await;
            found.extend(page["issues"].as_array().expect("issues").iter().cloned());
            let Some(token) = page["nextPageToken"].as_str() else { return found };
            body["nextPageToken"] = json!(token);
        }
    }

    /// Histories by issue id; an issue that never changed is absent, and one issue's may lie on several pages.
    async fn histories(&self, issues: &[Value]) -> HashMap<String, Vec<Value>> {
        let ids: Vec<&Value> = issues.iter().map(|issue| &issue["id"]).collect();
        let mut body = json!({"issueIdsOrKeys": ids, "fieldIds": ["status"], "maxResults": 10_000});
        let mut found: HashMap<String, Vec<Value>> = HashMap::new();
        loop {
            let page = self.ask("/rest/api/3/changelog/bulkfetch", Some(&body)).await;
            for log in page["issueChangeLogs"].as_array().expect("changelogs") {
                let issue = log["issueId"].as_str().expect("an issue id").to_owned();
                let histories = log["changeHistories"].as_array().expect("histories");
                found.entry(issue).or_default().extend(histories.iter().cloned());
            }
            let Some(token) = page["nextPageToken"].as_str() else { return found };
            body["nextPageToken"] = json!(token);
        }
    }

    async fn ask(&self, path: &str, body: Option<&Value>) -> Value {
        self.try_ask(path, body).await.unwrap_or_else(|| panic!("no good answer of {path}"))
    }

    /// The answer, or `None` when the site refuses it.
    #[expect(clippy::disallowed_methods, reason = "the second implementation shares no code with the client")]
    async fn try_ask(&self, path: &str, body: Option<&Value>) -> Option<Value> {
        let url = format!("{}{path}", self.address);
        let request = match body {
            Some(body) => self.client.post(url).json(body),
            None => self.client.get(url),
        };
        let request = request.basic_auth(&self.email, Some(&self.token)).timeout(Duration::from_mins(1));
        let answer = request.send().await.expect("an answer");
        if answer.status().is_success() { Some(answer.json().await.expect("JSON")) } else { None }
    }
}
